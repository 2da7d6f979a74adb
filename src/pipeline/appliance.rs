//! What the appliance says of itself: taught to the minimizer, and recorded in the manifest.

use super::minimized;
use crate::host::identity::{self, Identity};
use crate::host::reader::Reader;
use crate::minimize::{Kind, Minimizer};

/// What is recorded of the appliance, minimized.
pub(super) struct Appliance {
    /// Pseudonym of its host name.
    pub(super) name: Option<String>,
    /// Name of its operating system.
    pub(super) os: Option<String>,
    /// The running machine's id, not minimized; `None` if another tree is read.
    pub(super) machine: Option<Vec<u8>>,
    /// Number of files that describe it and were not read, or not completely.
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
    /// Does the same, and returns what the manifest records of it.
    pub(super) fn taught(minimizer: &mut Minimizer, reader: &mut Reader) -> Self {
        let identity = teach(minimizer, reader);
        let host = identity.files.iter().find(|(path, _)| path == "etc/hostname" || path == "proc/sys/kernel/hostname");
        let name = host.map(|(_, bytes)| minimizer.pseudonym(Kind::Host, String::from_utf8_lossy(bytes).trim()));
        let os = identity::os_release(reader).get("PRETTY_NAME").map(|os| minimized(minimizer, os.as_bytes()));
        let machine = reader.root().is_live().then(|| identity::machine_id(reader)).flatten();
        Self { name, os, machine, left_out: identity.left_out }
    }
}
