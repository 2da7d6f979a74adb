//! The whole way of the data, the only module that knows every stage.

mod appliance;
mod bounds;
mod canary;
mod effort;
pub mod examples;
mod filter;
mod item;
pub mod ledger;
mod memory;
mod pieces;
mod planning;
mod record;
mod request;
mod sink;
mod sources;
mod status_file;
mod times;

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::clock::{Clock, compact};
use crate::host::reader::Reader;
use crate::host::{Root, sandbox, signals, throttle};
use crate::minimize::{CaseKey, Minimized, Minimizer, Notes, SharedNotes};
use crate::output::{self, Output};
use crate::pack::manifest::{Canaries, Confined, Manifest};
use crate::pack::{self, Archive, Name, Packing, readme};
use crate::plan::{self, Plan};
use crate::profile::{Profile, Purpose, Scope};
use crate::progress::{Event, Events, Phase};
use crate::report::html;
use crate::report::text::Summary;
use crate::seal::encrypt::{Encrypting, Recipient};
use crate::seal::{SUMS, Sealer, SigningKey, sshsig, sums::Sums};
use crate::state::{self, State};

use appliance::Appliance;
use bounds::Bounds;
use memory::Shares;
use planning::{loaded, planned, reader};
use sink::Sink;
use status_file::StatusFile;
use times::Times;

pub use filter::Filter;
pub use request::{Error, Request, Target};

/// A bundle that is being written.
type Growing = Archive<Sealer<Encrypting<Output>>>;

/// Makes a bundle.
///
/// # Errors
/// Everything that prevents a bundle; nothing is left behind then.
pub fn collect(request: &Request, state: &State, clock: &dyn Clock, events: &mut dyn Events) -> Result<Summary, Error> {
    let start = Instant::now();
    plan::check(&request.selection, clock.now())?;
    let _lock = state.lock()?;
    throttle::lower_priority();
    let events = &mut StatusFile::new(events, state, clock);
    let made = make(request, state, Times { clock, now: clock.now(), start }, events);
    if made.is_err() {
        signals::wait_for_exit();
        events.phase(Phase::Failed);
    }
    made
}

fn make(request: &Request, state: &State, times: Times<'_>, events: &mut StatusFile<'_>) -> Result<Summary, Error> {
    let signing = state.signing_key()?;
    if request.scope == Scope::Case && state.has_lost_its_secret() {
        events.event(&Event::Warning { message: state::LOST_SECRET.to_owned() });
    }
    let key = bundle_key(request, state)?;
    let folder = folder(&key, request.case.as_deref(), times.now);
    let mut reader = reader(&request.root)?;
    reader.keep_out_of(state.folder());
    let warn = |message| events.event(&Event::Warning { message });
    let profile = loaded(&request.profiles, &mut reader, warn)?;
    plan::fits(&profile, &request.selection)?;
    let recipients = recipients(request, &profile)?;
    // The output is opened before anything is searched, so that an output that cannot be written fails at once.
    let packing = Packing::from(request.selection.compress.unwrap_or(profile.compress));
    let name = file_name(&folder, packing, &recipients);
    let output = open(&request.target, state, &name)?;
    warn_of_name(&request.target, &name, events);
    let plan = planned(request, &profile, &mut reader, times, &|free| bounds::room(free, &output))?;
    let notes = notes(request, &plan, &key);
    let (mut minimizer, appliance) = minimizer(key, plan.purpose, &profile, &mut reader, notes);
    warn_of_clone(appliance.machine.as_deref(), state, events)?;
    let confined = confine(state, &output);
    events.event(&Event::Plan { items: plan.items.len() as u64, bytes: plan.bytes() });

    let options = options(&folder, &plan, times, roomiest(state, &output), &minimizer);
    let output = Encrypting::new(output, &recipients).map_err(Error::Write)?;
    let mut archive = Archive::new(Sealer::new(output), options).map_err(Error::Write)?;
    let readme = readme::text(&folder, packing, &signing.public(), (plan.purpose, request.scope));
    archive.file(Name::own("README.txt"), vouched(readme)).map_err(Error::Write)?;
    let bounds = Bounds::new(&plan);
    let sink = Sink::new(&mut archive, &mut minimizer, events, &plan, &bounds);
    let records = sink.fill(&mut reader, times.start).map_err(Error::Write)?;
    warn_of_unknown(&minimizer, &appliance, events);

    events.phase(Phase::Sealing);
    let canaries = proof(&mut minimizer)?;
    let packed = archive.settle().map_err(Error::Write)?;
    let fingerprint = signing.public().fingerprint();
    let (profile, plan) = (&profile, &plan);
    let about =
        record::About { folder: &folder, times, request, profile, plan, fingerprint, appliance, canaries, confined };
    let manifest = record::manifest(about, records, packed, &mut minimizer).fit(pack::MANIFEST);
    let sealer = close(archive, &manifest, &signing).map_err(Error::Write)?;
    let (sealed, bytes) = sealer.seal(&signing, packing).and_then(Encrypting::finish).map_err(Error::Write)?;
    if let Some(notes) = minimizer.note_in(None) {
        keep(&notes, request, state, times, events);
    }
    let path = signals::publishing(|| sealed.publish())?;
    let summary = Summary::new(&manifest, path, bytes, times.start.elapsed());
    tell_of(&summary, events);
    Ok(summary)
}

