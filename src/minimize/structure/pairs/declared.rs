//! Keys that a profile names (`[[minimize.field]]`): what stands there is what the profile says, whatever it looks like.

use super::super::super::quote::unquoted;
use super::super::super::{Evidence, Found, Kind};
use super::super::spelling::phrases;
use super::super::value::Reach;
use super::super::{Fields, keys};
use super::Pair;

impl Pair<'_> {
    /// Finds the value where the profile names the key; `false` where it does not.
    pub(super) fn find_declared(
        &self,
        line: &[u8],
        section: Option<&[u8]>,
        fields: &Fields,
        found: &mut Vec<Found>,
    ) -> bool {
        let Some(kind) = self.declared(line, fields) else { return false };
        if line.get(self.value) == Some(&b'[') {
            members(line, self.value + 1, kind, found);
            return true;
        }
        // It may be several words, as an organisation's name is.
        let reach = if self.first { self.reach(line, section, Kind::Organisation) } else { Reach::Clause };
        let Some((start, end)) = self.extent(line, self.value, Kind::Organisation, reach) else { return true };
        take(line, (start, end), kind, found);
        true
    }

    /// What the profile says of the key: as a whole, by its last part, or with words before it.
    fn declared(&self, line: &[u8], fields: &Fields) -> Option<Kind> {
        if !fields.are_any() {
            return None;
        }
        let key = &line[self.key.0..self.key.1];
        let last = key.rsplit(|byte| *byte == b'.').next().unwrap_or(key);
        let said = |key: &[u8]| fields.kind(&keys::normal(key));
        said(key).or_else(|| said(last)).or_else(|| phrases(line, self.key).find_map(said))
    }
}

/// Finds the members of a list that stands in one line.
fn members(line: &[u8], from: usize, kind: Kind, found: &mut Vec<Found>) {
    let end = memchr::memchr(b']', &line[from..]).map_or(line.len(), |length| from + length);
    let mut start = from;
    for member in line[from..end].split(|byte| *byte == b',') {
        let blanks = member.len() - member.trim_ascii_start().len();
        let (text, bare) = (member.trim_ascii(), unquoted(member.trim_ascii()));
        let at = start + blanks + (text.len() - bare.len()) / 2;
        take(line, (at, at + bare.len()), kind, found);
        start += member.len() + 1;
    }
}

/// Finds a value, unless it says that there is none.
fn take(line: &[u8], (start, end): (usize, usize), kind: Kind, found: &mut Vec<Found>) {
    let text = &line[start..end];
    let none = NOTHING.iter().any(|nothing| nothing.as_bytes().eq_ignore_ascii_case(text));
    if !none && !OPENS.iter().any(|mark| text.starts_with(mark.as_bytes())) {
        found.push(Found::new(start..end, kind, Evidence::Profile).teaching_unless_short());
    }
}

/// What says that there is no value.
const NOTHING: [&str; 6] = ["", "null", "nil", "none", "~", "-"];

/// What something else begins with: a template, a list, an object.
const OPENS: [&str; 5] = ["${", "{", "[", "%(", "<"];

#[cfg(test)]
mod tests {
    use super::super::super::Fields;
    use crate::minimize::Kind;

    #[test]
    fn what_stands_behind_a_key_of_the_profile_is_what_it_says() {
        let names = ["tenant", "Site Id"].map(str::to_owned).to_vec();
        let fields = Fields::new(&[(Kind::Account, names)]);
        let texts = |line: &str| -> Vec<String> {
            let mut found = Vec::new();
            super::super::find(line.as_bytes(), None, &fields, &mut found);
            found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
        };
        assert_eq!(texts(r#"{"tenant": "blue", "x": 1}"#), ["blue"]);
        assert_eq!(texts(r#""tenant": [12, "north east"], "Site Id": "x7""#), ["12", "north east", "x7"]);
        assert_eq!(texts("tenant=north x=1"), ["north"]);
        assert_eq!(texts("tenant: Acme Corp GmbH"), ["Acme Corp GmbH"]);
        assert_eq!(texts("cloud.tenant = default"), ["default"]);
        assert_eq!(texts("<tenant>blue</tenant><tenant/>"), ["blue"]);
        for line in
            ["tenant: null", "tenant: ${TENANT}", "\"tenant\": {\"id\": 7}", "\"tenants\": [\"blue\"]", "tenant:"]
        {
            assert!(texts(line).is_empty(), "{line}: {:?}", texts(line));
        }
    }
}
