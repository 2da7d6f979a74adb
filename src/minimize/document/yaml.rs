//! YAML 1.2: scalars of every style, keys and comments, as far as a line at a time shows them.

use super::{Form, Text};
use crate::minimize::bytes;

/// What the next line begins in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct State {
    /// The quote that closes the scalar at hand.
    quote: Option<u8>,
    /// The block scalar at hand.
    block: Option<Block>,
    /// Lines as deep as this go on with a scalar without quotes.
    plain: Option<usize>,
    /// How many brackets are open.
    flow: usize,
}

/// A block scalar.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    /// Lines as deep as this belong to it.
    indent: usize,
    /// Its first line says how deep the others are.
    begins: bool,
}

impl State {
    /// Finds the texts of a line; `false` where it is none of YAML.
    pub(super) fn read(&mut self, line: &[u8], texts: &mut Vec<Text>) -> bool {
        let indent = line.iter().take_while(|byte| **byte == b' ').count();
        if line[indent..].trim_ascii().is_empty() {
            return true;
        }
        let begins = indent == 0 && bytes::starts_with_any(line, &["---", "..."]);
        let goes_on = |outer: Option<usize>| !begins && outer.is_some_and(|outer| indent >= outer);
        if let Some(block) = self.block.as_mut().filter(|block| goes_on(Some(block.indent))) {
            if std::mem::take(&mut block.begins) {
                block.indent = indent;
            }
            texts.push(Text { start: indent, end: line.len(), form: Form::Plain });
            return true;
        }
        self.block = None;
        let plain = self.plain.take();
        if goes_on(plain) && self.quote.is_none() && self.flow == 0 && line[indent] != b'#' {
            let end = plain_end(line, indent, Style::Block);
            let rest = line[end..].trim_ascii_start();
            // With a key in it, it is none that goes on.
            if rest.is_empty() || rest[0] == b'#' {
                texts.push(Text { start: indent, end, form: Form::Plain });
                self.plain = plain.filter(|_| rest.is_empty());
                return comment(line, end, texts);
            }
        }
        self.nodes(line, indent, texts)
    }

    /// Reads what is no block scalar.
    fn nodes(&mut self, line: &[u8], indent: usize, texts: &mut Vec<Text>) -> bool {
        let mut at = indent;
        // How deep lines must be that belong to what the line ends with.
        let mut outer = indent;
        if self.quote.is_none() && indent == 0 {
            match line {
                [b'%', ..] => return true,
                [b'-', b'-', b'-', rest @ ..] | [b'.', b'.', b'.', rest @ ..] if rest.first().is_none_or(is_white) => {
                    (self.flow, at) = (0, 3);
                }
                _ => {}
            }
        }
        while at < line.len() {
            if let Some(quote) = self.quote {
                let Some(end) = self.quoted(line, at, quote, texts) else { return true };
                at = end;
                continue;
            }
            let ends = |at: usize| line.get(at).is_none_or(|byte| is_white(byte) || self.flow > 0 && is_mark(*byte));
            match line[at] {
                b' ' | b'\t' => at += 1,
                b'#' => return comment(line, at, texts),
                b'-' | b'?' if ends(at + 1) => (outer, at) = (at + 1, at + 1),
                b':' if ends(at + 1) || at > 0 && matches!(line[at - 1], b'"' | b'\'') && self.flow > 0 => at += 1,
                quote @ (b'"' | b'\'') => {
                    outer = if self.flow == 0 && is_key(line, at, quote) { at + 1 } else { outer };
                    (self.quote, at) = (Some(quote), at + 1);
                }
                b'[' | b'{' => (self.flow, at) = (self.flow + 1, at + 1),
                b']' | b'}' | b',' if self.flow > 0 => {
                    self.flow -= usize::from(line[at] != b',');
                    at += 1;
                }
                b'|' | b'>' if self.flow == 0 => {
                    let told = line[at + 1..].iter().take(2).any(u8::is_ascii_digit);
                    self.block = Some(Block { indent: outer, begins: !told });
                    return ends_header(line, at + 1, texts);
                }
                b'&' | b'*' | b'!' => {
                    at += line[at..].iter().enumerate().take_while(|(place, _)| !ends(at + place)).count().max(1)
                }
                b'@' | b'`' | b'%' | b']' | b'}' | b',' => return false,
                _ => {
                    let style = if self.flow > 0 { Style::Flow } else { Style::Block };
                    let end = plain_end(line, at, style);
                    texts.push(Text { start: at, end, form: Form::Plain });
                    let key = line[end..].trim_ascii_start().first() == Some(&b':');
                    if key && self.flow == 0 {
                        outer = at + 1;
                    }
                    self.plain = (end == line.len()).then_some(outer);
                    at = end;
                }
            }
        }
        true
    }

