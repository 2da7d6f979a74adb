//! A manifest that would be larger than any reader takes gives up detail, the least telling first.
//!
//! Counts, digests and losses stay to the last: a bundle of a hundred thousand odd names must verify like any other.

use super::{Manifest, SourceRecord};

impl Manifest {
    /// The manifest with so much detail that its text has at most `most` bytes, if that can be.
    #[must_use]
    pub fn fit(mut self, most: usize) -> Self {
        let steps: [fn(&mut Self); 4] = [drop_activity, drop_collected, cut_names, sum_up];
        for step in steps {
            if self.length() <= most {
                break;
            }
            step(&mut self);
        }
        self
    }
}

fn drop_activity(manifest: &mut Manifest) {
    manifest.items.iter_mut().for_each(|item| item.activity = None);
}

/// What was collected has a record among the items already.
fn drop_collected(manifest: &mut Manifest) {
    manifest.sources.retain(|source| source.status.is_missing());
}

fn cut_names(manifest: &mut Manifest) {
    let names = manifest.sources.iter_mut().filter_map(|source| source.name.as_mut());
    for name in names.chain(manifest.items.iter_mut().map(|item| &mut item.name)) {
        if let Some((end, _)) = name.char_indices().nth(NAME) {
            name.truncate(end);
            name.push('…');
        }
    }
}

/// One record for all paths of a source that came to the same for the same reason.
fn sum_up(manifest: &mut Manifest) {
    let mut summed: Vec<(SourceRecord, u64)> = Vec::new();
    for source in std::mem::take(&mut manifest.sources) {
        let same = |(known, _): &&mut (SourceRecord, u64)| {
            (&known.id, known.status, &known.reason) == (&source.id, source.status, &source.reason)
        };
        match summed.iter_mut().rev().take(SOURCES).find(same) {
            Some((_, count)) => *count += 1,
            None => summed.push((source, 1)),
        }
    }
    summed.truncate(SOURCES);
    manifest.sources = summed.into_iter().map(|(source, count)| counted(source, count)).collect();
}

fn counted(source: SourceRecord, count: u64) -> SourceRecord {
    if count == 1 {
        return source;
    }
    SourceRecord { name: Some(format!("{count} paths")), ..source }
}

/// Letters of a name.
const NAME: usize = 120;
/// Records of sources.
const SOURCES: usize = 4096;

#[cfg(test)]
mod tests {
    use super::super::tests::small;
    use super::SourceRecord;
    use crate::plan::Status;
    use crate::profile::Category;

    fn record(name: String) -> SourceRecord {
        SourceRecord {
            id: "logs".to_owned(),
            category: Category::ServiceLogs,
            name: Some(name),
            status: Status::Denied,
            reason: Some("no".to_owned()),
            seconds: 0.0,
            exit: None,
            writes: None,
        }
    }

    #[test]
    fn r5_a_hundred_thousand_long_names_make_a_manifest_that_a_reader_takes() {
        let mut manifest = small();
        manifest.sources = (0..100_000).map(|number| record(format!("{number}/{}", "n".repeat(300)))).collect();
        let fitted = manifest.fit(1 << 20);
        assert!(fitted.length() <= 1 << 20);
        assert_eq!(fitted.sources[0].name.as_deref(), Some("100000 paths"));
    }

    #[test]
    fn a_manifest_that_fits_stays_as_it_is() {
        let mut manifest = small();
        manifest.sources = vec![record("one".to_owned())];
        assert_eq!(manifest.clone().fit(1 << 20), manifest);
    }
}
