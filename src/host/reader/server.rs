//! The reader's side: opens and reads what it is told, and answers.

use std::io::{self, BufWriter, Write};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::super::frame::{self, End, Frame, Request};
use super::super::mounts::Watched;
use super::super::open::Opener;
use super::super::{command, process, read, sandbox, walk};
use crate::plan::Status;
use crate::profile::PathPattern;

/// Answers requests on standard input until the other end closes; `entered` are mounts that may
/// be entered though they may not answer.
#[must_use]
pub fn serve(entered: impl IntoIterator<Item = std::ffi::OsString>) -> ExitCode {
    let entered: Vec<PathBuf> = entered.into_iter().map(PathBuf::from).collect();
    command::close_the_rest();
    sandbox::leave_no_trace();
    sandbox::confine_reader();
    let answered = (|| -> io::Result<()> {
        let stream = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
        let mut input = stream.try_clone()?;
        let mut mounts = Watched::new();
        let mut out = BufWriter::new(&stream);
        while let Some(frame) = Frame::read(&mut input)? {
            if let Frame::Request(request) = frame {
                answer(request, (&mut mounts, &entered), &mut out)?;
                out.flush()?;
            }
        }
        Ok(())
    })();
    if answered.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn answer(request: Request, (mounts, entered): (&mut Watched, &[PathBuf]), out: &mut impl Write) -> io::Result<()> {
    let mut opener = |root| Opener::with(root, mounts.now()).entering(entered);
    let done = End { status: Status::Collected, reason: None, dropped: 0 };
    let end = match request {
        Request::List { root, paths, exclude, sensitive, within } => {
            let opener = opener(root);
            let parse =
                |texts: Vec<String>| texts.iter().filter_map(|text| text.parse().ok()).collect::<Vec<PathPattern>>();
            let (paths, exclude) = (parse(paths), parse(exclude));
            let mut frames = Ok(());
            let frames = std::cell::RefCell::new((&mut frames, out.by_ref()));
            let send = |frame: Frame| {
                let (result, out) = &mut *frames.borrow_mut();
                if result.is_ok() {
                    **result = frame.write(out);
                }
            };
            walk::list(
                &opener,
                (&paths, &exclude, sensitive, Instant::now() + within),
                |found| send(Frame::Found(found)),
                |skip| send(Frame::Skipped(skip)),
            );
            std::mem::replace(frames.into_inner().0, Ok(()))?;
            done
        }
        Request::Read { root, path, keep, limit } => {
            let path = PathBuf::from(std::ffi::OsString::from_vec(path));
            read::read(&opener(root), &path, keep, limit, |piece| frame::data(out, piece))?
        }
        Request::Names { root, folder } => {
            for name in walk::names(&opener(root), Path::new(&folder)) {
                Frame::Data(name).write(out)?;
            }
            done
        }
        Request::Folder { root, folder } => match opener(root.clone()).folder(Path::new(&folder)) {
            Ok((_, path)) => {
                Frame::Data(root.locate(&path).into_os_string().into_vec()).write(out)?;
                done
            }
            Err(refusal) => End { status: refusal.status, reason: Some(refusal.reason), dropped: 0 },
        },
        Request::Program { name } => match process::find_program(&name) {
            // Security: a program that others could have put there would run with our rights.
            Some(path) => match crate::trust::file(&path) {
                Ok(()) => {
                    Frame::Data(path.into_os_string().into_vec()).write(out)?;
                    done
                }
                Err(fault) => {
                    let reason = Some(format!("the program is not trusted: {fault}"));
                    End { status: Status::Denied, reason, dropped: 0 }
                }
            },
            None => {
                let reason = Some(format!("no program `{name}` on this system"));
                End { status: Status::Absent, reason, dropped: 0 }
            }
        },
        Request::Exists { root, path, trusted } => {
            let opener = opener(root.clone());
            let (path, real) = (Path::new(&path), root.locate(Path::new(&path)));
            let there = opener.locate(path).map(drop).or_else(|_| opener.folder(path).map(drop));
            let trust = || crate::trust::file(&real).is_ok();
            if there.is_ok() && (!trusted || trust()) { done } else { End { status: Status::Absent, ..done } }
        }
        Request::Tree { path } => match path.canonicalize() {
            Ok(path) if path.is_dir() => {
                Frame::Data(path.into_os_string().into_vec()).write(out)?;
                done
            }
            Ok(_) => End { status: Status::Failed, reason: Some("it is no folder".to_owned()), dropped: 0 },
            Err(error) => End { status: Status::Failed, reason: Some(error.to_string()), dropped: 0 },
        },
    };
    Frame::End(end).write(out)
}
