use std::path::{Path, PathBuf};

use super::super::{CaseKey, Found, Kind, Minimizer, known::Known, shape::Shapes, structure::Structure};
use super::{LineState, Lines, View};
use crate::profile::{Format, Purpose, Rules};

fn lines() -> Lines {
    Lines::new(LineState::new(Structure::new("", Format::Auto)))
}

/// What is found in each line of a text, with every finder called or only those that a line calls.
fn found_anew(text: &[u8], everywhere: bool) -> Vec<Vec<Found>> {
    let mut lines = lines();
    let look = |lines: &mut Lines, line: &[u8]| match everywhere {
        true => lines.prefilter.admit_all(line),
        false => lines.prefilter.scan(line),
    };
    let one = |line: &[u8]| {
        let mut view = View::default();
        let decoded = view.decode(line, lines.state.structure.fields());
        let text = if decoded { view.text() } else { line };
        look(&mut lines, text);
        lines.found.clear();
        lines.find_anew(text);
        lines.found.clone()
    };
    text.split(|byte| *byte == b'\n').map(one).collect()
}

/// The same, remembering shapes from line to line.
fn found_by_shape(text: &[u8], shapes: &mut Shapes) -> Vec<Vec<Found>> {
    let mut lines = lines();
    let one = |line: &[u8]| {
        let mut own = lines.stable.lend(shapes);
        lines.find(line, &mut View::default(), &Known::default(), own.as_deref_mut().unwrap_or(shapes));
        lines.stable.take_back(own);
        lines.found.clone()
    };
    text.split(|byte| *byte == b'\n').map(one).collect()
}

/// The same text with other numbers.
fn renumbered(text: &[u8], seed: usize) -> Vec<u8> {
    let digit = |(at, byte): (usize, &u8)| match byte {
        b'0'..=b'9' => b'0' + ((at.wrapping_mul(2_654_435_761) >> 7) + seed * 7) as u8 % 10,
        other => *other,
    };
    text.iter().enumerate().map(digit).collect()
}

/// The same text with other things in the slots of its lines: words of other lengths, other hexadecimal digits.
fn renamed(text: &[u8], seed: usize) -> Vec<u8> {
    let mut state = seed;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut other = |old: &[u8]| -> Vec<u8> {
        let hexadecimal = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'-');
        if old.iter().all(hexadecimal) {
            let letters =
                if old.iter().any(u8::is_ascii_uppercase) { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
            return old.iter().map(|byte| if byte.is_ascii_hexdigit() { letters[random(16)] } else { *byte }).collect();
        }
        let digits = match old.iter().rev().take_while(|byte| byte.is_ascii_digit()).count() {
            1 | 2 => 1 + random(2),
            digits => digits,
        };
        let length = old.len() / 2 * 2 + random(if old.len() < 8 { 2 } else { 4 });
        (0..length)
            .map(|at| if at + digits < length { b'a' + random(26) as u8 } else { b'0' + random(10) as u8 })
            .collect()
    };
    let mut one = |line: &[u8]| {
        let mut line = line.to_vec();
        // The last first, as what stands behind it moves.
        for (start, end, token) in Shapes::slots(&line).into_iter().rev() {
            let other = other(&line[start..end]);
            let changed = [&line[..start], &other, &line[end..]].concat();
            if Shapes::slots(&changed).contains(&(start, start + other.len(), token)) {
                line = changed;
            }
        }
        line
    };
    text.split(|byte| *byte == b'\n').map(&mut one).collect::<Vec<_>>().join(&b'\n')
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => files(&path, out),
            path => out.push(path),
        }
    }
}

/// Everything at hand that is text; more of it in the folders that `CASEPACK_TEXTS` names, with colons between.
#[expect(clippy::disallowed_methods, reason = "a test may be told of more to read")]
fn texts() -> impl Iterator<Item = (PathBuf, Vec<u8>)> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "tests", "profiles", "../shared/eval"] {
        files(&project.join(folder), &mut paths);
    }
    for folder in std::env::split_paths(&std::env::var_os("CASEPACK_TEXTS").unwrap_or_default()) {
        files(&folder, &mut paths);
    }
    paths.into_iter().filter_map(|path| Some((path.clone(), std::fs::read(path).ok()?)))
}

fn compare(path: &Path, text: &[u8], one: &[Vec<Found>], other: &[Vec<Found>], missed: &mut Vec<String>) {
    for (number, line) in text.split(|byte| *byte == b'\n').enumerate() {
        if one[number] != other[number] {
            let line = String::from_utf8_lossy(line);
            missed.push(format!("{}:{}: {line}: {:?} {:?}", path.display(), number + 1, one[number], other[number]));
        }
    }
}

