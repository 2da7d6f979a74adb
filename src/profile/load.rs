//! Finds profiles, merges what they extend, and trusts only those that nobody else could have written.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::{Error, Problem, closest};
use super::file::{self, File, Test};
use super::value::{ByteSize, Percent, Period, ProfileName, Purpose};
use super::{Compression, Example, Fit, Limits, Origin, Profile, Rules, Source, check as rules};

/// Access to the profiles on the appliance; `host` implements it for the system.
pub trait Library {
    /// Returns the bytes of a file.
    ///
    /// # Errors
    /// The system's error, as text.
    fn read(&self, path: &Path) -> Result<Vec<u8>, String>;

    /// Returns the paths of the `.toml` files in a folder, in order; none if there is no such folder.
    fn list(&self, folder: &Path) -> Vec<PathBuf>;

    /// Checks that only root (or the caller) could have written the file or replaced it.
    ///
    /// # Errors
    /// What is wrong and with which path, as text.
    fn trust(&self, path: &Path) -> Result<(), String>;
}

/// A profile on the search path.
#[derive(Debug)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its path, or `built-in`.
    pub place: String,
    /// Its title, or why it is invalid.
    pub title: Result<String, Error>,
}

/// Loads profiles by name or path and merges them, the later over the earlier.
///
/// # Errors
/// The first that cannot be found, trusted, read or checked.
pub fn load(names: &[String], library: &dyn Library) -> Result<Profile, Error> {
    let mut profile = empty();
    for name in names {
        extend(&mut profile, &find(name, library)?, library, &mut Vec::new())?;
    }
    Ok(profile)
}

/// Checks one profile and everything that it extends.
///
/// # Errors
/// As [`load`].
pub fn check(name: &str, library: &dyn Library) -> Result<Profile, Error> {
    load(&[name.to_owned()], library)
}

/// Returns every profile on the search path.
pub fn list(library: &dyn Library) -> Vec<Listed> {
    let own = library.list(Path::new(FOLDER)).into_iter().map(|path| {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        (name, path.to_string_lossy().into_owned())
    });
    let known = BUILT_IN.iter().map(|(name, _)| ((*name).to_owned(), (*name).to_owned()));
    own.chain(known)
        .map(|(name, key)| {
            let place = if key == name { "built-in".to_owned() } else { key.clone() };
            // A profile of the same name on the appliance replaces it, and is listed separately.
            let text = built_in(&key).map_or_else(|| find(&key, library), Ok);
            let title = text.and_then(|text| text.parse().map(|(file, _)| file.title));
            Listed { name, place, title }
        })
        .collect()
}

/// A profile's text and its place.
struct Text {
    place: String,
    text: String,
}

impl Text {
    /// Parses the text; returns it with its sources.
    fn parse(&self) -> Result<(File, Vec<Source>), Error> {
        let file: File = toml::from_str(&self.text)
            .map_err(|error| Error::Invalid { problems: vec![Problem::of_toml(&self.place, &self.text, &error)] })?;
        let (sources, mut problems) = rules::check(&self.place, &self.text, &file);
        problems.extend(self.misnamed(&file));
        if problems.is_empty() { Ok((file, sources)) } else { Err(Error::Invalid { problems }) }
    }

    /// Returns a problem if its name differs from the name of its file, by which it is found on the search path.
    fn misnamed(&self, file: &File) -> Option<Problem> {
        let path = Path::new(&self.place);
        let known = path.file_stem()?.to_str()?;
        let wrong = path.parent() == Some(Path::new(FOLDER)) && known != file.name.get_ref().as_str();
        let message = format!("the name does not match the file name, `{known}`, by which a profile is found");
        wrong.then(|| Problem::at(&self.place, &self.text, file.name.span(), message))
    }
}

/// Returns whether a profile is given by its path, and not by its name.
#[must_use]
pub fn is_path(name: &str) -> bool {
    name.contains('/') || name.ends_with(".toml")
}

