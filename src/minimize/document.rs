//! Items whose names or whose profile say that a parser reads them: JSON, TOML, XML and YAML must parse afterwards if
//! they parsed before.
//!
//! Finders read lines of any kind, and what they take for a command line or for a pair may reach over the quote that
//! ends a string. A document knows which parts of a line are its texts, and what is found is confined to them: it ends
//! with the text it begins in, but a secret goes on in every other text that it reached. Where a line is not written as
//! the format has it, no parser would take the item, and what is found stays as it is.

mod json;
mod toml;
mod xml;
mod yaml;

use super::{Evidence, Found, Kind};
use crate::profile::Format;

/// Reads the lines of one such item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    syntax: Syntax,
    /// The texts of the line at hand, in order.
    texts: Vec<Text>,
    /// Whether everything so far was written as the format has it.
    holds: bool,
    /// Whether the line at hand was.
    is_read: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Syntax {
    Json,
    Toml(toml::State),
    Xml(xml::State),
    Yaml(yaml::State),
}

/// A part of a line that may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Text {
    start: usize,
    end: usize,
    form: Form,
}

/// What must be kept where a part of a text is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Nothing.
    Plain,
    /// Escapes that begin with a backslash.
    Escaped,
    /// Entities.
    Entities,
    /// It stands without quotes, and a word would need them; it is replaced as a whole.
    Bare,
}

impl Document {
    /// What an item of this name is read by, where its profile does not say it; `None` where no parser will read it.
    pub(crate) fn of(name: &str, format: Format) -> Option<Self> {
        let syntax = match (format, name.rsplit_once('.').map(|(_, end)| end)) {
            (Format::Json, _) | (Format::Auto, Some("json")) => Syntax::Json,
            (Format::Ini, _) | (Format::Auto, Some("toml")) => Syntax::Toml(toml::State::default()),
            (Format::Xml, _) | (Format::Auto, Some("xml")) => Syntax::Xml(xml::State::default()),
            (Format::Yaml, _) | (Format::Auto, Some("yaml" | "yml")) => Syntax::Yaml(yaml::State::default()),
            (Format::Text | Format::Auto, _) => return None,
        };
        Some(Self { syntax, texts: Vec::new(), holds: true, is_read: false })
    }

    /// Reads the next line.
    pub(crate) fn read(&mut self, line: &[u8]) {
        self.texts.clear();
        // A longer line comes in parts, which overlap.
        let whole = line.len() <= LONGEST;
        let texts = &mut self.texts;
        let holds = match &mut self.syntax {
            Syntax::Json if whole => json::read(line, texts),
            Syntax::Json => json::read_part(line, texts),
            Syntax::Toml(state) => self.holds && whole && state.read(line, texts),
            Syntax::Xml(state) => self.holds && whole && state.read(line, texts),
            Syntax::Yaml(state) => self.holds && whole && state.read(line, texts),
        };
        // A line of JSON is read by itself, as no string goes on in the next one.
        self.holds = holds || matches!(self.syntax, Syntax::Json);
        self.is_read = holds;
    }

    /// Confines what was found in the line to its texts. `locate` tells where a part of what the finders saw stands in
    /// the line.
    pub(crate) fn confine(&self, line: &[u8], locate: impl Fn(usize, usize) -> (usize, usize), found: &mut Vec<Found>) {
        if self.is_read {
            for index in 0..found.len() {
                self.confine_one(index, line, &locate, found);
            }
            found.retain(|one| one.start < one.end);
        }
    }

