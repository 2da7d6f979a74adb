//! The steps before anything is read: the tree, the profile that fits it, and the plan for this appliance.

use std::convert::Infallible;
use std::path::Path;
use std::time::Duration;

use super::times::Times;
use super::{Error, Request};
use crate::host::reader::{Haste, Reader, Wanted};
use crate::host::{Root, identity, profiles};
use crate::pack::Packer;
use crate::plan::{self, Listing, Plan, Sample, Status, Survey};
use crate::profile::{self, ByteSize, Compression, Facts, Floor, Keep, PathPattern, Profile, Purpose};

/// Returns a reader of the requested tree.
pub(super) fn reader(root: &Root) -> Result<Reader, Error> {
    match root {
        Root::Live => Ok(Reader::new(Root::Live)),
        Root::Tree(path) => Reader::for_tree(path).map_err(|end| {
            let (path, why) = (path.clone(), end.reason.unwrap_or_default());
            if end.status == Status::Failed { Error::Unread { path, why } } else { Error::Root { path, why } }
        }),
    }
}

/// Loads the requested profile, or the one that fits; `warn` is called for each that was ignored.
pub(super) fn loaded(names: &[String], reader: &mut Reader, warn: impl FnMut(String)) -> Result<Profile, Error> {
    let profile = if names.is_empty() { chosen(reader, warn)? } else { profile::load(names, &profiles::Profiles)? };
    reader.enter(&profile.mounts);
    Ok(profile)
}

/// Makes the plan for this appliance.
pub(super) fn planned(
    request: &Request,
    profile: &Profile,
    reader: &mut Reader,
    times: Times<'_>,
    room: &dyn Fn(ByteSize) -> Option<ByteSize>,
) -> Result<Plan, Error> {
    if request.selection.purpose == Purpose::Usage {
        consented(reader)?;
    }
    let mut selection = request.selection.clone();
    if let Some(room) = room(profile.limits.free) {
        if room < SMALLEST {
            return Err(Error::Full { room });
        }
        selection.room = Some(room);
    }
    let time = profile.limits.time.0;
    reader.end_at(times.start + time);
    reader.hasten(Haste::WhenAsked);
    let surveyor = &mut Surveyor { reader, deadline: SURVEY.min(time / PARTS), hangs: false };
    let plan = plan::make(profile, &selection, surveyor, times.now);
    // What the appliance knows of itself is always read completely, because nothing could be minimized without it.
    reader.hasten(Haste::Never);
    Ok(plan?)
}

/// Checks that the customer has agreed, according to the record of the appliance's administrator.
fn consented(reader: &mut Reader) -> Result<(), Error> {
    reader.trusted(CONSENT).map_err(|end| match (end.status, end.reason) {
        (Status::Absent, _) => Error::Consent,
        (_, why) => Error::DoubtfulConsent { why: why.unwrap_or_default() },
    })
}

/// Chooses the profile that fits the appliance.
fn chosen(reader: &mut Reader, warn: impl FnMut(String)) -> Result<Profile, Error> {
    let (os_release, dmi) = (identity::os_release(reader), identity::firmware(reader));
    let reader = std::cell::RefCell::new(reader);
    let exists = |path: &str| reader.borrow_mut().exists(path).is_ok();
    let facts = Facts { os_release, dmi, exists: &exists };
    let profile::Selected { profile, why, passed_over } = profile::select(&facts, &profiles::Profiles)?;
    passed_over.into_iter().for_each(warn);
    log::info!("profile {}: {why}", profile.name);
    Ok(profile)
}

/// Makes a survey through the reader.
struct Surveyor<'a> {
    reader: &'a mut Reader,
    deadline: Duration,
    /// Whether a file did not answer when a part of it was sampled.
    hangs: bool,
}

impl Survey for Surveyor<'_> {
    fn is_live(&self) -> bool {
        self.reader.root().is_live()
    }

    fn has(&mut self, path: &str) -> Result<(), (Status, String)> {
        self.reader.exists(path).map_err(|end| (end.status, end.reason.unwrap_or_default()))
    }

    fn has_program(&mut self, program: &str) -> bool {
        !matches!(self.reader.program(program), Err((Status::Absent, _)))
    }

    fn find(&mut self, paths: &[PathPattern], exclude: &[PathPattern], floor: Floor) -> Listing {
        self.reader.list(paths, exclude, floor, self.deadline)
    }

    fn sample(&mut self, path: &Path, keep: Keep, compress: Compression) -> Option<Sample> {
        if self.hangs {
            return None;
        }
        let mut bytes = Vec::new();
        let wanted = Wanted { path, keep, limit: SAMPLE };
        let Ok(end) = self.reader.read(wanted, None, SAMPLING, |piece| {
            bytes.extend_from_slice(piece);
            Ok::<_, Infallible>(())
        });
        self.hangs = end.status == Status::TimedOut;
        // The part that was read is a sufficient sample even if the rest is missing.
        let packed = Packer::new(compress).ok()?.pack(&bytes).ok()?;
        Some(Sample { bytes: bytes.len() as u64, packed: packed.len() as u64 })
    }
}

/// The file that records the customer's consent to `usage`; only root (or the caller) can have made it.
const CONSENT: &str = "/etc/casepack/consent/usage";
/// Minimum room with which a run begins.
const SMALLEST: ByteSize = ByteSize(256 << 10);
/// Maximum time to search for the files of one source.
const SURVEY: Duration = Duration::from_secs(20);
/// Bytes of a file that are packed as a sample, and the maximum time for reading them.
const SAMPLE: u64 = 256 << 10;
const SAMPLING: Duration = Duration::from_secs(5);
/// The part of the whole time that the survey of one source may take, as a divisor.
const PARTS: u32 = 5;