/// Reports the finished bundle.
fn tell_of(summary: &Summary, events: &mut StatusFile<'_>) {
    events.event(&Event::Bundle {
        path: summary.path.as_ref().map(|path| path.display().to_string()),
        bytes: summary.bytes,
        complete: summary.complete,
    });
}

/// Returns where to record what the bundle's pseudonyms stand for; `None` if nobody is to know.
fn notes(request: &Request, plan: &Plan, key: &CaseKey) -> Option<SharedNotes> {
    let kept = plan.purpose == Purpose::Operations && request.scope == Scope::Case;
    kept.then(|| Arc::new(Mutex::new(Notes::new(key.clone()))))
}

/// Warns if the signing key was made on another machine.
fn warn_of_clone(machine: Option<&[u8]>, state: &State, events: &mut StatusFile<'_>) -> Result<(), Error> {
    if machine.map_or(Ok(false), |machine| state.is_cloned(machine))? {
        events.event(&Event::Warning { message: state::CLONED.to_owned() });
    }
    Ok(())
}

/// Warns if the appliance knows more of itself than could be searched for.
fn warn_of_unknown(minimizer: &Minimizer, appliance: &Appliance, events: &mut StatusFile<'_>) {
    if !minimizer.knows_all() || appliance.left_out > 0 {
        let message = "the appliance knows more names of people and machines than fit in memory, so not all of them \
                       were searched for; check the bundle with `casepack audit` before you send it";
        events.event(&Event::Warning { message: message.to_owned() });
    }
}

/// Passes canaries through the very minimizer that the items passed through. They belong to nobody, so none is
/// recorded.
fn proof(minimizer: &mut Minimizer) -> Result<Canaries, Error> {
    let notes = minimizer.note_in(None);
    let canaries = canary::prove(|text| minimizer.text(text))?;
    minimizer.note_in(notes);
    Ok(canaries)
}

/// Returns the key for the bundle's pseudonyms: that of the case, or one that is discarded afterwards.
fn bundle_key(request: &Request, state: &State) -> Result<CaseKey, Error> {
    match request.scope {
        Scope::Case => case_key(state, request.case.as_deref()),
        Scope::Bundle => Ok(CaseKey::derive(&*State::ephemeral_secret()?, ledger::name(request.case.as_deref()))),
    }
}

/// Returns how to pack the archive: by as many workers as there are processors and memory for, in the available time.
fn options(folder: &str, plan: &Plan, times: Times<'_>, spill: PathBuf, minimizer: &Minimizer) -> pack::Options {
    let shares = Shares::of(plan.limits.memory, std::thread::available_parallelism().map_or(1, usize::from));
    let free = plan.limits.free;
    pack::Options {
        folder: folder.to_owned(),
        time: u64::try_from(times.now.as_second()).unwrap_or(0),
        // With a fixed clock, the same input makes the same bundle on a slow machine too.
        compress: if times.clock.is_fixed() { plan.compress } else { effort::affordable(plan) },
        searchers: (0..shares.workers).map(|_| minimizer.searcher()).collect(),
        blocks: shares.blocks,
        hold: shares.hold,
        spill: Box::new(move || {
            // Temporary data must not make the disk full for others.
            if output::space(&spill).is_some_and(|space| bounds::is_tight(free, space)) {
                return Err(io::ErrorKind::StorageFull.into());
            }
            output::unnamed(&spill).map_err(|error| named(&spill, &error))
        }),
    }
}

