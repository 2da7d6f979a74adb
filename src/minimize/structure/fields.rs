//! What keys and columns mean: what a profile says of them (`[[minimize.field]]`), whatever stands there, else what their
//! words say.

use std::collections::HashMap;

use super::keys::{self, Normal};
use super::plausible::{Value, around, is_plausible};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// A profile's own names of keys.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(HashMap<Vec<u8>, Kind>);

/// What a key says of its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) kind: Kind,
    /// In normal form.
    pub(super) key: Normal,
    /// The profile says so.
    declared: bool,
}

impl Fields {
    pub(crate) fn new(fields: &[(Kind, Vec<String>)]) -> Self {
        let pairs = fields
            .iter()
            .flat_map(|(kind, names)| names.iter().map(|name| (keys::normal(name.as_bytes()).into_vec(), *kind)));
        Self(pairs.filter(|(name, _)| !name.is_empty()).collect())
    }

    /// Whether there are any.
    pub(crate) fn are_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether a line may hold one of the names, however it is spelt: no list of words says so.
    pub(crate) fn may_be_in(&self, line: &[u8]) -> bool {
        let begins = |name: &[u8], at: usize| {
            let mut letters = line[at..].iter().filter(|byte| byte.is_ascii_alphanumeric());
            name.iter().all(|byte| letters.next().is_some_and(|letter| letter.eq_ignore_ascii_case(byte)))
        };
        self.0.keys().any(|name| {
            let (small, capital) = (name[0], name[0].to_ascii_uppercase());
            memchr::memchr2_iter(small, capital, line).any(|at| begins(name, at))
        })
    }

    /// What a key means, as a whole or by a part of it.
    pub(super) fn meaning(&self, key: &[u8]) -> Option<Meaning> {
        self.meaning_by(key, keys::kind)
    }

    /// The same where the format says what a key in normal form means that the profile does not name.
    pub(super) fn meaning_by(&self, key: &[u8], built_in: impl FnOnce(&[u8]) -> Option<Kind>) -> Option<Meaning> {
        let normal = keys::normal(key);
        let declared = self.declared(key);
        let kind = declared.or_else(|| built_in(&normal))?;
        Some(Meaning { kind, key: normal, declared: declared.is_some() })
    }

    /// What the profile says of a key, as a whole or by a part of it: `customer.name`, `urn:customer`.
    pub(crate) fn declared(&self, key: &[u8]) -> Option<Kind> {
        if !self.are_any() {
            return None;
        }
        let said = |key: &[u8]| self.0.get(&*keys::normal(key)).copied();
        said(key).or_else(|| key.rsplit(|byte| matches!(byte, b'.' | b'/' | b':')).find_map(said))
    }
}

impl Meaning {
    /// What a key means that no profile names.
    pub(super) fn listed(key: &[u8]) -> Option<Self> {
        let key = keys::normal(key);
        Some(Self { kind: keys::kind(&key)?, key, declared: false })
    }

    pub(super) fn is_declared(&self) -> bool {
        self.declared
    }

    /// Whether it is one of these kinds, or whatever the profile says.
    pub(super) fn may_be(&self, kinds: &[Kind]) -> bool {
        self.declared || kinds.contains(&self.kind)
    }

    /// Finds a value: of the profile's keys anything but what says that there is none, of others what can be one.
    pub(super) fn take(&self, line: &[u8], (start, end): (usize, usize), quoted: bool, found: &mut Vec<Found>) {
        if self.declared {
            return declared(line, (start, end), self.kind, found);
        }
        let (kind, key, text) = (self.kind, &*self.key, &line[start..end]);
        let value = Value { kind, key, text, sure: true, quoted, line: around(line, (start, end)) };
        if start < end && is_plausible(&value) {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(value.teaches()));
        }
    }
}

/// Finds a value that the profile says is one, unless it says that there is none.
pub(super) fn declared(line: &[u8], (start, end): (usize, usize), kind: Kind, found: &mut Vec<Found>) {
    let text = &line[start..end];
    let none = bytes::is_one_of_in_any_case(text, &NOTHING);
    if !none && !bytes::starts_with_any(text, &OPENS) {
        found.push(Found::new(start..end, kind, Evidence::Profile).teaching_unless_short());
    }
}

/// What says that there is no value.
const NOTHING: [&str; 8] = ["", "\"\"", "''", "null", "nil", "none", "~", "-"];

