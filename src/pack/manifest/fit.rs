//! Drops detail from a manifest that would be too large for readers, the least important first.
//!
//! Counts, digests and losses are dropped last: a bundle of a hundred thousand odd names must verify like any other.

use std::collections::HashMap;

use super::{Manifest, SourceRecord};

impl Manifest {
    /// Returns the manifest with as much detail as fits into `most` bytes, if that is possible.
    #[must_use]
    pub fn fit(mut self, most: usize) -> Self {
        let steps: [fn(&mut Self); 5] = [
            drop_activity,
            drop_collected,
            |manifest| cut_names(manifest, NAME),
            sum_up,
            // Characters that must be escaped take six bytes each.
            |manifest| cut_names(manifest, SHORT_NAME),
        ];
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

/// Drops records of collected items, which are also among the items.
fn drop_collected(manifest: &mut Manifest) {
    manifest.sources.retain(|source| source.status.is_missing());
}

fn cut_names(manifest: &mut Manifest, letters: usize) {
    let names = manifest.sources.iter_mut().filter_map(|source| source.name.as_mut());
    for name in names.chain(manifest.items.iter_mut().map(|item| &mut item.name)) {
        if let Some((end, _)) = name.char_indices().nth(letters) {
            name.truncate(end);
            name.push('…');
        }
    }
}

/// Merges the records of all paths of a source that have the same outcome for the same reason.
fn sum_up(manifest: &mut Manifest) {
    let mut summed: Vec<(SourceRecord, u64)> = Vec::new();
    let mut places = HashMap::new();
    for source in std::mem::take(&mut manifest.sources) {
        let place = places.entry((source.id.clone(), source.status, source.reason.clone())).or_insert(summed.len());
        match summed.get_mut(*place) {
            Some((_, count)) => *count += 1,
            None => summed.push((source, 1)),
        }
    }
    manifest.sources = summed.into_iter().map(|(source, count)| counted(source, count)).collect();
}

fn counted(source: SourceRecord, count: u64) -> SourceRecord {
    if count == 1 {
        return source;
    }
    SourceRecord { name: Some(format!("{count} paths")), ..source }
}

/// Maximum characters of a name, and of one in the last resort.
const NAME: usize = 120;
const SHORT_NAME: usize = 16;

#[cfg(test)]
mod tests {
    use super::super::tests::small;
    use super::super::{ItemRecord, Kind};
    use super::SourceRecord;
    use crate::pack::{ITEMS, MANIFEST};
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
    fn r5_as_many_items_as_there_may_be_with_names_of_control_characters_make_a_manifest_that_a_reader_takes() {
        let mut manifest = small();
        let item = ItemRecord {
            path: "p".repeat(255),
            name: "\u{1}".repeat(200),
            source: "logs".to_owned(),
            category: Category::ServiceLogs,
            bytes_in: u64::MAX,
            bytes_out: u64::MAX,
            sha256: "0".repeat(64),
            cut: true,
            replaced: Kind::ALL.into_iter().take(4).map(|kind| (kind, u64::MAX)).collect(),
            activity: None,
        };
        manifest.items = vec![item; ITEMS];
        let fitted = manifest.fit(MANIFEST);
        assert!(fitted.length() <= MANIFEST, "{}", fitted.length());
        assert!(fitted.items[0].name.starts_with('\u{1}'));
    }

    #[test]
    fn no_loss_is_left_out_however_many_reasons_there_are() {
        let mut manifest = small();
        let loss = |number| SourceRecord { reason: Some(format!("reason {number}")), ..record("n".repeat(400)) };
        manifest.sources = (0..5000).map(loss).collect();
        assert_eq!(manifest.fit(1 << 20).sources.len(), 5000);
    }

    #[test]
    fn a_manifest_that_fits_stays_as_it_is() {
        let mut manifest = small();
        manifest.sources = vec![record("one".to_owned())];
        assert_eq!(manifest.clone().fit(1 << 20), manifest);
    }
}
