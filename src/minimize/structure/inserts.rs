//! Rows of SQL whose columns are named before them: `INSERT INTO t (login, password) VALUES ('gwen', '…')`, and
//! PostgreSQL's `COPY t (login, password) FROM stdin`, behind which rows have tabs between their fields. The same in
//! JSON, as databases answer: `{"columns": ["login", "password"], "rows": [["gwen", "…"]]}`.

use super::fields::{Fields, Meaning};
use super::keys;
use crate::minimize::ascii::{WHITE, WORD};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, bytes, opaque, quote};

/// What a line must show to name columns.
pub(super) const NEEDS: Needs =
    Needs { finder: Finder::Inserts, marks: 0, words: &["insert", "replace", "^copy", "columns"] };

/// What a column holds; `None` where its name says nothing.
pub(super) type Column = Option<Meaning>;

/// The columns of the rows that follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inserts {
    columns: Vec<Column>,
    brackets: (u8, u8),
}

impl Inserts {
    /// Reads a line that names columns; gives them where its statement goes on behind it.
    pub(super) fn begin(line: &[u8], fields: &Fields, found: &mut Vec<Found>) -> Option<Self> {
        Self::answered(line, fields, found);
        let (mut open, mut past) = (None, 0);
        for at in bytes::every(line, b"(") {
            if at < past || !says(&line[at.saturating_sub(NAME)..at], b"into") {
                continue;
            }
            let Some((columns, end)) = columns(line, (at, b')'), fields) else { continue };
            let Some(values) = values(&line[end..]).map(|length| end + length) else { continue };
            let inserts = Self { columns, brackets: (b'(', b')') };
            let closed = inserts.rows(line, values, found);
            past = closed.unwrap_or(line.len());
            open = closed.is_none().then_some(inserts);
        }
        open
    }

    /// `{"columns": ["login", "password"], "rows": [["gwen", "…"]]}`
    fn answered(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
        // Security: rows within rows would take time by the square of the line's length.
        let mut row = 0;
        for at in bytes::every(line, b"\"columns\"") {
            if at < row {
                continue;
            }
            let Some(open) = opened(line, at + b"\"columns\"".len()) else { continue };
            let Some((columns, end)) = columns(line, (open, b']'), fields) else { continue };
            let near = &line[..line.len().min(end + LIST)];
            let key = ROWS.iter().filter_map(|key| bytes::find_past(&near[end..], key)).min();
            let Some(rows) = key.and_then(|length| opened(line, end + length)) else { continue };
            row = rows + 1;
            let answer = Self { columns, brackets: (b'[', b']') };
            while let Some(open) = opened_row(line, row) {
                row = answer.row(line, open + 1, found);
            }
        }
    }

    /// Finds the values of rows on a line of their own; gives whether more may follow.
    pub(super) fn line(&self, line: &[u8], found: &mut Vec<Found>) -> bool {
        line.trim_ascii_start().starts_with(b"(") && self.rows(line, 0, found).is_none()
    }

    /// Finds the values of the rows from `at` on; gives where the statement ends, if it does.
    fn rows(&self, line: &[u8], mut at: usize, found: &mut Vec<Found>) -> Option<usize> {
        while let Some(open) = memchr::memchr2(b'(', b';', &line[at..]).map(|length| at + length) {
            if line[open] == b';' {
                return Some(open);
            }
            at = self.row(line, open + 1, found);
        }
        None
    }

    /// Finds the values of the row that begins at `at`; gives where it ends.
    fn row(&self, line: &[u8], mut at: usize, found: &mut Vec<Found>) -> usize {
        let mut index = 0;
        loop {
            let (start, end, past) = value(line, at, self.brackets);
            if let Some(Some(meaning)) = self.columns.get(index)
                && !line[start..end].eq_ignore_ascii_case(b"null")
            {
                meaning.take(line, (start, end), true, found);
            }
            index += 1;
            let ends = |byte: &u8| *byte == b',' || *byte == self.brackets.1;
            let close = past + line[past..].iter().position(ends).unwrap_or(line.len() - past);
            at = close + 1;
            if line.get(close) != Some(&b',') {
                return at.min(line.len());
            }
        }
    }
}

/// `COPY t (a, b) FROM stdin;`
pub(super) fn copied(line: &[u8], fields: &Fields) -> Option<Vec<Column>> {
    let open = line.starts_with(b"COPY ").then(|| memchr::memchr(b'(', line))??;
    let (columns, end) = columns(line, (open, b')'), fields)?;
    line[end..].trim_ascii().to_ascii_lowercase().starts_with(b"from stdin").then_some(columns)
}

/// Whether the last word but one or two before a bracket is `word`: a table's name may have its schema before it.
fn says(head: &[u8], word: &[u8]) -> bool {
    let mut words = head.rsplit(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).take(2);
    words.any(|found| found.eq_ignore_ascii_case(word))
}

/// Where a list opens behind a key in its quotes.
fn opened(line: &[u8], at: usize) -> Option<usize> {
    let rest = line.get(at..)?.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    rest.starts_with(b"[").then_some(line.len() - rest.len())
}

/// Where the next row of a list opens.
fn opened_row(line: &[u8], at: usize) -> Option<usize> {
    let rest = line.get(at..)?.trim_ascii_start();
    let rest = rest.strip_prefix(b",").unwrap_or(rest).trim_ascii_start();
    rest.starts_with(b"[").then_some(line.len() - rest.len())
}

