//! Answers that no client can use: broken servers, redirects, half a body, too late.

use labproof_reference::mutation::Change;
use serde_json::json;

use super::Mutant;
use super::answers::with_status;
use super::ground::Ground;

/// Longer than anybody waits while mutants are judged, in milliseconds.
pub(crate) const TOO_SLOW: u64 = 60_000;

pub(super) fn mutants(ground: &Ground<'_>) -> Vec<Mutant> {
    let Some(status) = ground.success() else {
        return Vec::new();
    };
    let has_body = ground
        .operation
        .responses
        .get(&status)
        .is_some_and(|response| response.schema.is_some());
    let internal = Change::Answer {
        status: 500,
        body: json!({ "message": "500 Internal Server Error" }),
    };
    let mut all = vec![
        ("broken", "answers 500 to what it should accept", internal),
        (
            "redirect",
            "leads elsewhere instead of answering",
            Change::Redirect,
        ),
    ];
    if has_body {
        all.push(("truncated", "ends its body in the middle", Change::Truncated));
    }
    let one = |(word, what, change): (&str, &str, Change)| {
        ground.mutant_when(with_status(status), word, what, ground.derived("example"), change)
    };
    let mut mutants: Vec<Mutant> = all.into_iter().filter_map(one).collect();
    mutants.extend(ground.mutant(
        "slow",
        "answers later than anybody waits",
        ground.derived("example"),
        Change::Slow(TOO_SLOW),
    ));
    mutants
}
