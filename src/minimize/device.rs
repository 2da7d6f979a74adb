//! Ids burnt into devices or written on them, or made for them: UUIDs, world-wide names, iSCSI and NVMe names, SIM and
//! modem numbers, security ids of Windows.

mod disk;
mod grouped;
mod marked;
mod targets;

use super::ascii::{DIGIT, HEX, KEY};
use super::bytes;
use super::prefilter::{Finder, Needs, Prefilter, Word, mark};
use super::uuid;
use super::{Evidence, Found, Kind};

/// What a line must show to hold one.
pub(crate) const NEEDS: Needs = Needs {
    finder: Finder::Device,
    marks: mark::UUID | mark::DASHES,
    words: &[
        "naa",
        "sata",
        "ocid1",
        "wwn",
        "eui",
        "wwid",
        "iqn",
        "nqn",
        "journal",
        "imsi",
        "imei",
        "imei1",
        "imei2",
        "iccid",
        "cimi",
        "cgsn",
        "lf",
        "gsn",
        "vml",
        "t10",
        "multipath",
        "multipathd",
        "activated",
        "activation",
        "product",
        "serial",
        "serialnum",
        "lunid",
        "licence",
        "license",
        "gptid",
        "virtio",
        "volume",
        "scsi",
        "mpath",
        "arn",
        "ata",
        "nvme",
        "usb",
        "mmc",
        "uuid",
        "vfat",
        "exfat",
        "ntfs",
        "raid",
        "dm",
        "iserial",
        "smartd",
        "attrlog",
        "projects",
        "subscriptions",
        "i",
        "vol",
        "eni",
        "fffe",
    ],
};

/// Finds them in one line.
pub(crate) fn find(line: &[u8], prefilter: &Prefilter, found: &mut Vec<Found>) {
    let mut done = 0;
    for dash in memchr::memchr_iter(b'-', line) {
        if dash >= done {
            done = named_uuid(line, dash, found).unwrap_or(dash + 1);
        }
        instance(line, dash, found);
    }
    grouped::find(line, found);
    let adapters = bytes::every(line, b"sata:").map(|at| at + 4);
    for mark in memchr::memchr3_iter(b'-', b'.', b'=', line).chain(adapters) {
        world_wide(line, mark, found);
    }
    disk::find(line, found);
    for word in prefilter.words.iter().filter(|word| word.len() >= MODEM) {
        numbered(line, word, found);
    }
    targets::find(line, found);
    marked::find(line, found);
}

