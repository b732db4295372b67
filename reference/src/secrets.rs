//! The secrets that callers prove to know. Which there are, what they are made of and which file has each is said in
//! the documents.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use labproof_spec::{SecretForm, SecretKind, Spec, secret_file};

use crate::ids::{Ids, Random};
use crate::jwt::PrivateKey;

/// Digits of a generated text. A multiple of three, so that its Base64 needs no padding and every character counts.
const TEXT_DIGITS: usize = 48;
/// Random characters of a generated token.
const TOKEN_CHARACTERS: usize = 20;
/// Bytes of a key that is kept as Base64.
const KEY_BYTES: usize = 32;

/// What is written by hand and has fewer bytes can be found by trying.
const GUESSED_BYTES: usize = 16;

/// The secrets of an instance, by name; their content is never shown.
#[derive(Clone)]
pub struct Secrets {
    known: BTreeMap<String, Secret>,
    doubts: Vec<String>,
}

#[derive(Clone)]
struct Secret {
    /// What stands in its file.
    text: Vec<u8>,
    /// What that stands for.
    key: Vec<u8>,
}

/// Why the secrets could not be had.
#[derive(Debug)]
#[non_exhaustive]
pub enum SecretsError {
    /// The file or its folder cannot be read or written.
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file has nothing but white space.
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file should have a key in Base64 and has something else.
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// The file should have a private key and has something else.
    NoPrivateKey {
        /// The file.
        path: PathBuf,
    },
}

impl Error for SecretsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::File { source, .. } => Some(source),
            Self::Empty { .. } | Self::NoKey { .. } | Self::NoPrivateKey { .. } => None,
        }
    }
}

impl fmt::Display for SecretsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, fault) = match self {
            Self::File { path, .. } => (path, "cannot be used; check the folder and who may read it"),
            Self::Empty { path } => (
                path,
                "is empty; write a secret into it, or delete it to have one made",
            ),
            Self::NoPrivateKey { path } => (
                path,
                "is no private key in PEM (PKCS#8, RSA of 2048 bits or more, or P-256); write such a key into it, or delete it to have one made",
            ),
            Self::NoKey { path } => {
                let path = path.display();
                return write!(
                    f,
                    "the secret file {path} is not the Base64 of {KEY_BYTES} bytes; write such a key into it, or delete it to have one made"
                );
            }
        };
        write!(f, "the secret file {} {fault}", path.display())
    }
}

impl Secrets {
    /// Fresh secrets that only this value knows, one of each that the documents tell of.
    #[must_use]
    pub fn generate(spec: &Spec) -> Self {
        let made = spec.secrets().iter().filter_map(|(name, kind)| {
            let secret = Secret::new(kind.form, random(kind).into_bytes())?;
            Some((name.clone(), secret))
        });
        Self {
            known: made.collect(),
            doubts: Vec::new(),
        }
    }

    /// The secrets of a folder, in the files GitLab has them in. A file that is absent is made, readable for
    /// its owner alone, and so is the folder.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or made, is empty or larger than any secret, or is of another form than its secret.
    pub fn open(spec: &Spec, folder: &Path) -> Result<Self, SecretsError> {
        let kinds = || spec.secrets().iter();
        let known = kinds()
            .map(|(name, kind)| Ok((name.clone(), open(folder, kind)?)))
            .collect::<Result<BTreeMap<_, _>, _>>()?;
        let doubts = kinds().flat_map(|(name, kind)| doubts(&folder.join(&kind.file), &known[name]));
        Ok(Self {
            doubts: doubts.collect(),
            known,
        })
    }

    /// What whoever serves with these secrets should know, a sentence each.
    #[must_use]
    pub fn doubts(&self) -> &[String] {
        &self.doubts
    }

    /// The secret as it stands in its file, without white space around it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.known.get(name).map(|secret| secret.text.as_slice())
    }

    /// The key that the secret is: itself, or the bytes that its Base64 stands for. A private key is in PEM.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&[u8]> {
        self.known.get(name).map(|secret| secret.key.as_slice())
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(..)")
    }
}

