use std::collections::VecDeque;

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert_eq, proptest};

use super::super::testing::TRIP;
use super::super::{CaseKey, Lost, Minimizer};
use super::{Block, Content, Cut, Extent, ItemSplitter, Pending, Searcher, Speculation};
use crate::profile::{Format, Purpose, Rules};

/// A text as it comes out when it is searched in one thread.
fn whole(name: &str, text: &[u8]) -> Vec<u8> {
    let mut minimizer = minimizer();
    let mut scan = minimizer.scan(name, Format::Auto);
    let mut blocks = scan.push(&mut minimizer, text);
    blocks.extend(scan.finish(&mut minimizer).unwrap());
    blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect()
}

/// The same and the number of replacements, when it is cut into short blocks and as many of them are begun at once as
/// there are searchers, before the first of them is ended.
fn ahead(name: &str, text: &[u8], block: usize, searchers: usize) -> (Vec<u8>, u64) {
    let minimizer = minimizer();
    let mut cut = ItemSplitter::new(&minimizer, (name, Format::Auto), block);
    let mut blocks = cut.push(text);
    let (last, progress) = cut.finish().unwrap();
    blocks.extend(last);
    let mut idle: Vec<Searcher> = (0..searchers).map(|_| minimizer.searcher()).collect();
    let (mut busy, mut out) = (VecDeque::<(Searcher, Pending, Cut, Speculation)>::new(), Vec::new());
    let end = |busy: &mut VecDeque<_>, idle: &mut Vec<Searcher>, out: &mut Vec<u8>| {
        let (mut searcher, pending, cut, speculation): (Searcher, Pending, Cut, Speculation) =
            busy.pop_front().unwrap();
        out.extend(searcher.end(&pending, cut, Some(speculation)).unwrap().rewrite().into_bytes());
        idle.insert(0, searcher);
    };
    for block in blocks {
        let Content::Pending(mut pending) = block.0 else { panic!("it has been searched") };
        let cut = pending.cut.take().unwrap();
        while !busy.is_empty() && (idle.is_empty() || progress.searches_in_order() || cut.extent != Extent::Lines) {
            end(&mut busy, &mut idle, &mut out);
        }
        let mut searcher = idle.pop().unwrap();
        if cut.extent == Extent::Lines {
            let speculation = searcher.begin(&pending, &cut.bytes);
            busy.push_back((searcher, pending, cut, speculation));
        } else {
            out.extend(searcher.piece(&pending, cut).unwrap().rewrite().into_bytes());
            idle.insert(0, searcher);
        }
    }
    while !busy.is_empty() {
        end(&mut busy, &mut idle, &mut out);
    }
    (out, progress.tally().values().sum())
}

