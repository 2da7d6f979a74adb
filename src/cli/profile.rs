//! `casepack profile`

use std::io::Write;

use super::args::Profile;
use super::error::Failure;
use super::exit::Exit;
use super::print;
use super::terminal::safe;
use crate::host::profiles::Profiles;
use crate::pipeline::examples::{self, Broken};
use crate::profile::{self, SourceKind};

/// Lists, shows, checks and tests profiles.
pub(super) fn run(action: Profile) -> Result<Exit, Failure> {
    match action {
        Profile::List => list(),
        Profile::Show { profiles } => show(&profiles),
        Profile::Check { profiles } => each(&profiles, check),
        Profile::Test { profiles } => each(&profiles, test),
        Profile::Schema => print::line(SCHEMA.trim_end()).map(|()| Exit::Done),
    }
}

fn list() -> Result<Exit, Failure> {
    for listed in profile::list(&Profiles) {
        let title = listed.title.unwrap_or_else(|_| "not valid; see `casepack profile check`".to_owned());
        print::line(&format!("{:<20} {:<32} {}", safe(&listed.name), safe(&title), safe(&listed.place)))?;
    }
    Ok(Exit::Done)
}

fn show(names: &[String]) -> Result<Exit, Failure> {
    let profile = crate::pipeline::profile(names)?;
    print::line(&format!("{} ({})", profile.name, safe(&profile.title)))?;
    for origin in &profile.origins {
        print::line(&format!("  from {} sha256:{}", safe(&origin.place), origin.digest.get(..16).unwrap_or_default()))?;
    }
    let limits = &profile.limits;
    print::line(&format!(
        "  limits: bundle {}, item {}, time {}, since {}, memory {}, cpu {}, free {}",
        limits.bundle, limits.item, limits.time, limits.since, limits.memory, limits.cpu, limits.free
    ))?;
    for source in &profile.sources {
        let what = what(&source.kind);
        print::line(&format!(
            "  {:<13} {:<20} {} {}",
            source.category.word(),
            source.id,
            source.importance,
            safe(&what)
        ))?;
    }
    Ok(Exit::Done)
}

/// Describes what a source reads, on one line.
fn what(kind: &SourceKind) -> String {
    let paths = |paths: &[profile::PathPattern]| paths.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    match kind {
        SourceKind::File(files) => paths(&files.paths),
        SourceKind::Command(command) => command.run.join(" "),
        SourceKind::Journal(journal) if journal.kernel => "journal of the kernel".to_owned(),
        SourceKind::Journal(journal) if journal.units.is_empty() => "journal of all units".to_owned(),
        SourceKind::Journal(journal) => format!("journal of {}", journal.units.join(" ")),
        SourceKind::Kernel(kernel) => kernel.read.join(" "),
        SourceKind::Trace(trace) => paths(&trace.paths),
    }
}

/// Runs `act` for each profile; a failure is reported and does not stop the others.
fn each(names: &[String], act: fn(&str) -> Result<Exit, Failure>) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    for name in names {
        let ended = act(name).unwrap_or_else(|failure| {
            // There is no way to report that reporting failed.
            let _ = write!(std::io::stderr(), "{}", failure.text());
            failure.exit()
        });
        if ended != Exit::Done {
            exit = ended;
        }
    }
    Ok(exit)
}

fn check(name: &str) -> Result<Exit, Failure> {
    let profile = profile::check(name, &Profiles)?;
    print::line(&format!("{}: valid, {} sources", safe(name), profile.sources.len())).map(|()| Exit::Done)
}

fn test(name: &str) -> Result<Exit, Failure> {
    let profile = profile::check(name, &Profiles)?;
    let broken = examples::broken(&profile);
    let mut lines: Vec<String> = broken.iter().map(told).collect();
    let verdict = if broken.is_empty() { "examples pass" } else { "some examples fail" };
    lines.push(format!("{}: {verdict} ({} in total)", safe(name), profile.tests.len()));
    let printed = lines.iter().try_for_each(|line| print::line(line));
    print::verdict(if broken.is_empty() { Exit::Done } else { Exit::Usage }, printed)
}

fn told(Broken { place, why, came }: &Broken) -> String {
    format!("{}: {}\n  the output is:  {}", safe(place), safe(why), safe(came))
}

const SCHEMA: &str = include_str!("../../schemas/profile.json");
