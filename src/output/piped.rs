//! A pipe that is abandoned if its reader stops reading.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Standard output, of any kind.
pub(super) struct Piped {
    file: File,
    patience: Duration,
}

impl Piped {
    pub(super) const fn new(file: File, patience: Duration) -> Self {
        Self { file, patience }
    }

    /// Waits until something can be written.
    fn wait(&self) -> io::Result<()> {
        let time = PollTimeout::try_from(self.patience).unwrap_or(PollTimeout::MAX);
        loop {
            match poll(&mut [PollFd::new(self.file.as_fd(), PollFlags::POLLOUT)], time) {
                Err(Errno::EINTR) => {}
                Ok(0) => {
                    return Err(io::Error::new(io::ErrorKind::TimedOut, "its reader has stopped taking data"));
                }
                ready => return Ok(ready.map(drop)?),
            }
        }
    }
}

impl Write for Piped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.wait()?;
        // A pipe that is ready takes this much at once (pipe(7)); with more, the write itself could wait.
        self.file.write(bytes.get(..ATOMIC).unwrap_or(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Bytes that a pipe takes at once: `PIPE_BUF`.
const ATOMIC: usize = 4096;

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{ErrorKind, Read, Write};
    use std::time::Duration;

    use super::Piped;

    #[test]
    fn w6_who_takes_nothing_of_a_bundle_is_not_waited_for_without_end() {
        let (mut read, write) = std::io::pipe().unwrap();
        let mut piped = Piped::new(File::from(std::os::fd::OwnedFd::from(write)), Duration::from_millis(100));
        let more = vec![b'x'; 4 << 20];
        assert_eq!(piped.write_all(&more).unwrap_err().kind(), ErrorKind::TimedOut);
        let reader = std::thread::spawn(move || read.read_to_end(&mut Vec::new()).unwrap());
        piped.write_all(&more).unwrap();
        drop(piped);
        assert!(reader.join().unwrap() > more.len());
    }
}
