//! Base64 as Ruby reads it: whatever is not of the alphabet is skipped, and padding may be missing.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// What the text stands for; never fails.
pub(crate) fn decode(text: impl AsRef<[u8]>) -> Vec<u8> {
    let bytes = text.as_ref().iter().copied();
    let mut digits: Vec<u8> = bytes
        .take_while(|byte| *byte != b'=')
        .filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        .collect();
    // One digit alone is not even a byte.
    if digits.len() % 4 == 1 {
        digits.pop();
    }
    ENGINE.decode(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_line_ends_and_strange_characters_do_not_matter() {
        for text in [
            "c2VjcmV0IQ==",
            "c2VjcmV0IQ",
            "c2Vj\ncmV0\nIQ==\n",
            "-c2VjcmV0IQ",
            "c2VjcmV0IQ==",
        ] {
            assert_eq!(decode(text), b"secret!", "{text}");
        }
        assert_eq!(decode("????"), b"");
        assert_eq!(decode("c"), b"");
        assert_eq!(decode("c2VjcmV0I"), b"secret");
    }
}