/// The blocks of a text, searched by several threads that take turns, and what is lost of it.
fn threaded(text: &[u8], block: usize, searchers: usize) -> (Vec<Vec<u8>>, Option<Lost>) {
    let minimizer = minimizer();
    let mut cut = ItemSplitter::new(&minimizer, ("log", Format::Auto), block);
    let mut shares: Vec<Vec<_>> = (0..searchers).map(|_| Vec::new()).collect();
    let mut blocks = cut.push(text);
    let (last, progress) = cut.finish().unwrap();
    blocks.extend(last);
    blocks.into_iter().enumerate().for_each(|(number, block)| shares[number % searchers].push((number, block)));
    let mut done: Vec<(usize, Vec<u8>)> = std::thread::scope(|scope| {
        let search = |share: Vec<(usize, Block)>| {
            let mut searcher = minimizer.searcher();
            share.into_iter().map(|(number, block)| (number, searcher.minimize(block).into_bytes())).collect::<Vec<_>>()
        };
        let threads: Vec<_> = shares.into_iter().map(|share| scope.spawn(move || search(share))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    done.sort_unstable();
    assert!(progress.is_over());
    (done.into_iter().map(|(_, bytes)| bytes).collect(), progress.lost())
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
    let mut cut = ItemSplitter::new(&minimizer, ("messages", Format::Auto), 100);
    let mut blocks = cut.push(b"invalid user wkowalska from 192.0.2.7 port 2\n".repeat(20).as_slice());
    let (last, progress) = cut.finish().unwrap();
    blocks.extend(last);
    assert!(blocks.len() > 4);
    let mut searcher = minimizer.searcher();
    let kept = blocks.split_off(3);
    drop(blocks);
    kept.into_iter().for_each(|block| assert!(!searcher.minimize(block).as_bytes().is_empty()));
    assert!(progress.tally().values().sum::<u64>() > 0);
}

#[test]
fn a_bug_costs_an_item_what_stands_behind_it() {
    let lines = |range: std::ops::Range<usize>| -> String {
        range.map(|number| format!("line {number} of user mkarlsson from 10.1.2.{number}\n")).collect()
    };
    let text = [lines(0..20), format!("user wyzquo {TRIP}\n"), lines(20..40)].concat();
    for searchers in [1, 2, 3] {
        let (blocks, lost) = threaded(text.as_bytes(), 100, searchers);
        let kept: Vec<u8> = blocks.concat();
        let whole = whole("log", lines(0..20).as_bytes());
        assert!(whole.starts_with(&kept) && kept.len() + 200 > whole.len(), "{}", String::from_utf8_lossy(&kept));
        // What the blocks of the bug hold, and those behind them, is lost, and nothing else.
        let lost = lost.unwrap();
        let given: usize = kept.iter().filter(|byte| **byte == b'\n').count();
        assert!((16..=20).contains(&given), "{given}");
        assert_eq!(lost.bytes as usize, text.len() - lines(0..given).len());
    }
}

#[test]
fn a_bug_costs_a_line_without_an_end_what_stands_behind_it() {
    let text = [&b"from 10.1.2.3 ".repeat(9_000), TRIP.as_bytes(), &b" from 10.1.2.3 ".repeat(9_000)].concat();
    let (blocks, lost) = threaded(&text, 4_000, 2);
    assert!(lost.unwrap().bytes > 100_000);
    assert!(blocks.concat().len() > 100_000);
    assert!(!blocks.concat().windows(8).any(|bytes| bytes == b"10.1.2.3"));
}

#[test]
fn a_searcher_goes_on_behind_a_bug() {
    let minimizer = minimizer();
    let mut searcher = minimizer.searcher();
    let mut search = |text: &str| {
        let mut cut = ItemSplitter::new(&minimizer, ("log", Format::Auto), 1 << 10);
        assert!(cut.push(text.as_bytes()).is_empty());
        let (last, progress) = cut.finish().unwrap();
        let bytes = searcher.minimize(last.unwrap()).into_bytes();
        (bytes, progress.lost().map(|lost| lost.bytes))
    };
    let text = "login of mkarlsson\n";
    assert_eq!(search(&format!("{text}{TRIP}\n")), (Vec::new(), Some(text.len() as u64 + TRIP.len() as u64 + 1)));
    assert_eq!(search(text), (whole("log", text.as_bytes()), None));
}

#[test]
fn what_stands_around_a_bug_still_teaches() {
    let mut minimizer =
        Minimizer::new(CaseKey::derive(b"secret of a test", "case"), Purpose::Operations, &Rules::default());
    let text = format!("user = wyzquo\n{TRIP}\nuser = zorgalqq\n");
    let mut cut = minimizer.cut("etc/login.conf", Format::Auto);
    assert!(cut.push(text.as_bytes()).is_empty());
    let (last, progress) = cut.finish().unwrap();
    let searched = last.unwrap().searched(&mut minimizer);
    assert!(searched.is_empty() && progress.lost().is_some());
    minimizer.learn(&progress);
    minimizer.freeze();
    let out = String::from_utf8(minimizer.text(b"of wyzquo and zorgalqq")).unwrap();
    assert!(!out.contains("wyzquo") && !out.contains("zorgalqq"), "{out}");
}