impl Secret {
    /// Nothing if the text is not of the form.
    fn new(form: SecretForm, text: Vec<u8>) -> Option<Self> {
        let key = match form {
            SecretForm::Text | SecretForm::Token => text.clone(),
            SecretForm::Key => PrivateKey::read(&text).map(|_| text.clone())?,
            SecretForm::Base64 => STANDARD.decode(&text).ok().filter(|key| key.len() == KEY_BYTES)?,
        };
        Some(Self { text, key })
    }
}

fn random(kind: &SecretKind) -> String {
    match kind.form {
        SecretForm::Text => Random.hex(TEXT_DIGITS),
        SecretForm::Key => PrivateKey::generate().unwrap_or_default(),
        SecretForm::Token => format!("{}{}", kind.prefix, Random.token(TOKEN_CHARACTERS)),
        SecretForm::Base64 => {
            let mut key = [0; KEY_BYTES];
            Random.fill(&mut key);
            STANDARD.encode(key)
        }
    }
}

fn open(folder: &Path, kind: &SecretKind) -> Result<Secret, SecretsError> {
    let path = folder.join(&kind.file);
    let content = match secret_file::read(&path) {
        Err(absent) if absent.kind() == io::ErrorKind::NotFound => make(folder, kind),
        other => other,
    };
    let content = match content {
        Ok(content) => content,
        Err(source) => return Err(SecretsError::File { path, source }),
    };
    // Clients differ in what white space they cut off, so none of it counts.
    let text = content.trim_ascii();
    if text.is_empty() {
        return Err(SecretsError::Empty { path });
    }
    Secret::new(kind.form, text.to_vec()).ok_or(match kind.form {
        SecretForm::Key => SecretsError::NoPrivateKey { path },
        _ => SecretsError::NoKey { path },
    })
}

/// Makes a secret file and reads it back: somebody else may have made one in the meantime, and then theirs counts.
fn make(folder: &Path, kind: &SecretKind) -> io::Result<Vec<u8>> {
    let path = folder.join(&kind.file);
    make_private(folder)?;
    let unfinished = folder.join(format!("{}.{}", kind.file, crate::ids::random_hex(16)));
    write_private(&unfinished, random(kind).as_bytes())?;
    // A link appears with its whole content, and never replaces another file.
    let linked = fs::hard_link(&unfinished, &path);
    fs::remove_file(&unfinished)?;
    match linked {
        Err(fault) if fault.kind() != io::ErrorKind::AlreadyExists => Err(fault),
        _ => secret_file::read(&path),
    }
}

/// What is wrong with a secret that works all the same.
fn doubts(path: &Path, secret: &Secret) -> Vec<String> {
    let length = secret.text.len();
    let is_short = length < GUESSED_BYTES;
    let short = is_short.then(|| {
        let path = path.display();
        format!(
            "the secret in {path} is short (length {length}), and one of fewer than {GUESSED_BYTES} bytes can be found by trying; write a longer one into it, or delete it to have one made"
        )
    });
    secret_file::open_to_others(path)
        .into_iter()
        .chain(short)
        .collect()
}