    /// Confines one finding; what a secret reaches beside its first text is appended.
    fn confine_one(
        &self,
        index: usize,
        line: &[u8],
        locate: impl Fn(usize, usize) -> (usize, usize),
        found: &mut Vec<Found>,
    ) {
        let Found { start, end, .. } = found[index];
        if start >= end {
            return;
        }
        let (from, to) = locate(start, end);
        let first = self.texts.partition_point(|text| text.end <= from);
        let mut reached = self.texts[first..].iter().take_while(|text| text.start < to).peekable();
        // Security: a name that is known is one in a tag too, and YAML is not read well enough to say that a letter is
        // none of a text. Marks alone are nothing.
        let is_property = if found[index].kind == Kind::Secret { yaml::is_surely_property } else { yaml::is_property };
        let sure = matches!(found[index].evidence, Evidence::Known | Evidence::Profile)
            || matches!(self.syntax, Syntax::Yaml(_)) && !is_property(line, from, to);
        // `<![CDATA[` is no name, though somebody may be called so.
        let opens =
            matches!(self.syntax, Syntax::Xml(_)) && line[..from].ends_with(b"<![") && line[to..].starts_with(b"[");
        if sure && !opens && reached.peek().is_none() && line[from..to].iter().any(u8::is_ascii_alphanumeric) {
            // What is known stays a tag: `user: !quvnix: # x` has a colon that a key would have.
            if matches!(self.syntax, Syntax::Yaml(_)) && yaml::is_property(line, from, to) {
                found[index].start += 1;
            }
            return;
        }
        let whole = found[index];
        let most = if whole.kind == Kind::Secret { usize::MAX } else { 1 };
        found[index].end = start;
        let mut at = start;
        for (place, text) in reached.take(most).enumerate() {
            while at < end && locate(at, at + 1).0 < text.start {
                at += 1;
            }
            let from = at;
            while at < end && locate(at, at + 1).1 <= text.end {
                at += 1;
            }
            let part = Found { start: from, end: at, ..whole };
            match place {
                0 => found[index] = part,
                _ => found.push(Found { learn: false, ..part }),
            }
        }
    }

    /// Fits what stands for `start..end` of the line into the text that it stands in: where it really begins and ends,
    /// and whether it needs quotes. `None` where it is in no text.
    pub(crate) fn fit(&self, line: &[u8], start: usize, end: usize) -> Option<(usize, usize, bool)> {
        let index = self.texts.partition_point(|text| text.end <= start);
        let text = self.texts.get(index).filter(|text| self.is_read && text.start <= start)?;
        Some(match text.form {
            Form::Plain => (start, end, false),
            Form::Bare => (text.start, text.end, true),
            Form::Escaped => around(line, (text.start, text.end), (start, end), escape),
            Form::Entities => around(line, (text.start, text.end), (start, end), entity),
        })
    }
}

/// Where a line begins behind a mark of its encoding.
fn behind_mark(line: &[u8]) -> usize {
    if line.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 }
}

/// A span of a text with what it begins and ends in, as `whole` says of each place, and that it needs no quotes.
fn around(
    line: &[u8],
    (from, to): (usize, usize),
    (start, end): (usize, usize),
    whole: impl Fn(&[u8], usize, usize) -> Option<(usize, usize)>,
) -> (usize, usize, bool) {
    let first = whole(line, from, start).map_or(start, |(start, _)| start);
    // What is replaced may reach into the next text.
    let last = whole(line, from, end).map_or(end, |(_, past)| past.min(to.max(end)));
    (first, last, false)
}

/// Where the escape begins and ends that `at` lies in.
fn escape(line: &[u8], from: usize, at: usize) -> Option<(usize, usize)> {
    let near = at.saturating_sub(LONGEST_ESCAPE).max(from);
    let slash = near + memchr::memrchr(b'\\', line.get(near..at)?)?;
    let slashes = line[from..=slash].iter().rev().take_while(|byte| **byte == b'\\').count();
    let length = match line.get(slash + 1) {
        Some(b'x') => 4,
        Some(b'u') => 6,
        Some(b'U') => 10,
        _ => 2,
    };
    (slashes % 2 == 1 && at < slash + length).then_some((slash, slash + length))
}

/// Where the entity begins and ends that `at` lies in.
fn entity(line: &[u8], from: usize, at: usize) -> Option<(usize, usize)> {
    let near = at.saturating_sub(LONGEST_ENTITY).max(from);
    let start = near + memchr::memrchr(b'&', line.get(near..at)?)?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"#_-.:".contains(byte) || *byte >= 0x80;
    let end = start + 1 + line[start + 1..].iter().take_while(|byte| is_name(byte)).count();
    (line.get(end) == Some(&b';') && at <= end).then_some((start, end + 1))
}

/// Bytes of the longest line that is surely seen as a whole.
const LONGEST: usize = 16 << 10;
const LONGEST_ESCAPE: usize = 10;
const LONGEST_ENTITY: usize = 32;

