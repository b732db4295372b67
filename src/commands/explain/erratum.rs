//! What there is to say of an erratum.

use std::fmt::Write as _;

use labproof_spec::Erratum;

pub(super) fn about(erratum: &Erratum) -> String {
    let mut text = format!("{} — {}\n", erratum.id, erratum.title);
    for reading in &erratum.readings {
        let _ = writeln!(text, "  reading: {reading}");
    }
    let _ = writeln!(text, "  taken: {}\n  because: {}", erratum.chosen, erratum.reason);
    if let Some(served) = &erratum.served {
        let _ = writeln!(text, "  GitLab itself, in {}: {}", served.editions, served.is);
    }
    text
}
