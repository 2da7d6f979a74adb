//! The whole way beside what people type otherwise: `tar czf`, `tar | pigz -6`, `tar | zstd -3`, and `sos clean`.
//!
//!     cargo bench --bench peers                              200 MB of each corpus, three runs
//!     cargo bench --bench peers -- --size 1000 --runs 5 --svg docs/peers.svg
//!     cargo bench --bench peers -- --growth --size 1000      10 MB, 100 MB, … on one processor and on two
//!     cargo bench --bench peers -- --only one                one corpus: mixed, small or one
//!
//! `--size` is in MB, `--folder` names where the corpora go (some GB; by default below `target`), `--program` another
//! casepack. Each run takes every peer once, one after the other, so that what else the machine does meets all alike;
//! what is printed are medians, and by how much casepack's gzip is slower or larger (below 1: faster, smaller). It
//! needs time(1) and taskset(1); a peer that is not installed is left out.

#![expect(clippy::unwrap_used, reason = "a bench may stop where it fails")]
#![expect(clippy::disallowed_methods, reason = "a bench starts programs")]

mod corpus;
mod plot;
mod run;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use corpus::Corpus;
use plot::Plot;
use run::{Cost, Peer, median, run};

fn main() {
    let wanted = Wanted::read();
    fs::create_dir_all(&wanted.folder).unwrap();
    let bench = Bench::new(&wanted);
    println!("{}, {} processors\n", machine(), std::thread::available_parallelism().unwrap());
    if wanted.growth {
        return bench.growth();
    }
    let mut plot = Plot { title: format!("Seconds for {} MB ({})", wanted.size, machine()), groups: Vec::new() };
    for corpus in Corpus::ALL.into_iter().filter(|corpus| wanted.only.as_ref().is_none_or(|only| only == corpus.name()))
    {
        let bars = bench.beside(corpus);
        plot.groups.push((corpus.title().to_owned(), bars));
    }
    if let Some(path) = &wanted.svg {
        fs::write(path, plot.svg()).unwrap();
    }
}

/// The options given in the arguments.
struct Wanted {
    size: u64,
    runs: usize,
    growth: bool,
    only: Option<String>,
    svg: Option<PathBuf>,
    folder: PathBuf,
    program: PathBuf,
}

impl Wanted {
    fn read() -> Self {
        let arguments: Vec<String> = std::env::args().collect();
        let after = |name: &str| {
            let at = arguments.iter().position(|argument| argument == name)?;
            arguments.get(at + 1).cloned()
        };
        let number = |name: &str, usual: u64| after(name).map_or(usual, |text| text.parse().unwrap());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
        Self {
            size: number("--size", 200),
            runs: number("--runs", 3) as usize,
            growth: arguments.iter().any(|argument| argument == "--growth"),
            only: after("--only"),
            svg: after("--svg").map(PathBuf::from),
            folder: after("--folder").map_or(folder, PathBuf::from),
            program: after("--program").map_or_else(|| env!("CARGO_BIN_EXE_casepack").into(), PathBuf::from),
        }
    }
}

/// The place where everything runs.
struct Bench<'a> {
    wanted: &'a Wanted,
    profile: PathBuf,
}

impl<'a> Bench<'a> {
    fn new(wanted: &'a Wanted) -> Self {
        let profile = wanted.folder.join("peers.toml");
        fs::write(&profile, PROFILE).unwrap();
        Self { wanted, profile }
    }

    /// Runs all programs on a corpus and prints the table; returns their seconds.
    fn beside(&self, corpus: Corpus) -> Vec<(String, f64)> {
        let root = self.corpus(corpus, self.wanted.size);
        let mut peers =
            vec![self.casepack("casepack", "gzip", &root, None), self.casepack("casepack, zstd", "zstd", &root, None)];
        peers.push(self.casepack("casepack, none", "none", &root, None));
        let tar = format!("tar -c -C '{}' var", root.display());
        for (name, tool, behind) in [
            ("tar czf", "gzip", "gzip"),
            ("tar, pigz -6", "pigz", "pigz -6"),
            ("tar, zstd -3 -T2", "zstd", "zstd -q -3 -T2"),
        ] {
            if has(tool) {
                peers.push(Peer { name: name.to_owned(), line: format!("{tar} | {behind} > \"$out\""), on: None });
            }
        }
        println!("{}, {} MB", corpus.title(), self.wanted.size);
        let costs = self.measure(&peers);
        self.print(&peers, &costs);
        if corpus == Corpus::Mixed && has("sos") {
            self.beside_sos(&root, median(costs[0].iter().map(|cost| cost.wall).collect()));
        }
        peers
            .iter()
            .zip(&costs)
            .map(|(peer, costs)| (peer.name.clone(), median(costs.iter().map(|cost| cost.wall).collect())))
            .collect()
    }