#[cfg(test)]
mod tests {
    use super::{Document, Format};
    use crate::minimize::{Evidence, Found, Kind};

    /// The texts of each line of an item; nothing of a line that is not written as the format has it.
    fn texts<'a>(name: &str, item: &'a str) -> Vec<Vec<&'a str>> {
        let mut document = Document::of(name, Format::Auto).unwrap();
        let one = |line: &'a str| {
            document.read(line.as_bytes());
            document.texts.iter().filter(|_| document.is_read).map(|text| &line[text.start..text.end]).collect()
        };
        item.lines().map(one).collect()
    }

    /// What is left of a finding that reaches from `<` to the line's end.
    fn confined(name: &str, line: &str, kind: Kind) -> Vec<String> {
        let start = line.find('<').unwrap();
        let mut document = Document::of(name, Format::Auto).unwrap();
        document.read(line.as_bytes());
        let mut found = vec![Found::new(start..line.len(), kind, Evidence::Structure).teaching()];
        document.confine(line.as_bytes(), |start, end| (start, end), &mut found);
        found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
    }

    #[test]
    fn json_has_strings_and_numbers() {
        assert_eq!(texts("x.json", r#"  "a\"b": [1.5, true, "c"],"#), [[r#"a\"b"#, "1.5", "c"]]);
        assert_eq!(texts("x.json", "password=\"x\""), [[""; 0]]);
    }

    #[test]
    fn a_part_of_a_long_line_of_json_may_begin_and_end_within_a_string() {
        let filling = "x ".repeat(super::LONGEST);
        for (part, first, last) in [
            (format!(r#"a \" b","c":"{filling}"#), r#"a \" b"#, &*filling),
            (format!(r#""a":"b","c":"{filling}"#), "a", &*filling),
            (format!(r#"{filling}","c":1"#), &*filling, "1"),
        ] {
            let texts = texts("x.json", &part).remove(0);
            assert_eq!((texts.first(), texts.last()), (Some(&first), Some(&last)));
        }
    }

    #[test]
    fn what_is_replaced_begins_and_ends_outside_escapes() {
        let fit = |name: &str, line: &str, part: &str| {
            let (start, mut document) = (line.find(part).unwrap(), Document::of(name, Format::Auto).unwrap());
            document.read(line.as_bytes());
            let (start, end, _) = document.fit(line.as_bytes(), start, start + part.len()).unwrap();
            line[start..end].to_owned()
        };
        assert_eq!(fit("x.toml", r#"a = """bc\\d""""#, r"c\"), r"c\\");
        assert_eq!(fit("x.json", r#"{"a": "b\u0041cd"}"#, "0041c"), r"\u0041c");
        assert_eq!(fit("x.json", r#"{"a": "b\u0041cd"}"#, "c"), "c");
        assert_eq!(fit("x.xml", "<a>b&amp;c</a>", "mp;c"), "&amp;c");
    }

    #[test]
    fn xml_has_texts_values_comments_and_data() {
        let item = "<a b='c'>d <!-- e\nf --><![CDATA[g]]><?h i?></a\n>";
        assert_eq!(texts("x.xml", item), [vec!["c", "d ", " e"], vec!["f ", "g", "h i"], vec![]]);
        let item = "<!DOCTYPE a [\n<!ENTITY b \"c\">\n]><a>d</a>";
        assert_eq!(texts("x.xml", item), [vec!["DOCTYPE a "], vec!["!ENTITY b ", "c"], vec!["d"]]);
    }

    #[test]
    fn toml_has_keys_values_strings_and_comments() {
        let item = "[a.b]\n--c = '''\nd'''\ne = [1, {f = \"g\"}, # h\n2]\ni = 2026-01-02";
        let expected =
            [vec!["a.b"], vec!["--c"], vec!["d"], vec!["e", "1", "f", "g", " h"], vec!["2"], vec!["i", "2026-01-02"]];
        assert_eq!(texts("x.toml", item), expected);
    }

    #[test]
    fn yaml_has_scalars_of_every_style_and_comments() {
        let item = "a: b c # d\ne:\n  - |\n   f: g\n  - 'h''i'\nj: {k: [l, \"m\nn\"]}\no: p\n  q: #";
        let expected = [
            vec!["a", "b c", " d"],
            vec!["e"],
            vec![],
            vec!["f: g"],
            vec!["h''i"],
            vec!["j", "k", "l", "m"],
            vec!["n"],
            vec!["o", "p"],
            vec!["q", ""],
        ];
        assert_eq!(texts("x.yaml", item), expected);
    }

    #[test]
    fn the_first_line_of_a_block_scalar_says_how_deep_it_is_unless_its_mark_does() {
        assert_eq!(texts("x.yaml", "a: >-\n  b\n # c\nd: e"), [vec!["a"], vec!["b"], vec![" c"], vec!["d", "e"]]);
        assert_eq!(texts("x.yaml", "a: |1\n  b\n # c\nd: e"), [vec!["a"], vec!["b"], vec!["# c"], vec!["d", "e"]]);
    }

    #[test]
    fn a_finding_ends_with_its_text_but_a_secret_goes_on() {
        let line = r#"{"a":"b<c","d":"e","f":1}"#;
        assert_eq!(confined("x.json", line, Kind::User), ["<c"]);
        assert_eq!(confined("x.json", line, Kind::Secret), ["<c", "d", "e", "f", "1"]);
        assert_eq!(confined("x.xml", "</a>", Kind::Secret), [""; 0]);
        assert_eq!(confined("x.xml", "<a b=c>", Kind::Secret), ["<a b=c>"]);
        assert_eq!(confined("x.json", r#"{a:"<c","d":"e"}"#, Kind::User), [r#"<c","d":"e"}"#]);
    }

    #[test]
    fn a_known_name_stays_where_character_data_is_opened() {
        let line = "<cdata><![CDATA[cdata]]></cdata>";
        let known = |start| Found::new(start..start + 5, Kind::Host, Evidence::Known);
        let mut document = Document::of("x.xml", Format::Auto).unwrap();
        document.read(line.as_bytes());
        let mut found = [1, 10, 16, 26].map(known).to_vec();
        document.confine(line.as_bytes(), |start, end| (start, end), &mut found);
        assert_eq!(found.iter().map(|one| one.start).collect::<Vec<_>>(), [1, 16, 26]);
    }

    #[test]
    fn a_tag_that_is_known_stays_one() {
        let (line, mut document) = ("user: !quvnix?: # x", Document::of("x.yaml", Format::Auto).unwrap());
        document.read(line.as_bytes());
        let mut found = vec![Found::new(6..14, Kind::User, Evidence::Known)];
        document.confine(line.as_bytes(), |start, end| (start, end), &mut found);
        assert_eq!(found.iter().map(|one| &line[one.start..one.end]).collect::<Vec<_>>(), ["quvnix?"]);
    }

    #[test]
    fn a_profile_says_what_a_name_does_not() {
        let reads = |name: &str, format: Format| Document::of(name, format).is_some();
        for format in [Format::Json, Format::Yaml, Format::Ini, Format::Xml] {
            assert!(reads("status", format), "{format:?}");
        }
        assert!(reads("x.json", Format::Auto) && !reads("x.json", Format::Text) && !reads("status", Format::Auto));
    }

    #[test]
    fn no_escape_and_no_entity_is_cut() {
        let fit = |name: &str, line: &str, start: &str, end: &str| {
            let mut document = Document::of(name, Format::Auto).unwrap();
            document.read(line.as_bytes());
            let (start, end) = (line.find(start).unwrap(), line.find(end).unwrap());
            let (start, end, quotes) = document.fit(line.as_bytes(), start, end).unwrap();
            (line[start..end].to_owned(), quotes)
        };
        assert_eq!(fit("x.toml", r#"a = "b\tom, c""#, "tom", ", c"), (r"\tom".to_owned(), false));
        assert_eq!(fit("x.xml", "<a>b&amp;c</a>", "mp", "</"), ("&amp;c".to_owned(), false));
        assert_eq!(fit("x.json", "[1.25]", "25", "]"), ("1.25".to_owned(), true));
        assert_eq!(fit("x.json", r#"":125]=""#, "125", "]"), ("125".to_owned(), false));
    }
}
