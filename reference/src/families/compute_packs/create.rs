//! `POST /api/v4/namespaces/:id/minutes`

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::answer::ApiError;
use crate::families::namespaces::{self, Faults};
use crate::families::{Call, Done, Outcome};
use crate::request::{Declared, Params};
use crate::state::{ComputePack, State, StateChange};

#[derive(Serialize)]
struct Shown<'s> {
    namespace_id: u64,
    expires_at: String,
    number_of_minutes: i64,
    purchase_xid: &'s str,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let wanted = wanted(call.params)?;
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    if !namespace.is_root {
        // Packs are documented for personal namespaces and top-level groups.
        return Err(ApiError::BadRequest("Namespace must be a top-level namespace"));
    }
    // All or none is kept.
    let wanted = wanted
        .into_iter()
        .map(complete)
        .collect::<Option<Vec<ComputePack>>>()
        .ok_or(ApiError::BadRequest("Unable to save additional packs"))?;
    let mut packs = BTreeMap::new();
    let mut new = Vec::new();
    for pack in state.compute_packs.of(namespace.id) {
        packs.entry(pack.purchase_xid.as_str()).or_insert(pack);
    }
    for pack in &wanted {
        packs.entry(&pack.purchase_xid).or_insert_with(|| {
            new.push(pack.clone());
            pack
        });
    }
    // A purchase is made once: whoever tells of it again is answered the pack there is.
    let there = wanted
        .iter()
        .filter_map(|pack| packs.get(pack.purchase_xid.as_str()));
    let shown: Vec<Shown<'_>> = there
        .map(|pack| Shown {
            namespace_id: namespace.id,
            expires_at: pack.expires_at.to_string(),
            number_of_minutes: pack.number_of_minutes,
            purchase_xid: &pack.purchase_xid,
        })
        .collect();
    Ok(Done::created(&shown).with([StateChange::ComputePacksAdded {
        namespace: namespace.id,
        packs: new,
    }]))
}

/// A pack as a request tells of it, blank where the request is.
struct Wanted {
    expires_at: Option<Date>,
    number_of_minutes: Option<i64>,
    purchase_xid: Option<String>,
}

fn wanted(params: &Params) -> Result<Vec<Wanted>, ApiError> {
    let mut declared = Declared::new(params);
    let packs = declared.required_list("packs", |pack| Wanted {
        expires_at: pack.required_date("expires_at"),
        number_of_minutes: pack.required_integer("number_of_minutes"),
        purchase_xid: pack.required_text("purchase_xid"),
    });
    declared.finish()?;
    Ok(packs.unwrap_or_default())
}

fn complete(wanted: Wanted) -> Option<ComputePack> {
    let mut faults = Faults::default();
    let purchase_xid = faults.text("purchase_xid", wanted.purchase_xid)?;
    faults.is_empty().then_some(ComputePack {
        expires_at: wanted.expires_at?,
        number_of_minutes: wanted.number_of_minutes?,
        purchase_xid,
    })
}
