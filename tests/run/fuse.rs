//! A small file system in user space that can stop answering, like a hung network mount.
//!
//! It speaks the kernel's protocol (linux/fuse.h) over `/dev/fuse`. Closing that descriptor aborts the connection, so
//! whatever hangs in it is freed when the test ends, however it ends.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::poll::{PollFd, PollFlags, poll};

/// A mounted file system.
pub(crate) struct Fuse {
    point: PathBuf,
    over: Arc<AtomicBool>,
    server: Option<JoinHandle<()>>,
}

/// A file or folder: path without a leading slash, content of a file.
pub(crate) type Entry = (&'static str, Option<&'static str>);

/// A request that is never answered: its opcode, the path that it is about.
pub(crate) type Hang = (u32, &'static str);

impl Fuse {
    /// Mounts these entries; the first is the root, with an empty path.
    pub(crate) fn mount(point: &Path, entries: &'static [Entry], hang: Option<Hang>) -> Self {
        std::fs::create_dir_all(point).unwrap();
        let device =
            OpenOptions::new().read(true).write(true).custom_flags(nix::libc::O_CLOEXEC).open("/dev/fuse").unwrap();
        let options = format!("fd={},rootmode=40000,user_id=0,group_id=0,allow_other", device.as_raw_fd());
        mount(Some("casepack-test"), point, Some("fuse"), MsFlags::MS_NOSUID, Some(options.as_str())).unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let server = {
            let over = Arc::clone(&over);
            std::thread::spawn(move || serve(device, entries, hang, &over))
        };
        Self { point: point.to_owned(), over, server: Some(server) }
    }
}

impl Drop for Fuse {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = self.server.take().map(JoinHandle::join);
        let _ = umount2(&self.point, MntFlags::MNT_DETACH);
    }
}

fn serve(mut device: File, entries: &[Entry], hang: Option<Hang>, over: &AtomicBool) {
    let mut buffer = vec![0; 1 << 20];
    while !over.load(Ordering::SeqCst) {
        let ready = poll(&mut [PollFd::new(device.as_fd(), PollFlags::POLLIN)], 20_u16);
        if !ready.is_ok_and(|count| count > 0) {
            continue;
        }
        let Ok(length) = device.read(&mut buffer) else { return };
        let request = Request::parse(&buffer[..length]);
        if hang
            .is_some_and(|(opcode, path)| opcode == request.opcode && Some(path) == request.about(entries).as_deref())
        {
            continue;
        }
        let Some(answer) = request.answer(entries) else { continue };
        let (error, body) = answer.map_or_else(|error| (-error, Vec::new()), |body| (0, body));
        let mut reply = u32::try_from(16 + body.len()).unwrap().to_le_bytes().to_vec();
        reply.extend(error.to_le_bytes());
        reply.extend(request.unique.to_le_bytes());
        reply.extend(body);
        let _ = device.write(&reply);
    }
}

/// A request: header and the rest.
struct Request<'a> {
    opcode: u32,
    unique: u64,
    /// The node, counted from 1 like the entries from 0.
    node: u64,
    body: &'a [u8],
}

impl<'a> Request<'a> {
    fn parse(bytes: &'a [u8]) -> Self {
        let opcode = u32::from_le_bytes(bytes[4..8].try_into().unwrap());
        Self { opcode, unique: number(bytes, 8), node: number(bytes, 16), body: &bytes[40..] }
    }

    /// Returns the path that it is about.
    fn about(&self, entries: &[Entry]) -> Option<String> {
        let path = entries.get(usize::try_from(self.node).ok()?.checked_sub(1)?)?.0;
        if self.opcode != LOOKUP {
            return Some(path.to_owned());
        }
        let name = String::from_utf8_lossy(self.body.strip_suffix(b"\0")?).into_owned();
        Some(if path.is_empty() { name } else { format!("{path}/{name}") })
    }

    /// Returns the answer's body or error; `None` if the kernel expects none.
    fn answer(&self, entries: &[Entry]) -> Option<Result<Vec<u8>, i32>> {
        let index = usize::try_from(self.node).unwrap_or(0).saturating_sub(1);
        Some(match self.opcode {
            INIT => Ok([words(&[7, 31, 65_536, 0, 0x000c_000c, 65_536, 1, 16]), vec![0; 32]].concat()),
            LOOKUP => {
                let path = self.about(entries)?;
                match entries.iter().position(|(known, _)| *known == path) {
                    Some(found) => {
                        let node = found as u64 + 1;
                        Ok([longs(&[node, 0, 0, 0]), vec![0; 8], attributes(node, entries[found].1)].concat())
                    }
                    None => Err(nix::libc::ENOENT),
                }
            }
            GETATTR => Ok([vec![0; 16], attributes(self.node, entries[index].1)].concat()),
            OPEN | OPENDIR => Ok(vec![0; 16]),
            READ => {
                let content = entries[index].1.unwrap_or_default().as_bytes();
                Ok(content.get(usize::try_from(number(self.body, 8)).unwrap()..).unwrap_or_default().to_vec())
            }
            READDIR if number(self.body, 8) == 0 => Ok(listing(entries, entries[index].0)),
            READDIR | RELEASE | RELEASEDIR | FLUSH => Ok(Vec::new()),
            STATFS => Ok(vec![0; 80]),
            FORGET | BATCH_FORGET | INTERRUPT => return None,
            _ => Err(nix::libc::ENOSYS),
        })
    }
}

/// Encodes a `fuse_attr`.
fn attributes(node: u64, content: Option<&str>) -> Vec<u8> {
    let size = content.map_or(0, str::len) as u64;
    let mode = if content.is_some() { 0o100_644 } else { 0o040_755 };
    [longs(&[node, size, 1, 0, 1_900_000_000, 0]), words(&[0, 0, 0, mode, 1, 0, 0, 0, 4096, 0])].concat()
}

/// Encodes the entries of a folder as `fuse_dirent`s.
fn listing(entries: &[Entry], folder: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for (index, (path, content)) in entries.iter().enumerate().skip(1) {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        if parent != folder {
            continue;
        }
        out.extend(longs(&[index as u64 + 1, index as u64 + 1]));
        out.extend(words(&[u32::try_from(name.len()).unwrap(), if content.is_some() { 8 } else { 4 }]));
        out.extend(name.as_bytes());
        out.resize(out.len().next_multiple_of(8), 0);
    }
    out
}

fn number(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn longs(longs: &[u64]) -> Vec<u8> {
    longs.iter().flat_map(|long| long.to_le_bytes()).collect()
}

pub(crate) const LOOKUP: u32 = 1;
const FORGET: u32 = 2;
pub(crate) const GETATTR: u32 = 3;
pub(crate) const OPEN: u32 = 14;
pub(crate) const READ: u32 = 15;
const STATFS: u32 = 17;
const RELEASE: u32 = 18;
const FLUSH: u32 = 25;
const INIT: u32 = 26;
pub(crate) const OPENDIR: u32 = 27;
pub(crate) const READDIR: u32 = 28;
const RELEASEDIR: u32 = 29;
const INTERRUPT: u32 = 36;
const BATCH_FORGET: u32 = 42;
