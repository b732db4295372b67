//! `POST /api/v4/namespaces/:id/minutes`

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome, namespaces};
use crate::request::{Declared, Params};
use crate::state::{ComputePack, State, StateChange};

/// The most characters that the name of a purchase may have.
const MAX_NAME_CHARACTERS: usize = 50;

#[derive(Serialize)]
struct Shown<'s> {
    namespace_id: u64,
    expires_at: Option<String>,
    number_of_minutes: i64,
    purchase_xid: Option<&'s str>,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let wanted = wanted(call.params)?;
    let namespace = namespaces::find(state, call, "id", "Namespace")?;
    // A purchase is made once: whoever tells of it again, in whatever words, is answered the pack there is.
    let mut packs: BTreeMap<Option<String>, ComputePack> = BTreeMap::new();
    for pack in state.compute_packs.of(namespace.id) {
        packs
            .entry(pack.purchase_xid.clone())
            .or_insert_with(|| pack.clone());
    }
    let mut new = Vec::new();
    let names: Vec<Option<String>> = wanted.iter().map(|pack| pack.purchase_xid.clone()).collect();
    for pack in wanted {
        if packs.contains_key(&pack.purchase_xid) {
            continue;
        }
        // All or none is kept.
        let pack = complete(pack).ok_or(ApiError::BadRequest("Unable to save additional packs"))?;
        packs.insert(pack.purchase_xid.clone(), pack.clone());
        new.push(pack);
    }
    let there = names.iter().filter_map(|name| packs.get(name));
    let shown: Vec<Shown<'_>> = there
        .map(|pack| Shown {
            namespace_id: namespace.id,
            expires_at: pack.expires_at.map(|day| day.to_string()),
            number_of_minutes: pack.number_of_minutes,
            purchase_xid: pack.purchase_xid.as_deref(),
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
    // In the order in which their faults are told.
    let packs = declared.required_plain_list("packs", |pack| Wanted {
        number_of_minutes: pack.required_stored_integer("number_of_minutes"),
        expires_at: pack.required_date("expires_at"),
        purchase_xid: pack.required_text("purchase_xid"),
    });
    declared.finish()?;
    Ok(packs.unwrap_or_default())
}

fn complete(wanted: Wanted) -> Option<ComputePack> {
    let name = wanted.purchase_xid.as_deref().unwrap_or_default();
    let fits = name.chars().count() <= MAX_NAME_CHARACTERS;
    fits.then_some(ComputePack {
        expires_at: wanted.expires_at,
        number_of_minutes: wanted.number_of_minutes?,
        purchase_xid: wanted.purchase_xid,
    })
}
