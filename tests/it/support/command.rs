//! The command in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// The command in an empty folder, with nothing of the tests' own environment that it would read.
pub(crate) fn labproof(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_labproof"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LABPROOF_")) {
        command.env_remove(name);
    }
    command
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = labproof(folder, arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

/// Ends with this code and says all of this, on either stream.
pub(crate) fn expect(folder: &Path, arguments: &[&str], code: i32, parts: &[&str]) {
    let (actual, stdout, stderr) = run(folder, arguments);
    let said = format!("labproof {}\n{stdout}\n{stderr}", arguments.join(" "));
    assert_eq!(actual, code, "{said}");
    for part in parts {
        assert!(said.contains(part), "`{part}` is not in: {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Writes a file as a secret's file has to be.
pub(crate) fn write_private(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

/// A reference server in a process of its own, with the target file it wrote.
pub(crate) struct Serving {
    folder: TempDir,
    child: Child,
}

impl Serving {
    pub(crate) fn start(edition: &str) -> Self {
        Self::start_in(folder(), edition, &[])
    }

    pub(crate) fn start_in(folder: TempDir, edition: &str, more: &[&str]) -> Self {
        let arguments = [
            "serve",
            "--edition",
            edition,
            "--listen",
            "127.0.0.1:0",
            "--write-target",
            "target.yaml",
            "--port-file",
            "port",
        ];
        let mut child = labproof(folder.path(), &[&arguments[..], more].concat())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // The first line comes when it listens and every file is written.
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.contains("http://127.0.0.1:"), "{line}");
        Self { folder, child }
    }

    /// A server of another edition that shares this one's secrets; its URL, as long as it is kept.
    pub(crate) fn beside(&self, edition: &str) -> (Self, String) {
        let secrets = self.path().join(".labproof");
        let other = Self::start_in(folder(), edition, &["--secrets-dir", secrets.to_str().unwrap()]);
        let url = format!("http://{}", other.address());
        (other, url)
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Host and port.
    pub(crate) fn address(&self) -> String {
        let port = std::fs::read_to_string(self.path().join("port")).unwrap();
        format!("127.0.0.1:{}", port.trim())
    }

    pub(crate) fn target(&self) -> PathBuf {
        self.path().join("target.yaml")
    }

    pub(crate) fn stop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The target file with a text replaced, under another name.
    pub(crate) fn changed(&self, name: &str, from: &str, to: &str) -> PathBuf {
        let text = std::fs::read_to_string(self.target()).unwrap();
        assert!(text.contains(from), "{text}");
        let path = self.path().join(name);
        std::fs::write(&path, text.replace(from, to)).unwrap();
        path
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
