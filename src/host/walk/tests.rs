use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::{Duration, Instant};

use super::super::root::Root;
use super::candidates::{Candidates, MOST_BYTES};
use super::prefixes::DEEPEST;
use super::{Floor, FoundFile, MOST_FILES, Opener, SkippedPath, Sought, Status, drop_older, list, names};

fn found(folder: &tempfile::TempDir, pattern: &str) -> Vec<String> {
    let opener = Opener::new(Root::Tree(folder.path().canonicalize().unwrap()));
    let mut out = Vec::new();
    let sought = sought(pattern, Instant::now() + Duration::from_secs(60));
    list(&opener, &sought, |file| out.push(String::from_utf8(file.path).unwrap()), |_| {});
    out
}

fn sought(pattern: &str, until: Instant) -> Sought {
    Sought { paths: vec![pattern.parse().unwrap()], exclude: Vec::new(), floor: Floor::Holds, own: None, until }
}

fn tree() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let below = |path: &str| folder.path().join(path);
    fs::create_dir_all(below("sys/devices/pci0/net/eth0")).unwrap();
    fs::create_dir_all(below("sys/class/net")).unwrap();
    fs::write(below("sys/devices/pci0/net/eth0/address"), "x").unwrap();
    symlink("../../devices/pci0/net/eth0", below("sys/class/net/eth0")).unwrap();
    symlink("/sys/class", below("sys/also")).unwrap();
    folder
}

#[test]
fn links_to_folders_on_the_way_of_a_pattern_are_followed() {
    let tree = tree();
    assert_eq!(found(&tree, "/sys/class/net/*/address"), ["/sys/class/net/eth0/address"]);
    assert_eq!(found(&tree, "/sys/also/net/*/address"), ["/sys/also/net/eth0/address"]);
    assert_eq!(found(&tree, "/sys/**/address"), ["/sys/devices/pci0/net/eth0/address"]);
    assert_eq!(found(&tree, "/sys/class/net/{eth0/address,none}"), ["/sys/class/net/eth0/address"]);
}

#[test]
fn r5_of_more_files_than_are_collected_the_newest_stay() {
    let file = |number: usize, modified| FoundFile { path: number.to_string().into_bytes(), size: 1, modified };
    let mut files: Vec<_> = (0..MOST_FILES + 3).map(|number| file(number, 7)).collect();
    files.push(file(0, 9));
    files[5].modified = 1;
    assert_eq!(drop_older(&mut files), 4);
    assert_eq!((files.len(), files[0].modified, files[MOST_FILES - 1].modified), (MOST_FILES, 9, 7));
    assert_eq!(drop_older(&mut files), 0);
    let mut names = Candidates::default();
    (0..MOST_BYTES / 1000 + 10).for_each(|number| names.add(format!("{number:01000}").into()));
    assert!(names.are_full() && names.bytes < MOST_BYTES + 1000, "{}", names.bytes);
}

#[test]
fn r5_who_looks_stops_in_time_to_tell_what_was_found() {
    let tree = tree();
    let opener = Opener::new(Root::Tree(tree.path().canonicalize().unwrap()));
    let sought = sought("/sys/devices/pci0/net/eth0/address", Instant::now());
    let mut skips = Vec::new();
    list(&opener, &sought, |_| {}, |skip| skips.push((skip.status, skip.reason)));
    assert_eq!(
        skips,
        [(Status::Cut, "the time for searching ran out after 0 of 1 names, and there are more".to_owned())]
    );
}

#[test]
fn r1_a_folder_that_leads_out_of_the_root_has_no_names() {
    let (tree, other) = (tree(), tempfile::tempdir().unwrap());
    fs::write(other.path().join("secret"), "x").unwrap();
    symlink(other.path(), tree.path().join("out")).unwrap();
    let opener = Opener::new(Root::Tree(tree.path().canonicalize().unwrap()));
    assert!(names(&opener, "/out".as_ref()).is_empty());
    assert!(found(&tree, "/out/*").is_empty());
}

/// What is told of a pattern beside the files that match it.
fn skips(folder: &tempfile::TempDir, pattern: &str, exclude: &str) -> Vec<(String, Status, String)> {
    let opener = Opener::new(Root::Tree(folder.path().canonicalize().unwrap()));
    let mut out = Vec::new();
    let exclude = vec![exclude.parse().unwrap()];
    let sought = Sought { exclude, ..sought(pattern, Instant::now() + Duration::from_secs(60)) };
    let skip = |skip: SkippedPath| out.push((String::from_utf8(skip.path).unwrap(), skip.status, skip.reason));
    list(&opener, &sought, |_| {}, skip);
    out
}

#[test]
fn a_pattern_through_a_link_that_is_not_trusted_is_denied_as_a_path_is() {
    let tree = tree();
    let open = tree.path().join("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o1777)).unwrap();
    symlink("../sys/class", open.join("link")).unwrap();
    // What leads to no folder has nothing below it that a pattern could mean.
    symlink("../sys/devices/pci0/net/eth0/address", open.join("file")).unwrap();
    symlink("nowhere", open.join("gone")).unwrap();
    let [(_, status, reason)] = skips(&tree, "/open/link/net/eth0/address", "none").try_into().unwrap();
    assert_eq!((status, reason.as_str()), (Status::Denied, "a symbolic link that another user could have made"));
    for pattern in ["/open/link/*/eth0/address", "/open/*/net/*/address", "/open/{link,none}/*/eth0/address"] {
        assert_eq!(skips(&tree, pattern, "none"), [("/open/link".to_owned(), status, reason.clone())], "{pattern}");
        assert_eq!(skips(&tree, pattern, "/open/link/**"), [], "{pattern}");
    }
    for pattern in ["/open/*", "/open/none/*", "/sys/none/*", "/sys/devices/pci0/net/eth0/address/*"] {
        assert_eq!(skips(&tree, pattern, "/open/{link,file,gone}"), [], "{pattern}");
    }
}

#[test]
fn r5_what_lies_deeper_than_any_folder_that_is_read_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let mut path = folder.path().to_owned();
    for depth in 1..=DEEPEST {
        path.push("d");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("file.log"), depth.to_string()).unwrap();
    }
    let told = |count: &str| format!("{count} not searched: it lies more than 64 folders deep");
    // The last folder is the one too many.
    for pattern in ["/d/**/*.log", "/**/file.log"] {
        assert_eq!(found(&folder, pattern).len(), DEEPEST - 1, "{pattern}");
        let told = [(String::new(), Status::Denied, told("a folder was"))];
        assert_eq!(skips(&folder, pattern, "none"), told, "{pattern}");
    }
    assert_eq!(skips(&folder, "/d/d/*.log", "none"), []);
}
