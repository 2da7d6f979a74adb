use super::super::super::known::Known;
use super::super::super::search::Replacements;
use super::super::super::{CaseKey, Kind, Minimizer};
use super::super::Shapes;
use super::{CREDIT, LINES, PAUSE, RepeatCache, SAMPLE, StampedLine, Worth};
use crate::profile::{Format, Purpose, Rules};

fn stamp(line: &str) -> Vec<&str> {
    Shapes::stamp(line.as_bytes()).into_iter().map(|(start, end)| &line[start..end]).collect()
}

#[test]
fn a_stamp_is_a_time_and_a_process() {
    for (line, wanted) in [
        ("Nov 27 18:25:57 gw7 cron[4711]: done 12", &["27", "18:25:57", "4711"][..]),
        ("Nov  7 18:25:57 gw7 kernel: up", &["7", "18:25:57"]),
        ("[Fri Nov 27 18:25:57 2026] [notice] up", &["27", "18:25:57", "2026"]),
        ("2026-11-27 18:25:57,123 - INFO", &["2026-11-27", "18:25:57", "123"]),
        ("2026-11-27T18:25:57.123456Z gw7 relay[7]: up", &["2026-11-27T18:25:57.123456Z", "7"]),
        ("18:25:57 up 3 days", &["18:25:57"]),
        ("gw7 up 18:25:57", &[]),
        ("relay[4711]: up", &[]),
        ("2026-11-27 18:25:57 gwén[7]: up", &[]),
        ("", &[]),
    ] {
        assert_eq!(stamp(line), wanted, "{line}");
    }
}

/// Keeps a line in which `quvnix` was written `user-1`, and asks for another; gives where that is written there.
fn recalled(repeats: &mut RepeatCache, (kept, other): (&str, &str), known: [&Known; 2]) -> Option<(u32, u32)> {
    let mut found = Replacements::default();
    let at = kept.find("quvnix").unwrap();
    found.put((50 + at, 56 + at), b"user-1", Some(Kind::User));
    let line = StampedLine::new(kept.as_bytes());
    repeats.record_first(&line);
    assert!(!repeats.record_first(&line));
    repeats.keep(&line, known, 50, (&found, 0));
    let mut to = Replacements::default();
    let is_known = repeats.recall(&StampedLine::new(other.as_bytes()), known, 7, &mut to);
    assert_eq!(to.edits.len(), usize::from(is_known));
    is_known.then(|| (to.edits[0].start - 7, to.edits[0].end - 7))
}

#[test]
fn only_the_stamp_of_a_line_that_came_before_may_be_another() {
    let kept = "Nov 27 18:25:57 gw7 cron[4711]: by quvnix";
    let nobody = Known::default();
    for (other, wanted) in [
        (kept, Some(35)),
        ("Nov 28 08:00:03 gw7 cron[17]: by quvnix", Some(33)),
        ("Nov 28 08:00:03 gw7 cron[471123]: by quvnix", Some(37)),
        ("Nov  8 08:00:03 gw7 cron[4711]: by quvnix", None),
        ("Dec 27 18:25:57 gw7 cron[4711]: by quvnix", None),
        ("Nov 27 18:25:57 gw8 cron[4711]: by quvnix", None),
        ("Nov 27 18:25:57 gw7 cron[4711]: by quvniy", None),
        ("Nov 27 18:25:57 gw7 cron: by quvnix", None),
    ] {
        let found = recalled(&mut RepeatCache::default(), (kept, other), [&nobody; 2]);
        assert_eq!(found, wanted.map(|at| (at, at + 6)), "{other}");
    }
}

