use std::collections::VecDeque;

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert_eq, proptest};

use super::super::{CaseKey, Minimizer};
use super::{Ahead, Begun, Content, Cut, Extent, ItemCut, Searcher};
use crate::profile::{Format, Purpose, Rules};

/// A text as it comes out when it is searched in one thread.
fn whole(name: &str, text: &[u8]) -> Vec<u8> {
    let mut minimizer = minimizer();
    let mut scan = minimizer.scan(name, Format::Auto);
    let mut blocks = scan.push(&mut minimizer, text);
    blocks.extend(scan.finish(&mut minimizer).unwrap().blocks);
    blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()
}

/// The same and the number of replacements, when it is cut into short blocks and as many of them are begun at once as
/// there are searchers, before the first of them is ended.
fn ahead(name: &str, text: &[u8], block: usize, searchers: usize) -> (Vec<u8>, u64) {
    let minimizer = minimizer();
    let mut cut = ItemCut::new(&minimizer, (name, Format::Auto), block);
    let mut blocks = cut.push(text);
    let (last, course) = cut.finish().unwrap();
    blocks.extend(last);
    let mut idle: Vec<Searcher> = (0..searchers).map(|_| minimizer.searcher()).collect();
    let (mut busy, mut out) = (VecDeque::<(Searcher, Ahead, Cut, Begun)>::new(), Vec::new());
    let end = |busy: &mut VecDeque<_>, idle: &mut Vec<Searcher>, out: &mut Vec<u8>| {
        let (mut searcher, ahead, cut, begun): (Searcher, Ahead, Cut, Begun) = busy.pop_front().unwrap();
        out.extend(searcher.end(&ahead, cut, begun).rewrite().into_bytes());
        idle.insert(0, searcher);
    };
    for block in blocks {
        let Content::Ahead(mut ahead) = block.0 else { panic!("it has been searched") };
        let cut = ahead.cut.take().unwrap();
        while !busy.is_empty() && (idle.is_empty() || course.is_patient() || cut.extent != Extent::Lines) {
            end(&mut busy, &mut idle, &mut out);
        }
        let mut searcher = idle.pop().unwrap();
        if cut.extent == Extent::Lines {
            let begun = searcher.begin(&ahead, &cut.bytes);
            busy.push_back((searcher, ahead, cut, begun));
        } else {
            out.extend(searcher.piece(&ahead, cut).rewrite().into_bytes());
            idle.insert(0, searcher);
        }
    }
    while !busy.is_empty() {
        end(&mut busy, &mut idle, &mut out);
    }
    (out, course.tally().values().sum())
}

fn minimizer() -> Minimizer {
    let mut minimizer =
        Minimizer::new(CaseKey::derive(b"secret of a test", "case"), Purpose::Operations, &Rules::default());
    minimizer.harvest([("etc/passwd", &b"mkarlsson:x:1000:1000:Greta Holm:/home/mkarlsson:/bin/sh\n"[..])], &[]);
    minimizer.freeze();
    minimizer
}

/// Lines that teach, lines in which only what was taught tells, lines that open and close something.
fn line() -> impl Strategy<Value = String> {
    let login = prop::sample::select(vec!["wkowalska", "gwendolyn77", "mbrandt9", "jo\\u0065lq7", "relay7"]);
    let secret = prop::sample::select(vec!["hunter2-and-more", "s3cr3t-of-mbrandt9", "aHVudGVyMi1hbmQtbW9yZQ"]);
    // What changes the state of all lines behind it is rare, or nothing would be searched again line by line.
    (login, secret, 1_u8..9, 0_usize..60).prop_map(|(login, secret, number, form)| match form {
        0 => "[mbrandt9]\n".to_owned(),
        1 => "-----BEGIN RSA PRIVATE KEY-----\n".to_owned(),
        2 => "-----END RSA PRIVATE KEY-----\n".to_owned(),
        3 => "USER PID %CPU COMMAND\n".to_owned(),
        4 => "\n".to_owned(),
        5 => format!("  secret: |\n    {secret}\n"),
        6 => format!("{}=x {login}\n", "long ".repeat(4_000)),
        7 => format!("{login} {number} 0.0 sh\n"),
        8..20 => {
            format!("sshd[7]: Failed password for invalid user {login} from 192.0.2.{number} port 2 ssh2\n")
        }
        20..26 => format!("mail of {login} kept for 192.0.2.{number}, {secret}\r\n"),
        26..32 => format!("password={secret} retries={number}\n"),
        32..36 => format!("tried {secret} again, {number} times\r"),
        36..40 => format!("{login}:x:100{number}:100{number}:Greta Holm:/home/{login}:/bin/sh\n"),
        40..48 => format!("kept %6Dbrandt9 and %67wendolyn77, {number} times\n"),
        48..52 => format!("password={login}-{secret} user={login}\n"),
        _ => format!("line {number} of no importance for {login}\n"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 192 } else { 2048 }))]

    #[test]
    fn blocks_searched_at_once_give_what_one_thread_gives(
        lines in prop::collection::vec(line(), 1..60),
        name in prop::sample::select(vec!["messages", "app.yaml", "some-secrets"]),
        block in 40_usize..2_000,
        searchers in 1_usize..5,
    ) {
        let text = lines.concat();
        let (out, replaced) = ahead(name, text.as_bytes(), block, searchers);
        let whole = whole(name, text.as_bytes());
        prop_assert_eq!(String::from_utf8_lossy(&out), String::from_utf8_lossy(&whole));
        prop_assert_eq!(replaced, ahead(name, text.as_bytes(), 1 << 20, 1).1);
    }

    #[test]
    fn any_bytes_searched_at_once_give_what_one_thread_gives(
        bytes in prop::collection::vec(any::<u8>(), 0..3_000),
        block in 40_usize..500,
    ) {
        // As much text before them as takes them for text.
        let text = [&b"text ".repeat(2_000)[..], &bytes, b"\nmail of wkowalska"].concat();
        prop_assert_eq!(ahead("messages", &text, block, 3).0, whole("messages", &text));
    }
}

#[test]
fn a_block_that_nobody_searches_is_not_waited_for() {
    let minimizer = minimizer();
    let mut cut = ItemCut::new(&minimizer, ("messages", Format::Auto), 100);
    let mut blocks = cut.push(b"invalid user wkowalska from 192.0.2.7 port 2\n".repeat(20).as_slice());
    let (last, course) = cut.finish().unwrap();
    blocks.extend(last);
    assert!(blocks.len() > 4);
    let mut searcher = minimizer.searcher();
    let kept = blocks.split_off(3);
    drop(blocks);
    kept.into_iter().for_each(|block| assert!(!searcher.minimize(block).as_bytes().is_empty()));
    assert!(course.tally().values().sum::<u64>() > 0);
}
