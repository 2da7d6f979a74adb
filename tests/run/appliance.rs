//! The builder: an appliance that exists only in a temporary folder.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::bundle::Bundle;

/// A fake root, with its own folders for state, run and output.
pub(crate) struct Appliance {
    folder: tempfile::TempDir,
}

/// The result of a run of the program.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
    folder: PathBuf,
}

impl Appliance {
    /// Makes an appliance with a name, two people and a log.
    pub(crate) fn new() -> Self {
        let bare = Self::bare();
        bare.file("etc/hostname", "relay7\n")
            .file("etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n")
            .file("etc/hosts", "127.0.0.1 localhost\n192.0.2.44 relay7.plant.example relay7\n")
            .file(
                "etc/passwd",
                "root:x:0:0:root:/root:/bin/sh\nwkowalska:x:1000:1000:Wanda Kowalska:/home/wkowalska:/bin/sh\n",
            )
            .file("var/log/syslog", "Jan  2 03:04:05 relay7 kernel: eth0: link up\n");
        bare
    }

    /// Makes an empty appliance.
    pub(crate) fn bare() -> Self {
        let appliance = Self { folder: tempfile::Builder::new().prefix("appliance-").tempdir().unwrap() };
        for folder in ["root", "out", "profiles"] {
            fs::create_dir(appliance.path(folder)).unwrap();
        }
        appliance
    }

    /// Returns a path in the test's own folder: `root`, `state`, `run`, `out`.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the fake root.
    pub(crate) fn root(&self) -> PathBuf {
        self.path("root")
    }

    /// Writes a file below the fake root.
    pub(crate) fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Writes a profile with only these sources; returns its path.
    pub(crate) fn profile(&self, sources: &str) -> String {
        let path = self.path("profiles/test.toml");
        fs::write(&path, format!("schema = 1\nname = \"test\"\n{sources}")).unwrap();
        path.display().to_string()
    }

    /// Makes a command for the program without the caller's environment, with its state and run folders in the test's
    /// own folder.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env_clear().env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin").current_dir(self.folder.path());
        command.env("STATE_DIRECTORY", self.path("state")).env("RUNTIME_DIRECTORY", self.path("run"));
        command.env("CONFIGURATION_DIRECTORY", self.path("configuration")).stdin(Stdio::null());
        command
    }

    /// Makes a command for another program that starts this one: in the test's own folder, with its state and run
    /// folders.
    pub(crate) fn through(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path());
        command.env("STATE_DIRECTORY", self.path("state")).env("RUNTIME_DIRECTORY", self.path("run"));
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.end(self.command().args(arguments))
    }

    /// Runs `collect` on the fake root into the output folder.
    pub(crate) fn collect(&self, arguments: &[&str]) -> Run {
        let (root, out) = (self.root(), self.path("out"));
        self.end(self.command().arg("collect").arg("--root").arg(root).arg("-o").arg(out).args(arguments))
    }

    /// Runs a command that was made here to its end.
    pub(crate) fn end(&self, command: &mut Command) -> Run {
        Run::new(command.output().unwrap(), self.path("out"))
    }

    /// Returns the names in a folder of the test's own, in order, including hidden ones.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Makes an unprivileged user the owner of the folder with everything in it.
    pub(crate) fn give_to(&self, user: u32) {
        let owner = format!("{user}:{user}");
        assert!(Command::new("chown").arg("-R").arg(owner).arg(self.folder.path()).status().unwrap().success());
    }
}

impl Run {
    fn new(output: Output, folder: PathBuf) -> Self {
        let code = output.status.code().unwrap_or_else(|| 128 + output.status.signal().unwrap_or(0));
        Self { code, out: output.stdout, err: String::from_utf8_lossy(&output.stderr).into_owned(), folder }
    }

    /// Checks the exit code; shows the output if it is another one.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "standard error:\n{}", self.err);
        self
    }

    /// Checks that standard error contains a text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "`{text}` is not in standard error:\n{}", self.err);
        self
    }

    /// Returns the only bundle in the output folder, after a run that made one.
    #[track_caller]
    pub(crate) fn bundle(&self) -> Bundle {
        assert!(matches!(self.code, 0 | 3), "exit {}, standard error:\n{}", self.code, self.err);
        Bundle::only_in(&self.folder)
    }
}

/// Returns every path below a folder.
pub(crate) fn tree(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        walkdir::WalkDir::new(folder).into_iter().flatten().map(|entry| entry.into_path()).collect();
    paths.sort_by(|one, two| one.as_os_str().as_bytes().cmp(two.as_os_str().as_bytes()));
    paths
}

/// Returns whether the test runs as root; otherwise prints that it is skipped.
pub(crate) fn is_root(test: &str) -> bool {
    let root = nix::unistd::geteuid().is_root();
    if !root {
        eprintln!("{test}: skipped, it needs root");
    }
    root
}

/// Returns whether a program is installed; otherwise prints that the test is skipped.
pub(crate) fn has(program: &str, test: &str) -> bool {
    let has =
        Command::new("sh").args(["-c", "command -v \"$0\"", program]).output().is_ok_and(|out| out.status.success());
    if !has {
        eprintln!("{test}: skipped in part, there is no {program}");
    }
    has
}

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_casepack");
/// An unprivileged user.
pub(crate) const NOBODY: u32 = 65_534;
