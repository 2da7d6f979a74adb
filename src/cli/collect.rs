//! `casepack collect`

use std::io::{IsTerminal, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{Collect, EventsArgument, Selected};
use super::error::Failure;
use super::exit::Exit;
use super::lossy_stderr::LossyStderr;
use super::terminal::safe;
use crate::clock::{Clock, System, rfc3339};
use crate::host::reader::Reader;
use crate::host::signals::{self, Ending};
use crate::host::{Root, process};
use crate::output;
use crate::pipeline::{self, Request, Target};
use crate::plan::Selection;
use crate::profile::{self, Scope};
use crate::progress::{Event, Events, Silent, json_line};
use crate::report::text;
use crate::state::State;

/// Makes a bundle and prints a summary of it.
pub(super) fn run(arguments: Collect) -> Result<Exit, Failure> {
    let how = arguments.events;
    let mut events: Box<dyn Events> = match how {
        EventsArgument::Human => Box::new(Human::new()),
        EventsArgument::Json => Box::new(Json(LossyStderr::new())),
        EventsArgument::None => Box::new(Silent),
    };
    collect(arguments, events.as_mut()).map_err(|failure| {
        events.event(&Event::Failed { message: failure.text() });
        // The event stream has already reported the failure to whoever reads JSON.
        if how == EventsArgument::Json { failure.told() } else { failure }
    })
}

fn collect(arguments: Collect, events: &mut dyn Events) -> Result<Exit, Failure> {
    let (target, recipients) = (target(arguments.output)?, arguments.encrypt_to);
    let scope = arguments.scope.into();
    let state = super::state(State::open)?;
    let request = Request { target, recipients, scope, ..request(arguments.selected, &state)? };
    watch(&state, arguments.events)?;
    let summary = pipeline::collect(&request, &state, super::clock().as_ref(), events)?;
    if arguments.events == EventsArgument::Human {
        let text = text::summary(&summary, &|name| safe(name));
        let _ = write!(std::io::stderr(), "{text}");
    }
    // A script wants only the path of the bundle; a person has read it in the summary.
    let told = std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
    if let (EventsArgument::Human, Some(path), false) = (arguments.events, &summary.path, told) {
        let _ = std::io::stdout().write_all(&[path.as_os_str().as_bytes(), b"\n"].concat());
    }
    Ok(if summary.complete { Exit::Done } else { Exit::Incomplete })
}

/// Installs the signal handling, so that a run that a signal ends leaves nothing behind and says so.
fn watch(state: &State, how: EventsArgument) -> Result<(), Failure> {
    let state = state.clone();
    let watched = signals::install(move |ending| {
        process::end_all();
        output::remove_partials();
        let (exit, word) = match ending {
            Ending::Cancelled => (Exit::Cancelled, "cancelled"),
            Ending::Terminated => (Exit::Terminated, "terminated"),
        };
        tell_the_end(how, &format!("{word}; nothing is left behind"));
        state.mark_cancelled();
        leave(exit)
    });
    watched.map_err(|error| Failure::new(Exit::Failed, format!("cannot take signals: {error}")))
}

/// Prints the last message of a run that ends at once, and drops it if nothing reads it, so that it cannot delay the
/// end.
fn tell_the_end(how: EventsArgument, message: &str) {
    match how {
        EventsArgument::None => {}
        EventsArgument::Json => {
            let event = Event::Failed { message: message.to_owned() };
            LossyStderr::impatient().write_line(&json_line(&event, &rfc3339(System.now())));
        }
        EventsArgument::Human => LossyStderr::impatient().write_line(message),
    }
}

#[expect(clippy::disallowed_methods, reason = "the command line picks exit codes, and the main thread may be stuck")]
fn leave(exit: Exit) {
    std::process::exit(exit.code().into())
}

/// Returns why a file may never be attached, if so; links are resolved first.
fn never_attached(file: &Path, state: &State) -> Option<&'static str> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (file, state) = (real(file), real(state.folder()));
    let own = file.starts_with(state).then_some("casepack's own keys and ledgers");
    own.or_else(|| profile::never_collected(file.as_os_str().as_bytes()))
}