/// Finds a profile by its path or name: the appliance's own before the built-in ones.
fn find(name: &str, library: &dyn Library) -> Result<Text, Error> {
    if is_path(name) {
        return read(Path::new(name), library);
    }
    let own = library.list(Path::new(FOLDER));
    if let Some(path) = own.iter().find(|path| path.file_stem().is_some_and(|stem| stem == name)) {
        return read(path, library);
    }
    if let Some(text) = built_in(name) {
        return Ok(text);
    }
    let names: Vec<String> =
        own.iter().filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    let known = names.iter().map(String::as_str).chain(BUILT_IN.iter().map(|(known, _)| *known));
    Err(Error::Unknown { name: name.to_owned(), near: closest(name, known).map(str::to_owned) })
}

/// Returns a built-in profile.
fn built_in(name: &str) -> Option<Text> {
    let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    Some(Text { place: format!("built-in:{name}"), text: (*text).to_owned() })
}

fn read(path: &Path, library: &dyn Library) -> Result<Text, Error> {
    let place = path.to_string_lossy().into_owned();
    // Security: a profile runs commands as the caller, so one that others could have written is not even parsed.
    let trusted = library.trust(path);
    let bytes = library.read(path).map_err(|why| Error::Unreadable { place: place.clone(), why })?;
    trusted.map_err(|why| Error::Untrusted { place: place.clone(), why })?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::Unreadable { place: place.clone(), why: "it is not valid UTF-8".to_owned() })?;
    Ok(Text { place, text })
}

/// Merges a profile into `profile`, after the profiles that it extends.
fn extend(profile: &mut Profile, text: &Text, library: &dyn Library, chain: &mut Vec<String>) -> Result<(), Error> {
    let (file, sources) = text.parse()?;
    let name = file.name.get_ref().to_string();
    let again = chain.contains(&name);
    chain.push(name);
    if again || chain.len() > DEPTH {
        return Err(Error::Circle { chain: chain.join(" → ") });
    }
    for parent in &file.extends {
        let parent_text = find(parent.get_ref().as_str(), library).map_err(|error| match error {
            Error::Unknown { name, near } => {
                let problem = Problem::at(&text.place, &text.text, parent.span(), format!("no profile `{name}`"));
                let problem = match near {
                    Some(near) => problem.hint(format!("did you mean `{near}`?")),
                    None => problem,
                };
                Error::Invalid { problems: vec![problem] }
            }
            other => other,
        })?;
        extend(profile, &parent_text, library, chain)?;
    }
    chain.pop();
    merge(profile, text, file, sources);
    Ok(())
}

fn merge(profile: &mut Profile, text: &Text, file: File, sources: Vec<Source>) {
    let name: ProfileName = file.name.into_inner();
    let digest = ring::digest::digest(&ring::digest::SHA256, text.text.as_bytes());
    let digest = data_encoding::HEXLOWER.encode(digest.as_ref());
    profile.origins.retain(|origin| origin.name != name);
    profile.origins.push(Origin { name: name.clone(), place: text.place.clone(), digest });
    profile.name = name;
    profile.title = if file.title.is_empty() { profile.name.to_string() } else { file.title };
    profile.fits = file.fits.map(|fit| Fit {
        os_release: fit.os_release.into_iter().collect(),
        dmi: fit.dmi.into_iter().collect(),
        exists: fit.exists,
    });
    if let Some(purposes) = &file.purposes {
        profile.purposes.retain(|purpose| purposes.get_ref().contains(purpose));
    }
    profile.mounts.extend(file.mounts.iter().map(|mount| PathBuf::from(mount.get_ref())));
    limit(&mut profile.limits, &file.limits);
    profile.compress = file.pack.compress.unwrap_or(profile.compress);
    if let Some(recipients) = file.seal.recipients {
        profile.recipients = recipients;
    }
    profile.tests.extend(file.tests.iter().map(|test| example(text, test)));
    teach(&mut profile.minimize, file.minimize);
    for source in sources {
        match profile.sources.iter_mut().find(|known| known.id == source.id) {
            Some(known) => *known = source,
            None => profile.sources.push(source),
        }
    }
}

