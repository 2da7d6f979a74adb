use std::fs;
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::{Opener, Root, Status};

fn tree() -> (tempfile::TempDir, Opener) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("etc")).unwrap();
    fs::write(folder.path().join("etc/real"), "text").unwrap();
    let opener = Opener::new(Root::Tree(folder.path().to_owned()));
    (folder, opener)
}

fn status(opener: &Opener, path: &str) -> Status {
    opener.locate(Path::new(path)).map_or_else(|refusal| refusal.status, |_| Status::Collected)
}

#[test]
fn a_regular_file_is_opened_and_read() {
    let (_folder, opener) = tree();
    let located = opener.locate(Path::new("/etc/real")).unwrap();
    let mut text = String::new();
    opener.open(&located).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "text");
    assert_eq!(status(&opener, "/etc/none"), Status::Absent);
}

#[test]
fn r3_only_regular_files_are_opened() {
    let (folder, opener) = tree();
    nix::unistd::mkfifo(&folder.path().join("etc/fifo"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("etc/socket")).unwrap();
    for path in ["/etc/fifo", "/etc/socket", "/etc"] {
        assert_eq!(status(&opener, path), Status::Denied, "{path}");
    }
}

#[test]
fn r1_a_link_is_followed_within_the_root_and_only_from_folders_of_ours() {
    let (folder, opener) = tree();
    symlink("real", folder.path().join("etc/link")).unwrap();
    symlink("/etc/real", folder.path().join("etc/absolute")).unwrap();
    symlink("../../../../../../etc/passwd", folder.path().join("etc/outside")).unwrap();
    assert_eq!(status(&opener, "/etc/link"), Status::Collected);
    assert_eq!(status(&opener, "/etc/absolute"), Status::Collected);
    assert_eq!(status(&opener, "/etc/outside"), Status::Absent);
    let open = folder.path().join("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o1777)).unwrap();
    symlink("../etc/real", open.join("link")).unwrap();
    assert_eq!(status(&opener, "/open/link"), Status::Denied);
}

#[test]
fn r2_a_hard_link_where_others_may_write_is_withheld() {
    let (folder, opener) = tree();
    let open = folder.path().join("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o1777)).unwrap();
    fs::hard_link(folder.path().join("etc/real"), open.join("other")).unwrap();
    assert_eq!(status(&opener, "/open/other"), Status::Withheld);
    assert_eq!(status(&opener, "/etc/real"), Status::Collected);
}

#[test]
fn links_in_a_circle_end() {
    let (folder, opener) = tree();
    symlink("b", folder.path().join("etc/a")).unwrap();
    symlink("a", folder.path().join("etc/b")).unwrap();
    assert_eq!(status(&opener, "/etc/a"), Status::Denied);
}
