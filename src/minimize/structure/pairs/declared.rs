//! Keys that a profile names (`[[minimize.field]]`): what stands there is what the profile says, whatever it looks like.

use super::Pair;
use crate::minimize::structure::Fields;
use crate::minimize::structure::compound::{self, Owner};
use crate::minimize::structure::fields::declared;
use crate::minimize::structure::spelling::phrases;
use crate::minimize::structure::value::Reach;
use crate::minimize::{Found, Kind};

impl Pair<'_> {
    /// Finds the value where the profile names the key; `false` where it does not.
    pub(super) fn find_declared(
        &self,
        line: &[u8],
        section: Option<&[u8]>,
        fields: &Fields,
        found: &mut Vec<Found>,
    ) -> bool {
        let Some(kind) = self.declared(line, section, fields) else { return false };
        if matches!(line.get(self.value), Some(b'[' | b'{')) {
            compound::in_brackets(line, self.value, Owner::Declared(kind), found);
            return true;
        }
        // It may be several words, as an organisation's name is.
        let reach = if self.first { self.reach(line, section, Kind::Organisation) } else { Reach::Clause };
        let Some((start, end)) = self.extent(line, self.value, Kind::Organisation, reach) else { return true };
        declared(line, (start, end), kind, found);
        true
    }

    /// What the profile says of the key: as a whole, by a part of it, with words before it, or by its section.
    fn declared(&self, line: &[u8], section: Option<&[u8]>, fields: &Fields) -> Option<Kind> {
        if !fields.are_any() {
            return None;
        }
        let key = &line[self.key.0..self.key.1];
        // `customer.example.org: refused`: in a sentence the last part of a name is the key's.
        let whole = self.first || self.quoted || self.separator == b'=';
        let key = if whole { key } else { key.rsplit(|byte| *byte == b'.').next().unwrap_or(key) };
        let said = |key: &[u8]| fields.declared(key);
        let within = || section.filter(|_| self.first).and_then(said);
        said(key).or_else(|| phrases(line, self.key).find_map(said)).or_else(within)
    }
}

#[cfg(test)]
mod tests {
    use crate::minimize::Kind;
    use crate::minimize::structure::Fields;

    #[test]
    fn what_stands_behind_a_key_of_the_profile_is_what_it_says() {
        let names = ["tenant", "Site Id"].map(str::to_owned).to_vec();
        let fields = Fields::new(&[(Kind::Account, names)]);
        let texts = |line: &str| -> Vec<String> {
            let mut found = Vec::new();
            crate::minimize::structure::pairs::find(line.as_bytes(), None, &fields, &mut found);
            found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
        };
        assert_eq!(texts(r#"{"tenant": "blue", "x": 1}"#), ["blue"]);
        assert_eq!(texts(r#""tenant": [12, "north east"], "Site Id": "x7""#), ["12", "north east", "x7"]);
        assert_eq!(texts("tenant=north x=1"), ["north"]);
        assert_eq!(texts("tenant: Acme Corp GmbH"), ["Acme Corp GmbH"]);
        assert_eq!(texts("cloud.tenant = default"), ["default"]);
        assert_eq!(texts("<tenant>blue</tenant><tenant/>"), ["blue"]);
        assert_eq!(texts(r#"{"tenant":{"id":7,"name":"north east"},"x":8}"#), ["7", "north east"]);
        for line in ["tenant: null", "tenant: ${TENANT}", "tenant={name}", "\"tenants\": [\"blue\"]", "tenant:"] {
            assert!(texts(line).is_empty(), "{line}: {:?}", texts(line));
        }
    }
}
