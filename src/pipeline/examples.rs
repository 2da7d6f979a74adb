//! The examples that a profile gives of itself (`[[test]]`), put to the minimizer with its own rules.

use crate::minimize::{CaseKey, Minimizer, Withheld};
use crate::profile::{Example, Format, Profile, Purpose};

/// An example that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Where it stands: the profile's place and the line.
    pub place: String,
    /// What is wrong with it.
    pub why: String,
    /// What came out of its input.
    pub came: String,
}

/// The examples that do not hold, in the order of the profile.
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

/// The input as a bundle would hold it: the profile's rules alone, nothing that an appliance knows of itself.
fn minimized(profile: &Profile, input: &str) -> Result<String, Withheld> {
    // No pseudonym leaves this process, so its key need not be secret; the same every time, it makes a test repeatable.
    let key = CaseKey::derive(&[0; 32], "test");
    let mut minimizer = Minimizer::new(key, Purpose::Operations, &profile.minimize);
    let mut scan = minimizer.scan("", Format::Auto);
    let mut blocks = scan.push(&mut minimizer, input.as_bytes());
    blocks.extend(scan.finish(&mut minimizer)?);
    let bytes: Vec<u8> = blocks.into_iter().flat_map(|block| block.rewrite().into_bytes()).collect();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
