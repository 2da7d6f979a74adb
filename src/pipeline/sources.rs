//! Reports sources: that they begin, and the outcome of their items once all of them have been searched.
//!
//! Items are searched while the next are read, so the end of a source may be reported after another has begun. The
//! report then agrees with the manifest.

use std::collections::VecDeque;

use super::item::Record;
use crate::plan::Status;
use crate::progress::Event;

/// The sources that have begun and whose end was not reported, in order.
#[derive(Debug, Default)]
pub(super) struct Sources(VecDeque<Source>);

#[derive(Debug)]
struct Source {
    id: String,
    /// Number of items that had ended before its first.
    first: usize,
    /// Number of items that had ended after its last.
    end: Option<usize>,
}

impl Sources {
    /// Notes the source of the next item, after `ended` items have ended; returns it if it is a new one.
    pub(super) fn begin(&mut self, id: &str, ended: usize) -> Option<Event> {
        if self.0.back().is_some_and(|last| last.end.is_none() && last.id == id) {
            return None;
        }
        self.end(ended);
        self.0.push_back(Source { id: id.to_owned(), first: ended, end: None });
        Some(Event::SourceStarted { source: id.to_owned() })
    }

    /// Ends the current source, if there is one.
    pub(super) fn end(&mut self, ended: usize) {
        if let Some(last) = self.0.back_mut() {
            last.end.get_or_insert(ended);
        }
    }

    /// Returns the next source that has ended, if all its records are among those that have been counted.
    pub(super) fn finished(&mut self, counted: &[Record]) -> Option<Event> {
        let Source { first, end, .. } = self.0.front()?;
        let statuses = counted.get(*first..(*end)?)?.iter().map(|record| record.outcome.status);
        let status = statuses.max().unwrap_or(Status::Collected);
        let Source { id: source, .. } = self.0.pop_front()?;
        Some(Event::SourceFinished { source, status })
    }
}

#[cfg(test)]
mod tests {
    use super::super::item::tests::record;
    use super::{Event, Sources, Status};
    use crate::minimize::testing::TRIP;

    #[test]
    fn a_source_is_told_of_once_its_items_are_counted_and_as_the_manifest_does() {
        let records = [record("line\n"), record(TRIP), record("line\n")];
        let mut sources = Sources::default();
        let started = |source: &str| Some(Event::SourceStarted { source: source.to_owned() });
        let finished = |source: &str, status| Some(Event::SourceFinished { source: source.to_owned(), status });
        assert_eq!(sources.begin("broken", 0), started("broken"));
        assert_eq!((sources.begin("broken", 1), sources.finished(&records[..1])), (None, None));
        assert_eq!(sources.begin("whole", 2), started("whole"));
        assert_eq!(sources.finished(&records[..1]), None);
        assert_eq!(sources.finished(&records), finished("broken", Status::Failed));
        assert_eq!(sources.finished(&records), None);
        sources.end(3);
        assert_eq!(sources.finished(&records[..2]), None);
        assert_eq!(sources.finished(&records), finished("whole", Status::Collected));
        assert_eq!(sources.finished(&records), None);
    }
}
