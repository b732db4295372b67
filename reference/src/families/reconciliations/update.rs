//! `PUT /api/v4/internal/upcoming_reconciliations`

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::request::{Declared, Params};
use crate::state::{Reconciliation, State, StateChange};

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let mut changes = Vec::new();
    let mut faults = Vec::new();
    for announced in announced(call.params)? {
        match announced.check(state) {
            Ok(change) => changes.push(change),
            Err(fault) => faults.push(fault),
        }
    }
    let done = if faults.is_empty() {
        // The body is the status once more.
        Done::new(&200)
    } else {
        // What is good is kept all the same: the one refusal that changes something. Its reasons are JSON in a text.
        let reasons = Value::Array(faults).to_string();
        Done {
            status: 400,
            ..Done::new(&json!({ "message": { "error": reasons } }))
        }
    };
    Ok(done.with(changes))
}

/// A reconciliation as a request tells of it, its days blank where the request is.
struct Announced {
    namespace: i64,
    next_reconciliation_date: Option<Date>,
    display_alert_from: Option<Date>,
}

fn announced(params: &Params) -> Result<Vec<Announced>, ApiError> {
    let mut declared = Declared::new(params);
    let all = declared.required_list("upcoming_reconciliations", |one| Announced {
        namespace: one.filled_integer("namespace_id").unwrap_or_default(),
        next_reconciliation_date: one.required_date("next_reconciliation_date"),
        display_alert_from: one.required_date("display_alert_from"),
    });
    declared.finish()?;
    Ok(all.unwrap_or_default())
}

impl Announced {
    /// The change it asks for, or the reasons against it under the id of the namespace.
    fn check(self, state: &State) -> Result<StateChange, Value> {
        let known = u64::try_from(self.namespace).ok();
        let known = known.and_then(|id| state.namespace_with_id(id));
        match (known, self.next_reconciliation_date, self.display_alert_from) {
            (Some(namespace), Some(next_reconciliation_date), Some(display_alert_from)) => {
                Ok(StateChange::ReconciliationPut {
                    namespace: namespace.id,
                    reconciliation: Reconciliation {
                        next_reconciliation_date,
                        display_alert_from,
                    },
                })
            }
            (known, next, from) => {
                let blank = [
                    ("Namespace", known.is_none()),
                    ("Next reconciliation date", next.is_none()),
                    ("Display alert from", from.is_none()),
                ];
                let reasons: Vec<String> = blank
                    .into_iter()
                    .filter(|(_, blank)| *blank)
                    .map(|(name, _)| format!("{name} can't be blank"))
                    .collect();
                Err(json!({ self.namespace.to_string(): reasons }))
            }
        }
    }
}
