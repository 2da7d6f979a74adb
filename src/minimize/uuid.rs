//! The shape of a UUID (RFC 9562, section 4): `123e4567-e89b-12d3-a456-426614174000`.

/// Bytes of one.
pub(crate) const LENGTH: usize = 36;

/// Whether a text is as long as one, with dashes where one has them. What stands between them does not count, so that
/// what only stands for one (`xxxxxxxx-xxxx-…`) has its shape too.
pub(crate) fn has_shape(text: &[u8]) -> bool {
    text.len() == LENGTH && DASHES.iter().all(|at| text[*at] == b'-')
}

/// Whether a text is one: dashes, and nothing but hexadecimal digits beside them.
pub(crate) fn is_whole(text: &[u8]) -> bool {
    has_shape(text) && text.iter().enumerate().all(|(at, byte)| DASHES.contains(&at) || byte.is_ascii_hexdigit())
}

/// Where the dashes stand.
const DASHES: [usize; 4] = [8, 13, 18, 23];

#[cfg(test)]
mod tests {
    use super::{has_shape, is_whole};

    #[test]
    fn a_uuid_has_its_dashes_in_four_places() {
        for text in ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"] {
            assert!(has_shape(text.as_bytes()) && is_whole(text.as_bytes()), "{text}");
        }
        let template = b"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
        assert!(has_shape(template) && !is_whole(template));
        for text in ["123e4567-e89b-12d3-a456-42661417400", "123e4567e89b-12d3-a456-426614174-0000", ""] {
            assert!(!has_shape(text.as_bytes()), "{text}");
        }
    }
}
