//! `casepack minimize`

use std::fs::File;
use std::io::{self, BufWriter};

use super::args::Minimize;
use super::error::Failure;
use super::exit::Exit;
use crate::pipeline::Filter;

/// Minimizes files or standard input to standard output.
pub(super) fn run(arguments: Minimize) -> Result<Exit, Failure> {
    let state = super::state()?;
    let filter = Filter {
        profiles: &arguments.profiles,
        root: super::collect::root(arguments.root.as_deref()),
        case: arguments.case.as_deref(),
        purpose: arguments.purpose.into(),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.files.is_empty() {
        let name = arguments.name.as_deref().unwrap_or_default();
        filter.pass(name, &mut io::stdin().lock(), &mut out, &state)?;
    }
    for path in &arguments.files {
        let mut file = File::open(path)
            .map_err(|error| Failure::new(Exit::Failed, format!("cannot open {}: {error}", path.display())))?;
        let name = arguments.name.clone().unwrap_or_else(|| path.display().to_string());
        filter.pass(&name, &mut file, &mut out, &state)?;
    }
    Ok(Exit::Done)
}
