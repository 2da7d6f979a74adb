//! Keys, signatures and encryption against OpenSSH and age themselves.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use casepack::seal::{BUNDLE, SUMS};

use crate::forge::{Bench, Entry, Forge, entry, footer, has, packed, said};

#[test]
fn a_bundle_that_ssh_keygen_signed_verifies_here() {
    if !has("ssh-keygen", "a_bundle_that_ssh_keygen_signed") {
        return;
    }
    let (bench, mut forge) = (Bench::new(), Forge::new());
    bench.tool("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-C", "an appliance", "-f", "key"]);
    let public = fs::read_to_string(bench.path("key.pub")).unwrap();
    let shown = String::from_utf8(bench.tool("ssh-keygen", &["-lf", "key.pub"]).stdout).unwrap();
    let fingerprint = shown.split(' ').nth(1).unwrap();
    forge.manifest.appliance.fingerprint = fingerprint.to_owned();
    let text = forge.manifest.text();
    forge.with_manifest(&text);
    let sign = |namespace: &str, bytes: &[u8]| {
        let file = bench.write("message", bytes);
        let _ = fs::remove_file(bench.path("message.sig"));
        bench.tool("ssh-keygen", &["-q", "-Y", "sign", "-f", "key", "-n", namespace, &file.display().to_string()]);
        fs::read_to_string(bench.path("message.sig")).unwrap()
    };
    let mut entries: Vec<Entry> = forge.entries();
    let last = entries.len() - 1;
    entries[last] = entry("SHA256SUMS.sig", sign(SUMS, forge.sums().as_bytes()).as_bytes());
    let inner = packed(&entries);
    bench.write("bundle", [inner.clone(), footer(&sign(BUNDLE, &inner))].concat());
    bench.write("signers", format!("me namespaces=\"casepack@*\" {public}"));
    let output = bench.run(&["verify", "bundle", "--signers", "signers"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("signed by me") && said(&output).contains(fingerprint), "{}", said(&output));
}

#[test]
fn s5_allowed_signers_mean_here_what_they_mean_to_ssh_keygen() {
    if !has("ssh-keygen", "allowed_signers_mean_here") {
        return;
    }
    let (bench, forge) = (Bench::new(), Forge::new());
    bench.write("bundle", forge.bundle());
    bench.write("sums", forge.sums());
    bench.write("sums.sig", crate::forge::signature(&forge.key, SUMS, forge.sums().as_bytes()));
    let line = forge.key.public().line();
    let other = Forge::new().key.public().line();
    let both = "casepack@*";
    for text in [
        format!("me {line}"),
        format!("me {line} a comment"),
        format!("me,you {line}"),
        format!("m? {line}"),
        format!("*,!me {line}"),
        format!("!you,* {line}"),
        format!("you {line}"),
        format!("me namespaces=\"{both}\" {line}"),
        format!("me namespaces=\"git,{both}\" {line}"),
        format!("me namespaces=\"git\" {line}"),
        format!("me namespaces=\"casepack@?ums,casepack@bundle\" {line}"),
        format!("me valid-after=\"20260101Z\" {line}"),
        format!("me valid-after=\"20260103Z\" {line}"),
        format!("me valid-before=\"20260103Z\" {line}"),
        format!("me valid-before=\"20260101Z\" {line}"),
        format!("me valid-before=\"20260102030405Z\" {line}"),
        format!("me valid-after=\"20260102030405Z\" {line}"),
        format!("me valid-after=\"20260102030406Z\" {line}"),
        format!("me valid-after=\"202601020304Z\",namespaces=\"{both}\" {line}"),
        format!("me cert-authority {line}"),
        format!("me {other}"),
        format!("# a comment\n\nme {other}\nme {line}"),
        format!("me ssh-rsa AAAA\nme {line}"),
        format!("me restrict {line}"),
        format!("me namespaces=\"x {line}"),
    ] {
        bench.write("signers", format!("{text}\n"));
        let script =
            "ssh-keygen -Y verify -Overify-time=20260102030405Z -f signers -I me -n casepack@sums -s sums.sig < sums";
        let theirs =
            std::process::Command::new("sh").args(["-c", script]).current_dir(bench.path("")).output().unwrap();
        let ours = bench.run(&["verify", "bundle", "--signers", "signers", "--principal", "me"]);
        // A line with a damaged key stops ssh-keygen; here it is ignored, because it is not an Ed25519 key.
        let damaged = text.contains("ssh-rsa");
        assert!(
            damaged || ours.status.success() == theirs.status.success(),
            "{text}\n{}\n{}",
            said(&ours),
            said(&theirs)
        );
    }
}

