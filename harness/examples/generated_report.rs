//! A report as HTML, of made-up verdicts on the documented requirements: `generated_report FILE COUNT [passing]`.
//!
//! It is for looking at the page and for measuring it; every verdict, and everything evidence can hold, comes up.

#![expect(clippy::print_stdout, reason = "it is run to be read")]

use std::sync::Arc;
use std::time::Instant;

use labproof_harness::{Report, Verdict, formats};
use labproof_spec::{Api, Edition, Requirement, Spec};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(file), Some(count)) = (arguments.first(), arguments.get(1)) else {
        return Err("give a file and how many verdicts; 0 for one of each requirement".into());
    };
    let passing = arguments.get(2).is_some_and(|word| word == "passing");
    let spec = Spec::shipped().map_err(ToString::to_string)?;
    let apis: Vec<Arc<Api>> = spec.editions().map(|edition| spec.api(edition)).collect();
    let report: Report = serde_json::from_value(report(&apis, count.parse()?, passing))?;
    let begun = Instant::now();
    let text = formats::html::text(&report);
    let taken = begun.elapsed();
    std::fs::write(file, &text)?;
    let verdicts: usize = report
        .editions
        .iter()
        .map(|edition| edition.requirements.len())
        .sum();
    println!(
        "{verdicts} verdicts, {:.1} MB, written as HTML in {} ms.",
        text.len() as f64 / 1e6,
        taken.as_millis()
    );
    Ok(())
}

fn report(apis: &[Arc<Api>], count: usize, passing: bool) -> Value {
    let each = count / apis.len();
    let editions: Vec<Value> = apis.iter().map(|api| edition(api, each, passing)).collect();
    let mut report = json!({
        "labproof": env!("CARGO_PKG_VERSION"), "began": "2025-03-01T12:00:00Z", "seconds": 42.25, "seed": 20_250_301,
        "cases": 64, "strict": false, "partial": false, "notes": [], "editions": editions,
    });
    if !passing {
        report["notes"] =
            json!(["The target file says nothing of `ip_restricted_project`; what needs it is untestable."]);
    }
    report
}

fn edition(api: &Api, count: usize, passing: bool) -> Value {
    let documented: Vec<(&Requirement, &str, &str, &[String])> = api
        .operations
        .iter()
        .flat_map(|operation| {
            let about = move |requirement| {
                (
                    requirement,
                    operation.method.as_str(),
                    operation.path.as_str(),
                    operation.profiles.as_slice(),
                )
            };
            operation.requirements.iter().map(about)
        })
        .collect();
    let count = if count == 0 { documented.len() } else { count };
    let requirements: Vec<Value> = (0..count)
        .filter_map(|index| {
            let (requirement, method, path, profiles) = documented.get(index % documented.len())?;
            let verdict = if passing {
                Verdict::Pass
            } else {
                verdict(index, requirement)
            };
            let mut judged = judged(api.edition, requirement, &format!("{method} {path}"), verdict);
            judged["profiles"] = json!(profiles);
            let round = index / documented.len();
            if round > 0 {
                judged["id"] = format!("{}-{round}", requirement.id).into();
            }
            Some(judged)
        })
        .collect();
    let profiles: Vec<Value> = api
        .profiles
        .iter()
        .map(|profile| of_profile(&profile.name, &requirements))
        .collect();
    json!({
        "edition": api.edition, "target": "http://127.0.0.1:8080", "profiles": profiles, "requirements": requirements,
        "judged": {
            "operations": api.operations.len(), "requirements": count, "scenarios": 310, "examples": 41,
            "credentials": 860, "cases": 5504, "exchanges": 12_345,
        },
    })
}

fn of_profile(name: &str, requirements: &[Value]) -> Value {
    let needs = |requirement: &&Value| {
        let profiles = requirement["profiles"].as_array();
        profiles.is_some_and(|profiles| profiles.iter().any(|profile| profile == name))
    };
    let mut verdicts = Map::new();
    let mut musts = 0;
    for requirement in requirements.iter().filter(needs) {
        let verdict = requirement["verdict"].as_str().unwrap_or_default();
        let count = verdicts.get(verdict).and_then(Value::as_u64).unwrap_or_default();
        verdicts.insert(verdict.to_owned(), (count + 1).into());
        musts += usize::from(requirement["level"] == "must");
    }
    let standing = match verdicts.keys().map(String::as_str).collect::<Vec<_>>() {
        words if words.contains(&"error") => "unknown",
        words if words.contains(&"fail") || words.contains(&"untestable") => "breaks",
        _ => "conforms",
    };
    json!({
        "profile": name, "claimed": true, "operations": 3, "musts_judged": musts, "floor": musts, "verdicts": verdicts,
        "standing": standing,
    })
}

