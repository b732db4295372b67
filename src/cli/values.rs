//! Values as people write them.

use std::time::Duration;

use jiff::SignedDuration;
use labproof_spec::{Edition, Spec};

use crate::Failure;

/// The edition that a flag names, where it names one: which there are is known only once the documents are read.
pub(crate) fn edition(spec: &Spec, label: Option<&str>) -> Result<Option<Edition>, Failure> {
    let edition = label.map(|label| spec.edition(label)).transpose();
    edition.map_err(|unknown| Failure::usage(anyhow::anyhow!(unknown).context("--edition")))
}

/// `50/s`, or plain `50`.
pub(crate) fn rate(text: &str) -> Result<u32, String> {
    let number = text.strip_suffix("/s").unwrap_or(text);
    match number.parse() {
        Ok(rate) if rate > 0 => Ok(rate),
        _ => Err("write a whole number of requests a second, such as 50/s".to_owned()),
    }
}

/// `10s`, `500ms`, `2m`, `1h 30m`, or plain seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let plain = text
        .trim()
        .parse::<u32>()
        .map(|seconds| SignedDuration::from_secs(seconds.into()));
    let time = plain.or_else(|_| text.parse::<SignedDuration>());
    match time.map(Duration::try_from) {
        Ok(Ok(time)) if !time.is_zero() => Ok(time),
        _ => Err("write a time such as 500ms, 10s or 2m".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_rates_are_read_or_refused() {
        assert_eq!(duration("500ms").unwrap(), Duration::from_millis(500));
        assert_eq!(duration("2m").unwrap(), Duration::from_secs(120));
        assert_eq!(duration("1h 30m").unwrap(), Duration::from_secs(5400));
        assert_eq!(duration("10").unwrap(), Duration::from_secs(10));
        assert_eq!(rate("50/s").unwrap(), 50);
        for text in ["", "0s", "-1s", "soon"] {
            assert!(duration(text).is_err(), "{text}");
            assert!(rate(text).is_err(), "{text}");
        }
    }
}