/// What something else begins with: a template, a list, an object.
const OPENS: [&str; 5] = ["${", "{", "[", "%(", "<"];

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Fields, Kind};
    use crate::minimize::structure::Structure;
    use crate::minimize::testing::{sight_of, texts_of_lines};
    use crate::profile::Format;

    /// What is found in lines of an item by a profile that names `customer_ref` and a word that no list holds.
    fn texts(lines: &[&str]) -> Vec<String> {
        let names = ["customer_ref", "zorgref"].map(str::to_owned).to_vec();
        let fields = Arc::new(Fields::new(&[(Kind::Account, names)]));
        let mut structure = Structure::new("x", Format::Auto).with_fields(&fields);
        let mut texts = texts_of_lines(lines, |line, found| {
            structure.line(line, &sight_of(line), found);
            found.dedup_by_key(|one| (one.start, one.end));
        });
        texts.dedup();
        texts
    }

    #[test]
    fn a_name_of_the_profile_may_be_a_column() {
        assert_eq!(texts(&["id,customer_ref,x", "1,main,y"]), ["main"]);
        assert_eq!(texts(&["id;zorgref", "1;\"main street\""]), ["main street"]);
        assert_eq!(texts(&["id,x1,customer.ref", "1,null,", "2,y,7"]), ["7"]);
        assert_eq!(texts(&["id  customer_ref   state", "--- -------------- -----", "7   main  up"]), ["main"]);
        assert_eq!(texts(&[" id | customer_ref", "----+-----", "  7 | main"]), ["main"]);
        assert_eq!(texts(&["| customer_ref | main |"]), ["main"]);
        assert_eq!(texts(&["INSERT INTO t (id, customer_ref) VALUES (1, 'main'), (2, 7);"]), ["main", "7"]);
        assert_eq!(texts(&["COPY t (id, customer_ref) FROM stdin;", "1\tmain"]), ["main"]);
        assert_eq!(texts(&[r#"{"columns":["id","customer_ref"],"values":[[1,"main"],[2,null]]}"#]), ["main"]);
    }

    #[test]
    fn a_name_of_the_profile_may_be_a_value() {
        assert_eq!(texts(&[r#"{"name":"customer_ref","value":"main"}"#]), ["main"]);
        assert_eq!(texts(&[r#"{"Key":"zorgref","Value":"main"}"#]), ["main"]);
        assert_eq!(texts(&["- name: customer_ref", "  value: main"]), ["main"]);
        assert_eq!(texts(&["<name>customer_ref</name>", "<value>main</value>"]), ["main"]);
        assert_eq!(texts(&["<name>customer_ref</name><value>main</value>"]), ["main"]);
        assert_eq!(texts(&[r#"<entry key="customer_ref">main</entry>"#]), ["main"]);
        assert_eq!(texts(&[r#"<data name="customer_ref"><value>main</value></data>"#]), ["main"]);
        assert_eq!(texts(&[r#"<p name="customer_ref" value="main"/><p name="x" value="y"/>"#]), ["main"]);
        assert_eq!(texts(&["<customer_ref value=\"main\"/>"]), ["main"]);
        assert_eq!(texts(&["<td>customer_ref</td><td>main</td>"]), ["main"]);
    }

    #[test]
    fn a_name_of_the_profile_may_have_more_below_it() {
        assert_eq!(texts(&["customer_ref = \"\"\"", "main", "street\"\"\"", "x = 1"]), ["main", "street"]);
        assert_eq!(texts(&["[customer_ref]", "name = \"main\"", "[other]", "name = \"x\""]), ["main"]);
        assert_eq!(texts(&["customer_ref.name=main", "other.name=x"]), ["main"]);
        assert_eq!(texts(&[r#"{"customer_ref":{"value":"main"}}"#]), ["main"]);
    }

    #[test]
    fn a_name_of_the_profile_may_be_an_option() {
        assert_eq!(texts(&["run --customer-ref main --verbose x"]), ["main"]);
        assert_eq!(texts(&["run -zorgref main"]), ["main"]);
        assert_eq!(texts(&["- --customer-ref", "- main", "- x"]), ["main"]);
        assert_eq!(texts(&["GET /x?customer_ref=main+street&x=1 HTTP/1.1"]), ["main+street"]);
    }

    #[test]
    fn what_is_beside_a_name_of_the_profile_stays() {
        for lines in [
            &["id,customer_refs,x", "1,main,y"][..],
            &["the customer_ref, the host and more", "a,b"],
            &["a customer ref is a name", "1 main street"],
            &["INSERT INTO t (id, other_ref) VALUES (1, 'main')"],
            &["run --customer-ref --verbose"],
            &[r#"{"name":"customer","value":"main"}"#],
            &["tell the customer_ref to others", "x y z"],
        ] {
            assert_eq!(texts(lines), Vec::<String>::new(), "{lines:?}");
        }
    }
}