/// Sets the limits that a file sets.
fn limit(old: &mut Limits, new: &file::Limits) {
    old.bundle = new.bundle.as_ref().map_or(old.bundle, |bundle| *bundle.get_ref());
    old.item = new.item.as_ref().map_or(old.item, |item| *item.get_ref());
    old.free = new.free.unwrap_or(old.free);
    old.time = new.time.as_ref().map_or(old.time, |time| *time.get_ref());
    old.since = new.since.as_ref().map_or(old.since, |since| *since.get_ref());
    old.memory = new.memory.as_ref().map_or(old.memory, |memory| *memory.get_ref());
    old.cpu = new.cpu.unwrap_or(old.cpu);
}

/// Adds the identifiers of a file.
fn teach(rules: &mut Rules, minimize: file::Minimize) {
    rules.organisations.extend(minimize.organisations);
    rules.keep.extend(minimize.keep.into_iter().map(toml::Spanned::into_inner));
    rules.patterns.extend(minimize.rules.into_iter().map(|rule| (rule.kind, rule.pattern)));
    rules.fields.extend(minimize.fields.into_iter().map(|field| (field.kind, field.names.into_inner())));
}

fn example(text: &Text, test: &Test) -> Example {
    let at = Problem::at(&text.place, &text.text, test.input.span(), "");
    Example {
        place: format!("{}:{}", at.place, at.line),
        input: test.input.get_ref().clone(),
        gone: test.gone.clone(),
        kept: test.kept.clone(),
    }
}

/// Returns a profile without sources, with the default limits.
fn empty() -> Profile {
    Profile {
        name: ProfileName::unnamed(),
        title: String::new(),
        origins: Vec::new(),
        mounts: Vec::new(),
        limits: Limits {
            bundle: ByteSize(500 << 20),
            item: ByteSize(64 << 20),
            free: ByteSize(256 << 20),
            time: Period(Duration::from_secs(600)),
            since: Period(Duration::from_secs(7 * 86_400)),
            memory: ByteSize(64 << 20),
            cpu: Percent(50),
        },
        purposes: vec![Purpose::Operations, Purpose::Usage],
        recipients: Vec::new(),
        compress: Compression::default(),
        sources: Vec::new(),
        fits: None,
        minimize: Rules::default(),
        tests: Vec::new(),
    }
}

/// The folder of an appliance's own profiles.
const FOLDER: &str = "/etc/casepack/profiles";
/// Maximum depth of profiles that extend each other.
const DEPTH: usize = 8;

pub(super) const BUILT_IN: [(&str, &str); 2] = [
    ("linux-base", include_str!("../../profiles/linux-base.toml")),
    ("generic-linux", include_str!("../../profiles/generic-linux.toml")),
];

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Library, list};

    /// A library whose one profile takes a built-in one's place.
    struct InPlace;

    impl Library for InPlace {
        fn read(&self, _: &Path) -> Result<Vec<u8>, String> {
            Ok(b"schema = 1\nname = \"linux-base\"\ntitle = \"Ours\"\n".to_vec())
        }

        fn list(&self, folder: &Path) -> Vec<PathBuf> {
            vec![folder.join("linux-base.toml")]
        }

        fn trust(&self, _: &Path) -> Result<(), String> {
            Ok(())
        }
    }

    #[test]
    fn a_built_in_profile_has_its_own_title_where_another_takes_its_place() {
        let listed = list(&InPlace).into_iter().filter(|listed| listed.name == "linux-base");
        let titles: Vec<_> = listed.map(|listed| (listed.place == "built-in", listed.title.unwrap())).collect();
        assert!(matches!(titles.as_slice(), [(false, ours), (true, other)] if ours == "Ours" && other != "Ours"));
    }
}
