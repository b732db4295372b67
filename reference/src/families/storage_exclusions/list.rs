//! `GET /api/v4/namespaces/storage/limit_exclusions`

use labproof_spec::Edition;

use super::answer::Shown;
use super::page::Page;
use crate::answer::ApiError;
use crate::families::{Call, Done, Outcome};
use crate::request::Params;
use crate::state::State;

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let page = Page::read(call.params)?;
    let all: Vec<Shown<'_>> = state
        .storage_exclusions
        .oldest_first()
        .into_iter()
        .filter_map(|(id, exclusion)| Some(Shown::new(state.namespace_with_id(id)?, exclusion)))
        .collect();
    let done = Done::new(&page.of(&all));
    let headers = page.headers(all.len()).into_iter();
    Ok(headers.fold(done, |done, (name, value)| done.with_header(name, value)))
}

/// What is asked before whether the caller may.
pub(super) fn check(_: Edition, params: &Params) -> Result<(), ApiError> {
    Page::read(params).map(drop)
}
