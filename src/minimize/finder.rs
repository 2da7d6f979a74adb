//! What a finder is: a function that looks at one line and says what in it points at somebody.
//!
//! # What a finder may ask
//!
//! What is found in a line holds for every other line of its [shape](super::shape), which no finder looks at any more.
//! So a finder may ask what it likes of the words that are listed, in its own literals or in the dictionary (all of
//! them are in the [vocabulary](super::opaque)), and of marks and blanks; of all else that two lines of one shape may
//! differ in, it asks no more than this:
//!
//! 1. Of a number, whether it is one and how many digits it has; of a process's in `sshd[4711]:` not even that. Which
//!    number, or with which digit it begins, does not count: `S-1-5-18` is told by a digit between `S-` and a dash.
//! 2. Of four numbers with dots between them, what kind of address they make, and whether they are as short as a
//!    version: `10.0.0.1` is private, `8.5.0.13` may be a release.
//! 3. Of a word in no list, of small letters and digits behind them, whether it has four bytes, six, eight or twelve,
//!    and with how many digits it ends, where one and two are the same: `quvnix` may teach, for it has four or more.
//!    What such a word begins or ends with is not asked but by the letters of a listed one.
//! 4. Of hexadecimal digits, alone, as a hardware address or as a UUID, what they are of these, how long they are,
//!    whether letters stand among them and of which case; and of their digits no more than whether there are five.
//! 5. Of a time of day or a date, that it stands there and how long it is.
//!
//! Who asks more makes other lines come out wrong, and only where the first of their shape differed: a test searches all
//! text at hand with other numbers and words in its slots and compares. What has to ask more, as telephone numbers do,
//! needs a mark by which such lines are never remembered (`shape/numbers`), and a word that is asked for a place in
//! `vocabulary.txt`.

use super::Found;

/// A finder that asks for nothing but the line.
pub(crate) type Find = fn(&[u8], &mut Vec<Found>);
