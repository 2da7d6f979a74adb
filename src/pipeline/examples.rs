//! Runs the examples in a profile (`[[test]]`) against its own rules.

use crate::minimize::{CaseKey, Minimizer, Withheld};
use crate::profile::{Example, Format, Profile, Purpose};

/// An example that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its place: the profile and the line.
    pub place: String,
    /// Why it fails.
    pub why: String,
    /// The output for its input.
    pub came: String,
}

/// Returns the examples that fail, in the order of the profile.
#[must_use]
pub fn broken(profile: &Profile) -> Vec<Broken> {
    profile.tests.iter().flat_map(|example| faults(profile, example)).collect()
}

fn faults(profile: &Profile, example: &Example) -> Vec<Broken> {
    let broken = |why: String, came: &str| Broken { place: example.place.clone(), why, came: came.to_owned() };
    let came = match minimized(profile, &example.input) {
        Ok(came) => came,
        Err(withheld) => return vec![broken(format!("it is withheld: {withheld}"), "")],
    };
    let lower = came.to_lowercase();
    let stands = example.gone.iter().filter(|text| lower.contains(&text.to_lowercase()));
    let missed = example.gone.iter().filter(|text| !example.input.to_lowercase().contains(&text.to_lowercase()));
    let lost = example.kept.iter().filter(|text| !came.contains(text.as_str()));
    let unmet = missed.map(|text| format!("`{text}` is not in the input"));
    let why = unmet.chain(stands.map(|text| format!("`{text}` was not replaced"))).chain(lost.map(|text| {
        if example.input.contains(text.as_str()) {
            format!("`{text}` was replaced")
        } else {
            format!("`{text}` is not in the input")
        }
    }));
    why.map(|why| broken(why, &came)).collect()
}

/// Minimizes the input as for a bundle, but only with the profile's rules and without knowledge of an appliance.
fn minimized(profile: &Profile, input: &str) -> Result<String, Withheld> {
    // No pseudonym leaves this process, so its key need not be secret; a fixed key makes a test repeatable.
    let key = CaseKey::derive(&[0; 32], "test");
    let mut minimizer = Minimizer::new(key, Purpose::Operations, &profile.minimize);
    let mut scan = minimizer.scan("", Format::Auto);
    let mut blocks = scan.push(&mut minimizer, input.as_bytes());
    blocks.extend(scan.finish(&mut minimizer)?);
    let bytes: Vec<u8> = blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
