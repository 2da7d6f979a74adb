//! The whole way, drawn once: the only module that knows every stage.

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
/// Everything that leaves no bundle; nothing is left behind then.
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
    // Before anything is looked for, so that a place that cannot be written to costs nobody a minute.
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

/// Tells that there is a bundle.
fn tell_of(summary: &Summary, events: &mut StatusFile<'_>) {
    events.event(&Event::Bundle {
        path: summary.path.as_ref().map(|path| path.display().to_string()),
        bytes: summary.bytes,
        complete: summary.complete,
    });
}

/// Where it is to be noted what the bundle's pseudonyms stand for; nowhere, where nobody is to know.
fn notes(request: &Request, plan: &Plan, key: &CaseKey) -> Option<SharedNotes> {
    let kept = plan.purpose == Purpose::Operations && request.scope == Scope::Case;
    kept.then(|| Arc::new(Mutex::new(Notes::new(key.clone()))))
}

/// Warns where the signing key was made on another machine.
fn warn_of_clone(machine: Option<&[u8]>, state: &State, events: &mut StatusFile<'_>) -> Result<(), Error> {
    if machine.map_or(Ok(false), |machine| state.is_cloned(machine))? {
        events.event(&Event::Warning { message: state::CLONED.to_owned() });
    }
    Ok(())
}

/// Warns where the appliance knows more of itself than was looked for.
fn warn_of_unknown(minimizer: &Minimizer, appliance: &Appliance, events: &mut StatusFile<'_>) {
    if !minimizer.knows_all() || appliance.left_out > 0 {
        let message = "the appliance knows more names of people and machines than fit in memory, so not all of them \
                       were searched for; check the bundle with `casepack audit` before you send it";
        events.event(&Event::Warning { message: message.to_owned() });
    }
}

/// Passes canaries through the very minimizer that the items passed through. They are nobody's, so none is noted.
fn proof(minimizer: &mut Minimizer) -> Result<Canaries, Error> {
    let notes = minimizer.note_in(None);
    let canaries = canary::prove(|text| minimizer.text(text))?;
    minimizer.note_in(notes);
    Ok(canaries)
}

/// The key that the bundle's pseudonyms come from: the case's, or one that nobody has afterwards.
fn bundle_key(request: &Request, state: &State) -> Result<CaseKey, Error> {
    match request.scope {
        Scope::Case => case_key(state, request.case.as_deref()),
        Scope::Bundle => Ok(CaseKey::derive(&*State::ephemeral_secret()?, ledger::name(request.case.as_deref()))),
    }
}

/// How the archive is packed: by as many workers as there are processors and memory for, in the time that there is.
fn options(folder: &str, plan: &Plan, times: Times<'_>, spill: PathBuf, minimizer: &Minimizer) -> pack::Options {
    let shares = Shares::of(plan.limits.memory, std::thread::available_parallelism().map_or(1, usize::from));
    let free = plan.limits.free;
    pack::Options {
        folder: folder.to_owned(),
        time: u64::try_from(times.now.as_second()).unwrap_or(0),
        // With the clock told, the same input makes the same bundle on a slow machine too.
        compress: if times.clock.is_fixed() { plan.compress } else { effort::affordable(plan) },
        searchers: (0..shares.workers).map(|_| minimizer.searcher()).collect(),
        blocks: shares.blocks,
        hold: shares.hold,
        spill: Box::new(move || {
            // Nobody else is to find the disk full because of what is held there for a moment.
            if output::space(&spill).is_some_and(|space| bounds::is_tight(free, space)) {
                return Err(io::ErrorKind::StorageFull.into());
            }
            output::unnamed(&spill).map_err(|error| named(&spill, &error))
        }),
    }
}

/// Keeps what the bundle's pseudonyms stand for. The bundle is whole without it, and the disk may be full: then nobody
/// can say.
fn keep(notes: &SharedNotes, request: &Request, state: &State, times: Times<'_>, events: &mut StatusFile<'_>) {
    let notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
    if let Err(error) = ledger::keep(&notes, ledger::name(request.case.as_deref()), state, times.now) {
        let message = format!("there is no ledger, so this bundle's pseudonyms cannot be revealed: {error}");
        events.event(&Event::Warning { message });
    }
}

/// Closes the archive with what tells of it: the manifest, the report, the sums of all files and their signature.
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

/// Makes the plan alone, and what makes its names safe to show.
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

/// The profiles of these names or paths, merged; none: the one that fits the running system.
///
/// # Errors
/// As [`collect()`], up to the profile.
pub fn profile(names: &[String]) -> Result<Profile, Error> {
    loaded(names, &mut reader(&Root::Live)?, logged)
}

