//! Laws of the minimizer, over generated text.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use casepack::minimize::{CaseKey, Minimizer};
use casepack::profile::{Format, Kind, Purpose, Rules};
use proptest::prelude::{Strategy, any, prop, proptest};

proptest! {
    #[test]
    fn any_chunking_gives_the_same_bytes(
        text in log(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
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
        let is_end = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        let ends = |bytes: &[u8]| bytes.iter().filter(is_end).copied().collect::<Vec<_>>();
        assert_eq!(ends(text.as_bytes()), ends(&out));
    }

    #[test]
    fn no_address_and_no_attempted_login_survives(octets in any::<[u8; 4]>(), login in "[a-z]{5,8}[0-9]{2}") {
        let address = std::net::Ipv4Addr::from([octets[0].clamp(1, 126), octets[1], octets[2], octets[3]]);
        let line = format!(
            "Jan  2 03:04:05 relay9 sshd[7]: Failed password for invalid user {login} from {address} port 22 ssh2\n"
        );
        let out = String::from_utf8(minimized(&[line.as_bytes()])).unwrap();
        assert!(!out.contains(&address.to_string()), "{out}");
        assert!(!out.contains(&login) && !out.contains("relay9"), "{out}");
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..4000)) {
        let mut minimizer = minimizer();
        let mut scan = minimizer.scan("messages", Format::Auto);
        scan.push(&mut minimizer, &bytes);
        // It does not matter whether they are withheld.
        let _ = scan.finish(&mut minimizer);
    }

    #[test]
    fn a_name_that_stands_twice_goes_twice_whatever_lines_came_before(
        names in prop::collection::vec((host(), host(), any::<bool>()), 1..30),
    ) {
        // Nothing is learnt from such a line, so the result for each is independent of the others.
        let line = |(one, other, same): &(String, String, bool)| {
            let other = if *same { one } else { other };
            format!(
                "Jan  2 03:04:05 gw-3 resolver[7]: Couldn't resolve server {one}:9092 from the list as there is none \
                 for {other} at 7\n"
            )
        };
        let lines: Vec<String> = names.iter().map(line).collect();
        let alone: Vec<u8> = lines.iter().flat_map(|line| minimized(&[line.as_bytes()])).collect();
        let out = minimized(&[lines.concat().as_bytes()]);
        assert_eq!(String::from_utf8_lossy(&out), String::from_utf8_lossy(&alone));
        for (line, (one, _, same)) in String::from_utf8(out).unwrap().lines().zip(&names) {
            assert!(!*same || !line.contains(one.as_str()), "{line}");
        }
    }

    #[test]
    fn names_of_marks_do_no_harm(
        text in "(([a-c]{0,2}|cookie|user|mail=|\\$[a-z]?|h\\.example)[@%+:/\"'{}=(),!&\\\\. -]{0,4}){0,12}",
    ) {
        let out = minimized(&[text.as_bytes()]);
        assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 0, "{text:?}");
    }

    #[test]
    fn a_second_pass_changes_nothing_but_addresses(login in "[a-z]{5,8}[0-9]{2}", host in "[a-z]{4,8}-[0-9]{2}") {
        let line = format!(
            "Jan  2 03:04:05 {host} su[7]: pam_unix(su:session): session opened for user {login}(uid=1000) by (uid=0)\n"
        );
        let once = minimized(&[line.as_bytes()]);
        assert_eq!(once, minimized(&[&once]));
    }
}