/// Writes the ledger. The bundle is complete without it, so a failure, such as a full disk, is only a warning.
fn keep(notes: &SharedNotes, request: &Request, state: &State, times: Times<'_>, events: &mut StatusFile<'_>) {
    let notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
    if let Err(error) = ledger::keep(&notes, ledger::name(request.case.as_deref()), state, times.now) {
        let message = format!("there is no ledger, so this bundle's pseudonyms cannot be revealed: {error}");
        events.event(&Event::Warning { message });
    }
}

/// Closes the archive with the files about it: the manifest, the report, the sums of all files and their signature.
fn close(mut archive: Growing, manifest: &Manifest, signing: &SigningKey) -> io::Result<Sealer<Encrypting<Output>>> {
    archive.long_file(Name::own("manifest.json"), |take| pieces::of(take, |out| manifest.write(out)))?;
    archive.file(Name::own("report.html"), vouched(html::page(manifest)))?;
    let mut sums = Sums::default();
    archive.settle()?.iter().for_each(|entry| sums.add(&entry.name, &entry.digest));
    let text = sums.text();
    let digest = ring::digest::digest(&ring::digest::SHA512, text.as_bytes());
    let signature = sshsig::armour(&sshsig::sign(signing, SUMS, digest.as_ref()));
    archive.file(Name::own("SHA256SUMS"), vouched(text))?;
    archive.file(Name::own("SHA256SUMS.sig"), vouched(signature))?;
    archive.finish()
}

/// Makes only the plan, and the minimizer that makes its names safe to show.
///
/// # Errors
/// As [`collect()`], up to the plan.
pub fn plan(request: &Request, state: &State, clock: &dyn Clock) -> Result<(Plan, Minimizer), Error> {
    let mut reader = reader(&request.root)?;
    reader.keep_out_of(state.folder());
    let profile = loaded(&request.profiles, &mut reader, logged)?;
    let times = Times { clock, now: clock.now(), start: Instant::now() };
    let plan = planned(request, &profile, &mut reader, times, &|_| None)?;
    let key = case_key(state, request.case.as_deref())?;
    let (minimizer, _) = minimizer(key, plan.purpose, &profile, &mut reader, None);
    Ok((plan, minimizer))
}

/// Loads and merges the profiles of these names or paths; if there are none, the one that fits the running system.
///
/// # Errors
/// As [`collect()`], up to the profile.
pub fn profile(names: &[String]) -> Result<Profile, Error> {
    loaded(names, &mut reader(&Root::Live)?, logged)
}

/// Logs a warning where there are no events.
fn logged(message: String) {
    log::warn!("{message}");
}

/// Returns the recipients of the bundle: those of the profile and those of the caller.
fn recipients(request: &Request, profile: &Profile) -> Result<Vec<Recipient>, Error> {
    let wrong = |source| Error::Recipient { profile: profile.name.to_string(), source };
    let named = profile.recipients.iter().map(|recipient| recipient.as_str().parse().map_err(wrong));
    named.chain(request.recipients.iter().cloned().map(Ok)).collect()
}

/// Returns the folder with the most room for temporary data: that of the state, or that of the bundle.
fn roomiest(state: &State, output: &Output) -> PathBuf {
    let free = |folder: &Path| output::space(folder).map_or(0, |space| space.free);
    let place = output.folder().filter(|place| free(place) > free(state.folder()));
    place.unwrap_or(state.folder()).to_owned()
}

/// Adds the folder that an error is about.
fn named(folder: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("in {}: {error}", folder.display()))
}

/// Has the kernel confine this process to the folders that it writes to; returns what the kernel prevents it and its
/// commands from doing.
fn confine(state: &State, output: &Output) -> Confined {
    let folders: Vec<&Path> = [state.folder(), state.run_folder()].into_iter().chain(output.folder()).collect();
    Confined { seccomp: sandbox::can_forbid_changes(), landlock: sandbox::confine(&folders) }
}

fn case_key(state: &State, case: Option<&str>) -> Result<CaseKey, Error> {
    Ok(CaseKey::derive(&state.pseudonym_secret()?, ledger::name(case)))
}

/// Returns the bundle's folder and name: the case, the time, and six digits that distinguish bundles of one second.
fn folder(key: &CaseKey, case: Option<&str>, now: jiff::Timestamp) -> String {
    // The digits depend on the full time, so that two bundles of one case and second differ too.
    format!("casepack-{}-{}-{}", ledger::name(case), compact(now), key.bundle_suffix(&now.to_string()))
}

