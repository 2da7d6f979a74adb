//! The reader's side: opens and reads what it is asked for, and answers.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::super::frame::{self, End, Frame, Request};
use super::super::mounts::Watched;
use super::super::open::{Opener, Refusal, path_of};
use super::super::root::Root;
use super::super::walk::{self, Sought};
use super::super::{command, process, read, sandbox};
use super::Wanted;
use crate::plan::Status;

/// Answers requests on standard input until the other end closes; `entered` are mounts to enter although they may not
/// answer.
#[must_use]
pub fn serve(entered: impl IntoIterator<Item = std::ffi::OsString>) -> ExitCode {
    let entered: Vec<PathBuf> = entered.into_iter().map(PathBuf::from).collect();
    command::close_the_rest();
    sandbox::leave_no_trace();
    sandbox::confine_reader();
    let answered = (|| -> io::Result<()> {
        let stream = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
        let mut input = stream.try_clone()?;
        let mut openers = Openers { mounts: Watched::new(), entered };
        let mut out = BufWriter::new(&stream);
        while let Some(frame) = Frame::read(&mut input, Vec::new())? {
            if let Frame::Request(request) = frame {
                answer(request, &mut openers, &mut out)?;
                out.flush()?;
            }
        }
        Ok(())
    })();
    if answered.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The openers for any root.
struct Openers {
    mounts: Watched,
    /// Mounts to enter although they may not answer.
    entered: Vec<PathBuf>,
}

impl Openers {
    /// Returns the opener for a root, with the current mounts.
    fn of(&mut self, root: Root) -> Opener {
        Opener::with(root, self.mounts.now()).entering(&self.entered)
    }
}

/// Does what a request asks for, and returns how it ended.
fn answer(request: Request, openers: &mut Openers, out: &mut impl Write) -> io::Result<()> {
    let mut opener = |root| openers.of(root);
    let end = match request {
        Request::List { root, paths, exclude, floor, own, within } => {
            let parse = |texts: Vec<String>| texts.iter().filter_map(|text| text.parse().ok()).collect();
            let (paths, exclude) = (parse(paths), parse(exclude));
            list(&opener(root), &Sought { paths, exclude, floor, own, until: Instant::now() + within }, out)?
        }
        Request::Read { root, path, keep, limit } => {
            let wanted = Wanted { path: &path_of(path), keep, limit };
            read::read(&opener(root), wanted, |piece| frame::data(out, piece))?
        }
        Request::Names { root, folder } => names(&opener(root), &folder, out)?,
        Request::Folder { root, folder } => match opener(root.clone()).folder(Path::new(&folder)) {
            Ok((_, path)) => told(root.locate(&path), out)?,
            Err(refusal) => End::without(refusal.status, refusal.reason),
        },
        Request::Program { name } => program(&name, out)?,
        Request::Exists { root, path } => match exists(&opener(root), Path::new(&path)) {
            Ok(()) => End::DONE,
            Err(refusal) => End::without(refusal.status, refusal.reason),
        },
        Request::Trusted { root, path } => {
            let real = root.locate(Path::new(&path));
            match crate::trust::file(&real) {
                _ if exists(&opener(root), Path::new(&path)).is_err() => End { status: Status::Absent, ..End::DONE },
                Ok(()) => End::DONE,
                Err(fault) => End::without(Status::Denied, fault.to_string()),
            }
        }
        Request::Reach { path } => {
            let path = path_of(path);
            // The result does not matter: if this call returns, main can look at the path itself without hanging.
            let _ = path.metadata();
            let _ = path.parent().map(Path::metadata);
            End::DONE
        }
        Request::Tree { path } => match path.canonicalize() {
            Ok(path) if path.is_dir() => told(path, out)?,
            Ok(_) => End::without(Status::Absent, "not a directory"),
            Err(error) => End::without(Status::Absent, error.to_string()),
        },
    };
    Frame::End(end).write(out)
}

/// Lists the files that match, and the matching paths that will not be read.
fn list(opener: &Opener, sought: &Sought, out: &mut impl Write) -> io::Result<End> {
    let written = RefCell::new((Ok(()), out));
    let send = |frame: Frame| {
        let (result, out) = &mut *written.borrow_mut();
        if result.is_ok() {
            *result = frame.write(out);
        }
    };
    walk::list(opener, sought, |found| send(Frame::Found(found)), |skip| send(Frame::Skipped(skip)));
    written.into_inner().0.map(|()| End::DONE)
}

fn names(opener: &Opener, folder: &str, out: &mut impl Write) -> io::Result<End> {
    for name in walk::names(opener, Path::new(folder)) {
        Frame::Data(name).write(out)?;
    }
    Ok(End::DONE)
}

/// Finds a program that may be started.
fn program(name: &str, out: &mut impl Write) -> io::Result<End> {
    let Some(path) = process::find_program(name) else {
        return Ok(End::without(Status::Absent, format!("program `{name}` is not installed")));
    };
    // Security: a program that others could have put there would run with our rights.
    match crate::trust::file(&path) {
        Ok(()) => told(path, out),
        Err(fault) => Ok(End::without(Status::Denied, format!("the program is not trusted: {fault}"))),
    }
}

/// Whether a path leads anywhere; why not, where it does not.
fn exists(opener: &Opener, path: &Path) -> Result<(), Refusal> {
    opener.locate(path).map(drop).or_else(|_| opener.folder(path).map(drop))
}

/// Answers with a path.
fn told(path: PathBuf, out: &mut impl Write) -> io::Result<End> {
    Frame::Data(path.into_os_string().into_vec()).write(out)?;
    Ok(End::DONE)
}