#[test]
fn what_a_line_teaches_holds_for_the_lines_after_it() {
    let log = b"sshd[1]: Failed password for invalid user gwendolyn77 from 192.0.2.1 port 1 ssh2\n\
        mail for gwendolyn77 kept\n";
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

/// Makes one line of more than two megabytes, with `count` secrets, addresses and logins of its own among filling.
fn long_line(filling: &str, count: usize) -> (Vec<u8>, Vec<String>) {
    let (mut line, mut planted) = (String::new(), Vec::new());
    for number in 0..count {
        let (secret, address) = (format!("q{number}Zx!7k"), format!("198.51.{}.{}", number / 250, 1 + number % 250));
        let login = format!("gwendolyn{number}x");
        let filling = filling.repeat(1 + number % 41);
        line.push_str(&format!("password=\"{secret}\"{filling}client={address}{filling}user={login}{filling}"));
        planted.extend([secret, address, login]);
    }
    (line.into_bytes(), planted)
}

#[test]
fn m1_nothing_survives_in_a_line_longer_than_a_block_however_it_comes_in() {
    for filling in [" filling of words,", ";"] {
        let (line, planted) = long_line(filling, 2500);
        let whole = minimized(&[&line]);
        let text = String::from_utf8(whole.clone()).unwrap();
        let left: Vec<_> = planted.iter().filter(|planted| text.contains(planted.as_str())).collect();
        assert!(left.is_empty(), "{left:?}");
        for size in [1 << 20, 65_521, 4093] {
            assert!(whole == minimized(&line.chunks(size).collect::<Vec<_>>()), "pieces of {size}");
        }
    }
}

#[test]
fn m1_a_secret_longer_than_what_is_searched_at_once_is_gone_whole() {
    let secret: String = (0..200_000_u32)
        .map(|number| char::from(b'a' + (number.wrapping_mul(2_654_435_761) >> 27) as u8 % 26))
        .collect();
    let line = format!("retries=3 password={secret} level=5\n");
    let out = String::from_utf8(minimized(&[line.as_bytes()])).unwrap();
    assert!(out.starts_with("retries=3 password=removed-secret") && out.ends_with(" level=5\n"), "{} bytes", out.len());
    assert!(out.len() < 100, "{} bytes", out.len());
}

#[test]
fn text_in_utf16_is_minimized_as_what_it_is() {
    let line = "\u{feff}Caf\u{e9} \u{1f600} client 192.0.2.7 password=Tr0mb0ne!x\r\n";
    let little: Vec<u8> = line.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = line.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let unmarked = &little[2..];
    let of = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = minimized(&[bytes]).chunks(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).unwrap()
    };
    let out = of(&little, u16::from_le_bytes);
    assert_eq!(out, of(&big, u16::from_be_bytes));
    assert!(of(unmarked, u16::from_le_bytes).ends_with("password=removed-secret\r\n"));
    assert!(out.starts_with("\u{feff}Caf\u{e9} \u{1f600} client "), "{out}");
    assert!(out.ends_with("password=removed-secret\r\n") && !out.contains("192.0.2.7"), "{out}");
}

#[test]
fn text_in_utf16_may_grow_beyond_a_block_before_a_line_of_it_ends() {
    let text = format!("\u{feff}a\n{}\nb\n", "\u{4e00}".repeat(600_000));
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let pieces: Vec<&[u8]> = bytes.chunks(64 << 10).collect();
    assert!(minimized(&pieces) == bytes);
}

#[test]
fn a_carriage_return_alone_ends_a_line() {
    let out = minimized(&[b"password = a b c\rretries = 3\rtoken = d e f\r"]);
    assert_eq!(out, b"password = removed-secret\rretries = 3\rtoken = removed-secret\r");
}

#[test]
fn what_holds_over_lines_holds_whichever_their_ends_are() {
    let table = "USER         PID %CPU COMMAND\ngwendolyn77    7  0.0 vi\nmargarete88    8  0.0 vi\n";
    for text in [table.to_owned(), table.replace('\n', "\r\n"), table.replace('\n', "\r")] {
        let out = String::from_utf8(minimized(&[text.as_bytes()])).unwrap();
        assert!(!out.contains("gwendolyn77") && !out.contains("margarete88"), "{out}");
    }
}

