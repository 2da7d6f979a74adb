//! What the appliance says of itself: taught to the minimizer, and told in the manifest.

use super::minimized;
use crate::host::identity::{self, Identity};
use crate::host::reader::Reader;
use crate::minimize::{Kind, Minimizer};

/// What is told of the appliance, minimized.
pub(super) struct Appliance {
    /// Its host name's pseudonym.
    pub(super) name: Option<String>,
    /// What its operating system calls itself.
    pub(super) os: Option<String>,
    /// The running machine's id, as it stands; none where another tree is read.
    pub(super) machine: Option<Vec<u8>>,
    /// How many files that say who it is were not read, or not whole.
    pub(super) left_out: usize,
}

/// Reads who the appliance is and teaches it to the minimizer.
pub(super) fn teach(minimizer: &mut Minimizer, reader: &mut Reader) -> Identity {
    let identity = identity::gather(reader);
    let files = identity.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    minimizer.harvest(files, &identity.homes);
    identity
}

impl Appliance {
    /// The same, and takes from it what the manifest tells.
    pub(super) fn taught(minimizer: &mut Minimizer, reader: &mut Reader) -> Self {
        let identity = teach(minimizer, reader);
        let host = identity.files.iter().find(|(path, _)| path == "etc/hostname" || path == "proc/sys/kernel/hostname");
        let name = host.map(|(_, bytes)| minimizer.pseudonym(Kind::Host, String::from_utf8_lossy(bytes).trim()));
        let os = identity::os_release(reader).get("PRETTY_NAME").map(|os| minimized(minimizer, os.as_bytes()));
        let machine = reader.root().is_live().then(|| identity::machine_id(reader)).flatten();
        Self { name, os, machine, left_out: identity.left_out }
    }
}
