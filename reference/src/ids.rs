//! Where names that nobody can guess come from.

use uuid::Builder;

/// A source of unguessable names. Tests have one of their own that can be foreseen.
pub(crate) trait Ids: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);

    /// Lower-case hexadecimal digits.
    fn hex(&self, digits: usize) -> String {
        self.text(digits, b"0123456789abcdef")
    }

    /// Characters as tokens have them.
    fn token(&self, characters: usize) -> String {
        self.text(
            characters,
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
        )
    }

    /// A random UUID.
    fn uuid(&self) -> String {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// Characters of an alphabet whose size divides 256, so that all are equally likely.
    fn text(&self, characters: usize, alphabet: &[u8]) -> String {
        let mut bytes = vec![0; characters];
        self.fill(&mut bytes);
        bytes
            .iter()
            .map(|byte| char::from(alphabet[usize::from(*byte) % alphabet.len()]))
            .collect()
    }
}

/// The random numbers of the system.
pub(crate) struct Random;

impl Ids for Random {
    #[expect(
        clippy::expect_used,
        reason = "a system without random numbers can have no secrets"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has random numbers");
    }
}

/// Random lower-case hexadecimal digits.
pub(crate) fn random_hex(digits: usize) -> String {
    Random.hex(digits)
}

/// Bytes that count up, for tests.
#[cfg(test)]
#[derive(Default)]
pub(crate) struct Counting(std::sync::atomic::AtomicU8);

#[cfg(test)]
impl Ids for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_form_asked_for() {
        let ids = Counting::default();
        assert_eq!(ids.hex(18), "0123456789abcdef01");
        assert_eq!(ids.token(4).len(), 4);
        let uuid = ids.uuid();
        assert_eq!((uuid.len(), &uuid[14..15]), (36, "4"));
    }

    #[test]
    fn random_names_differ() {
        assert_ne!(Random.hex(32), Random.hex(32));
    }
}
