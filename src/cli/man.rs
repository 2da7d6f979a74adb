//! `casepack man` and `casepack completions`: what is made from the arguments themselves, for packages.

use clap::CommandFactory;

use super::args::{Arguments, Man};
use super::error::Failure;
use super::exit::Exit;
use super::print;

/// Prints the manual page of the program or of one sub-command.
pub(super) fn run(arguments: &Man) -> Result<Exit, Failure> {
    let mut program = Arguments::command();
    // Names sub-commands in full, and hands them what they share.
    program.build();
    let names = || program.get_subcommands().map(clap::Command::get_name).filter(|name| *name != "help");
    if arguments.list {
        print::text(names().fold(String::new(), |list, name| list + name + "\n"))?;
        return Ok(Exit::Done);
    }
    let command = match &arguments.command {
        None => Some(&program),
        Some(name) => program.find_subcommand(name),
    };
    let Some(command) = command else {
        let known = names().collect::<Vec<_>>().join(", ");
        return Err(Failure::usage(format!(
            "there is no command `{}`",
            arguments.command.as_deref().unwrap_or_default()
        ))
        .hint(format!("there are: {known}")));
    };
    let mut page = Vec::new();
    let source = concat!("casepack ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command.clone()).source(source).render(&mut page).map_err(Failure::print)?;
    print::text(page)?;
    Ok(Exit::Done)
}

/// Prints completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "casepack", &mut script);
    print::text(script)?;
    Ok(Exit::Done)
}
