//! Tables of processes, open files and logins, whose head says where a login stands: ps(1), top(1), lsof(8), w(1); and
//! lines of last(1), which have no head.

use crate::minimize::ascii::{ALNUM, DIGIT, LETTER, NAME, UPPER};
use crate::minimize::structure::row::Row;
use crate::minimize::structure::schedule::{is_login_time, is_since};
use crate::minimize::{Evidence, Found, Kind, bytes, calendar};

/// What the head of a table says of the rows below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The column of logins.
    user: Option<usize>,
    /// The column before it that rows may leave empty: the number of a thread, of lsof(8).
    thread: Option<usize>,
    /// The column that holds nothing but numbers: `PID`, `UID`.
    number: Option<usize>,
    /// Its rows are jobs, and begin with a number.
    jobs: bool,
    /// The third column may be the machine that somebody came from.
    from: bool,
}

impl Table {
    /// Whether a head was read and its rows may follow.
    pub(super) const fn is_open(&self) -> bool {
        self.user.is_some()
    }

    pub(super) fn line(&mut self, line: &[u8], found: &mut Vec<Found>) {
        let row = Row::of(line);
        let first = row.text(0);
        if first.is_empty() {
            self.user = None;
            return;
        }
        // `# TYPE DATABASE USER ADDRESS METHOD`: the mark of a comment is no column, and no row begins with one.
        let commented = first == b"#";
        if commented && !UPPER.is_in(line) || first.len() > 1 && first[0] == b'#' {
            return;
        }
        if self.head(&row, usize::from(commented)) {
            return;
        }
        // What follows a table need not be a part of it.
        if self.number.is_some_and(|number| !is_number_or_missing(&row, number)) {
            (self.user, self.number) = (None, None);
        }
        match self.login(&row) {
            Some((start, end)) => {
                found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
                sockets(line, found);
                self.origin(&row, found);
            }
            None => session(&row, found),
        }
    }

    /// Reads a head, the first `missing` columns of which are in no row; gives whether it is one.
    fn head(&mut self, row: &Row, missing: usize) -> bool {
        // `ps -f` has `UID` where others have `USER`.
        let login = column(row, b"USER").or_else(|| column(row, b"UID").filter(|_| column(row, b"PPID").is_some()));
        // Jobs, as sacct(1) of Slurm lists them, below titles that end where their columns do.
        let jobs = row.text(0) == b"JobID" && row.text(1) == b"JobName";
        let Some(login) = login.or_else(|| column(row, b"User").filter(|_| jobs)) else { return false };
        let capitals = || row.line.iter().all(|byte| !byte.is_ascii_lowercase() || *byte == b'o');
        let is_head = row.words.len() >= 3 && capitals() || row.text(0) == b"PID" || row.text(1) == b"TTY" || jobs;
        if is_head {
            self.user = login.checked_sub(missing);
            self.thread = column(row, b"TID").filter(|thread| login == thread + 1);
            self.jobs = jobs;
            self.from = row.text(2) == b"FROM" && login == 0;
            self.number = column(row, b"PID").or_else(|| column(row, b"UID")).filter(|number| login != *number);
        }
        is_head
    }

    /// Where the login stands in a row.
    fn login(&self, row: &Row) -> Option<(usize, usize)> {
        // A row without a thread has one word fewer.
        let threadless = self.thread.is_some_and(|thread| !is_number_or_missing(row, thread));
        let span = row.words.get(self.user?.saturating_sub(usize::from(threadless))).copied();
        span.filter(|_| !self.jobs || row.text(0)[0].is_ascii_digit())
    }

    /// Where somebody came from, which w(1) cuts to its width.
    fn origin(&self, row: &Row, found: &mut Vec<Found>) {
        let name = row.text(2);
        let plain = ALNUM.or(b".-").fills(name);
        if self.from && plain && name.len() > 2 && !is_login_time(name) {
            let (start, end) = row.words[2];
            found.push(Found::new(start..end, Kind::Host, Evidence::Structure));
        }
    }
}

/// Whether a row has nothing but digits in a column, or nothing at all.
fn is_number_or_missing(row: &Row, index: usize) -> bool {
    DIGIT.fills(row.text(index))
}

/// Which word of a head is the title of a column.
fn column(head: &Row, title: &[u8]) -> Option<usize> {
    head.words.iter().position(|(start, end)| &head.line[*start..*end] == title)
}

/// Who was logged in, as last(1) and who(1) have it: before a terminal and a time.
fn session(row: &Row, found: &mut Vec<Found>) {
    // `who -a` says first whether others may write to it.
    let place = 1 + usize::from(matches!(row.text(1), b"+" | b"-" | b"?"));
    let terminal = row.text(place);
    let on_terminal = terminal.starts_with(b"pts/")
        || terminal.starts_with(b"tty")
        || terminal.starts_with(b":0")
        || terminal == b"ssh:notty"
        // `Serial console enabled: …` is a sentence.
        || matches!(terminal, b"console" | b"seat0") && is_since(row.text(place + 1), row.text(place + 2));
    let timed = row.words.len() >= 5 && place == 1 || is_since(row.text(place + 1), row.text(place + 2));
    let login = row.text(0);
    let named = login.len() <= 32 && !login.contains(&b':') && login != b"LOGIN";
    if on_terminal && timed && row.words.len() >= 4 && row.line.contains(&b':') && named {
        let (start, end) = row.words[0];
        found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
        origin(row, place + 1, found);
    }
}

/// From where somebody came, before the day on which they did; last(1) cuts it to its width.
fn origin(row: &Row, place: usize, found: &mut Vec<Found>) {
    let name = row.text(place);
    let plain = ALNUM.or(b".-").fills(name);
    let dated = is_since(row.text(place + 1), row.text(place + 2)) && !calendar::is_named(name);
    if plain && dated && name.len() > 2 && LETTER.is_in(name) {
        let (start, end) = row.words[place];
        found.push(Found::new(start..end, Kind::Host, Evidence::Structure));
    }
}

/// The machines of lsof(8): `TCP one:ssh->other:51234 (ESTABLISHED)`.
fn sockets(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = [&b" TCP "[..], b" UDP "].into_iter().find_map(|word| bytes::find(line, word)) else { return };
    let start = start + 5;
    let end = start + memchr::memchr(b' ', &line[start..]).unwrap_or(line.len() - start);
    let length = bytes::find(&line[start..end], b"->").unwrap_or(end - start);
    for (from, to) in [(start, start + length), (start + length + 2, end)] {
        let Some(colon) = line.get(from..to).and_then(|text| memchr::memrchr(b':', text)) else { continue };
        let name = &line[from..from + colon];
        if colon > 1 && NAME.fills(name) {
            found.push(Found::new(from..from + colon, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
    }
}
