//! The shape of a UUID (RFC 9562, section 4), `123e4567-e89b-12d3-a456-426614174000`, and those that are nobody's.

use super::ascii::Class;
use super::bytes;

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

/// Whether a UUID is the same on every machine: nil, Bluetooth's base, partition types, EFI's vendors.
pub(crate) fn is_constant(text: &[u8]) -> bool {
    let text = text.to_ascii_lowercase();
    Class::of(b"0-").fills(&text)
        || text.ends_with(b"-0000-1000-8000-00805f9b34fb")
        // Name spaces (RFC 4122, appendix C).
        || text.starts_with(b"6ba7b81") && text.ends_with(b"-9dad-11d1-80b4-00c04fd430c8")
        || bytes::is_one_of(&text, &CONSTANTS)
}

/// Where the dashes stand.
const DASHES: [usize; 4] = [8, 13, 18, 23];

/// Types of partitions, variables of UEFI, classes of Windows' devices.
const CONSTANTS: [&str; 22] = [
    "8be4df61-93ca-11d2-aa0d-00e098032b8c",
    "c12a7328-f81f-11d2-ba4b-00a0c93ec93b",
    "0fc63daf-8483-4772-8e79-3d69d8477de4",
    "4f68bce3-e8cd-4db1-96e7-fbcaf984b709",
    "21686148-6449-6e6f-744e-656564454649",
    "e6d6d379-f507-44c2-a23c-238f2a3df928",
    "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f",
    "933ac7e1-2eb4-4f13-b844-0e14e2aef915",
    "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7",
    "a19d880f-05fc-4d3b-a006-743f0f84911e",
    "e3c9e316-0b5c-4db8-817d-f92df00215ae",
    "de94bba4-06d1-4d40-a16a-bfd50179d6ac",
    "d719b2cb-3d3a-4596-a3bc-dad00e67656f",
    "77fa9abd-0359-4d32-bd60-28f4e78f784b",
    // What Windows calls its classes of devices: disks, volumes, ports, networks, USB, storage, keyboards.
    "53f56307-b6bf-11d0-94f2-00a0c91efb8b",
    "53f5630d-b6bf-11d0-94f2-00a0c91efb8b",
    "86e0d1e0-8089-11d0-9ce4-08003e301f73",
    "ad498944-762f-11d0-8dca-00c04fc3358c",
    "a5dcbf10-6530-11d2-901f-00c04fb951ed",
    "2accfe60-c130-11d2-b082-00a0c91efb8b",
    "4d36e967-e325-11ce-bfc1-08002be10318",
    "4d36e972-e325-11ce-bfc1-08002be10318",
];

#[cfg(test)]
mod tests {
    use super::{has_shape, is_constant, is_whole};

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

    #[test]
    fn what_every_machine_has_is_known_in_any_case() {
        for text in ["00000000-0000-0000-0000-000000000000", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"] {
            assert!(is_constant(text.as_bytes()), "{text}");
        }
        assert!(!is_constant(b"123e4567-e89b-12d3-a456-426614174000"));
    }
}
