//! Laws of the division of work: neither the number of workers, nor where held blocks are, nor the order of items after
//! the teaching ones changes a byte.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use casepack::minimize::{CaseKey, Minimizer, Scanned};
use casepack::pack::{Archive, Names, Options};
use casepack::profile::{Category, Compression, Format, Purpose, Rules, SourceId};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_of_the_items_after_the_teaching_ones_gives_the_same_bytes(
        teaching in prop::collection::vec(item(), 0..3),
        (items, order) in prop::collection::vec(item(), 1..7).prop_flat_map(|items| {
            let order: Vec<usize> = (0..items.len()).collect();
            (Just(items), Just(order).prop_shuffle())
        }),
    ) {
        let whole = minimized(&teaching, &items, &(0..items.len()).collect::<Vec<_>>());
        let other = minimized(&teaching, &items, &order);
        for (at, index) in order.iter().enumerate() {
            prop_assert_eq!(&whole[*index], &other[at]);
        }
        // A single item is enough to see its result.
        let alone = minimized(&teaching, &items, &order[..1]);
        prop_assert_eq!(&whole[order[0]], &alone[0]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_number_of_workers_gives_the_same_bytes(
        items in prop::collection::vec((item(), 1_usize..40_000), 1..5),
        workers in 2_usize..9,
        held in any::<bool>(),
        compress in prop::sample::select(vec![Compression::Gzip(3), Compression::Zstd(3), Compression::None]),
    ) {
        // Some are short and share a member, some are cut into blocks.
        let items = items.into_iter().map(|((name, text), times)| (name, text.repeat(times % 20_000)));
        let items: Vec<_> = items.collect();
        let one = packed(&items, 1, 64 << 20, compress);
        let many = packed(&items, workers, if held { 64 << 20 } else { 0 }, compress);
        prop_assert!(one == many, "with {workers} workers");
    }
}

/// Minimizes items in the given order, after the teaching ones.
fn minimized(teaching: &[(String, String)], items: &[(String, String)], order: &[usize]) -> Vec<Vec<u8>> {
    let mut minimizer = minimizer();
    for item in teaching {
        blocks(&mut minimizer, item);
    }
    minimizer.freeze();
    let text = |block: Scanned| block.rewrite().into_bytes();
    order.iter().map(|index| blocks(&mut minimizer, &items[*index]).into_iter().flat_map(text).collect()).collect()
}

/// Packs all items into an archive, with so many threads.
fn packed(items: &[(String, String)], workers: usize, hold: usize, compress: Compression) -> Vec<u8> {
    let spill = Box::new(tempfile::tempfile);
    let blocks_at_once = 2 * workers + 1;
    let (mut minimizer, source) = (minimizer(), "app".parse::<SourceId>().unwrap());
    minimizer.freeze();
    let options = Options {
        folder: "casepack".to_owned(),
        time: 1_767_323_045,
        compress,
        searchers: (0..workers).map(|_| minimizer.searcher()).collect(),
        blocks: blocks_at_once,
        hold,
        spill,
    };
    let (mut archive, mut names) = (Archive::new(Vec::new(), options).unwrap(), Names::default());
    for (name, text) in items {
        archive.begin(names.item(Category::ServiceLogs, &source, name.as_bytes()));
        let mut cut = minimizer.cut(name, Format::Auto);
        let blocks = cut.push(text.as_bytes());
        for block in blocks.into_iter().chain(cut.finish().unwrap().0) {
            archive.push(block).unwrap();
        }
        archive.end().unwrap();
    }
    archive.finish().unwrap()
}

fn minimizer() -> Minimizer {
    Minimizer::new(CaseKey::derive(b"secret of a test", "case"), Purpose::Operations, &Rules::default())
}

fn blocks(minimizer: &mut Minimizer, (name, text): &(String, String)) -> Vec<Scanned> {
    let mut scan = minimizer.scan(name, Format::Auto);
    let mut blocks = scan.push(minimizer, text.as_bytes());
    blocks.extend(scan.finish(minimizer).unwrap());
    blocks
}

/// Makes a log in which a few names occur repeatedly, sometimes where they teach and sometimes where they are only
/// known from there.
fn item() -> impl Strategy<Value = (String, String)> {
    let name = prop::sample::select(vec!["var/log/syslog", "etc/passwd", "app.json", "etc/app.conf"]);
    let text = prop::collection::vec(line(), 1..12).prop_map(|lines| lines.concat());
    (name.prop_map(str::to_owned), text)
}

fn line() -> impl Strategy<Value = String> {
    let login = prop::sample::select(vec!["wkowalska", "gwendolyn77", "mbrandt9"]);
    let host = prop::sample::select(vec!["relay7", "db-71", "mq-3.works.example"]);
    (login, host, 1_u8..9, 0_usize..8).prop_map(|(login, host, number, form)| match form {
        0 => format!(
            "Jan  2 03:04:05 {host} sshd[7]: Failed password for invalid user {login} from 192.0.2.{number} port 2 ssh2\n"
        ),
        1 => format!("mail of {login} kept on {host} for 192.0.2.{number}\n"),
        2 => format!("password=s{number}cr3t-{login} retries={number}\n"),
        3 => format!("tried s{number}cr3t-{login} again\n"),
        4 => format!("{login}:x:100{number}:100{number}:Greta Holm:/home/{login}:/bin/sh\n"),
        5 => format!("{{\"host\":\"{host}\",\"user\":\"{login}\",\"n\":{number}}}\n"),
        6 => format!("{host}: reached by Greta Holm, {number} times\n"),
        _ => format!("line {number} of no importance\n"),
    })
}
