//! A power cut: the file system is shut down under a running collection (its shutdown ioctl, which discards what has
//! not reached the disk) and mounted again.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::appliance::{Appliance, PROGRAM, has, is_root};

#[test]
fn w1_a_power_cut_on_ext4_leaves_a_whole_bundle_or_nothing() {
    cut(&["mkfs.ext4", "-q", "-F"]);
}

#[test]
fn w1_a_power_cut_on_xfs_leaves_a_whole_bundle_or_nothing() {
    cut(&["mkfs.xfs", "-q", "-f"]);
}

#[test]
fn w1_a_new_key_is_on_the_disk_before_and_after_it_takes_the_old_one_s_name() {
    let test = "w1_a_new_key_is_on_the_disk";
    if !has("strace", test) {
        return;
    }
    let appliance = Appliance::new();
    appliance.run(&["key", "init"]).expect(0);
    let calls = appliance.path("calls");
    let mut strace = appliance.through("strace");
    strace.args(["-qq", "-e", "trace=fsync,rename,renameat,renameat2", "-e", "signal=none", "-o"]).arg(&calls);
    appliance.end(strace.args(["--", PROGRAM, "key", "rotate"])).expect(0);
    let told = fs::read_to_string(&calls).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    let named = lines.iter().position(|line| line.starts_with("rename") && line.contains("signing.pk8")).unwrap();
    assert!([named - 1, named + 1].iter().all(|at| lines[*at].starts_with("fsync(")), "{told}");
}

fn cut(make: &[&str]) {
    let test = "w1_a_power_cut";
    if !is_root(test) || ![make[0], "python3", "mount"].into_iter().all(|program| has(program, test)) {
        return;
    }
    // The long form is run by hand: CASEPACK_CUTS=200.
    let cuts = std::env::var("CASEPACK_CUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(5_u32);
    let appliance = Appliance::new();
    appliance.file("var/log/messages", b"Jan  2 03:04:05 relay7 app[1]: a line of some length\n".repeat(3_000));
    let image = appliance.path("image");
    fs::File::create(&image).unwrap().set_len(320 << 20).unwrap();
    assert!(Command::new(make[0]).args(&make[1..]).arg(&image).stdout(Stdio::null()).status().unwrap().success());
    let point = appliance.path("disk");
    fs::create_dir(&point).unwrap();
    if mounted(&image, &point).is_none() {
        eprintln!("{test}: skipped, nothing can be mounted from a loop device");
        return;
    }
    let length = {
        let _disk = mounted(&image, &point).unwrap();
        let began = Instant::now();
        appliance.end(&mut onto(&appliance, &point));
        began.elapsed()
    };
    let (mut whole, mut keys) = (0, 0);
    for number in 0..cuts {
        let disk = anew(&image, &point);
        let mut command = onto(&appliance, &point);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(length.mul_f64((f64::from(number) * 0.618_034).fract()));
        assert!(Command::new("python3").args(["-c", SHUTDOWN]).arg(&point).status().unwrap().success());
        let _ = child.kill();
        let _ = child.wait();
        drop(disk);
        let disk = anew(&image, &point);
        for entry in fs::read_dir(point.join("out")).unwrap().flatten() {
            appliance.run(&["verify", &entry.path().display().to_string()]).expect(0);
            whole += 1;
        }
        for entry in fs::read_dir(point.join("state/keys")).into_iter().flatten().flatten() {
            let length = entry.metadata().unwrap().len();
            assert!(length >= 32, "{} holds {length} bytes", entry.path().display());
            keys += 1;
        }
        drop(disk);
    }
    eprintln!("{cuts} power cuts by {}: {whole} whole bundles, {keys} whole keys, nothing else", make[0]);
}

/// Makes the command for a collection onto an empty disk.
fn onto(appliance: &Appliance, point: &Path) -> Command {
    for folder in ["out", "state", "run"] {
        let _ = fs::remove_dir_all(point.join(folder));
        fs::create_dir(point.join(folder)).unwrap();
    }
    rustix::fs::sync();
    let mut command = appliance.command();
    command.arg("collect").arg("--root").arg(appliance.root()).arg("-o").arg(point.join("out"));
    command.env("STATE_DIRECTORY", point.join("state")).env("RUNTIME_DIRECTORY", point.join("run"));
    command
}

/// Mounts it in its state after the cut: a reader that is about to end may still hold the file system that was shut
/// down.
fn anew<'a>(image: &Path, point: &'a Path) -> Mounted<'a> {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let disk = mounted(image, point).unwrap();
        let probe = point.join("probe");
        if fs::write(&probe, "x").and_then(|()| fs::remove_file(&probe)).is_ok() {
            return disk;
        }
        assert!(Instant::now() < until, "it stays shut down");
    }
}

/// A mount that is unmounted when dropped.
struct Mounted<'a>(&'a Path);

fn mounted<'a>(image: &Path, point: &'a Path) -> Option<Mounted<'a>> {
    let done = Command::new("mount").args(["-o", "loop"]).args([image, point]).output().unwrap();
    done.status.success().then_some(Mounted(point))
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        // Readers that are about to end may still use it.
        let until = Instant::now() + Duration::from_secs(60);
        while Instant::now() < until {
            let done = Command::new("umount").arg(self.0).stderr(Stdio::null()).status();
            if done.is_ok_and(|status| status.success()) {
                return;
            }
        }
    }
}

/// `FS_IOC_SHUTDOWN` without flushing the log (linux/fs.h).
const SHUTDOWN: &str = "import fcntl, os, struct, sys\n\
    fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";