#[test]
fn binary_input_is_withheld() {
    let mut minimizer = minimizer();
    let mut scan = minimizer.scan("image", Format::Auto);
    assert!(scan.push(&mut minimizer, b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0").is_empty());
    assert!(scan.finish(&mut minimizer).is_err());
}

#[test]
fn what_a_profile_says_of_a_key_holds_behind_that_key_alone() {
    let fields = vec![(Kind::Host, vec!["tenant".to_owned()])];
    let rules = Rules { fields, ..Rules::default() };
    for lines in [["host: localhost", "tenant: localhost"], ["tenant: localhost", "host: localhost"]] {
        let mut minimizer = Minimizer::new(CaseKey::derive(b"secret of a test", "case"), Purpose::Operations, &rules);
        let mut scan = minimizer.scan("x.yaml", Format::Text);
        let mut blocks = scan.push(&mut minimizer, lines.join("\n").as_bytes());
        blocks.extend(scan.finish(&mut minimizer).unwrap());
        let out: Vec<u8> = blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect();
        let out = String::from_utf8(out).unwrap();
        assert!(out.contains("host: localhost") && out.contains("tenant: host-"), "{out}");
    }
}

#[test]
fn a_short_key_of_bytes_is_withheld_and_short_words_of_any_language_are_not() {
    // SHA-256 of counters gives bytes like those of a key.
    let keys = (0_u32..200).map(|number| ring::digest::digest(&ring::digest::SHA256, &number.to_le_bytes()));
    let mut kept = 0;
    for key in keys {
        let mut minimizer = minimizer();
        let mut scan = minimizer.scan("x.psk", Format::Auto);
        scan.push(&mut minimizer, &key.as_ref()[..16]);
        kept += usize::from(scan.finish(&mut minimizer).is_ok());
    }
    assert!(kept < 4, "{kept} of 200");
    for text in [&b"Stra\xdfe nach Z\xfcrich\n"[..], "журнал: готово\n".as_bytes(), b"ready\n"] {
        assert!(!minimized(&[text]).is_empty());
    }
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
    blocks.extend(scan.finish(&mut minimizer).unwrap());
    blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()
}

/// Makes names of machines, some of them similar.
fn host() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["relay-hof10", "zorgal-ab71", "quvnix", "zorgal", "db77", "mq12", "relay-hof11"])
        .prop_map(str::to_owned)
}

/// Makes lines with identifiers among words and punctuation.
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

#[test]
fn what_a_profile_says_of_a_key_holds_for_all_that_stands_there_and_json_stays_json() {
    let fields = vec![(Kind::Account, vec!["tenant".to_owned()])];
    let rules = Rules { fields, organisations: vec!["Shell".to_owned()], ..Rules::default() };
    let lines = [
        (r#"{"tenant":true,"x":true}"#, r#"{"tenant":"account-","x":true}"#),
        (r#"{"tenant":[{"a":1},2],"x":[3]}"#, r#"{"tenant":[{"a":"account-"},"account-"],"x":[3]}"#),
        (
            r#"{"tenant":[["quvnix",7],[8]],"x":[[9]]}"#,
            r#"{"tenant":[["account-","account-"],["account-"]],"x":[[9]]}"#,
        ),
        (r#"{"tenant":{"name":"Quvnix One"},"x":{"y":"z"}}"#, r#"{"tenant":{"name":"account-"},"x":{"y":"z"}}"#),
        ("<a><tenant><b>quvnix</b></tenant><b>c</b></a>", "<a><tenant><b>account-</b></tenant><b>c</b></a>"),
        ("a shell of Shell", "a shell of org-"),
    ];
    for name in ["log", "x.json"] {
        let mut minimizer = Minimizer::new(CaseKey::derive(b"secret of a test", "case"), Purpose::Operations, &rules);
        for (line, expected) in lines.iter().filter(|(line, _)| name == "log" || line.starts_with('{')) {
            let mut scan = minimizer.scan(name, Format::Auto);
            let mut blocks = scan.push(&mut minimizer, line.as_bytes());
            blocks.extend(scan.finish(&mut minimizer).unwrap());
            let out: Vec<u8> = blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect();
            let out = String::from_utf8(out).unwrap();
            let pseudonyms = out.split('-').skip(1).map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric));
            let without =
                pseudonyms.map(Iterator::collect::<String>).fold(out.clone(), |out, one| out.replace(&one, ""));
            assert_eq!(without, *expected, "{name}: {line}: {out}");
        }
    }
}
