//! Only the appliance that made a pseudonym knows what it stands for.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::UNIX_EPOCH;

use casepack::seal::{SUMS, SigningKey, sshsig};
use ring::digest::{SHA256, SHA512, digest};

use crate::appliance::{Appliance, tree};
use crate::bundle::{Bundle, Unpacked};
use crate::printing::unheard;

/// A log with an unknown person and a secret.
const LOG: &str = "Jan  2 03:04:05 relay7 sshd[8]: Failed password for invalid user jnovak77 from 198.51.100.9 port 7 ssh2\n\
                   Jan  2 03:04:06 relay7 app[9]: token=Xk29-quiet-Harbor!7 accepted\n";

fn appliance() -> (Appliance, String) {
    let appliance = Appliance::new();
    appliance.file("var/log/auth.log", LOG);
    let source = "[[file]]\nid = \"log\"\ncategory = \"access\"\npaths = [\"/var/log/*.log\"]\n";
    let profile = appliance.profile(source);
    (appliance, profile)
}

/// Returns the words of the log's first line in a bundle.
fn words(bundle: &Bundle) -> Vec<String> {
    let text = String::from_utf8(bundle.unpack().read("data/access/log/var/log/auth.log")).unwrap();
    text.lines().next().unwrap().split(' ').map(str::to_owned).collect()
}

#[test]
fn reveal_gives_back_what_stood_there_and_refuses_elsewhere() {
    let (appliance, profile) = appliance();
    let words = words(&appliance.collect(&["-p", &profile, "--case", "4711", "--since", "3650d"]).bundle());
    let (user, address) = (&words[11], &words[13]);
    let run = appliance.run(&["reveal", user, address, "--case", "4711"]).expect(0);
    let said = format!("{user}\tuser\tjnovak77\n{address}\tipv4\t198.51.100.9\n");
    assert_eq!(String::from_utf8(run.out).unwrap(), said);
    appliance.run(&["reveal", user, "--case", "4712"]).expect(1).says("not known on this machine");
    let elsewhere =
        Appliance::new().run(&["reveal", user, address]).expect(1).says("error: not known on this machine: user-");
    assert!(elsewhere.says("hint: only the appliance that made ").out.is_empty());
}

#[test]
fn m3_a_planted_pseudonym_stands_for_nobody() {
    let (appliance, profile) = appliance();
    let planted = "user-zq2zq2zq2z";
    appliance.file("var/log/auth.log", LOG.replace("jnovak77", planted));
    let bundle = appliance.collect(&["-p", &profile, "--case", "4711", "--since", "3650d"]).bundle();
    let stands = words(&bundle)[11].clone();
    // Whether it stays or is replaced, it stands for nobody.
    appliance.run(&["reveal", planted, "--case", "4711"]).expect(1).says("not known on this machine");
    let run = appliance.run(&["reveal", &stands, "--case", "4711"]);
    assert!(run.code == 1 || run.out.ends_with(format!("\t{planted}\n").as_bytes()), "{run:?}");
}

#[test]
fn a_ledger_is_our_own_to_read_and_holds_no_secret() {
    let (appliance, profile) = appliance();
    appliance.collect(&["-p", &profile, "--case", "4711"]).bundle();
    let mode = |path: &str| fs::metadata(appliance.path(path)).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode("state/ledgers"), mode("state/ledgers/4711")), (0o700, 0o600));
    let text = fs::read_to_string(appliance.path("state/ledgers/4711")).unwrap();
    assert!(text.contains("jnovak77") && text.contains("\"kind\":\"secret\""), "{text}");
    assert!(!text.contains("Harbor"), "{text}");
    assert_eq!(appliance.names("state/ledgers"), ["4711"]);
}

