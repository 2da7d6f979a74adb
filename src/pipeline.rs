//! The whole way, drawn once: the only module that knows every stage.

mod bounds;
mod canary;
mod effort;
pub mod examples;
pub mod ledger;
mod memory;
mod pieces;
mod planning;
mod record;
mod request;
mod sink;
mod told;

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::clock::{Clock, compact, rfc3339};
use crate::collect;
use crate::host::reader::{Haste, Reader};
use crate::host::{Root, ending, identity, library, neighbour, sandbox};
use crate::minimize::{CaseKey, Kind, Minimized, Minimizer, Notes, SharedNotes};
use crate::output::{self, Output};
use crate::pack::manifest::{Canaries, Confined, Manifest};
use crate::pack::{self, Archive, Name, Packing, readme};
use crate::plan::{self, Plan};
use crate::profile::{self, Format, Profile, Purpose, Scope};
use crate::progress::{Event, Events, Phase};
use crate::report::html;
use crate::report::text::Summary;
use crate::seal::encrypt::{Encrypting, Recipient};
use crate::seal::{SUMS, Sealer, SigningKey, sshsig, sums::Sums};
use crate::state::{self, State};

use bounds::Bounds;
use memory::Shares;
use planning::{loaded, planned, reader};
use told::Told;

pub use request::{Error, Request, Target};

/// Makes a bundle.
///
/// # Errors
/// Everything that leaves no bundle; nothing is left behind then.
pub fn collect(request: &Request, state: &State, clock: &dyn Clock, events: &mut dyn Events) -> Result<Summary, Error> {
    let start = Instant::now();
    plan::check(&request.selection, clock.now())?;
    let _lock = state.lock()?;
    neighbour::lower_claims();
    let events = &mut Told::new(events, state, clock);
    let made = make(request, state, clock, events, start);
    if made.is_err() {
        ending::give_way();
        events.phase(Phase::Failed);
    }
    made
}

fn make(
    request: &Request,
    state: &State,
    clock: &dyn Clock,
    events: &mut Told<'_>,
    start: Instant,
) -> Result<Summary, Error> {
    let signing = state.signing_key()?;
    let now = clock.now();
    let key = bundle_key(request, state)?;
    let folder = folder(&key, request.case.as_deref(), now);
    let mut reader = reader(&request.root)?;
    let profile = loaded(&request.profiles, &mut reader)?;
    plan::fits(&profile, &request.selection)?;
    let recipients = recipients(request, &profile)?;
    // Before anything is looked for, so that a place that cannot be written to costs nobody a minute.
    let packing = Packing::from(request.selection.compress.unwrap_or(profile.compress));
    let output = open(&request.target, state, &folder, packing, !recipients.is_empty())?;
    let room = |free| bounds::room(free, &output);
    let plan = planned(request, &profile, &mut reader, clock, &room, start)?;
    let kept = plan.purpose == Purpose::Operations && request.scope == Scope::Case;
    let notes = kept.then(|| Arc::new(Mutex::new(Notes::new(key.clone()))));
    let (mut minimizer, identity) = minimizer(key, plan.purpose, &profile, &mut reader, notes)?;
    warn_of_clone(identity.machine.as_deref(), state, events)?;
    let confined = confine(state, &output);
    events.event(&Event::Plan { items: plan.items.len() as u64, bytes: plan.bytes() });

    let options = options(&folder, (&plan, clock, now), roomiest(state, &output), &minimizer);
    let output = Encrypting::new(output, &recipients).map_err(Error::Write)?;
    let mut archive = Archive::new(Sealer::new(output), options).map_err(Error::Write)?;
    archive
        .file(Name::own("README.txt"), vouched(readme::text(&folder, packing, &signing.public())))
        .map_err(Error::Write)?;

    let records = fill(&mut archive, &mut minimizer, &mut reader, events, (&plan, start)).map_err(Error::Write)?;
    events.phase(Phase::Sealing);

    let canaries = proof(&mut minimizer)?;
    let items = archive.settle().map_err(Error::Write)?.to_vec();
    let about = record::About {
        folder: &folder,
        created: rfc3339(now),
        took: if clock.is_fixed() { Duration::ZERO } else { start.elapsed() },
        case: request.case.clone(),
        scope: request.scope,
        profile: &profile,
        plan: &plan,
        fingerprint: signing.public().fingerprint(),
        name: identity.name,
        os: identity.os,
        canaries,
        confined,
    };
    let manifest = record::manifest(&about, records, &items, &mut minimizer).fit(pack::MANIFEST);
    let sealer = close(archive, &manifest, &signing).map_err(Error::Write)?;
    let (sealed, bytes) = sealer.seal(&signing, packing).and_then(Encrypting::finish).map_err(Error::Write)?;
    let notes = minimizer.note_in(None);
    if let Some(notes) = notes {
        keep(&notes, request, (state, now), events);
    }
    let path = ending::publishing(|| sealed.publish())?;
    let summary = Summary::new(&manifest, path, bytes, start.elapsed());
    events.event(&Event::Bundle {
        path: summary.path.as_ref().map(|path| path.display().to_string()),
        bytes,
        complete: summary.complete,
    });
    Ok(summary)
}