#[test]
fn a_finder_that_is_not_called_would_have_found_nothing() {
    let mut missed = Vec::new();
    for (path, text) in texts() {
        compare(&path, &text, &found_anew(&text, false), &found_anew(&text, true), &mut missed);
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn what_is_found_by_shape_would_have_been_found_anew() {
    let (mut missed, mut shapes) = (Vec::new(), Shapes::default());
    for (path, text) in texts() {
        // Three times, so that every shape has been remembered when it comes with numbers of its own again.
        for seed in 0..3 {
            let text = renamed(&renumbered(&text, seed), seed);
            let by_shape = found_by_shape(&text, &mut shapes);
            compare(&path, &text, &by_shape, &found_anew(&text, false), &mut missed);
        }
    }
    assert!(missed.is_empty(), "a finder asks more than `minimize::finder` lets it:\n{}", missed.join("\n"));
}

#[test]
fn what_was_found_in_a_row_is_forgotten_with_its_table() {
    let rows = |mark: &str| -> String {
        let row = |number: usize| format!("{}{mark}quvnix{mark}{}{mark}zorgal\n", 10 + number % 80, 20 + number % 7);
        (0..100).map(row).collect()
    };
    let settings = "alpha = quvnix7\n".repeat(50);
    let heads = ["id,username,size,count", "id,count,size,username", "id,hostname,size,count"];
    let sections = ["[server]", "[vpn-secrets]", "[server]"];
    let tables = heads.iter().map(|head| format!("{head}\n{}\n", rows(",")));
    let text: String = tables.chain(sections.iter().map(|head| format!("{head}\n{settings}"))).collect();
    let (mut missed, mut shapes) = (Vec::new(), Shapes::default());
    let found = found_by_shape(text.as_bytes(), &mut shapes);
    compare(Path::new(""), text.as_bytes(), &found, &found_anew(text.as_bytes(), false), &mut missed);
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    let rows_of = |head: usize| &found[head * 102 + 1..head * 102 + 101];
    for (head, field) in [(0, 3), (1, 13), (2, 3)] {
        assert!(rows_of(head).iter().all(|row| row.iter().any(|one| one.start == field)), "{head}");
    }
}

#[test]
fn what_is_longer_or_decoded_in_a_line_of_the_same_shape_counts() {
    let rows = "x\n".repeat(40);
    for text in [
        format!("NAME    READY   STATUS    IP           NODE      GATES\n{rows}web-7   1/1     Running   192.0.200.200  zorgal\nweb-7   1/1     Running   192.0.2.100  zorgal"),
        format!("apiVersion: v1\ndata:\n{}  foo: quvnixab\n  foo: azchaych", "  a: x\n".repeat(40)),
        format!("password: |\n{}  u 10.0.0.1\n  u 10.200.200.200", "  a\n".repeat(40)),
        "from 2a01:4f8::7.99999 ok\nfrom 2a01:4f8::7.51234 ok\nto 2a01:4f8::1:99999\nto 2a01:4f8::1:51234".to_owned(),
        "*quvnixab  203.109.40.7  0 u 88 34 655 2.074 -2.242 0.652\n*zorgalop  203.109.140.170  0 u 88 34 655 2.074 -2.242 0.652".to_owned(),
    ] {
        let mut missed = Vec::new();
        let (found, wanted) = (found_by_shape(text.as_bytes(), &mut Shapes::default()), found_anew(text.as_bytes(), false));
        compare(Path::new(""), text.as_bytes(), &found, &wanted, &mut missed);
        assert!(missed.is_empty(), "{}", missed.join("\n"));
    }
}

/// The same text with other stamps.
fn restamped(text: &[u8], seed: usize) -> Vec<u8> {
    let one = |line: &[u8]| {
        let mut line = line.to_vec();
        for (start, end) in Shapes::stamp(&line) {
            let other = renumbered(&line[start..end], seed);
            line[start..end].copy_from_slice(&other);
        }
        line
    };
    text.split(|byte| *byte == b'\n').map(one).collect::<Vec<_>>().join(&b'\n')
}

/// A text as it is written; with a rule of its own that finds nothing, every line of it is searched.
fn minimized(text: &[u8], rules: &Rules) -> Vec<u8> {
    let mut minimizer = Minimizer::new(CaseKey::derive(b"secret", "case"), Purpose::Operations, rules);
    let mut scan = minimizer.scan("", Format::Auto);
    let mut blocks = scan.push(&mut minimizer, text);
    blocks.extend(scan.finish(&mut minimizer).unwrap_or_default());
    blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()
}

#[test]
fn a_line_that_came_before_is_written_as_if_it_had_not() {
    let nothing = ("quvnix".to_owned() + "7{9}").parse().unwrap();
    let searched = Rules { patterns: vec![(Kind::User, nothing)], ..Rules::default() };
    let mut missed = Vec::new();
    for (path, text) in texts() {
        let text = [&text[..], b"\n", &text, b"\n", &restamped(&text, 1), b"\n", &restamped(&text, 2)].concat();
        let (one, other) = (minimized(&text, &Rules::default()), minimized(&text, &searched));
        let lines = |text: &[u8]| text.iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(lines(&one), lines(&other), "{}", path.display());
        let pairs = one.split(|byte| *byte == b'\n').zip(other.split(|byte| *byte == b'\n'));
        for (one, other) in pairs.filter(|(one, other)| one != other) {
            let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
            missed.push(format!("{}: {one}: {other}", path.display()));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
