//! `casepack audit`

use std::collections::BTreeMap;
use std::fs::File;

use super::args::Audit;
use super::error::Failure;
use super::exit::Exit;
use super::opening::open;
use super::print;
use super::terminal::safe;
use crate::host::lockdown;
use crate::inspect::{Checks, Find, Search, Verdict, verify};
use crate::pipeline::ledger;
use crate::profile::{Purpose, Scope};
use crate::state::State;

/// Searches a bundle for every original that the ledger of its case knows.
pub(super) fn run(arguments: &Audit) -> Result<Exit, Failure> {
    let state = super::state(State::look)?;
    let secret = state.pseudonym_secret();
    let own = state.fingerprints();
    // Which ledger is needed becomes clear only from the bundle, and once that is read nothing more can be opened, so
    // all are opened now.
    lockdown::allow_many_files();
    let mut ledgers = ledgers(&state)?;
    let mut opened = open([arguments.bundle.as_path()], &arguments.opening)?;
    let Some(bundle) = opened.pop() else { return Ok(Exit::Done) };
    let mut bundle = bundle?;
    let (case, seals) = (arguments.case.as_deref(), arguments.opening.seals());
    let verdict = verify(&mut bundle, &Checks { case, seals, ..Checks::none(super::clock().now()) })?;
    let case = verdict.manifest.case.as_deref();
    let file = ledgers.remove(ledger::name(case)).ok_or_else(|| nothing_kept(&verdict))?;
    let foreign = !own.contains(&verdict.fingerprint);
    if foreign {
        print::warn("it was signed with another machine's key; what that machine replaced is not known here");
    }
    let ledger = ledger::read(file, case, &secret?)
        .map_err(|error| Failure::new(Exit::Failed, format!("cannot read the ledger of its case: {error}")))?;
    if is_unkept(&verdict) {
        print::warn(
            "this bundle was made without a ledger, as requested, so only what other runs of its case replaced is \
             searched for",
        );
    }
    if ledger.damaged {
        print::warn("the ledger of its case is damaged: not all originals are searched for");
    }
    if ledger.full {
        print::warn(
            "the ledger is incomplete: not all originals are searched for, and an address that is found may stand \
             for a different one",
        );
    }
    let search = Search::new(&ledger.notes, ledger.key)?;
    let mut finds = 0_u64;
    let mut printed = Ok(());
    let files = search.audit(&mut bundle, &mut |find| {
        finds += 1;
        if printed.is_ok() {
            printed = print::line(&told(find));
        }
    })?;
    let bundle = safe(&arguments.bundle.display().to_string());
    let count = if finds == 0 { "nothing found".to_owned() } else { format!("{finds} FOUND") };
    let sum = format!("{bundle}: {count}; searched {files} files for {} originals", search.size());
    printed = printed.and_then(|()| print::line(&sum));
    // Where what was replaced is not known here, that nothing was found says nothing.
    let known = !(foreign || is_unkept(&verdict) || ledger.damaged || ledger.full);
    let exit = match finds {
        0 if known => Exit::Done,
        0 => Exit::Failed,
        _ => Exit::Broken,
    };
    print::verdict(exit, printed)
}

fn ledgers(state: &State) -> Result<BTreeMap<String, File>, Failure> {
    let mut files = BTreeMap::new();
    for case in state.ledgers()? {
        let file = state.ledger(&case)?;
        files.extend(file.map(|file| (case, file)));
    }
    Ok(files)
}

fn told(find: &Find) -> String {
    let place = find.line.map_or_else(|| " in its name".to_owned(), |line| line.to_string());
    format!("{}:{place}: {} {}", safe(&find.file), find.kind.word(), safe(&find.pseudonym))
}

/// Returns whether the run that made the bundle kept no originals.
fn is_unkept(verdict: &Verdict) -> bool {
    verdict.manifest.scope == Scope::Bundle || verdict.manifest.purpose == Purpose::Usage
}

fn nothing_kept(verdict: &Verdict) -> Failure {
    let manifest = &verdict.manifest;
    if is_unkept(verdict) {
        let message = "this bundle was made without a ledger, as requested";
        return Failure::new(Exit::Failed, message)
            .hint("a bundle with --scope case and --purpose operations can be audited");
    }
    let of = manifest.case.as_ref().map_or("bundles without a case".to_owned(), |case| format!("case {case}"));
    Failure::new(Exit::Failed, format!("there is no ledger for {of} on this machine"))
        .hint("only the appliance that made the bundle has it, for 90 days after the last run of the case")
}
