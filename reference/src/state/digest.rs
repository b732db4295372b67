//! What is kept of a secret.

use std::fmt;
use std::fmt::Write;

use ring::digest::{Context, SHA256, digest};

const BYTES: usize = 32;

/// The SHA-256 of something that must not be kept itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Digest([u8; BYTES]);

impl Digest {
    pub(crate) fn of(secret: impl AsRef<[u8]>) -> Self {
        Self::read(digest(&SHA256, secret.as_ref()).as_ref())
    }

    fn read(bytes: &[u8]) -> Self {
        let mut digest = [0; BYTES];
        digest.copy_from_slice(bytes);
        Self(digest)
    }

    pub(crate) fn hex(self) -> String {
        self.0
            .iter()
            .fold(String::with_capacity(2 * BYTES), |mut text, byte| {
                // Writing to a String cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}

impl From<Context> for Digest {
    fn from(written: Context) -> Self {
        Self::read(written.finish().as_ref())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Enough to tell one from another.
        write!(f, "Digest({}..)", &self.hex()[..8])
    }
}