/// Builds the part of the request that `collect` and `plan` have in common.
pub(super) fn request(selected: Selected, state: &State) -> Result<Request, Failure> {
    let mut reader = Reader::new(Root::Live);
    let profiles = selected.profiles.iter().filter(|name| profile::is_path(name)).map(Path::new);
    profiles.into_iter().try_for_each(|path| answers("-p", path, &mut reader))?;
    for file in &selected.attach {
        answers("--attach", file, &mut reader)?;
        let why = match std::fs::metadata(file) {
            Ok(metadata) if metadata.is_file() => match never_attached(file, state) {
                Some(why) => format!("cannot be attached: it is never collected ({why})"),
                None => continue,
            },
            Ok(_) => "cannot be read: it is not a regular file".to_owned(),
            Err(error) => format!("cannot be read: {error}"),
        };
        return Err(Failure::usage(format!("--attach {} {why}", file.display())));
    }
    Ok(Request {
        profiles: selected.profiles,
        selection: Selection {
            purpose: selected.purpose.into(),
            since: selected.since,
            until: selected.until,
            only: selected.only,
            skip: selected.skip,
            max_size: selected.max_size,
            room: None,
            compress: selected.compress,
            note: selected.note,
            attach: selected.attach,
        },
        case: selected.case,
        scope: Scope::Case,
        root: root(selected.root.as_deref()),
        target: Target::Folder(None),
        recipients: Vec::new(),
    })
}

/// Checks in a reader that a path answers, because this process could not be ended while it waited for the path.
fn answers(option: &str, path: &Path, reader: &mut Reader) -> Result<(), Failure> {
    let Some(why) = std::path::absolute(path).ok().and_then(|path| reader.hangs(&path)) else { return Ok(()) };
    let failure = Failure::usage(format!("{option} {} cannot be accessed: {why}", path.display()));
    Err(failure.hint("name a path on another file system, or unmount the one that hangs (umount -l)"))
}

/// Returns the tree to read.
pub(super) fn root(folder: Option<&Path>) -> Root {
    folder.map_or(Root::Live, |folder| Root::Tree(std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())))
}

/// Returns where to write the bundle, depending on what exists there.
fn target(output: Option<PathBuf>) -> Result<Target, Failure> {
    if let Some(path) = output.as_ref().filter(|path| path.as_os_str() != "-") {
        answers("-o", path, &mut Reader::new(Root::Live))?;
    }
    Ok(match output {
        None => Target::Folder(None),
        Some(path) if path.as_os_str() == "-" && std::io::stdout().is_terminal() => {
            let hint = "write it to a file with -o FILE, or pipe it: casepack collect -o - | ssh HOST 'cat > FILE'";
            return Err(Failure::usage("refusing to write a bundle to a terminal").hint(hint));
        }
        Some(path) if path.as_os_str() == "-" => Target::Standard,
        Some(path) if path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") => {
            Target::Folder(Some(path))
        }
        Some(path) => Target::File(path),
    })
}

/// Writes events as JSON lines to standard error.
struct Json(LossyStderr);

impl Events for Json {
    fn event(&mut self, event: &Event) {
        let line = json_line(event, &rfc3339(System.now()));
        match event {
            Event::Progress { .. } | Event::SourceStarted { .. } | Event::SourceFinished { .. } => {
                self.0.write_line(&line)
            }
            Event::Plan { .. } | Event::Warning { .. } | Event::Bundle { .. } | Event::Failed { .. } => {
                self.0.write_important(&line)
            }
        }
    }
}

/// Shows events to people: a progress bar on a terminal, otherwise a line for each source that was not collected whole.
struct Human {
    bar: ProgressBar,
    terminal: bool,
    stderr: LossyStderr,
}

impl Human {
    fn new() -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = if terminal { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{bar:12} {pos}/{len} items  {wide_msg}") {
            bar.set_style(style);
        }
        Self { bar, terminal, stderr: LossyStderr::new() }
    }
}

impl Events for Human {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Plan { items, .. } => self.bar.set_length(*items),
            Event::SourceStarted { source } => self.bar.set_message(safe(source)),
            Event::Progress { items, .. } => self.bar.set_position(*items),
            Event::SourceFinished { source, status } if !self.terminal && status.is_missing() => {
                self.stderr.write_line(&format!("{}: {}", safe(source), status.word()));
            }
            Event::Warning { message } => {
                self.bar.suspend(|| self.stderr.write_important(&format!("warning: {}", safe(message))))
            }
            Event::Bundle { .. } | Event::Failed { .. } => self.bar.finish_and_clear(),
            Event::SourceFinished { .. } => {}
        }
    }
}
