//! `GET /api/scim/v2/groups/{group_path}/Users` and `GET /api/scim/v2/application/Users`

use serde::Serialize;

use super::filter::Filter;
use super::paging::{Page, StartIndex};
use super::representation::Representation;
use super::{Known, Scope, failed};
use crate::families::{Call, Done, Outcome};
use crate::state::State;

const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List<'s> {
    schemas: [&'static str; 1],
    total_results: usize,
    items_per_page: usize,
    start_index: StartIndex<'s>,
    #[serde(rename = "Resources")]
    resources: Vec<Representation<'s>>,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let scope = Scope::of(state, call)?;
    let edition = call.contract.edition;
    let filter = Filter::read(call.params, edition).ok_or_else(|| failed("Unsupported Filter".to_owned()))?;
    let found: Vec<Known<'_>> = filter
        .search(state, scope)
        .into_iter()
        .filter_map(|identity| Known::new(state, identity))
        .collect();
    let page = Page::read(call.params)?;
    let resources = found.iter().skip(page.start_index - 1).take(page.count);
    Ok(Done::scim(
        200,
        &List {
            schemas: [LIST],
            total_results: found.len(),
            items_per_page: page.count,
            start_index: page.shown_start(call.params, edition),
            resources: resources
                .map(|known| Representation::new(call.contract, *known))
                .collect(),
        },
    ))
}
