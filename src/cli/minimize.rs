//! `casepack minimize`

use std::fs::File;
use std::io::{self, BufWriter, Read};

use super::args::Minimize;
use super::error::Failure;
use super::exit::Exit;
use crate::pipeline::{self, Filter};
use crate::state::State;

/// Minimizes files or standard input to standard output.
pub(super) fn run(arguments: Minimize) -> Result<Exit, Failure> {
    let state = super::state(State::open)?;
    let filter = Filter {
        profiles: &arguments.profiles,
        root: super::collect::root(arguments.root.as_deref()),
        case: arguments.case.as_deref(),
        purpose: arguments.purpose.into(),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut pass = |name: &str, input: &mut dyn Read| filter.pass(name, input, &mut out, &state).map_err(failure);
    if arguments.files.is_empty() {
        pass(arguments.name.as_deref().unwrap_or_default(), &mut io::stdin().lock())?;
    }
    for path in &arguments.files {
        let shown = path.display().to_string();
        let mut file =
            File::open(path).map_err(|error| Failure::new(Exit::Failed, format!("cannot open {shown}: {error}")))?;
        let name = arguments.name.as_deref().unwrap_or(&shown);
        pass(name, &mut file).map_err(|failure| failure.context(format!("cannot minimize {shown}")))?;
    }
    Ok(Exit::Done)
}

/// Rewords an error, because this command does not write a bundle.
fn failure(error: pipeline::Error) -> Failure {
    match error {
        pipeline::Error::Write(error) => Failure::print(error),
        error => error.into(),
    }
}
