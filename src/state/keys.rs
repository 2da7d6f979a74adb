//! The signing key: created on first use, or provided by path; shown, and replaced by a new one that the old one signs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use ring::digest::{SHA256, SHA512, digest};

use super::config::Config;
use super::private::{check_private, read_private};
use super::{Error, State};
use crate::clock::compact;
use crate::output::{create_new, make_folder, replace_with};
use crate::seal::{PublicKey, ROTATION, SigningKey, sshsig};
use crate::trust;

/// The replacement of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The previous key.
    pub old: PublicKey,
    /// The new key.
    pub new: PublicKey,
    /// The folder with the old key's signature over the new one: `old.pub`, `new.pub`, `new.pub.sig`.
    pub folder: PathBuf,
}

impl State {
    /// Returns the signing key: the one that the configuration names, or else our own, created on first use.
    ///
    /// # Errors
    /// If the configuration or the file is accessible to others, truncated, or contains no usable key.
    pub fn signing_key(&self) -> Result<SigningKey, Error> {
        let named = Config::read(&self.config)?.seal.key;
        let provided = named.is_some();
        let (path, bytes) = match named {
            Some(path) => {
                self.check_given_key(&path)?;
                let bytes = read_private(&path)?;
                // Security: a folder above that others can write to would let them choose our identity.
                trust::file(&path)?;
                (path, bytes)
            }
            None => {
                let path = self.own_key();
                let make =
                    || SigningKey::generate().map_err(|source| Error::Key { path: path.clone(), provided, source });
                let bytes = self.read_or_create(&path, make)?;
                (path, bytes)
            }
        };
        SigningKey::read(&bytes).map_err(|source| Error::Key { path, provided, source })
    }

    /// Replaces our own key with a new one; the old one signs the public half of the new one.
    ///
    /// That signature is on the disk before the new key signs anything, so if this is interrupted at any moment, the
    /// key can still be traced back.
    ///
    /// # Errors
    /// If the configuration provides the key, if another run is in progress, or the system's.
    pub fn rotate(&self, now: Timestamp) -> Result<Rotation, Error> {
        let _lock = self.lock()?;
        if let Some(path) = Config::read(&self.config)?.seal.key {
            return Err(Error::Provided { path });
        }
        let old = self.signing_key()?;
        let key = |source| Error::Key { path: self.own_key(), provided: false, source };
        let bytes = SigningKey::generate().map_err(key)?;
        let new = SigningKey::read(&bytes).map_err(key)?.public();
        let rotations = self.folder.join("keys/rotations");
        let folder = rotations.join(compact(now));
        for folder in [&rotations, &folder] {
            make_folder(folder)?;
            check_private(folder)?;
        }
        let line = format!("{}\n", new.line());
        let signature = sshsig::sign(&old, ROTATION, digest(&SHA512, line.as_bytes()).as_ref());
        create_new(&folder.join("old.pub"), format!("{}\n", old.public().line()).as_bytes())?;
        create_new(&folder.join("new.pub"), line.as_bytes())?;
        create_new(&folder.join("new.pub.sig"), sshsig::armour(&signature).as_bytes())?;
        replace_with(&self.own_key(), |file| file.write_all(&bytes))?;
        // The new key was made on this machine.
        let _ = fs::remove_file(self.machine_mark());
        Ok(Rotation { old: old.public(), new, folder })
    }

    /// Returns the fingerprints of the current key and of its predecessors.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<String> {
        let rotations = fs::read_dir(self.folder.join("keys/rotations")).into_iter().flatten().flatten();
        let lines = rotations.filter_map(|rotation| fs::read_to_string(rotation.path().join("old.pub")).ok());
        let former = lines.filter_map(|line| PublicKey::from_line(&line));
        let current = self.signing_key().ok().map(|key| key.public());
        current.into_iter().chain(former).map(|key| key.fingerprint()).collect()
    }

    /// Returns whether the key was made on another machine, as after cloning a disk; records the machine on first use.
    ///
    /// # Errors
    /// The system's.
    pub fn is_cloned(&self, machine_id: &[u8]) -> Result<bool, Error> {
        let mark = data_encoding::HEXLOWER.encode(digest(&SHA256, machine_id.trim_ascii()).as_ref());
        let known = self.read_or_create(&self.machine_mark(), || Ok(mark.clone().into_bytes().into()))?;
        Ok(*known != mark.as_bytes())
    }

    /// Checks a key's path as far as possible without reading it, so that an error names the configuration file to fix.
    fn check_given_key(&self, key: &Path) -> Result<(), Error> {
        let wrong = |why: String| Err(Error::Config { path: self.config.clone(), why });
        let shown = key.display();
        match fs::symlink_metadata(key) {
            Err(error) => wrong(format!("`seal.key` is {shown}, which cannot be accessed: {error}")),
            Ok(_) if key.extension().is_some_and(|end| end == "pub") => {
                let private = key.with_extension("");
                wrong(format!("`seal.key` is {shown}, a public key; name the private key: {}", private.display()))
            }
            Ok(_) => Ok(()),
        }
    }

    fn own_key(&self) -> PathBuf {
        self.folder.join("keys/signing.pk8")
    }

    /// Returns the path of the file that records the machine on which the key was made.
    fn machine_mark(&self) -> PathBuf {
        self.folder.join("keys/signing.machine")
    }
}

