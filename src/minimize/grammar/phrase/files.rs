//! Phrases of files that are shared and fetched: vsftpd and other servers of FTP, NFS, Lustre, CUPS' queues.

use super::table::{Phrase, machine, machine_before, maybe_machine, user_before, user_between, user_last};

/// Who fetches files, and which machines hold them.
pub(super) const FILES: &[Phrase] = &[
    // FTP
    user_last("FTP LOGIN FROM "),
    user_before("] OK LOGIN"),
    user_before("] FAIL LOGIN"),
    user_before("] OK DOWNLOAD"),
    user_before("] OK UPLOAD"),
    user_before("] FAIL UPLOAD"),
    user_before("] FAIL DOWNLOAD"),
    user_before("] OK DELETE"),
    // NFS, Lustre
    maybe_machine("Mount failed on "),
    maybe_machine("mount failed on "),
    machine("Export list for "),
    maybe_machine("SM_NOTIFY from "),
    machine("Lustre mount FAILED : "),
    machine_before("->/var/log/"),
    // CUPS
    user_between("queued on ", "by \"", "\""),
];