#[test]
fn a_key_that_ssh_keygen_or_openssl_made_signs_bundles() {
    let test = "a_key_that_ssh_keygen_made";
    if !has("ssh-keygen", test) {
        return;
    }
    let bench = Bench::new();
    bench.tool("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", "key"]);
    let public = fs::read_to_string(bench.path("key.pub")).unwrap();
    let shown = shown_with(&bench, "key");
    assert!(public.starts_with(shown.1.lines().nth(1).unwrap()), "{}", shown.1);
    if has("openssl", test) {
        bench.tool("openssl", &["genpkey", "-algorithm", "ed25519", "-out", "pem"]);
        bench.tool("openssl", &["pkcs8", "-topk8", "-nocrypt", "-in", "pem", "-outform", "DER", "-out", "der"]);
        assert_eq!(shown_with(&bench, "pem"), shown_with(&bench, "der"));
        assert_eq!(shown_with(&bench, "pem").0, Some(0));
    }
}

#[test]
fn s6_a_key_that_cannot_sign_is_refused_with_the_mend() {
    if !has("ssh-keygen", "a_key_that_cannot_sign") {
        return;
    }
    let bench = Bench::new();
    bench.tool("ssh-keygen", &["-q", "-t", "ed25519", "-N", "secret", "-f", "locked"]);
    bench.tool("ssh-keygen", &["-q", "-t", "ecdsa", "-N", "", "-f", "ecdsa"]);
    bench.tool("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", "key"]);
    let whole = fs::read(bench.path("key")).unwrap();
    private(&bench, "cut", &whole[..150]);
    for (name, parts) in [
        ("locked", ["passphrase", "hint: remove the passphrase from a copy: ssh-keygen -p"]),
        ("ecdsa", ["key type `ecdsa-sha2-nistp256`", "hint: name an Ed25519 private key"]),
        ("cut", ["truncated", "hint: restore the file"]),
        ("key.pub", ["a public key; name the private key", "hint: fix "]),
    ] {
        let (code, said) = shown_with(&bench, name);
        assert!(matches!(code, Some(1 | 5)), "{name}: {said}");
        assert!(parts.iter().all(|part| said.contains(part)), "{name}: {said}");
    }
}

#[test]
fn ssh_keygen_follows_a_rotated_key() {
    if !has("ssh-keygen", "ssh_keygen_follows_a_rotated_key") {
        return;
    }
    let bench = Bench::new();
    let before = bench.run(&["key", "show"]);
    let rotated = bench.run(&["key", "rotate"]);
    assert!(rotated.status.success(), "{}", said(&rotated));
    let folder = fs::read_dir(bench.path("state/keys/rotations")).unwrap().next().unwrap().unwrap().path();
    bench.write("signers", String::from_utf8(before.stdout).unwrap().lines().nth(2).unwrap());
    let script = format!(
        "ssh-keygen -Y verify -f signers -I appliance -n casepack@key -s {0}/new.pub.sig < {0}/new.pub",
        folder.display()
    );
    bench.tool("sh", &["-c", &script]);
    assert_eq!(String::from_utf8(rotated.stdout).unwrap().matches("appliance namespaces=").count(), 2);
}

