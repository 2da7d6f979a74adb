//! What a bug does: it ends the program at once, or costs the work that was told to survive it.
//!
//! A finder that meets bytes which nobody thought of must not cost a customer the bundle. Its work is done by
//! [`contain`], which gives an error in its place. Anywhere else a panic aborts: nothing could vouch for what follows.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

/// Where a panic was, in our own source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a bug in casepack at {0}; please report it")]
pub struct Panic(String);

thread_local! {
    /// Whether this thread is at work that may panic.
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
    /// Where that work did.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Has every panic that is not contained abort the program, and none say more than where it was: its words may quote
/// what was being read.
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

/// Does work that a bug may end. What it had in hand is dropped then, and what it has changed may be half changed: the
/// caller throws that away.
///
/// # Errors
/// It panicked.
pub fn contain<T>(work: impl FnOnce() -> T) -> Result<T, Panic> {
    let outer = CONTAINED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(outer);
    done.map_err(|_| Panic(PLACE.take().unwrap_or_else(|| "an unknown place".to_owned())))
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map_or_else(|| "an unknown place".to_owned(), |place| inner(&place.to_string()).to_owned())
}

/// A place without the folders of whoever built a library: from its own name on.
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