    /// Runs `sos clean` alone, on a part that it can finish.
    fn beside_sos(&self, root: &Path, ours: f64) {
        let first = root.join("var/log/000/service-0.log");
        let line = format!(
            "rm -rf sosreport-peers && mkdir -p sosreport-peers/sos_logs sosreport-peers/var/log && head -c {SOS} '{}' > sosreport-peers/var/log/messages && sos clean --batch --no-update --tmp-dir . sosreport-peers",
            first.display()
        );
        let cost = run(&Peer { name: "sos clean".to_owned(), line, on: None }, &self.wanted.folder, &[]).unwrap();
        let (theirs, ours) = (SOS as f64 / 1e6 / cost.wall, self.wanted.size as f64 / ours);
        println!(
            "sos clean alone, on {} MB: {:.1} s, {theirs:.2} MB/s; casepack whole: {ours:.0} MB/s, {:.0} times as fast\n",
            SOS / 1_000_000,
            cost.wall,
            ours / theirs
        );
    }

    /// Measures how the time grows with the input, and with a second processor.
    fn growth(&self) {
        println!("{:>9} {:>5} {:>9} {:>9} {:>9} {:>9}", "MB", "on", "wall s", "cpu s", "MB/s", "peak MiB");
        let sizes = (0..).map(|power| 10 * 10_u64.pow(power)).take_while(|size| *size <= self.wanted.size);
        for size in sizes {
            let root = self.corpus(Corpus::Mixed, size);
            let peers = [("1", "0"), ("2", "0,1")].map(|(name, on)| self.casepack(name, "gzip", &root, Some(on)));
            for (peer, costs) in peers.iter().zip(self.measure(&peers)) {
                let [wall, cpu, peak, _] = medians(&costs);
                let rate = size as f64 / wall;
                println!("{size:>9} {:>5} {wall:>9.2} {cpu:>9.2} {rate:>9.0} {peak:>9.0}", peer.name);
            }
        }
    }

    fn corpus(&self, corpus: Corpus, size: u64) -> PathBuf {
        let root = self.wanted.folder.join(format!("{}-{size}", corpus.name()));
        corpus.make(&root, size * 1_000_000).unwrap();
        root
    }

    fn casepack(&self, name: &str, compress: &str, root: &Path, on: Option<&'static str>) -> Peer {
        let (program, profile, root) = (self.wanted.program.display(), self.profile.display(), root.display());
        let line = format!(
            "'{program}' collect -p '{profile}' --root '{root}' --compress {compress} --events none -o \"$out\""
        );
        Peer { name: name.to_owned(), line, on }
    }

    /// Returns the costs of each program, run after run.
    fn measure(&self, peers: &[Peer]) -> Vec<Vec<Cost>> {
        let (state, place) = (self.wanted.folder.join("state"), self.wanted.folder.join("run"));
        let environment = [("STATE_DIRECTORY", state.as_path()), ("RUNTIME_DIRECTORY", place.as_path())];
        let mut costs = vec![Vec::new(); peers.len()];
        for _ in 0..self.wanted.runs {
            for (peer, costs) in peers.iter().zip(&mut costs) {
                costs.push(run(peer, &self.wanted.folder, &environment).unwrap());
            }
        }
        costs
    }

    fn print(&self, peers: &[Peer], costs: &[Vec<Cost>]) {
        println!(
            "{:<18} {:>8} {:>8} {:>9} {:>8}   casepack / it: wall   cpu  size",
            "", "wall s", "cpu s", "peak MiB", "MB"
        );
        for (peer, theirs) in peers.iter().zip(costs) {
            let [wall, cpu, peak, size] = medians(theirs);
            // This compares run by run, because what slowed the machine down then slowed both.
            let ratio = |field: fn(&Cost) -> f64| {
                median(costs[0].iter().zip(theirs).map(|(ours, theirs)| field(ours) / field(theirs)).collect())
            };
            let [by_wall, by_cpu, _, by_size] = Cost::FIELDS.map(ratio);
            println!(
                "{:<18} {wall:>8.2} {cpu:>8.2} {peak:>9.0} {size:>8.1} {by_wall:>22.2} {by_cpu:>5.2} {by_size:>5.2}",
                peer.name
            );
        }
        println!();
    }
}

fn medians(costs: &[Cost]) -> [f64; 4] {
    Cost::FIELDS.map(|field| median(costs.iter().map(field).collect()))
}

/// Returns the name of the processor.
fn machine() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("model name") || line.starts_with("Hardware"));
    line.and_then(|line| line.split_once(": "))
        .map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.to_owned())
}

fn has(tool: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {tool} >/dev/null")])
        .status()
        .is_ok_and(|status| status.success());
    if !found {
        println!("({tool} is not installed)");
    }
    found
}

/// Bytes of the input for `sos clean`: its time grows faster than its input.
const SOS: u64 = 1_000_000;
const PROFILE: &str = r#"
schema = 1
name = "peers"

[limits]
bundle = "100 GiB"
item = "100 GiB"
time = "1 d"
cpu = "100 %"
free = "1 B"

[[file]]
id = "logs"
category = "service-logs"
paths = ["/var/log/**"]
"#;
