//! Handles panics: a panic ends the program at once, unless it is contained.
//!
//! An unexpected input that triggers a bug in a finder must not cost a customer the bundle. So finders run within
//! [`contain`], which returns an error instead. Anywhere else a panic aborts, because nothing could vouch for what
//! follows.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

/// The place of a panic in our own source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a bug in casepack at {0}; please report it")]
pub struct Panic(String);

thread_local! {
    /// Whether panics of this thread are contained.
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
    /// The place of its last contained panic.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Makes every panic that is not contained abort the program, and hides panic messages, which may quote the data that
/// was being read.
pub fn watch() {
    panic::set_hook(Box::new(|info| {
        if CONTAINED.get() {
            PLACE.set(Some(place(info)));
        } else {
            eprintln!("casepack: error: {}", Panic(place(info)));
            std::process::abort();
        }
    }));
}

/// Runs `work` and contains its panics. After a panic, what it owned is dropped, and what it changed may be
/// inconsistent and must be discarded by the caller.
///
/// # Errors
/// If it panicked.
pub fn contain<T>(work: impl FnOnce() -> T) -> Result<T, Panic> {
    let outer = CONTAINED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(outer);
    done.map_err(|_| Panic(PLACE.take().unwrap_or_else(|| "an unknown place".to_owned())))
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map_or_else(|| "an unknown place".to_owned(), |place| inner(&place.to_string()).to_owned())
}

/// Returns a place without the folders on the machine that built a library.
fn inner(place: &str) -> &str {
    let library = place.split_once("/registry/src/").and_then(|(_, place)| place.split_once('/'));
    library.map_or(place, |(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::{Panic, contain, inner};

    #[test]
    fn work_that_panics_gives_an_error_and_the_thread_goes_on() {
        let nothing: [u8; 0] = [];
        let at = |index: usize| contain(|| nothing[index]);
        assert!(at(0).is_err());
        assert_eq!(contain(|| contain(|| at(3).is_err())), Ok(Ok(true)));
    }

    #[test]
    fn a_place_holds_no_folder_of_whoever_built_it() {
        let place = "/home/gwen/.cargo/registry/src/index.example-7/memchr-2.8.3/src/lib.rs:7:1";
        assert_eq!(inner(place), "memchr-2.8.3/src/lib.rs:7:1");
        assert_eq!(inner("src/minimize/line.rs:7:1"), "src/minimize/line.rs:7:1");
    }

    #[test]
    fn an_error_says_where_it_was_and_not_what_was_read() {
        let error = Panic("src/minimize/line.rs:7:1".to_owned()).to_string();
        assert_eq!(error, "a bug in casepack at src/minimize/line.rs:7:1; please report it");
    }
}
