//! How an answer of another server differs from the recorded one, in shape or in what is not its own.

use labproof_harness::Snapshot;
use serde_json::Value;

use super::name;

/// The differences, a line each.
pub(super) fn differences(snapshot: &Snapshot, recorded: &str) -> Vec<String> {
    let recorded: Value = serde_json::from_str(recorded)
        .unwrap_or_else(|error| panic!("{} {}: {error}", snapshot.edition, name(snapshot)));
    let world = labproof_reference::World::documented().unwrap();
    let spec = labproof::bundle::spec().map_err(|failure| failure.error).unwrap();
    let ours = world.fixtures(&spec.api(snapshot.edition));
    let ours = ours
        .values()
        .flat_map(|fields| fields.values())
        .filter_map(Value::as_str)
        .filter(|text| text.len() > 2);
    let mut comparison = Comparison {
        ours: ours.map(str::to_owned).collect(),
        snapshot,
        differences: Vec::new(),
    };
    comparison.compare(&recorded, &snapshot.content, "");
    comparison.differences
}

/// Members of two answers side by side.
struct Comparison<'a> {
    /// Values that only our world has.
    ours: Vec<String>,
    snapshot: &'a Snapshot,
    differences: Vec<String>,
}

impl Comparison<'_> {
    fn compare(&mut self, recorded: &Value, actual: &Value, place: &str) {
        match (recorded, actual) {
            (Value::Object(recorded), Value::Object(actual)) => {
                for (key, member) in recorded {
                    let place = format!("{place}/{key}");
                    match actual.get(key) {
                        Some(other) => self.compare(member, other, &place),
                        None if self.is_optional(&place) => {}
                        None => self.differs(&place, "nothing", member),
                    }
                }
            }
            (Value::Array(recorded), Value::Array(actual)) => {
                for (index, (item, other)) in recorded.iter().zip(actual).enumerate() {
                    self.compare(item, other, &format!("{place}/{index}"));
                }
            }
            (Value::String(text), Value::String(_))
                if self.ours.iter().any(|ours| text.contains(ours.as_str())) => {}
            (recorded, actual) if recorded != actual => self.differs(place, &actual.to_string(), recorded),
            _ => {}
        }
    }

    fn is_optional(&self, place: &str) -> bool {
        let step = |step: &str| {
            if step.parse::<usize>().is_ok() {
                "*".to_owned()
            } else {
                step.to_owned()
            }
        };
        let general: Vec<String> = place.trim_start_matches("/body").split('/').map(step).collect();
        self.snapshot.optional.contains(&general.join("/"))
    }

    fn differs(&mut self, place: &str, actual: &str, recorded: &Value) {
        let Snapshot { edition, .. } = self.snapshot;
        self.differences.push(format!(
            "{edition} {}{place}: {actual}, recorded is {recorded}",
            name(self.snapshot)
        ));
    }
}
