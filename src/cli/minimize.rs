//! `casepack minimize`

use std::fs::File;
use std::io::{self, BufWriter};

use super::args::Minimize;
use super::error::Failure;
use super::exit::Exit;
use crate::pipeline;

/// Minimizes files or standard input to standard output.
pub(super) fn run(arguments: Minimize) -> Result<Exit, Failure> {
    let state = super::state()?;
    let root = arguments.root.as_deref();
    let root = root.map(|root| std::path::absolute(root).unwrap_or_else(|_| root.to_owned()));
    let (root, case, purpose) = (root.as_deref(), arguments.case.as_deref(), arguments.purpose.into());
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.files.is_empty() {
        let name = arguments.name.as_deref().unwrap_or_default();
        pipeline::minimize(
            &mut io::stdin().lock(),
            &mut out,
            (name, root, case, purpose),
            &arguments.profiles,
            &state,
        )?;
    }
    for path in &arguments.files {
        let mut file = File::open(path)
            .map_err(|error| Failure::new(Exit::Failed, format!("cannot open {}: {error}", path.display())))?;
        let name = arguments.name.clone().unwrap_or_else(|| path.display().to_string());
        pipeline::minimize(&mut file, &mut out, (&name, root, case, purpose), &arguments.profiles, &state)?;
    }
    Ok(Exit::Done)
}
