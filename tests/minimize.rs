//! Laws of the minimizer, over generated text.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use casepack::minimize::{CaseKey, Minimizer};
use casepack::profile::{Format, Purpose, Rules};
use proptest::prelude::{Strategy, any, prop, proptest};

proptest! {
    #[test]
    fn any_chunking_gives_the_same_bytes(text in log(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8)) {
        let whole = minimized(&[text.as_bytes()]);
        let mut borders: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).collect();
        borders.extend([0, text.len()]);
        borders.sort_unstable();
        let pieces: Vec<&[u8]> = borders.windows(2).map(|pair| &text.as_bytes()[pair[0]..pair[1]]).collect();
        assert_eq!(whole, minimized(&pieces));
    }

    #[test]
    fn lines_and_their_ends_stay(text in log()) {
        let out = minimized(&[text.as_bytes()]);
        let ends = |bytes: &[u8]| bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).copied().collect::<Vec<_>>();
        assert_eq!(ends(text.as_bytes()), ends(&out));
    }

    #[test]
    fn no_address_and_no_attempted_login_survives(octets in any::<[u8; 4]>(), login in "[a-z]{5,8}[0-9]{2}") {
        let address = std::net::Ipv4Addr::from([octets[0].clamp(1, 126), octets[1], octets[2], octets[3]]);
        let line = format!("Jan  2 03:04:05 relay9 sshd[7]: Failed password for invalid user {login} from {address} port 22 ssh2\n");
        let out = String::from_utf8(minimized(&[line.as_bytes()])).unwrap();
        assert!(!out.contains(&address.to_string()), "{out}");
        assert!(!out.contains(&login) && !out.contains("relay9"), "{out}");
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..4000)) {
        let mut minimizer = minimizer();
        let mut scan = minimizer.scan("messages", Format::Auto);
        scan.push(&mut minimizer, &bytes);
        // Whether they are withheld or not is not the question here.
        let _ = scan.finish(&mut minimizer);
    }

    #[test]
    fn a_second_pass_changes_nothing_but_addresses(login in "[a-z]{5,8}[0-9]{2}", host in "[a-z]{4,8}-[0-9]{2}") {
        let line = format!("Jan  2 03:04:05 {host} su[7]: pam_unix(su:session): session opened for user {login}(uid=1000) by (uid=0)\n");
        let once = minimized(&[line.as_bytes()]);
        assert_eq!(once, minimized(&[&once]));
    }
}

#[test]
fn what_a_line_teaches_holds_for_the_lines_after_it() {
    let log = b"sshd[1]: Failed password for invalid user gwendolyn77 from 192.0.2.1 port 1 ssh2\nmail for gwendolyn77 kept\n";
    let out = String::from_utf8(minimized(&[log])).unwrap();
    assert!(!out.contains("gwendolyn77"), "{out}");
}

#[test]
fn equal_secrets_do_not_show_as_equal_to_anything_but_a_removed_secret() {
    let out = String::from_utf8(minimized(&[b"password=Tr0mb0ne!x retries=3\n"])).unwrap();
    assert_eq!(out, "password=removed-secret retries=3\n");
}

#[test]
fn the_product_analytics_purpose_gives_bare_kinds() {
    let key = CaseKey::derive(b"secret of a test", "case");
    let mut minimizer = Minimizer::new(key, Purpose::Usage, &Rules::default());
    assert_eq!(minimizer.text(b"from 192.0.2.7 port 22"), b"from ipv4 port 22");
}

#[test]
fn binary_input_is_withheld() {
    let mut minimizer = minimizer();
    let mut scan = minimizer.scan("image", Format::Auto);
    assert!(scan.push(&mut minimizer, b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0").is_empty());
    assert!(scan.finish(&mut minimizer).is_err());
}

fn minimizer() -> Minimizer {
    let key = CaseKey::derive(b"secret of a test", "case");
    Minimizer::new(key, Purpose::Operations, &Rules::default())
}

fn minimized(pieces: &[&[u8]]) -> Vec<u8> {
    let mut minimizer = minimizer();
    let mut scan = minimizer.scan("messages", Format::Auto);
    let mut blocks = Vec::new();
    for piece in pieces {
        blocks.extend(scan.push(&mut minimizer, piece));
    }
    blocks.extend(scan.finish(&mut minimizer).unwrap().blocks);
    blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()
}

/// Lines in which identifiers stand among words and marks.
fn log() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "connect",
        "from",
        "192.0.2.7",
        "user",
        "ann.lee@mail.example",
        "2001:db8::7",
        "52:54:00:ab:cd:ef",
        "password=x9!kk2Qz",
        "sshd[77]:",
        "https://u:p4ss@h.example/p?q=1",
        "{\"a\":\"b\"}",
        "%40",
        "\u{1b}[1m",
        "--",
        "é",
        "=",
    ]);
    let end = prop::sample::select(vec![" ", " ", " ", "\n", "\r\n", "\t", ","]);
    prop::collection::vec((word, end), 0..200)
        .prop_map(|words| words.into_iter().flat_map(|(word, end)| [word, end]).collect())
}
