//! A journal written by systemd is read by unit, by priority and by window.

use std::fs;
use std::process::Command;

use crate::appliance::{Appliance, has};
use crate::bundle::piped;

#[test]
fn units_of_a_journal_are_collected_within_the_window() {
    let Some(appliance) = with_journal("units_of_a_journal") else { return };
    let profile = appliance.profile(PROFILE);
    let run =
        appliance.collect(&["-p", &profile, "--since", "2026-03-01T10:00:00Z", "--until", "2026-03-01T12:00:00Z"]);
    let bundle = run.expect(0).bundle();
    let unpacked = bundle.unpack();
    let ssh = String::from_utf8(unpacked.read("data/service-logs/ssh/ssh.log")).unwrap();
    assert!(ssh.contains("Server listening at eleven"), "{ssh}");
    for other in ["at nine", "at thirteen", "nightly job"] {
        assert!(!ssh.contains(other), "`{other}` is in:\n{ssh}");
    }
    // The lines of a journal are minimized like any others.
    assert!(!ssh.contains("relay7") && ssh.contains("host-"), "{ssh}");
    let warnings = String::from_utf8(unpacked.read("data/service-logs/warnings/warnings.log")).unwrap();
    assert!(warnings.contains("nightly job failed") && !warnings.contains("Server listening"), "{warnings}");
    assert_eq!(bundle.outcome("absent", "absent.log").0, "empty");
}

#[test]
fn of_a_journal_that_is_longer_than_its_limit_the_newest_entries_are_collected() {
    let fields = "SYSLOG_IDENTIFIER=app\nPRIORITY=6\nMESSAGE=a line of the log";
    let entries: String = (0..3000).map(|number| entry(number, NINE + number as u64, fields)).collect();
    let Some(appliance) = with_entries("of_a_journal_that_is_longer", &entries) else { return };
    // Longer than what is printed of all of them, or not.
    for (limit, outcome, code) in [("40 KiB", "cut", 3), ("16 MiB", "collected", 0)] {
        let profile = appliance.profile(&format!(
            "[limits]\nitem = \"{limit}\"\n[[journal]]\nid = \"ssh\"\ncategory = \"service-logs\"\n"
        ));
        let bundle = appliance.collect(&["-p", &profile, "--since", "2026-03-01T08:00:00Z"]).expect(code).bundle();
        let log = String::from_utf8(bundle.unpack().read("data/service-logs/ssh/ssh.log")).unwrap();
        let (first, last) = (log.lines().next().unwrap(), log.lines().last().unwrap());
        assert_eq!(bundle.outcome("ssh", "ssh.log").0, outcome, "{first} … {last}");
        assert!(last.starts_with("2026-03-01T09:49:59"), "{last}");
        assert_eq!(first.starts_with("2026-03-01T09:00:00"), outcome == "collected", "{first}");
        // As much as fits, and in the order of time.
        assert!(outcome == "collected" || (30 << 10..=60 << 10).contains(&log.len()), "{}", log.len());
        assert!(log.lines().is_sorted(), "{first} … {last}");
        fs::remove_file(bundle.path).unwrap();
    }
}

#[test]
fn a_clock_that_was_wrong_for_a_while_hides_no_entry() {
    let fields = |text: &str| format!("SYSLOG_IDENTIFIER=app\nPRIORITY=6\nMESSAGE={text}");
    let at = |number: usize, seconds: u64, text: &str| entry(number, seconds, &fields(text));
    let before: String = (0..3000).map(|number| at(number, NINE + number as u64, "before")).collect();
    let wrong: String = (3000..3005).map(|number| at(number, NINE - 1000 * HOUR + number as u64, "wrong")).collect();
    let after: String = (3005..3025).map(|number| at(number, NINE + number as u64, "after")).collect();
    let Some(appliance) = with_entries("a_clock_that_was_wrong", &[before, wrong, after].concat()) else { return };
    let profile =
        appliance.profile("[limits]\nitem = \"40 KiB\"\n[[journal]]\nid = \"all\"\ncategory = \"service-logs\"\n");
    let bundle = appliance.collect(&["-p", &profile, "--since", "2026-03-01T08:00:00Z"]).expect(3).bundle();
    let log = String::from_utf8(bundle.unpack().read("data/service-logs/all/all.log")).unwrap();
    assert!(log.lines().last().unwrap().ends_with("after") && log.contains("before"), "{log}");
}

#[test]
fn files_of_a_journal_may_say_that_they_are_of_any_length() {
    let appliance = Appliance::new();
    for name in ["a.journal", "b.journal", "c.journal"] {
        appliance.file(&format!("var/log/journal/x/{name}"), "");
        let path = appliance.root().join("var/log/journal/x").join(name);
        if fs::File::options().write(true).open(path).unwrap().set_len(i64::MAX as u64).is_err() {
            eprintln!("files_of_a_journal_may_say: skipped, the file system has no files of that length");
            return;
        }
    }
    let profile = appliance.profile(PROFILE);
    let run = appliance.collect(&["-p", &profile]);
    assert!(matches!(run.code, 0 | 3), "{run:?}");
}

#[test]
fn a_root_without_a_journal_says_so() {
    let appliance = Appliance::new();
    let profile = appliance.profile(PROFILE);
    let bundle = appliance.collect(&["-p", &profile]).expect(0).bundle();
    let absent = ("absent".to_owned(), "no journal under this root".to_owned());
    assert_eq!(bundle.outcome("ssh", "ssh.log"), absent);
}