#[test]
fn age_opens_what_is_encrypted_here_and_the_other_way_round() {
    if !has("age", "age_opens") || !has("age-keygen", "age_opens") {
        return;
    }
    let bench = Bench::new();
    bench.tool("age-keygen", &["-o", "identity"]);
    let recipient = String::from_utf8(bench.tool("age-keygen", &["-y", "identity"]).stdout).unwrap();
    fs::create_dir_all(bench.path("root/etc")).unwrap();
    bench.write("root/etc/hostname", "relay7\n");
    let collected =
        bench.run(&["collect", "--root", "root", "-o", "b.age", "--events", "none", "--encrypt-to", recipient.trim()]);
    assert!(collected.status.success(), "{}", said(&collected));
    bench.tool("age", &["-d", "-i", "identity", "-o", "b", "b.age"]);
    for arguments in [&["verify", "b"][..], &["verify", "b.age", "--identity", "identity"]] {
        let output = bench.run(arguments);
        assert!(output.status.success(), "{}", said(&output));
    }
    let listed = bench.run(&["inspect", "b.age", "--list", "--identity", "identity"]);
    assert!(said(&listed).contains("manifest.json"), "{}", said(&listed));
    bench.tool("age", &["-r", recipient.trim(), "-o", "again.age", "b"]);
    assert!(bench.run(&["verify", "again.age", "--identity", "identity"]).status.success());
    let locked = bench.run(&["verify", "b.age"]);
    assert_eq!(locked.status.code(), Some(2));
    assert!(said(&locked).contains("NOT CHECKED") && said(&locked).contains("--identity"), "{}", said(&locked));
    let mut bytes = fs::read(bench.path("b.age")).unwrap();
    for change in [bytes.len() - 1, bytes.len() / 2] {
        bytes[change] ^= 1;
        bench.write("changed.age", &bytes);
        let output = bench.run(&["verify", "changed.age", "--identity", "identity"]);
        assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    }
    bench.tool("age-keygen", &["-o", "other"]);
    // Nothing was checked, so nothing is said of whether it holds.
    let output = bench.run(&["verify", "b.age", "--identity", "other"]);
    assert_eq!(output.status.code(), Some(2));
    let told = said(&output);
    assert!(told.contains("NOT CHECKED") && told.contains("a different identity"), "{told}");
    let output = bench.run(&["verify", "--json", "b.age", "--identity", "other"]);
    let told = said(&output);
    assert!(told.contains("\"holds\":null") && told.contains("\"check\":\"encryption\""), "{told}");
}

#[test]
fn an_ssh_key_opens_what_was_encrypted_to_it() {
    if !has("ssh-keygen", "an_ssh_key_opens") {
        return;
    }
    let bench = Bench::new();
    bench.tool("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", "key"]);
    let public = fs::read_to_string(bench.path("key.pub")).unwrap();
    fs::create_dir_all(bench.path("root/etc")).unwrap();
    bench.write("root/etc/hostname", "relay7\n");
    fs::create_dir(bench.path("out")).unwrap();
    // The profile names the recipients; a caller cannot remove them.
    let text = format!(
        "schema = 1\nname = \"sealed\"\nextends = [\"linux-base\"]\n[seal]\nrecipients = [\"{}\"]\n",
        public.trim()
    );
    let profile = bench.write("sealed.toml", text).display().to_string();
    let collected = bench.run(&["collect", "--root", "root", "-o", "out", "--events", "none", "-p", &profile]);
    assert!(collected.status.success(), "{}", said(&collected));
    let path = fs::read_dir(bench.path("out")).unwrap().next().unwrap().unwrap().path().display().to_string();
    assert!(path.ends_with(".tar.gz.age"), "{path}");
    let output = bench.run(&["verify", &path, "--identity", "key"]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn the_same_root_key_and_clock_give_the_same_bundle_byte_for_byte() {
    let bench = Bench::new();
    fs::create_dir_all(bench.path("root/var/log")).unwrap();
    bench.write("root/var/log/syslog", "Jan  2 03:00:00 relay7 app[7]: error: no route to 192.0.2.7\n".repeat(20_000));
    for name in ["one", "two"] {
        let collected = bench.run(&["collect", "--root", "root", "-o", name, "--events", "none", "--case", "4711"]);
        assert!(collected.status.success(), "{}", said(&collected));
    }
    assert!(fs::read(bench.path("one")).unwrap() == fs::read(bench.path("two")).unwrap());
}

/// Runs `key show` with the key that a configuration names; returns exit code and output.
fn shown_with(bench: &Bench, key: &str) -> (Option<i32>, String) {
    let path = bench.path(key);
    if !key.ends_with(".pub") {
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    fs::create_dir_all(bench.path("config")).unwrap();
    bench.write("config/config.toml", format!("[seal]\nkey = \"{}\"\n", path.display()));
    let mut command = std::process::Command::new(crate::forge::PROGRAM);
    command.args(["key", "show"]).env_clear().env("CONFIGURATION_DIRECTORY", bench.path("config"));
    command.env("STATE_DIRECTORY", bench.path("state")).env("RUNTIME_DIRECTORY", bench.path("run"));
    let output = command.output().unwrap();
    (output.status.code(), said(&output))
}

fn private(bench: &Bench, name: &str, bytes: &[u8]) {
    bench.write(name, bytes);
    fs::set_permissions(bench.path(name), fs::Permissions::from_mode(0o600)).unwrap();
}