#[test]
fn what_another_stamp_may_make_part_of_a_name_is_searched() {
    for (before, kept, other) in [
        ("", "relay[4711]: from 192.0.2.7 cron[17]: x", "relay[47]: from 192.0.2.7 cron[17]: x"),
        ("Invalid user 57-quvnix from 192.0.2.7", "18:25:56-quvnix up", "18:25:57-quvnix up"),
        ("password=\"57 gw7 zorgal\"", "Nov 27 18:25:56 gw7 zorgal: up", "Nov 27 18:25:57 gw7 zorgal: up"),
        ("user=quvnix[13]", "Nov 27 18:25:56 gw7 quvnix[12]: up", "Nov 27 18:25:56 gw7 quvnix[13]: up"),
        ("", "1234-quvnix up; user=1235-quvnix x", "1235-quvnix up; user=1235-quvnix x"),
        ("", "12%00-works.example x", "12%40-works.example x"),
        ("", "gwen&#00;plant.example x", "gwen&#64;plant.example x"),
        ("", "18:25:56.gw7zz up; user=57.gw7zz x", "18:25:57.gw7zz up; user=57.gw7zz x"),
    ] {
        let text = [before, kept, kept, kept, other].join("\n");
        let last = |rules: &Rules| written(&text, rules).lines().last().map(str::to_owned);
        let never = "zorgalzorgal".parse().unwrap();
        let searched = Rules { patterns: vec![(Kind::User, never)], ..Rules::default() };
        assert_eq!(last(&Rules::default()), last(&searched), "{text}");
    }
}

#[test]
fn a_name_may_stand_in_a_stamp_where_its_digits_stand_beside_the_same_bytes() {
    let may_hold =
        |line: &str, name: &str| StampedLine::new(line.as_bytes()).stamp.may_hold(line.as_bytes(), name.as_bytes());
    let line = "Nov 27 18:25:57 gw7 cron[4711]: up";
    for name in ["gw7", "n77.plant.example", "192-0-2-7.plant.example", "gwen.12", "77"] {
        assert!(!may_hold(line, name), "{name}");
    }
    for name in ["4711", "4711.plant.example", "57 gw7", "cron[12]", "7:gwen"] {
        assert!(may_hold(line, name), "{name}");
    }
    let line = "2026-11-27T18:25:57.123Z up";
    assert!(may_hold(line, "gw-12") && may_hold(line, "12T7") && !may_hold(line, "gw_12"));
}

fn written(text: &str, rules: &Rules) -> String {
    let mut minimizer = Minimizer::new(CaseKey::derive(b"secret", "case"), Purpose::Operations, rules);
    let mut scan = minimizer.scan("", Format::Auto);
    let mut blocks = scan.push(&mut minimizer, text.as_bytes());
    blocks.extend(scan.finish(&mut minimizer).unwrap());
    String::from_utf8(blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()).unwrap()
}

#[test]
fn what_is_known_meanwhile_counts() {
    let (kept, nobody) = ("Nov 27 18:25:57 gw7 cron[4711]: by quvnix", Known::default());
    let mut more = Known::default();
    more.learn(b"zorgal", Kind::Host);
    more.learn(b"7654321", Kind::Serial);
    let mut repeats = RepeatCache::default();
    assert!(recalled(&mut repeats, (kept, kept), [&nobody, &nobody]).is_some());
    let line = StampedLine::new(kept.as_bytes());
    assert!(!repeats.recall(&line, [&nobody, &more], 0, &mut Replacements::default()));
    let other = "Nov 27 18:25:57 gw7 cron[7654321]: by quvnix";
    assert!(recalled(&mut repeats, (kept, other), [&nobody, &more]).is_none());
    let (kept, other) = ("2026-11-27T18:25:57.1234567 quvnix", "2026-11-27T18:25:57.7654321 quvnix");
    assert!(recalled(&mut repeats, (kept, kept), [&nobody, &more]).is_some());
    assert!(recalled(&mut repeats, (kept, other), [&nobody, &more]).is_none());
}

#[test]
fn what_comes_later_pushes_out_what_came_before() {
    let (mut repeats, nobody) = (RepeatCache::default(), Known::default());
    for number in 0..2 * LINES {
        let line = format!("relay {number:x}: by quvnix");
        assert!(recalled(&mut repeats, (&line, &line), [&nobody; 2]).is_some());
        assert!(repeats.lines.len() <= LINES);
    }
}

#[test]
fn few_lines_are_asked_for_where_none_came_before_and_all_where_some_did() {
    let mut worth = Worth::default();
    let asked = |worth: &mut Worth, lines: u32| (0..lines).filter(|_| worth.ask()).count() as u32;
    assert_eq!(asked(&mut worth, CREDIT), CREDIT);
    assert_eq!(asked(&mut worth, 4 * (PAUSE + SAMPLE)), 4 * SAMPLE);
    asked(&mut worth, PAUSE);
    for _ in 0..CREDIT {
        assert!(worth.ask());
        worth.gain();
    }
    assert_eq!(asked(&mut worth, CREDIT - 1), CREDIT - 1);
}