/// Makes a folder that nobody else may look into, where there is none.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
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
    use crate::documents::spec;

    const SHELL_FILE: &str = ".gitlab_shell_secret";
    const KAS_FILE: &str = ".gitlab_kas_secret";
    const PORTAL_FILE: &str = "customers_dot_key.pem";

    fn texts(secrets: &Secrets) -> Vec<&[u8]> {
        secrets.names().map(|name| secrets.get(name).unwrap()).collect()
    }

    #[test]
    fn each_secret_has_the_form_the_documents_give_it() {
        let secrets = Secrets::generate(spec());
        assert_eq!(secrets.names().count(), spec().secrets().len());
        assert_eq!(secrets.get("shell").unwrap().len(), TEXT_DIGITS);
        assert_eq!(secrets.get("shell"), secrets.key("shell"));
        assert_eq!(secrets.key("kas").unwrap().len(), KEY_BYTES);
        assert_ne!(secrets.get("kas"), secrets.key("kas"));
        let token = secrets.get("agent").unwrap();
        assert!(token.starts_with(b"glagent-") && token.len() == 8 + TOKEN_CHARACTERS);
        assert_eq!(secrets.get("nobody"), None);
    }

    #[test]
    fn missing_files_are_made_for_their_owner_alone_and_then_kept() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("new");
        let made = Secrets::open(spec(), &inner).unwrap();
        assert_eq!(texts(&Secrets::open(spec(), &inner).unwrap()), texts(&made));
        assert_eq!(fs::read_dir(&inner).unwrap().count(), spec().secrets().len());
        #[cfg(unix)]
        for (file, wanted) in [
            ("", 0o700),
            (SHELL_FILE, 0o600),
            (KAS_FILE, 0o600),
            ("agent_token", 0o600),
        ] {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(inner.join(file)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, wanted, "{file}");
        }
        assert!(made.doubts().is_empty(), "{:?}", made.doubts());
    }

    #[test]
    fn whoever_comes_at_once_gets_the_same_secrets() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Secrets::open(spec(), folder.path()).unwrap();
        let all: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(all.iter().all(|secrets| texts(secrets) == texts(&all[0])));
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            spec().secrets().len()
        );
    }

    #[test]
    fn white_space_around_a_secret_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(SHELL_FILE), " secret\r\n").unwrap();
        fs::write(
            folder.path().join(KAS_FILE),
            format!("{}\n", STANDARD.encode([7; 32])),
        )
        .unwrap();
        let secrets = Secrets::open(spec(), folder.path()).unwrap();
        assert_eq!(secrets.get("shell"), Some(&b"secret"[..]));
        assert_eq!(secrets.key("kas"), Some(&[7; 32][..]));
    }

    #[test]
    fn a_file_without_a_secret_is_a_fault_that_names_it() {
        for (file, content, words) in [
            (SHELL_FILE, "\n".to_owned(), "is empty"),
            (KAS_FILE, " ".to_owned(), "is empty"),
            (KAS_FILE, "no Base64!".to_owned(), "Base64 of 32 bytes"),
            (KAS_FILE, STANDARD.encode([7; 31]), "Base64 of 32 bytes"),
            (PORTAL_FILE, "no key".to_owned(), "no private key in PEM"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(file), content).unwrap();
            let fault = Secrets::open(spec(), folder.path()).unwrap_err().to_string();
            assert!(fault.contains(file) && fault.contains(words), "{fault}");
        }
    }

    #[test]
    fn what_no_secret_lies_in_is_a_fault_and_is_not_read_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(SHELL_FILE);
        let fault = || {
            let fault = Secrets::open(spec(), folder.path()).unwrap_err();
            format!("{fault}: {}", fault.source().unwrap())
        };
        fs::write(&path, "s".repeat(64 * 1024 + 1)).unwrap();
        assert!(fault().contains("more than 65536 bytes"), "{}", fault());
        fs::write(&path, "s".repeat(64 * 1024)).unwrap();
        assert!(Secrets::open(spec(), folder.path()).is_ok());
        #[cfg(unix)]
        {
            fs::remove_file(&path).unwrap();
            std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
            assert!(fault().contains("no regular file"), "{}", fault());
        }
    }

    #[test]
    fn a_secret_that_others_may_read_or_find_out_is_doubted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(SHELL_FILE);
        fs::write(&path, "s").unwrap();
        let doubts = || Secrets::open(spec(), folder.path()).unwrap().doubts().join("\n");
        assert!(doubts().contains("short (length 1)"), "{}", doubts());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let allow = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            allow(0o640);
            assert!(doubts().contains("mode 640"), "{}", doubts());
            allow(0o400);
            assert!(!doubts().contains("mode"), "{}", doubts());
        }
    }

    #[test]
    fn no_secret_is_shown() {
        let (secrets, others) = (Secrets::generate(spec()), Secrets::generate(spec()));
        assert_eq!(format!("{secrets:?}"), "Secrets(..)");
        assert!(secrets.names().all(|name| secrets.get(name) != others.get(name)));
    }
}
