//! The secrets that callers prove to know.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The file in which GitLab's components keep the secret of GitLab Shell.
const SHELL_FILE: &str = ".gitlab_shell_secret";
/// Digits of a generated secret. A multiple of three, so that its Base64 needs no padding and
/// every character of it counts.
const SHELL_DIGITS: usize = 48;

/// The secrets of an instance; their content is never shown.
#[derive(Clone)]
pub struct Secrets {
    shell: Vec<u8>,
}

/// Why the secrets could not be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretsError {
    /// The file or its folder cannot be read or written.
    #[error("the secret file {path} cannot be used; check the folder and who may read it")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file has nothing but white space.
    #[error("the secret file {path} is empty; write a secret into it, or delete it to have one made")]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

impl Secrets {
    /// Fresh secrets that only this value knows.
    #[must_use]
    pub fn generate() -> Self {
        Self {
            shell: crate::ids::random_hex(SHELL_DIGITS).into_bytes(),
        }
    }

    /// The secrets of a folder, in the files GitLab has them in. A file that is absent is made, readable for
    /// its owner alone.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or made, or is empty.
    pub fn open(folder: &Path) -> Result<Self, SecretsError> {
        let path = folder.join(SHELL_FILE);
        let fault = |source| SecretsError::File {
            path: path.clone(),
            source,
        };
        let content = match fs::read(&path) {
            Err(absent) if absent.kind() == io::ErrorKind::NotFound => make(folder, &path).map_err(fault)?,
            other => other.map_err(fault)?,
        };
        // Clients differ in what white space they cut off, so none of it counts.
        let shell = content.trim_ascii().to_vec();
        if shell.is_empty() {
            return Err(SecretsError::Empty { path });
        }
        Ok(Self { shell })
    }

    /// The secret of GitLab Shell and Gitaly: the key of their tokens, as it is.
    #[must_use]
    pub fn shell(&self) -> &[u8] {
        &self.shell
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(..)")
    }
}

/// Makes a secret file and reads it back: somebody else may have made one in the meantime, and then theirs counts.
fn make(folder: &Path, path: &Path) -> io::Result<Vec<u8>> {
    fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!("{SHELL_FILE}.{}", crate::ids::random_hex(16)));
    write_private(&unfinished, &Secrets::generate().shell)?;
    // A link appears with its whole content, and never replaces another file.
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished)?;
    match linked {
        Err(fault) if fault.kind() != io::ErrorKind::AlreadyExists => Err(fault),
        _ => fs::read(path),
    }
}

fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_made_for_its_owner_alone_and_then_kept() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("new");
        let made = Secrets::open(&inner).unwrap();
        assert_eq!(made.shell().len(), SHELL_DIGITS);
        assert_eq!(Secrets::open(&inner).unwrap().shell(), made.shell());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(inner.join(SHELL_FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn whoever_comes_at_once_gets_the_same_secret() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Secrets::open(folder.path()).unwrap().shell;
        let secrets: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(secrets.iter().all(|secret| *secret == secrets[0]));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn white_space_around_a_secret_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(SHELL_FILE), " secret\r\n").unwrap();
        assert_eq!(Secrets::open(folder.path()).unwrap().shell(), b"secret");
    }

    #[test]
    fn an_empty_file_is_a_fault_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(SHELL_FILE), "\n").unwrap();
        let fault = Secrets::open(folder.path()).unwrap_err().to_string();
        assert!(
            fault.contains(SHELL_FILE) && fault.contains("is empty"),
            "{fault}"
        );
    }

    #[test]
    fn no_secret_is_shown() {
        let secrets = Secrets::generate();
        let shown = format!("{secrets:?}");
        assert!(!shown.contains(std::str::from_utf8(secrets.shell()).unwrap()));
        assert_ne!(secrets.shell(), Secrets::generate().shell());
    }
}
