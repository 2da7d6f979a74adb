//! Chooses the compression level for a slow machine: the usual level, or the fastest.

use std::fmt::Write;
use std::time::{Duration, Instant};

use crate::pack::Packer;
use crate::plan::Plan;
use crate::profile::Compression;

/// Returns the plan's compression, or its fastest level if the usual one would take too much of the run's time at the
/// profile's share of the processors. A level that was chosen explicitly stays.
pub(super) fn affordable(plan: &Plan) -> Compression {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let time = plan.limits.time.0.mul_f64(f64::from(plan.limits.cpu.0) / 100.0 * processors as f64);
    if !plan.compress.is_usual() || is_in_time(plan.bytes(), SLOWEST, time) {
        return plan.compress;
    }
    let speed = speed(plan.compress).unwrap_or(SLOWEST);
    if is_in_time(plan.bytes(), speed, time) {
        return plan.compress;
    }
    log::info!("packing at {speed:.0} bytes a second is too slow here for {} bytes: fastest level", plan.bytes());
    plan.compress.hurried()
}

/// Returns whether packing so many bytes at this speed fits into packing's share of the time.
fn is_in_time(bytes: u64, speed: f64, time: Duration) -> bool {
    bytes as f64 / speed <= time.as_secs_f64() / PARTS
}

/// Returns the bytes that this machine packs per second, measured on a sample of a log; `None` if it cannot pack.
fn speed(compress: Compression) -> Option<f64> {
    let mut sample = String::new();
    for number in 0_u32..2000 {
        let mixed = number.wrapping_mul(2_654_435_761);
        let _ = writeln!(
            sample,
            "2026-03-09T12:{:02}:{:02}Z worker[{}]: took {mixed} us",
            number / 60,
            number % 60,
            mixed >> 20
        );
    }
    let mut packer = Packer::new(compress).ok()?;
    let begun = Instant::now();
    packer.pack(sample.as_bytes()).ok()?;
    Some(sample.len() as f64 / begun.elapsed().as_secs_f64().max(1e-6))
}

/// Bytes per second below which a measurement is implausible.
const SLOWEST: f64 = 1e6;
/// Packing may take a third of the time; the rest is for reading and minimizing.
const PARTS: f64 = 3.0;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Compression, is_in_time, speed};

    #[test]
    fn what_takes_more_than_its_share_of_the_time_is_not_in_time() {
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        assert!(is_in_time(1 << 30, 100e6, minutes(1)));
        assert!(!is_in_time(1 << 30, 10e6, minutes(1)));
        assert!(is_in_time(1 << 30, 10e6, minutes(10)));
        assert!(speed(Compression::default()).is_some_and(|speed| speed > 1e5));
    }
}