/// Warns where the signing key was made on another machine.
fn warn_of_clone(machine: Option<&[u8]>, state: &State, events: &mut Told<'_>) -> Result<(), Error> {
    if machine.map_or(Ok(false), |machine| state.is_cloned(machine))? {
        events.event(&Event::Warning { message: state::CLONED.to_owned() });
    }
    Ok(())
}

/// Collects every item of a plan into the archive; says what became of each.
fn fill(
    archive: &mut Archive<Sealer<Encrypting<Output>>>,
    minimizer: &mut Minimizer,
    reader: &mut Reader,
    events: &mut Told<'_>,
    (plan, start): (&Plan, Instant),
) -> io::Result<Vec<sink::Record>> {
    let bounds = Bounds::new(&plan.limits);
    let pace = neighbour::Pace::new(plan.limits.cpu.0, Path::new(PRESSURE));
    let mut sink = sink::Sink::new(archive, minimizer, events, plan, (&bounds, pace));
    reader.hasten(Haste::WhenAsked);
    collect::collect(plan, reader, start, &|| bounds.stop(), &mut sink)?;
    Ok(sink.into_records())
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
        Scope::Bundle => Ok(CaseKey::derive(&State::passing_secret()?, ledger::name(request.case.as_deref()))),
    }
}

/// How the archive is packed: by as many workers as there are processors and memory for, in the time that there is.
fn options(
    folder: &str,
    (plan, clock, now): (&Plan, &dyn Clock, jiff::Timestamp),
    spill: PathBuf,
    minimizer: &Minimizer,
) -> pack::Options {
    let shares = Shares::of(plan.limits.memory, std::thread::available_parallelism().map_or(1, usize::from));
    pack::Options {
        folder: folder.to_owned(),
        time: u64::try_from(now.as_second()).unwrap_or(0),
        // With the clock told, the same input makes the same bundle on a slow machine too.
        compress: if clock.is_fixed() { plan.compress } else { effort::affordable(plan) },
        searchers: (0..shares.workers).map(|_| minimizer.searcher()).collect(),
        blocks: shares.blocks,
        hold: shares.hold,
        spill: Box::new(move || output::unnamed(&spill).map_err(|error| named(&spill, &error))),
    }
}

/// Keeps what the bundle's pseudonyms stand for. The bundle is whole without it, and the disk may be full: then nobody
/// can say.
fn keep(notes: &SharedNotes, request: &Request, (state, now): (&State, jiff::Timestamp), events: &mut Told<'_>) {
    let notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
    if let Err(error) = ledger::keep(&notes, ledger::name(request.case.as_deref()), state, now) {
        let message = format!("no ledger, so nobody can say what this bundle's pseudonyms stand for: {error}");
        events.event(&Event::Warning { message });
    }
}

/// Closes the archive with what tells of it: the manifest, the report, the sums of all files and their signature.
fn close(
    mut archive: Archive<Sealer<Encrypting<Output>>>,
    manifest: &Manifest,
    signing: &SigningKey,
) -> io::Result<Sealer<Encrypting<Output>>> {
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
    let profile = loaded(&request.profiles, &mut reader)?;
    let plan = planned(request, &profile, &mut reader, clock, &|_| None, Instant::now())?;
    let key = case_key(state, request.case.as_deref())?;
    let (minimizer, _) = minimizer(key, plan.purpose, &profile, &mut reader, None)?;
    Ok((plan, minimizer))
}

