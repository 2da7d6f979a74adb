//! The files of journald(8), of which journalctl(1) alone reads what is in them.

use std::time::Duration;

use super::reader::Reader;
use crate::profile::{Floor, PathPattern};

/// Returns how many bytes the files of the journal take together; what is found before a deadline counts.
pub fn size(reader: &mut Reader) -> u64 {
    let patterns: Vec<PathPattern> = FILES.iter().filter_map(|pattern| pattern.parse().ok()).collect();
    reader.list(&patterns, &[], Floor::Holds, DEADLINE).found.iter().fold(0, |sum, file| file.size.saturating_add(sum))
}

/// The patterns of the files: those that stay, and those that are gone with the next start of the system.
const FILES: [&str; 2] = ["/var/log/journal/*/*.journal*", "/run/log/journal/*/*.journal*"];
/// How long listing them may take.
const DEADLINE: Duration = Duration::from_secs(5);
