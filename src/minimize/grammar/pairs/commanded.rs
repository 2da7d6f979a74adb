//! Words behind which a login and a machine stand: `ssh gwen@gw7`.

use std::cell::OnceCell;
use std::sync::LazyLock;

use crate::minimize::bytes::Any;

/// Where the first word ends behind which a login and a machine stand: looked for once in a line, when it is asked for.
#[derive(Debug, Default)]
pub(super) struct Commanded(OnceCell<Option<usize>>);

impl Commanded {
    /// Whether such a word stands before `start`.
    pub(super) fn before(&self, line: &[u8], start: usize) -> bool {
        let first = self.0.get_or_init(|| {
            let open = |at: usize| at == 0 || !line[at - 1].is_ascii_alphanumeric();
            let mut from = 0;
            while let Some((at, end)) = REMOTE.find(&line[from..]).map(|(at, end)| (from + at, from + end)) {
                if open(at) {
                    return Some(end);
                }
                from = end;
            }
            None
        });
        first.is_some_and(|end| end <= start)
    }
}

/// Programs that go to another machine, and what stands before the owner of a public key.
static REMOTE: LazyLock<Any> = LazyLock::new(|| {
    Any::new(&[
        b"ssh ",
        b"ssh-copy-id ",
        b"scp ",
        b"sftp ",
        b"rsync ",
        b"ssh-ed25519 ",
        b"ssh-rsa ",
        b"ssh-dss ",
        b"ssh-ed25519@openssh.com ",
        b"nistp256@openssh.com ",
        b"MD5:",
        b"nistp256 ",
        b"nistp384 ",
        b"nistp521 ",
        b"Connect\t",
        b"Connect ",
        b"SHA256:",
    ])
});
