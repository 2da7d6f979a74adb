use super::Known;
use crate::minimize::Kind;
use crate::minimize::prefilter::Prefilter;

fn texts(known: &[(&str, Kind)], line: &str) -> Vec<String> {
    let mut set = Known::default();
    for (text, kind) in known {
        set.learn(text.as_bytes(), *kind);
    }
    let mut found = Vec::new();
    let mut prefilter = Prefilter::default();
    prefilter.scan(line.as_bytes());
    set.find(line.as_bytes(), &prefilter.words, &mut found);
    found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
}

#[test]
fn known_texts_are_found_in_any_case_on_their_borders() {
    let known = [("db-prod7", Kind::Host), ("a.lindt", Kind::User)];
    assert_eq!(texts(&known, "DB-PROD7 db-prod71 xdb-prod7 (a.lindt) db-prod7_x"), ["DB-PROD7", "a.lindt", "db-prod7"]);
}

#[test]
fn short_and_dictionary_words_are_left_to_their_context() {
    let known = [("bo", Kind::User), ("server", Kind::Host), ("1234", Kind::User), ("platform", Kind::Account)];
    assert_eq!(texts(&known, "bo server 1234 platform_version"), Vec::<String>::new());
    assert_eq!(texts(&[("test-project", Kind::Account)], "x test-project"), ["test-project"]);
}

#[test]
fn letters_beyond_ascii_are_known_in_either_case_and_in_urls() {
    let known = [("jmüller", Kind::User), ("Östen Ågrenqvist", Kind::Person), ("ÇELIKQ", Kind::User)];
    for line in ["JMÜLLER", "JMüller", "jm%C3%BCller", "ÖSTEN ÅGRENQVIST", "östen ågrenqvist", "çelikq"] {
        assert_eq!(texts(&known, &format!("x {line}, y")), [line], "{line}");
    }
    assert_eq!(texts(&known, "jmuller JMÜLLERS müller"), Vec::<String>::new());
}

#[test]
fn what_was_learnt_since_is_told_from_another_set() {
    let learnt = |set: &mut Known, text: &str| assert!(set.learn(text.as_bytes(), Kind::Host));
    let since = |set: &Known, snapshot| set.added_since(snapshot).map(Iterator::count);
    let (mut set, nothing) = (Known::default(), Known::default().snapshot());
    learnt(&mut set, "quvnix");
    let one = set.snapshot();
    let mut other = set.clone();
    learnt(&mut set, "zorgal");
    learnt(&mut other, "zorgal");
    assert_eq!([since(&set, nothing), since(&set, one), since(&set, set.snapshot())], [Some(2), Some(1), Some(0)]);
    assert_eq!([since(&other, one), since(&other, set.snapshot())], [Some(1), None]);
    let two = set.snapshot();
    set.forget(1);
    assert_eq!([since(&set, two), since(&set, one)], [None, Some(0)]);
    learnt(&mut set, "zorgal");
    assert_eq!([since(&set, two), since(&set, one)], [None, Some(1)]);
}

#[test]
fn names_that_are_counted_on_are_known_however_many_there_are() {
    let mut set = Known::default();
    let name = |number: u32| format!("quvnix-{number:04}");
    (0..5000).for_each(|number| assert!(set.learn(name(number).as_bytes(), Kind::User)));
    let found = |set: &Known, text: &str| {
        let mut prefilter = Prefilter::default();
        prefilter.scan(text.as_bytes());
        let mut found = Vec::new();
        set.find(text.as_bytes(), &prefilter.words, &mut found);
        found.len()
    };
    assert!(!set.is_full());
    assert_eq!([0, 64, 4999, 5000].map(|number| found(&set, &name(number))), [1, 1, 1, 0]);
    set.forget(65);
    assert_eq!([0, 64, 65, 4999].map(|number| found(&set, &name(number))), [1, 1, 0, 0]);
    assert!(set.learn(b"quvnix-x", Kind::User) && !set.learn(b"Quvnix-0064", Kind::User));
    set.forget(0);
    assert_eq!([0, 64].map(|number| found(&set, &name(number))), [0, 0]);
}

#[test]
fn a_time_is_no_session() {
    let known = [("1770804000", Kind::Session), ("1770804000123", Kind::Serial), ("9970804000", Kind::Session)];
    assert_eq!(texts(&known, "1770804000 1770804000123 9970804000"), ["9970804000"]);
}