/// Keys of the rows of an answer.
const ROWS: [&[u8]; 3] = [b"\"rows\"", b"\"values\"", b"\"data\""];

/// The columns in the brackets that open at `open`, one of which says what it holds, and where the brackets end.
fn columns(line: &[u8], (open, close): (usize, u8), fields: &Fields) -> Option<(Vec<Column>, usize)> {
    let rest = &line[open + 1..line.len().min(open + LIST)];
    let length = memchr::memchr(close, rest)?;
    let names = &rest[..length];
    let column = |name: &[u8]| {
        let last = name.split(|byte| !byte.is_ascii_alphanumeric()).rfind(|word| !word.is_empty())?;
        // How a word ends that is in no list is chance.
        let listed = opaque::word(last, 0, last.len()).is_none();
        fields.meaning_by(name, |normal| keys::kind(normal).filter(|_| listed))
    };
    let columns: Vec<_> = names.split(|byte| *byte == b',').map(column).collect();
    let telling = WORD.or(b", `\"[].").fills(names) && columns.iter().any(Option::is_some);
    telling.then_some((columns, open + 1 + length + 1))
}

/// How far a text begins with `VALUES`.
fn values(text: &[u8]) -> Option<usize> {
    let blanks = WHITE.run(text);
    let word = text.get(blanks..blanks + 6)?;
    word.eq_ignore_ascii_case(b"values").then_some(blanks + 6)
}

/// A value of a row: where its text begins and ends, and where all of it does.
fn value(line: &[u8], at: usize, brackets: (u8, u8)) -> (usize, usize, usize) {
    let start = at + WHITE.run(&line[at..]);
    // A string in letters of the nation.
    let start = start + usize::from(line[start..].starts_with(b"N'"));
    if let Some(quote @ (b'\'' | b'"')) = line.get(start) {
        let end = quote::close(line, start + 1, *quote).unwrap_or(line.len());
        return (start + 1, end, line.len().min(end + 1));
    }
    let past = expression(line, start, brackets);
    (start, start + line[start..past].trim_ascii_end().len(), past)
}

/// Where an expression ends that is no string: at the next comma or bracket that belongs to none of its own.
fn expression(line: &[u8], start: usize, (open, close): (u8, u8)) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = line.get(at) {
        match byte {
            b'\'' => at = quote::close(line, at + 1, b'\'').unwrap_or(line.len()),
            byte if *byte == open => depth += 1,
            byte if *byte == close && depth > 0 => depth -= 1,
            byte if depth == 0 && (*byte == b',' || *byte == close) => return at,
            _ => {}
        }
        at += 1;
    }
    line.len()
}

/// Bytes of the longest name of a table, with the word before it.
const NAME: usize = 128;

/// Bytes of the longest list of columns.
const LIST: usize = 2048;

#[cfg(test)]
mod tests {
    use super::{Fields, Inserts, copied};

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut open = None::<Inserts>;
        crate::minimize::testing::texts_of_lines(lines, |line, found| {
            let still = open.take().filter(|inserts| inserts.line(line, found));
            open = Inserts::begin(line, &Fields::default(), found).or(still);
        })
    }

    #[test]
    fn values_stand_in_the_order_of_their_columns() {
        let line = "INSERT INTO app.people (id, `login`, passwd) VALUES (7, 'gwen', 'h4x''0r'), (8,'bo7',NULL);";
        assert_eq!(texts(&[line]), ["gwen", "h4x''0r", "bo7"]);
        let line = "INSERT INTO t (login, passwd) VALUES (lower('x'), \"h4x,0r\")";
        assert_eq!(texts(&[line]), ["h4x,0r"]);
        assert_eq!(texts(&["INSERT INTO t (login, zorgalpw) VALUES ('gwen', 'h4x0r')"]), ["gwen"]);
        assert_eq!(texts(&["insert into t (note, first_name) values ('a, (b)', 'Gwendolyn')"]), ["Gwendolyn"]);
    }

    #[test]
    fn rows_may_stand_on_lines_of_their_own() {
        let lines = ["INSERT INTO t (login, age) VALUES", "('gwen', 7),", "  ('bo7', 8);", "('zorgal', 9)"];
        assert_eq!(texts(&lines), ["gwen", "bo7"]);
    }

    #[test]
    fn an_answer_names_its_columns() {
        let line = r#"{"columns":["user","password"],"rows":[["gwenq","h4x,0r"], ["bo7",null]],"x":[["zorgal","y"]]}"#;
        assert_eq!(texts(&[line]), ["gwenq", "h4x,0r", "bo7"]);
        let line = r#"{"series":[{"name": "x", "columns": ["login", "age"], "values": [["gwenq", [1, 2]]]}]}"#;
        assert_eq!(texts(&[line]), ["gwenq"]);
        let line = r#"{"columns":["time","size"],"values":[["gwenq","h4x0r"]]}"#;
        assert_eq!(texts(&[line]), Vec::<String>::new());
    }

    #[test]
    fn other_brackets_name_no_columns() {
        for line in ["INSERT INTO t (size, age) VALUES (1, 2)", "INSERT INTO t (login) SELECT x", "call login(user)"] {
            assert_eq!(texts(&[line, "('gwen')"]), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn a_copy_names_its_columns() {
        let columns = copied(b"COPY public.users (id, login) FROM stdin;", &Fields::default()).unwrap();
        assert_eq!(columns.iter().filter(|column| column.is_some()).count(), 1);
        assert!(copied(b"COPY public.users (id, login) TO stdout", &Fields::default()).is_none());
    }
}