/// The profiles of these names or paths, merged; none: the one that fits the running system.
///
/// # Errors
/// As [`collect()`], up to the profile.
pub fn profile(names: &[String]) -> Result<Profile, Error> {
    loaded(names, &mut reader(&Root::Live)?)
}

/// The minimizer alone: one input, one output.
///
/// # Errors
/// Input that cannot be read or is no text, output that cannot be written.
pub fn minimize(
    input: &mut dyn Read,
    output: &mut dyn Write,
    (name, root, case, purpose): (&str, Option<&Path>, Option<&str>, Purpose),
    profiles: &[String],
    state: &State,
) -> Result<(), Error> {
    let profile = profile::load(profiles, &library::Profiles)?;
    let key = case_key(state, case)?;
    let mut minimizer = Minimizer::new(key, purpose, &profile.minimize);
    let root = root.map_or(Root::Live, |folder| Root::Tree(folder.to_owned()));
    let identity = identity::gather(&mut reader(&root)?);
    minimizer.harvest(identity.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())), &identity.homes);
    minimizer.freeze();
    let mut scan = minimizer.scan(name, Format::Auto);
    let mut buffer = vec![0; 256 << 10];
    loop {
        let read = match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Error::Input(error)),
        };
        for block in scan.push(&mut minimizer, buffer.get(..read).unwrap_or_default()) {
            output.write_all(block.rewrite().as_bytes()).map_err(Error::Write)?;
        }
    }
    for block in scan.finish(&mut minimizer)?.blocks {
        output.write_all(block.rewrite().as_bytes()).map_err(Error::Write)?;
    }
    output.flush().map_err(Error::Write)
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
    Ok(CaseKey::derive(&state.pseudonym_secret()?, case.unwrap_or(NO_CASE)))
}

/// The bundle's folder and name: the case, the time, and six digits that no two bundles share.
fn folder(key: &CaseKey, case: Option<&str>, now: jiff::Timestamp) -> String {
    // The whole time is marked, so that two bundles of one case and second differ too.
    format!("casepack-{}-{}-{}", case.unwrap_or(NO_CASE), compact(now), key.mark(&now.to_string()))
}

/// What the manifest says of the appliance.
struct Named {
    name: Option<String>,
    os: Option<String>,
    /// The running machine's id; none where another tree is read.
    machine: Option<Vec<u8>>,
}

fn minimizer(
    key: CaseKey,
    purpose: Purpose,
    profile: &Profile,
    reader: &mut Reader,
    notes: Option<SharedNotes>,
) -> Result<(Minimizer, Named), Error> {
    let mut minimizer = Minimizer::new(key, purpose, &profile.minimize);
    minimizer.note_in(notes);
    let identity = identity::gather(reader);
    minimizer.harvest(identity.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())), &identity.homes);
    let host = identity.files.iter().find(|(path, _)| path == "etc/hostname" || path == "proc/sys/kernel/hostname");
    let name = host.map(|(_, bytes)| minimizer.pseudonym(Kind::Host, String::from_utf8_lossy(bytes).trim()));
    let os = identity::os_release(reader)
        .get("PRETTY_NAME")
        .map(|os| String::from_utf8_lossy(&minimizer.text(os.as_bytes())).into_owned());
    let machine = identity.files.into_iter().find(|(path, _)| path == "etc/machine-id").map(|(_, bytes)| bytes);
    let machine = machine.filter(|_| matches!(reader.root(), Root::Live));
    Ok((minimizer, Named { name, os, machine }))
}

fn open(target: &Target, state: &State, folder: &str, packing: Packing, encrypted: bool) -> Result<Output, Error> {
    let name = format!("{folder}.{}{}", packing.ending(), if encrypted { ".age" } else { "" });
    Ok(match target {
        Target::Standard => Output::standard()?,
        Target::File(path) => Output::file(path)?,
        Target::Folder(Some(place)) => Output::file(&place.join(name))?,
        Target::Folder(None) => Output::file(&state.bundles().join(name))?,
    })
}

fn vouched(text: String) -> Minimized {
    Minimized::vouched(text.into_bytes())
}

/// What stands in a bundle's name where it belongs to no case.
const NO_CASE: &str = "nocase";
/// Where the kernel tells what it is short of.
const PRESSURE: &str = "/proc/pressure";