/// Mostly good, and some of every other.
fn verdict(index: usize, requirement: &Requirement) -> Verdict {
    // Multiples of a prime, so that verdicts fall on other requirements in every round.
    match (index * 7919) % 101 {
        0 => Verdict::Error,
        1..=3 => Verdict::Fail,
        4 => Verdict::Untestable,
        5 => Verdict::UnexpectedPass,
        6 => Verdict::Flaky,
        7..=10 if requirement.level != labproof_spec::Level::Must => Verdict::Warning,
        11 => Verdict::ExpectedFailure,
        12..=14 => Verdict::Skipped,
        15 => Verdict::NotApplicable,
        _ => Verdict::Pass,
    }
}

fn judged(edition: Edition, requirement: &Requirement, call: &str, verdict: Verdict) -> Value {
    let mut judged = json!(requirement);
    let check = match &requirement.check {
        Some(check) => format!("the check `{check}` of every operation"),
        None => format!(
            "{} (features/{}.feature)",
            requirement.sentence,
            requirement.operation.replace('.', "/")
        ),
    };
    let replay = format!("labproof run --edition {edition} --run '{}'", requirement.id);
    let curl = "curl --include --request POST --header \"$(labproof token shell-jwt)\" --data-raw '{\"key_id\":11}' 'http://127.0.0.1:8080/api/v4/internal'";
    judged["verdict"] = json!(verdict);
    judged["checks"] = json!({ check.as_str(): verdict });
    match verdict {
        Verdict::Pass | Verdict::UnexpectedPass => {
            judged["evidence"] =
                json!({ "exchange": exchange(call, requirement, 200), "curl": curl, "replay": replay });
        }
        Verdict::Untestable | Verdict::Skipped | Verdict::NotApplicable | Verdict::Error => {
            let reason = match verdict {
                Verdict::Untestable => "the target file has no `ip_restricted_project.id`",
                Verdict::Skipped => "it changes state, and the target file does not allow that",
                Verdict::Error => "the connection was closed before the answer came",
                _ => "the server neither claims the profile nor has the operation",
            };
            judged["reasons"] = json!([reason]);
        }
        _ => {
            let mut finding = json!({
                "check": check, "curl": curl, "replay": replay, "server": "labproof serve --edition 17.9 --listen 127.0.0.1:8080",
                "expected": "at /message: 401 Unauthorized\nat /status: = false",
                "actual": ["at /message: \"<b>no</b> such key\"", "at /status: true", "status 200"],
                "changed": "the attribute `key_id` is left out",
                "exchange": exchange(call, requirement, 200),
            });
            if verdict == Verdict::Flaky {
                finding["again"] = exchange(call, requirement, 401);
            }
            if verdict == Verdict::ExpectedFailure {
                judged["reasons"] = json!(["Known: to be mended in the next release."]);
            }
            judged["findings"] = json!([finding]);
        }
    }
    judged
}

fn exchange(call: &str, requirement: &Requirement, status: u16) -> Value {
    let (method, path) = call.split_once(' ').unwrap_or_default();
    json!({
        "request": {
            "operation": requirement.operation, "method": method, "path": path,
            "headers": [["content-type", "application/x-www-form-urlencoded"], ["accept", "application/json"]],
            "body": "action=git-upload-pack&key_id=11&project=gnuwget%2Fwget2&protocol=ssh&changes=_any",
            "credentials": [{ "scheme": "shell-jwt", "header": "Gitlab-Shell-Api-Request", "signature": { "variant": "expired" } }],
        },
        "answer": {
            "status": status, "headers": [["content-type", "application/json"], ["x-request-id", "01HZX3"]],
            "text": "{\"status\":true,\"message\":\"<b>no</b> such key\",\"gl_id\":12345678901234567890,\"payload\":{\"items\":[1,{},[]],\"text\":\"tab\\tand \\\"quotes\\\"\",\"none\":null}}",
        },
    })
}
