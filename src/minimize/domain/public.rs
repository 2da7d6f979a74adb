//! Which names belong to the public: a vendor's own, and those of its services, but none of a customer's below it.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::services::{CLOUD, SERVICES};
use super::vendors::{GROUPS, VENDORS};
use crate::minimize::ascii::{DIGIT, LETTER};
use crate::minimize::{bytes, dictionary};

/// Whether a lower-case name is a public service's of a vendor, the same for everybody.
pub(crate) fn is_public(name: &[u8]) -> bool {
    let starts = memchr::memrchr_iter(b'.', name).map(|dot| dot + 1).skip(1);
    starts.chain([0]).take(VENDOR_LABELS).any(|start| {
        let labels = name[..start].strip_suffix(b".");
        KNOWN.contains(&name[start..])
            && (bytes::is_one_of(&name[start..], &GROUPS)
                || labels.is_none_or(|labels| {
                    labels.split(|byte| *byte == b'.').all(is_service) || is_interface(labels, &name[start..])
                }))
    })
}

/// Whether labels name a service of a cloud, in a region or not: `iam.amazonaws.com`. Others are customers'.
fn is_interface(labels: &[u8], vendor: &[u8]) -> bool {
    let cloud = matches!(vendor, b"amazonaws.com" | b"googleapis.com");
    let mut places = labels.split(|byte| *byte == b'.').filter(|label| !is_region(label));
    let (first, second) = (places.next().unwrap_or_default(), places.next());
    let listed = || bytes::is_one_of(first, &CLOUD);
    cloud && second.is_none() && (dictionary::is_word(first) || is_service(first) || listed())
}

/// Whether a label names a service, not a customer: a word for one, or a word with a number.
fn is_service(label: &[u8]) -> bool {
    let word = label.trim_ascii_end();
    let length = DIGIT.run_back(word);
    let stem = &word[..word.len() - length];
    let listed = SERVICES.iter().any(|service| [label, stem].contains(&service.as_bytes()));
    // `de.archive`: a country's mirror.
    let country = label.len() == 2 && LETTER.fills(label);
    (length <= 2 && (stem.is_empty() || listed)) || country || is_region(label)
}

/// `eu-central-1`: where a cloud's service runs.
pub(crate) fn is_region(label: &[u8]) -> bool {
    let mut parts = label.split(|byte| *byte == b'-');
    let place = parts.next().filter(|part| part.len() == 2 && LETTER.fills(part));
    let known = place.is_some_and(|place| bytes::is_one_of(place, &PLACES));
    let place = place.is_some();
    // Behind others, as `sw-hall-7` and `ap-hall-7`, stands one of the heavens.
    let quarter = parts.next().is_some_and(|part| {
        let heaven = bytes::is_one_of(part, &QUARTERS);
        heaven || known && part.len() >= 4 && LETTER.fills(part)
    });
    let number = parts.next().is_some_and(|part| part.len() == 1 && part[0].is_ascii_digit());
    place && quarter && number && parts.next().is_none()
}

/// Parts of the world in which clouds name towns as well as quarters.
const PLACES: [&str; 9] = ["us", "eu", "uk", "ca", "sa", "me", "il", "af", "cn"];

/// Quarters of a part of the world.
const QUARTERS: [&str; 9] =
    ["north", "south", "east", "west", "central", "northeast", "southeast", "northwest", "southwest"];

static KNOWN: LazyLock<FxHashSet<&'static [u8]>> =
    LazyLock::new(|| VENDORS.iter().chain(&GROUPS).map(|name| name.as_bytes()).collect());

/// Labels that a vendor's name has beside its last, at most.
const VENDOR_LABELS: usize = 3;

#[cfg(test)]
mod tests {
    use super::{is_public, is_region};

    #[test]
    fn regions_are_told_from_machines_in_halls() {
        for region in ["eu-central-1", "us-east-2", "ap-southeast-1", "eu-frankfurt-1"] {
            assert!(is_region(region.as_bytes()), "{region}");
        }
        assert!(!is_region(b"sw-hall-7") && !is_region(b"ap-hall-7") && !is_region(b"eu-east"));
    }

    #[test]
    fn public_names_stay_and_customers_names_below_them_do_not() {
        assert!(is_public(b"archive.ubuntu.com") && is_public(b"2.debian.pool.ntp.org") && is_public(b"github.com"));
        assert!(is_public(b"iam.amazonaws.com") && is_public(b"lambda.eu-west-1.amazonaws.com"));
        assert!(is_public(b"container.googleapis.com") && is_public(b"pod-security.kubernetes.io"));
        assert!(!is_public(b"quvnix.eu-west-1.amazonaws.com") && !is_public(b"quvnix.googleapis.com"));
        assert!(!is_public(b"quvnix.s3.amazonaws.com") && !is_public(b"quvnix.execute-api.eu-west-1.amazonaws.com"));
        assert!(!is_public(b"acme-prod.github.com") && !is_public(b"notdebian.org") && !is_public(b"corp.example"));
    }
}