#[test]
fn an_old_ledger_is_removed_by_the_next_run_of_any_case() {
    let (appliance, profile) = appliance();
    let collect = |case: &str, day: &str| {
        let time: jiff::Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
        let mut command = appliance.command();
        command.env("SOURCE_DATE_EPOCH", time.as_second().to_string()).arg("collect").arg("--root");
        command.arg(appliance.root()).args(["-o", "-", "-p", &profile, "--case", case]);
        appliance.end(&mut command).expect(0);
    };
    collect("old", "2026-01-02");
    collect("new", "2026-04-01");
    assert_eq!(appliance.names("state/ledgers"), ["new", "old"]);
    // If its first line is damaged, the file's time gives its age.
    let damaged = appliance.path("state/ledgers/damaged");
    fs::copy(appliance.path("state/ledgers/new"), &damaged).unwrap();
    let file = fs::OpenOptions::new().write(true).open(&damaged).unwrap();
    (&file).write_all(b"#").unwrap();
    let modified = |day: &str| {
        let time: jiff::Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
        file.set_modified(UNIX_EPOCH + time.duration_since(jiff::Timestamp::UNIX_EPOCH).unsigned_abs()).unwrap();
    };
    modified("2026-02-01");
    collect("new", "2026-04-03");
    assert_eq!(appliance.names("state/ledgers"), ["damaged", "new"]);
    modified("2026-01-02");
    collect("new", "2026-04-03");
    assert_eq!(appliance.names("state/ledgers"), ["new"]);
}

#[test]
fn a_fresh_bundle_passes_the_audit() {
    let appliance = Appliance::new();
    let bundle = appliance.collect(&["--since", "3650d"]).bundle();
    let run = appliance.run(&["audit", bundle.path.to_str().unwrap()]).expect(0);
    let said = String::from_utf8(run.out).unwrap();
    assert!(said.contains(": nothing found; searched "), "{said}");
    let stranger = Appliance::new();
    stranger
        .run(&["audit", bundle.path.to_str().unwrap()])
        .expect(1)
        .says("there is no ledger for bundles without a case");
}

#[test]
fn an_original_and_a_secret_put_back_by_hand_are_found_at_their_lines() {
    let (appliance, profile) = appliance();
    let bundle = appliance.collect(&["-p", &profile, "--case", "4711"]).bundle();
    let unpacked = bundle.unpack();
    let text = String::from_utf8(unpacked.read("data/access/log/var/log/auth.log")).unwrap();
    let leaky = format!("{text}met JNOVAK77, who is no jnovak777\nwrote <Xk29-quiet-Harbor!7> on the wall\n");
    let path = repacked(&appliance, &unpacked, leaky.as_bytes());
    let run = appliance.run(&["audit", "--inner", &path]).expect(4);
    let said = String::from_utf8(run.out).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].starts_with("data/access/log/var/log/auth.log:3: user user-"), "{said}");
    assert_eq!(lines[1], "data/access/log/var/log/auth.log:4: secret removed-secret");
    assert!(lines.len() == 3 && lines[2].contains(": 2 FOUND; "), "{said}");
    assert!(!said.to_lowercase().contains("jnovak77") && !said.contains("Harbor"), "{said}");
    // A script learns the verdict even if its reader has stopped.
    unheard(&appliance, &["audit", "--inner", &path]).expect(4);
}

#[test]
fn a_secret_put_back_in_utf16_is_found_at_its_line() {
    let (appliance, profile) = appliance();
    let bundle = appliance.collect(&["-p", &profile, "--case", "4711"]).bundle();
    let unpacked = bundle.unpack();
    let more = "nothing more\r\n".repeat(100);
    let leaky = format!("\u{feff}first\r\nwrote Xk29-quiet-Harbor!7 on the wall\r\n{more}");
    let leaky: Vec<u8> = leaky.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let path = repacked(&appliance, &unpacked, &leaky);
    let said = String::from_utf8(appliance.run(&["audit", "--inner", &path]).expect(4).out).unwrap();
    assert_eq!(said.lines().next(), Some("data/access/log/var/log/auth.log:2: secret removed-secret"), "{said}");
}