/// Returns a minimizer that knows the appliance, and what the manifest says of the appliance.
fn minimizer(
    key: CaseKey,
    purpose: Purpose,
    profile: &Profile,
    reader: &mut Reader,
    notes: Option<SharedNotes>,
) -> (Minimizer, Appliance) {
    let mut minimizer = Minimizer::new(key, purpose, &profile.minimize);
    minimizer.note_in(notes);
    let appliance = Appliance::taught(&mut minimizer, reader);
    (minimizer, appliance)
}

/// Returns the name of a bundle's file, which shows its packing and whether it is encrypted.
fn file_name(folder: &str, packing: Packing, recipients: &[Recipient]) -> String {
    let encrypted = if recipients.is_empty() { "" } else { ".age" };
    format!("{folder}.{}{encrypted}", packing.ending())
}

/// Warns if the requested file name has the ending of another packing; `name` is the usual one.
fn warn_of_name(target: &Target, name: &str, events: &mut StatusFile<'_>) {
    let Target::File(path) = target else { return };
    let last = |path: &Path| match path.extension().and_then(OsStr::to_str) {
        Some("tgz") => Some("gz"),
        Some("tzst") => Some("zst"),
        end => PACKED.into_iter().find(|packed| end == Some(packed)),
    };
    let (said, is) = (last(path), last(Path::new(name)));
    if said.is_some() && said != is {
        let usual = name.split_once('.').map_or(name, |(_, ending)| ending);
        let message = format!("the name {} is misleading: such a bundle usually ends in `.{usual}`", path.display());
        events.event(&Event::Warning { message });
    }
}

/// Opens the target of the bundle; if it is a folder, a file of this name in it.
fn open(target: &Target, state: &State, name: &str) -> Result<Output, Error> {
    Ok(match target {
        Target::Standard => Output::standard()?,
        Target::File(path) => Output::file(path)?,
        Target::Folder(Some(place)) => Output::file(&place.join(name))?,
        Target::Folder(None) => Output::file(&state.bundles().join(name))?,
    })
}

/// Minimizes a short text for the bundle.
fn minimized(minimizer: &mut Minimizer, text: &[u8]) -> String {
    String::from_utf8_lossy(&minimizer.text(text)).into_owned()
}

/// Minimizes a reason for the bundle. Colours between the letters of a name are removed by the minimizer; control
/// characters that remain afterwards are removed here.
fn minimized_reason(minimizer: &mut Minimizer, reason: &str) -> String {
    let plain = |text: &str| text.replace(|letter: char| letter != '\n' && letter.is_control(), " ");
    let told = minimized(minimizer, reason.as_bytes());
    // Text with other control characters may have been rejected as not text.
    plain(&if told.is_empty() { minimized(minimizer, plain(reason).as_bytes()) } else { told })
}

/// Minimizes a path. One that is not text because of its control characters is read with underscores in their place; if
/// the number of underscores stays the same, the control characters are restored, so that no two names become equal.
pub fn minimized_path(minimizer: &mut Minimizer, path: &[u8]) -> Vec<u8> {
    let is_mark = |byte: &u8| *byte == b'_' || byte.is_ascii_control();
    let mut name = minimizer.path(path);
    let marks: Vec<u8> = path.iter().copied().filter(is_mark).collect();
    if name.iter().filter(|byte| is_mark(byte)).count() == marks.len() {
        name.iter_mut().filter(|byte| is_mark(byte)).zip(marks).for_each(|(mark, was)| *mark = was);
    }
    name
}

/// Makes a minimized name a text that differs from every other: control characters and bytes that are not valid UTF-8
/// are percent-encoded, as in the archive.
fn shown(name: &[u8]) -> String {
    let encoded = |out: &mut String, byte: u8| out.push_str(&format!("%{byte:02X}"));
    name.utf8_chunks().fold(String::new(), |mut out, chunk| {
        for letter in chunk.valid().chars() {
            if letter.is_ascii_control() { encoded(&mut out, letter as u8) } else { out.push(letter) }
        }
        chunk.invalid().iter().for_each(|byte| encoded(&mut out, *byte));
        out
    })
}

fn vouched(text: String) -> Minimized {
    Minimized::vouched(text.into_bytes())
}

/// The part of a bundle's name that says that it belongs to no case.
const NO_CASE: &str = "nocase";
/// Endings that show how a bundle is packed, or that it is encrypted.
const PACKED: [&str; 4] = ["gz", "zst", "tar", "age"];
