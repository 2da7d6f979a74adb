//! Selects the profile that fits this appliance: all of its conditions hold, and no other has more of them.

use std::collections::BTreeMap;

use super::load::{Library, list, load};
use super::{Error, Fit, Profile};

/// What the appliance says of itself.
pub struct Facts<'a> {
    /// os-release(5).
    pub os_release: BTreeMap<String, String>,
    /// Files below `/sys/class/dmi/id`.
    pub dmi: BTreeMap<String, String>,
    /// Returns whether a path exists.
    pub exists: &'a dyn Fn(&str) -> bool,
}

/// The selected profile.
pub struct Selected {
    /// The profile.
    pub profile: Profile,
    /// Why it was selected, for people.
    pub why: String,
    /// Profiles that were ignored because they are invalid, each with its first error, on one line.
    pub passed_over: Vec<String>,
}

/// Returns the profile that fits best.
///
/// One that does not check is passed over where another of the appliance's own fits: one bad file must not stop a
/// collection. A built-in one does not take its place, as it knows neither what the product hides nor for whom its
/// bundles are encrypted.
///
/// # Errors
/// [`Error::Broken`], or a built-in profile that cannot be loaded.
pub fn select(facts: &Facts<'_>, library: &dyn Library) -> Result<Selected, Error> {
    let mut best: Option<(usize, Profile)> = None;
    let (mut passed_over, mut broken) = (Vec::new(), None);
    for listed in list(library) {
        let built_in = listed.place == "built-in";
        if built_in && best.is_none() && broken.is_some() {
            break;
        }
        let key = if built_in { listed.name.clone() } else { listed.place.clone() };
        let profile = match load(&[key], library) {
            Ok(profile) => profile,
            Err(error) => {
                let message = error.to_string();
                let first = message.lines().next().unwrap_or_default();
                passed_over.push(format!("profile {} is ignored: {first}", listed.place));
                broken.get_or_insert(error);
                continue;
            }
        };
        let Some(score) = profile.fits.as_ref().and_then(|fit| score(fit, facts)) else { continue };
        if best.as_ref().is_none_or(|(highest, _)| score > *highest) {
            best = Some((score, profile));
        }
    }
    let (profile, why) = match (best, broken) {
        (Some((score, profile)), _) => (profile, format!("the appliance meets its {score} conditions")),
        (None, Some(error)) => return Err(Error::Broken { source: Box::new(error) }),
        (None, None) => (load(&[FALLBACK.to_owned()], library)?, "no other profile fits".to_owned()),
    };
    Ok(Selected { profile, why, passed_over })
}

/// Returns how many conditions hold; `None` unless all do.
fn score(fit: &Fit, facts: &Facts<'_>) -> Option<usize> {
    let holds = |known: &BTreeMap<String, String>, wanted: &[(String, String)]| {
        wanted.iter().all(|(key, pattern)| known.get(key).is_some_and(|value| matches(pattern, value)))
    };
    let all = holds(&facts.os_release, &fit.os_release)
        && holds(&facts.dmi, &fit.dmi)
        && fit.exists.iter().all(|path| (facts.exists)(path));
    let count = fit.os_release.len() + fit.dmi.len() + fit.exists.len();
    (all && count > 0).then_some(count)
}

fn matches(pattern: &str, value: &str) -> bool {
    globset::Glob::new(pattern).is_ok_and(|glob| glob.compile_matcher().is_match(value))
}

/// The built-in profile that fits any machine.
const FALLBACK: &str = "generic-linux";

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};

    use super::super::load::BUILT_IN;
    use super::{Error, FALLBACK, Facts, Fit, Library, Selected, score, select};

    #[test]
    fn all_conditions_must_hold() {
        let facts = Facts {
            os_release: BTreeMap::from([("ID".to_owned(), "debian".to_owned())]),
            dmi: BTreeMap::from([("product_name".to_owned(), "EG-41".to_owned())]),
            exists: &|path| path == "/etc/there",
        };
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let mut fit =
            Fit { os_release: vec![pair("ID", "deb*")], dmi: vec![pair("product_name", "EG-*")], exists: Vec::new() };
        assert_eq!(score(&fit, &facts), Some(2));
        fit.exists.push("/etc/elsewhere".to_owned());
        assert_eq!(score(&fit, &facts), None);
    }

    /// A library with one file on the search path.
    struct OneFile(&'static str);

    impl Library for OneFile {
        fn read(&self, _: &Path) -> Result<Vec<u8>, String> {
            Ok(self.0.as_bytes().to_vec())
        }

        fn list(&self, folder: &Path) -> Vec<PathBuf> {
            vec![folder.join("edge.toml")]
        }

        fn trust(&self, _: &Path) -> Result<(), String> {
            Ok(())
        }
    }

    #[test]
    fn no_built_in_profile_takes_the_place_of_one_that_does_not_check() {
        let facts = Facts { os_release: BTreeMap::new(), dmi: BTreeMap::new(), exists: &|_| false };
        for (text, told) in [
            ("schema = 1\nname = \"edge\"\n", None),
            ("schema = 1\nname = \"edge\"\nlimit = 1\n", Some("edge.toml:3:1: unknown key `limit`")),
            (
                "schema = 1\nname = \"other\"\n",
                Some("the name does not match the file name, `edge`, by which a profile is found"),
            ),
        ] {
            match (select(&facts, &OneFile(text)), told) {
                (Ok(Selected { profile, .. }), None) => assert_eq!(profile.name.as_str(), FALLBACK),
                (Err(Error::Broken { source }), Some(told)) => {
                    let message = source.to_string();
                    assert!(message.lines().next().unwrap().ends_with(told), "{message}");
                }
                (selected, _) => panic!("{text}: {:?}", selected.map(|selected| selected.why)),
            }
        }
    }

    #[test]
    fn what_is_taken_where_nothing_fits_is_built_in() {
        assert!(BUILT_IN.iter().any(|(name, _)| *name == FALLBACK));
    }
}