    /// Reads the scalar that a quote closes; gives what stands behind it, if it ends.
    fn quoted(&mut self, line: &[u8], at: usize, quote: u8, texts: &mut Vec<Text>) -> Option<usize> {
        let end = quote_end(line, at, quote);
        let form = if quote == b'"' { Form::Escaped } else { Form::Plain };
        texts.push(Text { start: at, end: end.unwrap_or(line.len()), form });
        self.quote = self.quote.filter(|_| end.is_none());
        end.map(|end| end + 1)
    }
}

/// Reads what stands behind the mark of a block scalar: how deep it is, how it ends, a comment; nothing else may.
fn ends_header(line: &[u8], at: usize, texts: &mut Vec<Text>) -> bool {
    let head = line[at..].iter().take_while(|byte| b"+-123456789".contains(byte)).count();
    let rest = &line[at + head..];
    rest.trim_ascii().is_empty() || is_white(&rest[0]) && comment(line, at, texts)
}

/// How what surrounds a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// On lines of its own.
    Block,
    /// Within brackets.
    Flow,
}

/// Where a scalar without quotes ends, without the white space behind it.
fn plain_end(line: &[u8], start: usize, style: Style) -> usize {
    let (mut end, flow) = (start, style == Style::Flow);
    for at in start..line.len() {
        let (byte, next) = (line[at], line.get(at + 1));
        let separates = byte == b':' && next.is_none_or(|next| is_white(next) || flow && is_mark(*next));
        let comments = byte == b'#' && end < at;
        // What begins it is part of it, whatever it is.
        if at > start && (separates || comments || flow && is_mark(byte)) {
            return end;
        }
        if !is_white(&byte) {
            end = at + 1;
        }
    }
    end
}

/// Reads the comment that may stand there.
fn comment(line: &[u8], at: usize, texts: &mut Vec<Text>) -> bool {
    if let Some(mark) = memchr::memchr(b'#', &line[at..]) {
        texts.push(Text { start: at + mark + 1, end: line.len(), form: Form::Plain });
    }
    true
}

/// Where the scalar ends that is closed by a quote; in single ones a doubled quote stands for itself, in double ones a
/// backslash escapes.
fn quote_end(line: &[u8], start: usize, quote: u8) -> Option<usize> {
    if quote == b'"' {
        return super::json::string_end(line, start);
    }
    let mut at = start;
    loop {
        at += memchr::memchr(b'\'', line.get(at..)?)?;
        if line.get(at + 1) != Some(&b'\'') {
            return Some(at);
        }
        at += 2;
    }
}

/// Whether the scalar whose quote stands there is a key.
fn is_key(line: &[u8], at: usize, quote: u8) -> bool {
    quote_end(line, at + 1, quote).is_some_and(|end| line[end + 1..].trim_ascii_start().first() == Some(&b':'))
}

/// Whether a part of a line is an anchor or a tag of what follows it, there or on the next line, or begins one.
pub(super) fn is_property(line: &[u8], start: usize, end: usize) -> bool {
    matches!(line[start], b'&' | b'!') && !line[start..end].iter().any(is_white)
}

/// Whether it is all of one that something follows there: what begins like one may be a secret too.
pub(super) fn is_surely_property(line: &[u8], start: usize, end: usize) -> bool {
    // A colon at its end is part of it.
    let behind = &line[end + usize::from(line.get(end) == Some(&b':'))..];
    let follows = behind.trim_ascii_start().first().is_some_and(|byte| *byte != b'#');
    matches!(line[start], b'&' | b'!') && follows && behind.first().is_none_or(is_white)
}

const fn is_white(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// What separates within brackets.
const fn is_mark(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}

#[cfg(test)]
mod tests {
    use super::{is_property, is_surely_property};

    #[test]
    fn an_anchor_before_a_node_is_none_of_its_texts() {
        assert!(is_surely_property(b"a: &b {c: d}", 3, 5) && is_surely_property(b"a: !:b: c", 3, 6));
        assert!(!is_surely_property(b"a: &b", 3, 5) && !is_surely_property(b"a: &b # c", 3, 5));
        assert!(is_property(b"a: &b", 3, 5) && is_property(b"a: &b # c", 3, 5));
        assert!(!is_property(b"a: b c", 3, 4));
        assert!(is_property(b"a: !b'c(:", 3, 5) && !is_surely_property(b"a: !b'c(: d", 3, 5));
    }
}
