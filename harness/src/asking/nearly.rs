//! Texts that are nearly another, as credentials and claims are that somebody compares carelessly.

/// What a text becomes in a way that auth.yaml names; nothing where there is no such way, or where it comes to the same.
pub(super) fn nearly(text: &str, way: &str) -> Option<String> {
    let half = text.chars().count() / 2;
    let other = match way {
        "other-case" => text.chars().map(in_the_other_case).collect(),
        "preceded" => format!("x{text}"),
        "followed" => format!("{text}x"),
        "truncated" => text.chars().take(half).collect(),
        "second-half" => text.chars().skip(half).collect(),
        _ => return None,
    };
    (other != text).then_some(other)
}

fn in_the_other_case(c: char) -> char {
    if c.is_ascii_lowercase() {
        c.to_ascii_uppercase()
    } else {
        c.to_ascii_lowercase()
    }
}

/// The claim that is nearly right in a variant, and in which way.
pub(super) fn claim(variant: &str) -> Option<(&'static str, &str)> {
    let (claim, way) = variant.split_once('-')?;
    let claim = match claim {
        "issuer" => "iss",
        "audience" => "aud",
        "subject" => "sub",
        _ => return None,
    };
    Some((claim, way))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_to_the_same_is_no_other_text() {
        assert_eq!(nearly("a1-B", "other-case").as_deref(), Some("A1-b"));
        assert_eq!(nearly("2-1", "other-case"), None);
        assert_eq!(nearly("abc", "truncated").as_deref(), Some("a"));
        assert_eq!(nearly("abc", "second-half").as_deref(), Some("bc"));
        assert_eq!(nearly("", "second-half"), None);
    }
}