#[test]
fn an_audit_says_where_nothing_was_kept_of_a_bundle_though_of_others_of_its_case() {
    let (appliance, profile) = appliance();
    let root = appliance.root().display().to_string();
    let collect = ["collect", "--root", &root, "-p", &profile, "--case", "4711", "-o"];
    let run = |more: &[&str]| appliance.run(&[&collect, more].concat()).expect(0);
    run(&["of-the-case"]);
    run(&["of-its-own", "--scope", "bundle"]);
    let unkept = "this bundle was made without a ledger";
    appliance.run(&["audit", "of-its-own"]).expect(1).says(unkept);
    assert!(!appliance.run(&["audit", "of-the-case"]).expect(0).err.contains(unkept));
}

#[test]
fn a_bundle_s_own_scope_shares_no_pseudonym_and_leaves_no_ledger() {
    let (appliance, profile) = appliance();
    let one = |_| {
        let run = appliance.run(&[
            "collect",
            "--root",
            appliance.root().to_str().unwrap(),
            "-o",
            "-",
            "-p",
            &profile,
            "--case",
            "4711",
            "--scope",
            "bundle",
        ]);
        let unpacked = Unpacked::from(&run.expect(0).out);
        assert_eq!(unpacked.manifest()["scope"], "bundle");
        for told in ["README.txt", "report.html"] {
            let text = String::from_utf8(unpacked.read(told)).unwrap();
            assert!(text.contains("cannot be recovered") && !text.contains("only on the appliance"), "{told}");
        }
        String::from_utf8(unpacked.read("data/access/log/var/log/auth.log")).unwrap()
    };
    let [first, second] = [(); 2].map(one);
    let pseudonyms = |text: &str| -> Vec<String> {
        let words = text
            .split([' ', '\n'])
            .filter(|word| ["user-", "host-", "198."].iter().any(|word_of| word.starts_with(word_of)));
        words.map(str::to_owned).collect()
    };
    let (first, second) = (pseudonyms(&first), pseudonyms(&second));
    assert!(!first.is_empty() && first.iter().all(|pseudonym| !second.contains(pseudonym)), "{first:?} {second:?}");
    assert_eq!(appliance.names("state/ledgers"), Vec::<String>::new());
    appliance.run(&["reveal", &first[0]]).expect(1).says("--scope bundle");
}

#[test]
fn what_a_secret_could_also_be_is_not_noted() {
    let appliance = Appliance::new();
    let secrets = ["R3disPw99", "hunter2xyz"];
    let log = "cache redis://:R3disPw99@cache.corp.example:6379\ncall https://svc:hunter2xyz@api.plant.example/v1\n";
    appliance.file("var/log/app.log", log);
    let source = "[[file]]\nid = \"log\"\ncategory = \"access\"\npaths = [\"/var/log/*.log\"]\n";
    let profile = appliance.profile(source);
    appliance.collect(&["-p", &profile, "--case", "4711", "--since", "3650d"]).bundle();
    let text = fs::read_to_string(appliance.path("state/ledgers/4711")).unwrap();
    assert!(text.contains("plant.example") && !secrets.iter().any(|secret| text.contains(secret)), "{text}");
}

#[test]
fn a_state_folder_is_in_no_bundle_wherever_it_lies() {
    let (appliance, profile) = appliance();
    appliance.collect(&["-p", &profile, "--case", "4711"]).bundle();
    let state = appliance.path("state");
    fs::create_dir(appliance.path("seen")).unwrap();
    std::os::unix::fs::symlink(state.join("ledgers/4711"), appliance.path("seen/link.log")).unwrap();
    let paths = format!("paths = [\"{0}/**\", \"{0}/../seen/*\"]", state.display()).replace("state/../", "");
    let profile = appliance.profile(&format!("[[file]]\nid = \"own\"\ncategory = \"access\"\n{paths}\n"));
    let run = appliance.run(&["collect", "-p", &profile, "-o", "-", "--case", "4712"]);
    let unpacked = Unpacked::from(&run.expect(0).out);
    let manifest = unpacked.manifest();
    assert_eq!(manifest["items"].as_array().unwrap().len(), 0, "{manifest}");
    assert!(manifest.to_string().contains("never collected: casepack's own keys and ledgers"), "{manifest}");
}

