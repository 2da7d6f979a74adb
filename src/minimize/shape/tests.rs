use proptest::prelude::proptest;

use super::super::known::Known;
use super::super::prefilter::{Prefilter, Word};
use super::super::{Evidence, Found, Kind};
use super::{Place, Placed, Shapes};

/// What is known in the second line, where the first has its shape.
fn known_in(known: &Known, first: &str, second: &str) -> Option<Vec<Found>> {
    let (mut shapes, mut prefilter, mut found) = (Shapes::default(), Prefilter::default(), Vec::new());
    prefilter.scan(first.as_bytes());
    shapes.remember(first.as_bytes(), &prefilter, &[]);
    let number = shapes.recall(second.as_bytes())?;
    shapes.find_known(number, second.as_bytes(), [known, &Known::default()], &mut found);
    Some(found)
}

fn is_alike(first: &str, second: &str) -> bool {
    known_in(&Known::default(), first, second).is_some()
}

#[test]
fn what_becomes_known_of_a_word_of_a_shape_is_found_from_then_on() {
    let (mut shapes, mut prefilter, line) = (Shapes::default(), Prefilter::default(), b"relay-7 up for 17".as_slice());
    prefilter.scan(line);
    shapes.remember(line, &prefilter, &[]);
    let (mut known, nobody) = (Known::default(), Known::default());
    let mut count = |frozen: &Known, local: &Known| {
        let (number, mut found) = (shapes.recall(line).unwrap(), Vec::new());
        shapes.find_known(number, line, [frozen, local], &mut found);
        found.len()
    };
    assert_eq!(count(&nobody, &known), 0);
    known.learn(b"zorgal", Kind::Host);
    assert_eq!(count(&nobody, &known), 0);
    known.learn(b"relay-7", Kind::Host);
    assert_eq!(count(&nobody, &known), 1);
    assert_eq!(count(&nobody, &Known::default()), 0);
    assert_eq!(count(&known, &nobody), 1);
    known.forget(1);
    assert_eq!(count(&known, &nobody), 0);
}

proptest! {
    #[test]
    fn words_are_placed_all_at_once_as_one_by_one(line in "([a-z0-9]{1,9}|[A-F0-9]{8}|quvnix|10\\.0\\.0\\.1|é)([ .:-]|)([a-z0-9é]{1,4}[ =/]){0,6}") {
        let (mut shapes, mut prefilter) = (Shapes::default(), Prefilter::default());
        prefilter.scan(line.as_bytes());
        super::cut(line.as_bytes(), &prefilter.words, |_| false, false, &mut shapes.slots);
        let one = |word: &Word| {
            let slot = shapes.slots.iter().any(|slot| slot.range().contains(&(word.start as usize)));
            let place = |at: u32| Place::of(at as usize, &shapes.slots);
            (!slot).then_some((place(word.start)?, place(word.end)?, word.hash))
        };
        let placed: Vec<_> = prefilter.words.iter().filter_map(one).collect();
        let same: Vec<_> = shapes.placed(&prefilter.words).into_iter().filter_map(Placed::same).collect();
        proptest::prop_assert_eq!(same, placed);
    }
}

#[test]
fn lines_that_differ_in_their_slots_alone_have_one_shape() {
    for (first, second) in [
        ("relay[2417]: port 22", "relay[17]: port 80"),
        ("relay[7]: 320DC660E3: gone", "relay[7]: A20DC6606E: gone"),
        ("from 192.0.2.7 port", "from 198.51.100.23 port"),
        ("for quvnix at 7", "for zorgal at 9"),
        ("for quvnix at 7", "for quvnixo at 9"),
        ("for quvnixoz at 7", "for quvnixozwyk at 9"),
        ("at zyxwvu42 now", "at qwmzkou7 now"),
        ("12:30:01 up", "08:00:59 up"),
        ("2026-02-01T12:30:01.123Z up", "2031-12-24T08:00:59.456Z up"),
        ("at 02:00:5e:00:53:07 up", "at 02:00:5e:aa:53:08 up"),
        ("at 320DC660E3: gone", "at 3F00166012: gone"),
        ("relay sudo: quvnix : TTY=pts/0", "relay sudo: wyzquo : TTY=pts/7"),
        ("to=<quvnix@zorgal>, relay", "to=<zorgal@quvnix>, relay"),
        ("of 123e4567-e89b-12d3-a456-426614174000", "of 0a2b4c6d-0000-4000-8000-00000000000f"),
    ] {
        assert!(is_alike(first, second), "{first} | {second}");
    }
}

