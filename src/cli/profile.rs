//! `casepack profile`

use std::io::Write;

use super::args::Profile;
use super::error::Failure;
use super::exit::Exit;
use super::terminal::safe;
use crate::host::library::Profiles;
use crate::profile::{self, SourceKind};

/// Lists, shows and checks profiles.
pub(super) fn run(action: Profile) -> Result<Exit, Failure> {
    match action {
        Profile::List => list(),
        Profile::Show { profile } => show(&profile.unwrap_or_else(|| "generic-linux".to_owned())),
        Profile::Check { profiles } => check(&profiles),
    }
}

fn list() -> Result<Exit, Failure> {
    for listed in profile::list(&Profiles) {
        let title = listed.title.unwrap_or_else(|_| "does not check; see `casepack profile check`".to_owned());
        print(&format!("{:<20} {:<32} {}", safe(&listed.name), safe(&title), safe(&listed.place)))?;
    }
    Ok(Exit::Done)
}

fn show(name: &str) -> Result<Exit, Failure> {
    let profile = profile::check(name, &Profiles)?;
    print(&format!("{} ({})", profile.name, safe(&profile.title)))?;
    for origin in &profile.origins {
        print(&format!("  from {} sha256:{}", safe(&origin.place), origin.digest.get(..16).unwrap_or_default()))?;
    }
    let limits = &profile.limits;
    print(&format!(
        "  limits: bundle {}, item {}, time {}, since {}",
        limits.bundle, limits.item, limits.time, limits.since
    ))?;
    for source in &profile.sources {
        let what = match &source.kind {
            SourceKind::File(files) => files.paths.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            SourceKind::Command(command) => command.run.join(" "),
            SourceKind::Journal(journal) if journal.kernel => "journal of the kernel".to_owned(),
            SourceKind::Journal(journal) if journal.units.is_empty() => "journal of all units".to_owned(),
            SourceKind::Journal(journal) => format!("journal of {}", journal.units.join(" ")),
            SourceKind::Kernel(kernel) => kernel.read.join(" "),
            SourceKind::Trace(trace) => trace.paths.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        };
        print(&format!("  {:<13} {:<18} {}", source.category.word(), source.id, safe(&what)))?;
    }
    Ok(Exit::Done)
}

fn check(names: &[String]) -> Result<Exit, Failure> {
    for name in names {
        let profile = profile::check(name, &Profiles)?;
        print(&format!("{}: {} sources, checks", safe(name), profile.sources.len()))?;
    }
    Ok(Exit::Done)
}

fn print(line: &str) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{line}").map_err(Failure::print)
}