/// A UUID whose first dash stands at `dash`, where the words before say that it names a device or a file system.
fn named_uuid(line: &[u8], dash: usize, found: &mut Vec<Found>) -> Option<usize> {
    let start = dash.checked_sub(8)?;
    let end = start + uuid::LENGTH;
    let fits = uuid::is_whole(line.get(start..end)?);
    let alone = |at: Option<usize>| !at.and_then(|at| line.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    if !fits || !alone(start.checked_sub(1)) || !alone(Some(end)) {
        return None;
    }
    let before = line[start.saturating_sub(40)..start].to_ascii_lowercase();
    // `nova.volume [req-…]`: a request's, whatever part of a program it is made to.
    let request = before.ends_with(b"[req-");
    // `starting connection 'Attic' (…)`
    let connected = before.ends_with(b"' (") && bytes::find(&before, b"connection '").is_some();
    let named = connected || !request && UUID_WORDS.iter().any(|word| says(&before, word.as_bytes()));
    if named {
        found.push(Found::new(start..end, Kind::Uuid, Evidence::Grammar).teaching());
    }
    Some(end)
}

/// Whether a word stands in a text, where it begins or ends one: `partuuid`. A short one stands alone, as it may end any
/// name.
fn says(text: &[u8], word: &[u8]) -> bool {
    let open = |edge: Option<&u8>, beyond: Option<&u8>| {
        !(edge.is_some_and(u8::is_ascii_alphanumeric) && beyond.is_some_and(u8::is_ascii_alphanumeric))
    };
    let short = word.len() < 4 || DIGIT.is_in(word);
    bytes::every(text, word).any(|at| {
        let begins = open(word.first(), at.checked_sub(1).and_then(|at| text.get(at)));
        let ends = open(word.last(), text.get(at + word.len()));
        begins && ends || !short && (begins || ends)
    })
}

/// `i-0123456789abcdef0`: a machine in Amazon's cloud, or a disk or a network's card of one.
fn instance(line: &[u8], dash: usize, found: &mut Vec<Found>) {
    let start = dash + 1;
    let head = &line[..dash];
    let begins = |kind: &&[u8]| {
        bytes::ends_with(head, kind) && !head[..head.len() - kind.len()].last().is_some_and(|byte| KEY.has(*byte))
    };
    if [&b"i"[..], b"vol", b"eni"].iter().any(begins) {
        let digits = HEX.run(&line[start..]);
        if digits == INSTANCE && !line.get(start + digits).is_some_and(|byte| KEY.has(*byte)) {
            found.push(Found::new(start..start + digits, Kind::Serial, Evidence::Structure).teaching());
        }
    }
}

/// Digits of the name of a machine, a disk or a network's card in Amazon's cloud.
const INSTANCE: usize = 17;

/// Hexadecimal digits behind `naa.`, `wwn-0x` and the like; `mark` is where the mark of these stands, if it is one.
fn world_wide(line: &[u8], mark: usize, found: &mut Vec<Found>) {
    let (before, behind) = line.split_at(mark + 1);
    // The form of a name of SCSI is a digit, of which `finder` says that it is not asked which.
    let is_form =
        |form: &[u8]| behind.starts_with(form) || form == SCSI && behind.first().is_some_and(u8::is_ascii_digit);
    let stands = |(prefix, form): &(&[u8], &[u8])| bytes::ends_with(before, prefix) && is_form(form);
    let Some((prefix, form)) = WORLD_WIDE.iter().find(|one| stands(one)) else { return };
    let (at, start) = (mark + 1 - prefix.len(), mark + 1 + form.len());
    let digits = HEX.run(&line[start..]);
    let open = at == 0 || !line[at - 1].is_ascii_alphanumeric();
    if open && digits >= 12 && !line.get(start + digits).is_some_and(u8::is_ascii_alphanumeric) {
        let kind = Kind::Serial;
        found.push(Found::new(start..start + digits, kind, Evidence::Grammar).teaching());
    }
}

/// A number of one word: the world-wide ids of multipathd, a digit for their form and 16 or 32 more; numbers of 15
/// digits (IMEI, IMSI) and of 18 to 22 that begin with 89 (ICCID, ITU-T E.118).
fn numbered(line: &[u8], word: &Word, found: &mut Vec<Found>) {
    let (start, end) = (word.start as usize, word.end as usize);
    let text = &line[start..end];
    let says = |words: &[&str]| bytes::holds_any(line, words);
    let wide = matches!(text.len(), 17 | 33) && HEX.fills(text);
    let modem = text.len() == MODEM || (18..=22).contains(&text.len()) && text.starts_with(b"89");
    // `wwid 3600…`, `mpatha (3600…) dm-2`.
    if wide && says(&["multipath", "wwid", ") dm-"])
        || modem
            && DIGIT.fills(text)
            && says(&["IMSI", "IMEI", "ICCID", "CIMI", "GSN", "imei", "imsi", "iccid", "<LF>"])
    {
        found.push(Found::new(start..end, Kind::Serial, Evidence::Grammar).teaching());
    }
}

/// Digits of a modem's number.
const MODEM: usize = 15;

/// The form of a name as the registry of the IEEE gives it (SPC-3, section 7.6.3).
const SCSI: &[u8] = b"3";

/// What stands before a world-wide name, up to its mark, and the form that the name has then.
const WORLD_WIDE: [(&[u8], &[u8]); 10] = [
    (b"WWN=", b"0x"),
    (b"eui.", b""),
    (b"mpath-", SCSI),
    (b"naa.", b""),
    (b"scsi-", SCSI),
    (b"sata:", b""),
    (b"vml.", b""),
    (b"wwid=", b"0x"),
    (b"wwn-", b"0x"),
    (b"wwn=", b"0x"),
];

/// Words before a UUID that names a device, a file system or an account.
const UUID_WORDS: [&str; 20] = [
    "gptid",
    "gpt,",
    "peer <",
    "unique guid",
    "vmgenid",
    "fsid",
    "/subscriptions/",
    "uuid",
    "luks",
    "filesystem",
    "machine",
    "disk",
    "volume",
    "serial",
    "dmi",
    "ext4",
    "xfs",
    "btrfs",
    "mount",
    "crypt",
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts_at_sight(line, find)
    }

    #[test]
    fn a_clock_is_called_by_its_hardware_address() {
        assert_eq!(texts("clockIdentity 001b21.fffe.9c4d7e-1"), ["001b21.fffe.9c4d7e"]);
        assert_eq!(texts("at a001b21.fffe.9c4d7e"), Vec::<String>::new());
    }

    #[test]
    fn what_is_of_a_cloud_of_oracles_has_a_name_at_its_end() {
        let id = "aaaaaaaaq7xr2mzkv9wltb4eqnpchs0a";
        assert_eq!(texts(&format!("user=ocid1.user.oc1..{id}")), [id]);
        assert_eq!(texts(&format!("ocid1.instance.oc1.eu-frankfurt-1.{id}, ocid1.image.oc1")), [id]);
        assert_eq!(texts("[0:0:0:0]    disk    sata:5000c500a1b2c3d4   /dev/sda"), ["5000c500a1b2c3d4"]);
    }

    #[test]
    fn a_uuid_counts_where_it_names_a_device() {
        let id = "6c1fb0a2-7a52-4f0e-9d27-0123456789ab";
        assert_eq!(texts(&format!("UUID={id} /data ext4")), [id]);
        assert_eq!(texts(&format!("starting connection 'Attic' ({id})")), [id]);
        assert_eq!(texts(&format!("PARTUUID={id}, ext4 {id}")), [id; 2]);
        assert_eq!(texts(&format!("quvxfs {id}, quvext4 {id}")), Vec::<String>::new());
        assert_eq!(texts(&format!("request req-{id} done")), Vec::<String>::new());
        assert_eq!(texts(&format!("closing connection 'db' for request {id}")), Vec::<String>::new());
    }

    #[test]
    fn of_a_security_id_the_domain_is_found() {
        assert_eq!(texts("SID S-1-5-21-3623811015-336104434-30300820-1013, x"), ["3623811015-336104434-30300820"]);
        assert_eq!(texts("(S-1-5-21-3623811015-336104434-30300820)"), ["3623811015-336104434-30300820"]);
        assert_eq!(
            texts("S-1-12-1-1943430372-1249052806-2496021943-3034400218"),
            ["1943430372-1249052806-2496021943-3034400218"]
        );
        let stay = [
            "S-1-1-0 S-1-5-18 S-1-5-32-544 S-1-5-90-0-1 S-1-5-5-0-1234567 S-1-16-12288",
            "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
            "OS-1-5-21-3623811015-336104434-30300820-1013",
            "S-1-",
        ];
        for line in stay {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn of_a_resource_the_account_and_the_login_are_found() {
        assert_eq!(texts("arn:aws:iam::482913750164:user/gwen, x"), ["482913750164", "gwen"]);
        assert_eq!(texts("\"arn:aws:iam::482913750164:role/deploy\""), ["482913750164"]);
        assert_eq!(texts("arn:aws:s3:::bucket and arn:aws"), Vec::<String>::new());
    }

    #[test]
    fn storage_names_are_found() {
        assert_eq!(texts("naa.5000c500a1b2c3d4 ok"), ["5000c500a1b2c3d4"]);
        let id = "360050768018a1b2c34000000000000ab";
        assert_eq!(texts(&format!("mpatha ({id}) dm-2 MAKER,2145")), [id]);
    }

    #[test]
    fn machines_of_a_cloud_are_found() {
        assert_eq!(texts("aws:///x-1a/i-0c1d2e3f4a5b6c7d8\""), ["0c1d2e3f4a5b6c7d8"]);
        for line in ["hi-0c1d2e3f4a5b6c7d8", "i-0c1d2e3f", "i-0c1d2e3f4a5b6c7d8e9", "grep -i-0c1d2e3f4a5b6c7d8"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
