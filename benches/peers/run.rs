//! Runs commands one after the other and measures each.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// The cost of one run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// Wall time in seconds.
    pub(crate) wall: f64,
    /// Processor time in seconds, of all processes that took part.
    pub(crate) cpu: f64,
    /// Peak memory of the largest process in MiB.
    pub(crate) peak: f64,
    /// Size of the output in MB.
    pub(crate) size: f64,
}

impl Cost {
    pub(crate) const FIELDS: [fn(&Self) -> f64; 4] =
        [|cost| cost.wall, |cost| cost.cpu, |cost| cost.peak, |cost| cost.size];
}

/// A program in the comparison: a line for the shell, with `$out` for its output.
pub(crate) struct Peer {
    pub(crate) name: String,
    pub(crate) line: String,
    /// The processors on which it may run, as taskset(1) takes them.
    pub(crate) on: Option<&'static str>,
}

/// Runs a program once in a folder.
pub(crate) fn run(peer: &Peer, folder: &Path, environment: &[(&str, &Path)]) -> io::Result<Cost> {
    let (out, report) = (folder.join("out"), folder.join("report"));
    let _ = fs::remove_file(&out);
    let mut command = Command::new("taskset");
    command.args(["-c", peer.on.unwrap_or("0-1023")]);
    command.args(["/usr/bin/time", "-q", "-f", "%e %U %S %M", "-o"]).arg(&report);
    command.args(["sh", "-c", &peer.line]).current_dir(folder).env("out", &out);
    command.envs(environment.iter().copied()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status()?;
    // Sources that do not exist on this machine make a bundle incomplete, but not slower.
    if !matches!(status.code(), Some(0 | 3)) {
        return Err(io::Error::other(format!("{} ended with {status}", peer.name)));
    }
    let report = fs::read_to_string(&report)?;
    let figures: Vec<f64> = report.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    let [wall, user, system, peak] = figures[..] else { return Err(io::Error::other("time(1) says no figures")) };
    let size = fs::metadata(&out).map_or(0.0, |metadata| metadata.len() as f64 / 1e6);
    Ok(Cost { wall, cpu: user + system, peak: peak / 1024.0, size })
}

/// Returns the median of some figures.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