#[test]
fn r1_a_journal_folder_that_leads_out_of_the_root_is_not_read() {
    let Some(other) = with_journal("r1_a_journal_folder_that_leads_out") else { return };
    let appliance = Appliance::new();
    std::os::unix::fs::symlink(other.root().join("var/log/journal"), appliance.root().join("var/log/journal")).unwrap();
    let profile = appliance.profile(PROFILE);
    let bundle = appliance.collect(&["-p", &profile, "--since", "2026-03-01T10:00:00Z"]).bundle();
    assert_eq!(bundle.outcome("ssh", "ssh.log").0, "absent");
    assert!(!String::from_utf8_lossy(&bundle.unpack().everything()).contains("Server listening"));
}

#[test]
fn a_file_of_the_journal_that_is_damaged_is_a_loss_and_what_others_hold_is_collected() {
    let Some(appliance) = with_journal("a_file_of_the_journal_that_is_damaged") else { return };
    let profile = appliance.profile(&PROFILE[..PROFILE.find("[[journal]]\nid = \"warnings\"").unwrap()]);
    let whole = appliance.root().join("var/log/journal").join(MACHINE).join("system.journal");
    let bytes = fs::read(&whole).unwrap();
    let arguments = ["-p", &profile, "--since", "2026-03-01T08:00:00Z"];
    let ended = || {
        let bundle = appliance.collect(&arguments).expect(3).bundle();
        let outcome = bundle.outcome("ssh", "ssh.log");
        fs::remove_file(bundle.path).unwrap();
        outcome
    };
    for (damaged, said) in [
        (Vec::new(), "truncated"),
        (bytes[..4000].to_vec(), "truncated"),
        ([b"XXXXXXXX", &bytes[8..]].concat(), "corrupted"),
    ] {
        fs::write(&whole, &damaged).unwrap();
        let (status, reason) = ended();
        assert!(status == "failed" && reason.contains(said), "{status}: {reason}");
        let other = whole.with_file_name("other.journal");
        fs::write(&other, &bytes).unwrap();
        let (status, reason) = ended();
        assert!(status == "cut" && reason.contains(said), "{status}: {reason}");
        fs::remove_file(other).unwrap();
    }
}

/// Makes an appliance with a real journal; `None` if the tools are not installed.
fn with_journal(test: &str) -> Option<Appliance> {
    with_entries(test, &export())
}

/// One whose journal holds entries in journal export format.
fn with_entries(test: &str, entries: &str) -> Option<Appliance> {
    let remote = ["/lib/systemd/systemd-journal-remote", "/usr/lib/systemd/systemd-journal-remote"];
    let remote = remote.into_iter().find(|path| fs::exists(path).unwrap_or(false));
    let (Some(remote), true) = (remote, has("journalctl", test)) else {
        eprintln!("{test}: skipped, there is no systemd-journal-remote");
        return None;
    };
    let appliance = Appliance::new();
    let folder = appliance.root().join("var/log/journal").join(MACHINE);
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("system.journal");
    let made = piped(Command::new(remote).arg("-o").arg(&file).arg("-"), entries.as_bytes());
    assert!(made.status.success(), "{made:?}");
    Some(appliance)
}

/// Returns entries in journal export format.
fn export() -> String {
    let entries = [
        (NINE, "ssh.service", "sshd", 6, "Server listening at nine"),
        (NINE + 2 * HOUR, "ssh.service", "sshd", 6, "Server listening at eleven"),
        (NINE + 2 * HOUR, "cron.service", "cron", 3, "nightly job failed"),
        (NINE + 4 * HOUR, "ssh.service", "sshd", 6, "Server listening at thirteen"),
    ];
    let entries = entries.into_iter().enumerate();
    entries
        .map(|(number, (seconds, unit, name, priority, message))| {
            entry(
                number,
                seconds,
                &format!("_SYSTEMD_UNIT={unit}\nSYSLOG_IDENTIFIER={name}\nPRIORITY={priority}\nMESSAGE={message}"),
            )
        })
        .collect()
}

/// An entry with these fields.
fn entry(number: usize, seconds: u64, fields: &str) -> String {
    format!(
        "__CURSOR=s={MACHINE};i={number:x};b={BOOT};m=1;t=1;x=1\n__REALTIME_TIMESTAMP={seconds}000000\n\
         __MONOTONIC_TIMESTAMP={number}000000\n_BOOT_ID={BOOT}\n_MACHINE_ID={MACHINE}\n_HOSTNAME=relay7\n\
         _PID=77\n_TRANSPORT=syslog\n{fields}\n\n"
    )
}

/// 2026-03-01T09:00:00Z.
const NINE: u64 = 1_772_355_600;
const HOUR: u64 = 3600;
const MACHINE: &str = "3c0fa3f5d1e54b0c9a7b6f1f7f0c9d11";
const BOOT: &str = "9d2f6c1b7a8e4f0d8c3b5a6978f01e22";
const PROFILE: &str = r#"
[[journal]]
id = "ssh"
category = "service-logs"
units = ["ssh.service"]

[[journal]]
id = "warnings"
category = "service-logs"
priority = "warning"

[[journal]]
id = "absent"
category = "service-logs"
units = ["none.service"]
"#;