/// Warns where there are no events.
fn logged(message: String) {
    log::warn!("{message}");
}

/// Who will be able to read the bundle: those whom the profile names, and those whom the caller adds.
fn recipients(request: &Request, profile: &Profile) -> Result<Vec<Recipient>, Error> {
    let wrong = |source| Error::Recipient { profile: profile.name.to_string(), source };
    let named = profile.recipients.iter().map(|recipient| recipient.as_str().parse().map_err(wrong));
    named.chain(request.recipients.iter().cloned().map(Ok)).collect()
}

/// Where what does not fit into memory finds the most room: with the state, or where the bundle grows.
fn roomiest(state: &State, output: &Output) -> PathBuf {
    let free = |folder: &Path| output::space(folder).map_or(0, |space| space.free);
    let place = output.folder().filter(|place| free(place) > free(state.folder()));
    place.unwrap_or(state.folder()).to_owned()
}

/// An error with the folder that it is about.
fn named(folder: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("in {}: {error}", folder.display()))
}

/// Has the kernel keep this process to the folders that it writes to; says what it keeps it and its commands from.
fn confine(state: &State, output: &Output) -> Confined {
    let folders: Vec<&Path> = [state.folder(), state.run_folder()].into_iter().chain(output.folder()).collect();
    Confined { seccomp: sandbox::can_forbid_changes(), landlock: sandbox::confine(&folders) }
}

fn case_key(state: &State, case: Option<&str>) -> Result<CaseKey, Error> {
    Ok(CaseKey::derive(&state.pseudonym_secret()?, ledger::name(case)))
}

/// The bundle's folder and name: the case, the time, and six digits that no two bundles share.
fn folder(key: &CaseKey, case: Option<&str>, now: jiff::Timestamp) -> String {
    // The whole time is marked, so that two bundles of one case and second differ too.
    format!("casepack-{}-{}-{}", ledger::name(case), compact(now), key.bundle_suffix(&now.to_string()))
}

/// A minimizer that knows the appliance, and what is told of that.
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

/// The name of a bundle's file, which says how it is packed and whether it is encrypted.
fn file_name(folder: &str, packing: Packing, recipients: &[Recipient]) -> String {
    let encrypted = if recipients.is_empty() { "" } else { ".age" };
    format!("{folder}.{}{encrypted}", packing.ending())
}

/// Warns where the file that was asked for is called what another packing is; `name` is what it would usually be called.
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

/// Opens what the bundle goes to; where that is a folder, a file of this name in it.
fn open(target: &Target, state: &State, name: &str) -> Result<Output, Error> {
    Ok(match target {
        Target::Standard => Output::standard()?,
        Target::File(path) => Output::file(path)?,
        Target::Folder(Some(place)) => Output::file(&place.join(name))?,
        Target::Folder(None) => Output::file(&state.bundles().join(name))?,
    })
}

/// A short text as a bundle may tell it.
fn minimized(minimizer: &mut Minimizer, text: &[u8]) -> String {
    String::from_utf8_lossy(&minimizer.text(text)).into_owned()
}

/// Why something is not as it should be, as a bundle may tell it. Colours between the letters of a name are the
/// minimizer's to know; afterwards what would move a cursor has no business in it.
fn minimized_reason(minimizer: &mut Minimizer, reason: &str) -> String {
    let plain = |text: &str| text.replace(|letter: char| letter != '\n' && letter.is_control(), " ");
    let told = minimized(minimizer, reason.as_bytes());
    // With other control characters it may have been no text.
    plain(&if told.is_empty() { minimized(minimizer, plain(reason).as_bytes()) } else { told })
}

/// A path, minimized. What is no text for its control characters is read with underscores for them; where as many of
/// both are left, each is what it was, so that no two names meet.
pub fn minimized_path(minimizer: &mut Minimizer, path: &[u8]) -> Vec<u8> {
    let is_mark = |byte: &u8| *byte == b'_' || byte.is_ascii_control();
    let mut name = minimizer.path(path);
    let marks: Vec<u8> = path.iter().copied().filter(is_mark).collect();
    if name.iter().filter(|byte| is_mark(byte)).count() == marks.len() {
        name.iter_mut().filter(|byte| is_mark(byte)).zip(marks).for_each(|(mark, was)| *mark = was);
    }
    name
}

/// A name, minimized, as a text that tells it from every other: control characters and bytes that are no UTF-8 are
/// percent-encoded, as in the archive.
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

/// What stands in a bundle's name where it belongs to no case.
const NO_CASE: &str = "nocase";
/// Endings that say how a bundle is packed, or that it is encrypted.
const PACKED: [&str; 4] = ["gz", "zst", "tar", "age"];
