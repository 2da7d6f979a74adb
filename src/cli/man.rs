//! `casepack man` and `casepack completions`: pages and completions generated from the arguments, for packages.

use clap::{Command, CommandFactory};

use super::args::{Arguments, Man};
use super::error::Failure;
use super::exit::Exit;
use super::print;

/// Prints the manual page of the program or of one sub-command.
pub(super) fn run(arguments: &Man) -> Result<Exit, Failure> {
    let mut program = without_help(Arguments::command());
    // This fills in the full names of sub-commands and the options that they share.
    program.build();
    let pages = pages(&program, "");
    let mut names = pages.iter().map(|(name, _)| name.as_str());
    if arguments.list {
        print::text(names.fold(String::new(), |list, name| list + name + "\n"))?;
        return Ok(Exit::Done);
    }
    let command = match &arguments.command {
        None => Some(&program),
        Some(asked) => pages.iter().find(|(name, _)| name == asked).map(|(_, command)| *command),
    };
    let Some(command) = command else {
        let known = names.by_ref().collect::<Vec<_>>().join(", ");
        return Err(Failure::usage(format!("unknown command `{}`", arguments.command.as_deref().unwrap_or_default()))
            .hint(format!("the commands are: {known}")));
    };
    let mut page = Vec::new();
    let source = concat!("casepack ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command.clone()).source(source).render(&mut page).map_err(Failure::print)?;
    print::text(page)?;
    Ok(Exit::Done)
}

/// Removes the sub-command `help`, which has no page.
fn without_help(command: Command) -> Command {
    let command = command.disable_help_subcommand(true);
    let below: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    below.into_iter().fold(command, |command, name| command.mut_subcommand(name, without_help))
}

/// Returns every sub-command with the name of its page, prefixed with `prefix`: `key`, `key-show`.
fn pages<'a>(command: &'a Command, prefix: &str) -> Vec<(String, &'a Command)> {
    let page = |below: &'a Command| {
        let name = format!("{prefix}{}", below.get_name());
        let more = pages(below, &format!("{name}-"));
        std::iter::once((name, below)).chain(more)
    };
    command.get_subcommands().flat_map(page).collect()
}

/// Prints completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "casepack", &mut script);
    print::text(script)?;
    Ok(Exit::Done)
}
