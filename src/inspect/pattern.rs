//! OpenSSH's patterns (ssh_config(5), PATTERNS): `*`, `?`, lists with `!`.

/// Returns whether a text matches a comma-separated list of patterns; a negated pattern that matches decides.
pub(super) fn matches_list(list: &str, text: &str) -> bool {
    let mut found = false;
    for pattern in list.split(',') {
        match pattern.strip_prefix('!') {
            Some(pattern) if matches(pattern.as_bytes(), text.as_bytes()) => return false,
            Some(_) => {}
            None => found |= matches(pattern.as_bytes(), text.as_bytes()),
        }
    }
    found
}

/// Returns whether a text matches a pattern, in time proportional to their product at most.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(letter) if *letter == b'?' || *letter == text[t] => (p, t) = (p + 1, t + 1),
            _ => match &mut star {
                Some((at, from)) => {
                    *from += 1;
                    (p, t) = (*at + 1, *from);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|letter| *letter == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches_list;

    #[test]
    fn patterns_match_as_openssh_s_do() {
        for (list, text, expected) in [
            ("casepack@*", "casepack@sums", true),
            ("casepack@?ums", "casepack@sums", true),
            ("casepack@", "casepack@sums", false),
            ("*", "", true),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("file,casepack@*", "casepack@sums", true),
            ("*,!casepack@sums", "casepack@sums", false),
            ("!file", "casepack@sums", false),
            ("[c]asepack@sums", "casepack@sums", false),
        ] {
            assert_eq!(matches_list(list, text), expected, "{list} {text}");
        }
    }
}
