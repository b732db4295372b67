//! The files that secrets lie in, as both sides of the API read them.

use std::fs::{self, File};
use std::io::{Error, ErrorKind, Read as _};
use std::path::Path;

/// No secret is longer, in bytes.
const LENGTH_MAX: u64 = 64 * 1024;

/// What a secret's file has.
///
/// # Errors
///
/// Where it cannot be read, or is nothing that a secret lies in: a device or a pipe may never end.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let no_secret = |why: String| Error::new(ErrorKind::InvalidData, why);
    if !fs::metadata(path)?.is_file() {
        return Err(no_secret(
            "it is no regular file, and no secret lies elsewhere".to_owned(),
        ));
    }
    let mut content = Vec::new();
    File::open(path)?.take(LENGTH_MAX + 1).read_to_end(&mut content)?;
    match content.len() as u64 > LENGTH_MAX {
        true => Err(no_secret(format!(
            "it has more than {LENGTH_MAX} bytes, and no secret has"
        ))),
        false => Ok(content),
    }
}

/// What is to be done where others than its owner may read the file; nothing where all is well, or nobody can tell.
#[must_use]
pub fn open_to_others(path: &Path) -> Option<String> {
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).ok()?.permissions()) & 0o777;
        let path = path.display();
        (mode & 0o077 != 0).then(|| {
            format!("{path} has a secret and may be read by others than its owner (mode {mode:03o}); chmod 600 {path}")
        })
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}