#[test]
fn lines_that_differ_otherwise_have_two() {
    for (first, second) in [
        ("relay[2417] port 22", "relay[417] port 22"),
        ("relay [2417]: port 22", "relay [417]: port 22"),
        ("relay[20260201]: port 22", "relay[417]: port 22"),
        ("relay[7]: 320DC660E3: gone", "relay[7]: 320DC660E: gone"),
        ("x2", "x3"),
        ("from 192.0.2.7 port", "from 192.0.2.700 port"),
        ("from 192.0.2.7 port", "from 10.0.2.7 port"),
        ("walk of 1.3.6.1 done", "walk of 192.0.2.7 done"),
        ("name 2.5.4.3=x", "name 2.5.7.3=x"),
        ("agent 3.2.1.4", "agent 30.2.1.4"),
        ("agent 3.2.1.4", "agent 3.2.100.4"),
        ("agent 33.2.1.4", "agent 33.2.0.0"),
        ("see QUVNIX\\kzorgal now", "see QUVNIX\\nzorgal now"),
        ("for quvnix at 7", "for root at 7"),
        ("for quvnixo at 7", "for quvnixoz at 7"),
        ("for quvni at 7", "for quvnix at 7"),
        ("at zyxwvu42 now", "at zyxwv742 now"),
        ("quvnix: 7", "zorgal: 7"),
        ("quvnpw : 7", "wyzquo : 7"),
        ("x wyzquo : 7", "x quvnpw : 7"),
        ("<quvnix>7</quvnix>", "<zorgal>7</zorgal>"),
        ("run --quvnix 7", "run --zorgal 7"),
        ("at 02:00:5e:00:53:07 up", "at 02:00:5E:00:53:07 up"),
        ("at 02:00:5e:00:53:07:08 up", "at 02:00:5e:00:53:07:09 up"),
        ("at 02-00-5e-00-53-07 up", "at 02-00-50-00-53-07 up"),
        ("at 320DC660E3: gone", "at 320dc660e3: gone"),
        ("at 320DC660E3: gone", "at 320D6660E: gone"),
        ("at 32FDCAABE3: gone", "at 32FDCAAB33: gone"),
        ("", "7"),
    ] {
        assert!(!is_alike(first, second), "{first} | {second}");
    }
}

#[test]
fn what_is_known_is_found_in_slots_and_beside_them() {
    let mut known = Known::default();
    for text in ["quvnix", "1234567", "Relay-zorgal", "654321"] {
        known.learn(text.as_bytes(), Kind::Host);
    }
    known.learn(b"7654321", Kind::Secret);
    known.learn(b"65432112", Kind::Secret);
    known.learn(b"3f00166012", Kind::Serial);
    known.learn(b"02:00:5e:aa:53:08", Kind::Mac);
    for (first, second, text) in [
        ("of zyxwvu at 7", "of quvnix at 7", "quvnix"),
        ("of Relay-zyxwvu at 7", "of Relay-zorgal at 7", "Relay-zorgal"),
        ("of 12345678 at 7", "of 65432112 at 7", "65432112"),
        ("2026-02-01T12:30:01.12345678 up", "2026-02-01T12:30:01.65432112 up", "65432112"),
        ("of 320DC660E3 at 7", "of 3F00166012 at 7", "3F00166012"),
        ("of 02:00:5e:00:53:07", "of 02:00:5e:aa:53:08", "02:00:5e:aa:53:08"),
    ] {
        let found = known_in(&known, first, second).unwrap();
        let texts: Vec<_> = found.iter().map(|one| (&second[one.start..one.end], one.evidence)).collect();
        assert_eq!(texts, [(text, Evidence::Known)], "{first} | {second}");
    }
}
