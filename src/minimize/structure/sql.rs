//! Columns of tables where SQL makes one: `password_hash varchar(255) NOT NULL`. A type stands where a value would.

use crate::minimize::ascii::ALNUM;
use crate::minimize::bytes;

/// Whether the words behind a name make it such a column: a type, and more about it.
pub(super) fn is_column(kind: &[u8], next: &[u8]) -> bool {
    let (name, rest) = kind.split_at(word(kind));
    let is = |text: &[u8], list: &[&str]| bytes::is_one_of_in_any_case(text, list);
    is(name, &TYPES) && (matches!(rest.first(), Some(b'(' | b',')) || is(&next[..word(next)], &MORE))
}

/// Letters and digits that a text begins with.
fn word(text: &[u8]) -> usize {
    ALNUM.run(text)
}

/// Types of columns that a statement may have between a name and its value.
const TYPES: [&str; 22] = [
    "varchar",
    "nvarchar",
    "varchar2",
    "char",
    "nchar",
    "character",
    "text",
    "longtext",
    "mediumtext",
    "bytea",
    "blob",
    "binary",
    "varbinary",
    "uuid",
    "json",
    "jsonb",
    "int",
    "integer",
    "bigint",
    "boolean",
    "bool",
    "timestamp",
];

/// What stands behind a column's type.
const MORE: [&str; 6] = ["not", "null", "default", "primary", "unique", "varying"];

#[cfg(test)]
mod tests {
    use super::is_column;

    #[test]
    fn a_type_makes_a_column_and_a_word_alone_does_not() {
        assert!(is_column(b"varchar(255)", b"NOT") && is_column(b"bytea,", b"") && is_column(b"TEXT", b"not"));
        assert!(is_column(b"character", b"varying(64)") && is_column(b"uuid", b"DEFAULT"));
        assert!(!is_column(b"text", b"") && !is_column(b"charlie7", b"not") && !is_column(b"h4x0r,", b""));
    }
}