impl Rotation {
    /// Returns lines of `allowed_signers` for the two keys: one before the change, one after.
    #[must_use]
    pub fn allowed_signers(&self, now: Timestamp) -> String {
        let time = format!("{}Z", now.strftime("%Y%m%d%H%M%S"));
        let line = |key: &PublicKey, option: &str| {
            format!("appliance namespaces=\"casepack@*\",{option}=\"{time}\" {}\n", key.line())
        };
        line(&self.old, "valid-before") + &line(&self.new, "valid-after")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::PathBuf;

    use super::super::tests::state;
    use super::{Error, SigningKey, State};
    use crate::seal::{ROTATION, key, sshsig::Signature};

    /// A state whose configuration names `key`.
    fn provided(content: &[u8]) -> (tempfile::TempDir, State, PathBuf) {
        let (folder, state) = state();
        let path = folder.path().join("provided");
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let text = format!("[seal]\nkey = \"{}\"\n", path.display());
        fs::write(folder.path().join("config/config.toml"), text).unwrap();
        (folder, state, path)
    }

    #[test]
    fn a_key_that_the_configuration_names_is_used() {
        let der = SigningKey::generate().unwrap();
        let (_folder, state, _) = provided(&der);
        assert_eq!(state.signing_key().unwrap().public(), SigningKey::read(&der).unwrap().public());
        assert!(matches!(state.rotate(jiff::Timestamp::UNIX_EPOCH), Err(Error::Provided { .. })));
    }

    #[test]
    fn s6_a_provided_key_is_held_to_owner_mode_and_kind() {
        let (folder, state, path) = provided(b"-----BEGIN RSA PRIVATE KEY-----\n");
        assert!(matches!(state.signing_key(), Err(Error::Key { source: key::Error::Kind { .. }, .. })));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let Err(Error::Unsafe { remedy, .. }) = state.signing_key() else { panic!("it was taken") };
        assert!(remedy.starts_with("chmod 600 "), "{remedy}");
        fs::rename(&path, folder.path().join("elsewhere")).unwrap();
        let why = state.signing_key().err().unwrap().to_string();
        assert!(why.contains("config.toml: `seal.key` is ") && why.contains("cannot be accessed"), "{why}");
        symlink(folder.path().join("elsewhere"), &path).unwrap();
        assert!(matches!(state.signing_key(), Err(Error::Unsafe { .. })));
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(matches!(state.signing_key(), Err(Error::Unsafe { .. })));
    }

    #[test]
    fn s6_a_configuration_that_others_may_write_or_that_is_wrong_is_refused() {
        let (folder, state, _) = provided(b"");
        let config = folder.path().join("config/config.toml");
        fs::set_permissions(&config, fs::Permissions::from_mode(0o666)).unwrap();
        let why = state.signing_key().err().unwrap().to_string();
        assert!(why.contains("chmod go-w"), "{why}");
        fs::set_permissions(&config, fs::Permissions::from_mode(0o644)).unwrap();
        for (text, part) in
            [("[seal]\nkay = \"/x\"\n", "unknown field `kay`"), ("[seal]\nkey = \"x\"\n", "not an absolute path")]
        {
            fs::write(&config, text).unwrap();
            let why = state.signing_key().err().unwrap().to_string();
            assert!(why.contains(part), "{why}");
        }
    }

    #[test]
    fn a_rotated_key_is_vouched_for_by_the_old_one() {
        let (_folder, state) = state();
        let old = state.signing_key().unwrap().public();
        let now: jiff::Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
        let rotation = state.rotate(now).unwrap();
        assert_eq!((rotation.old, rotation.new), (old, state.signing_key().unwrap().public()));
        let line = fs::read(rotation.folder.join("new.pub")).unwrap();
        let signature = Signature::read(&fs::read_to_string(rotation.folder.join("new.pub.sig")).unwrap()).unwrap();
        assert_eq!(signature.key, old);
        assert!(signature.verify(ROTATION, ring::digest::digest(&ring::digest::SHA512, &line).as_ref()));
        assert!(rotation.allowed_signers(now).contains("valid-before=\"20260102030405Z\" ssh-ed25519 "));
    }

    #[test]
    fn s6_a_cloned_disk_is_noticed_and_a_new_key_is_the_clone_s_own() {
        let (_folder, state) = state();
        assert!(!state.is_cloned(b"0123\n").unwrap() && !state.is_cloned(b"0123").unwrap());
        assert!(state.is_cloned(b"4567").unwrap());
        state.rotate(jiff::Timestamp::UNIX_EPOCH).unwrap();
        assert!(!state.is_cloned(b"4567").unwrap());
    }
}
