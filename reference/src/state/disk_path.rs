//! Places of repositories on their storage.

use super::Digest;

/// Where a repository lies: spread by the digest of its id.
pub(super) fn hashed(folder: &str, id: u64) -> String {
    let digest = Digest::of(id.to_string()).hex();
    format!("{folder}/{}/{}/{digest}", &digest[..2], &digest[2..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_project_lies_where_the_documentation_says() {
        assert_eq!(
            hashed("@hashed", 3),
            "@hashed/4e/07/4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"
        );
    }
}