#[test]
fn what_holds_several_pseudonyms_is_revealed_part_by_part() {
    let (appliance, profile) = appliance();
    let words = words(&appliance.collect(&["-p", &profile, "--case", "4711", "--since", "3650d"]).bundle());
    let (user, address) = (&words[11], &words[13]);
    let asked = [format!("rhost={address}:22"), format!("/home/{user}/.profile"), "/home/nobody".to_owned()];
    let run = appliance
        .run(&["reveal", &asked[0], &asked[1], &asked[2]])
        .expect(1)
        .says("not known on this machine: /home/nobody");
    let said = format!("{address}\tipv4\t198.51.100.9\n{user}\tuser\tjnovak77\n");
    assert_eq!(String::from_utf8(run.out).unwrap(), said);
}

#[test]
fn a_secret_that_is_gone_is_told_of_where_there_are_ledgers() {
    let (appliance, profile) = appliance();
    let collect = || {
        let run = appliance.collect(&["-p", &profile, "--case", "4711", "--since", "3650d"]).expect(0);
        fs::remove_file(&run.bundle().path).unwrap();
        run.err
    };
    let warning = "warning: keys/pseudonym.secret is missing, so a new one is made";
    assert!(!collect().contains(warning) && !collect().contains(warning));
    fs::remove_file(appliance.path("state/keys/pseudonym.secret")).unwrap();
    assert!(collect().contains(warning) && !collect().contains(warning));
}

#[test]
fn a_key_that_signed_here_before_is_no_other_machine_s() {
    let (appliance, profile) = appliance();
    let bundle = appliance.collect(&["-p", &profile, "--case", "4711", "--since", "3650d"]).bundle();
    appliance.run(&["key", "rotate"]).expect(0);
    let run = appliance.run(&["audit", bundle.path.to_str().unwrap()]).expect(0);
    assert!(!run.err.contains("another machine's key"), "{}", run.err);
}

/// Repacks the bundle with another log in it, with GNU tar and a new inner seal of the appliance's key.
fn repacked(appliance: &Appliance, unpacked: &Unpacked, log: &[u8]) -> String {
    let (folder, hex) =
        (unpacked.folder(), |bytes: &[u8]| data_encoding::HEXLOWER.encode(digest(&SHA256, bytes).as_ref()));
    let mut manifest = unpacked.manifest();
    let path = "data/access/log/var/log/auth.log";
    let item = manifest["items"].as_array_mut().unwrap().iter_mut().find(|item| item["path"] == path).unwrap();
    let more = log.len() as u64 - item["bytes_out"].as_u64().unwrap();
    (item["bytes_out"], item["sha256"]) = (log.len().into(), hex(log).into());
    manifest["totals"]["bytes_out"] = (manifest["totals"]["bytes_out"].as_u64().unwrap() + more).into();
    fs::write(folder.join(path), log).unwrap();
    fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
    let seals = ["SHA256SUMS", "SHA256SUMS.sig"].map(|name| folder.join(name));
    let files = tree(&folder).into_iter().filter(|path| path.is_file() && !seals.contains(path));
    let name = |path: &std::path::Path| path.strip_prefix(&folder).unwrap().display().to_string();
    let sums: String = files.map(|path| format!("{}  {}\n", hex(&fs::read(&path).unwrap()), name(&path))).collect();
    let key = SigningKey::read(&fs::read(appliance.path("state/keys/signing.pk8")).unwrap()).unwrap();
    let signature = sshsig::sign(&key, SUMS, digest(&SHA512, sums.as_bytes()).as_ref());
    fs::write(&seals[0], sums).unwrap();
    fs::write(&seals[1], sshsig::armour(&signature)).unwrap();
    let archive = appliance.path("repacked.tar.gz");
    let mut command = Command::new("tar");
    command.arg("-czf").arg(&archive).arg("-C").arg(folder.parent().unwrap()).arg(folder.file_name().unwrap());
    assert!(command.status().unwrap().success());
    archive.display().to_string()
}
