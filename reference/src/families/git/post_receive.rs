//! `POST /api/v4/internal/post_receive`

use serde::Serialize;
use serde_json::Value;

use super::messages::{self, Message, Messages};
use super::push::Push;
use super::push_options::{self, MergeRequestOptions};
use crate::access::{Container, GlRepository};
use crate::answer::ApiError;
use crate::edition_rules;
use crate::families::{Call, Done, Outcome};
use crate::request::Params;
use crate::state::{State, StateChange, choose_banner};

#[derive(Serialize)]
struct Received {
    messages: Vec<Message>,
    reference_counter_decreased: bool,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let params = call.params;
    let gl_repository = params.text("gl_repository").unwrap_or_default();
    match params.given("gl_repository") {
        Some(_) if GlRepository::parse(&gl_repository).is_none() => return Err(ApiError::RecordNotFound),
        None if params.given("project").is_none() => return Err(ApiError::Missing(&["gl_repository"])),
        _ => {}
    }
    let push = Push::read(state, call);
    if edition_rules::finished_pushes_say_their_changes(call.contract.edition) {
        check_values(&push, call.params)?;
    }
    let mut changes = vec![StateChange::CounterDecreased {
        gl_repository: gl_repository.into_owned(),
    }];
    let messages = messages(&push, call, &mut changes);
    // Gitaly fails the push unless this is true, and counting below zero is no failure.
    Ok(Done::new(&Received {
        messages,
        reference_counter_decreased: true,
    })
    .with(changes))
}

/// Whether what is needed to answer is there, and of a type that can be read.
fn check_values(push: &Push<'_, '_>, params: &Params) -> Result<(), ApiError> {
    let options = params.given("push_options");
    let are_texts = options.is_none_or(|options| match options {
        Value::Array(items) => items.iter().all(Value::is_string),
        options => options.is_string(),
    });
    if !are_texts {
        return Err(ApiError::Invalid("push_options"));
    }
    match params.given("changes") {
        _ if !messages::are_links_printed(push) => Ok(()),
        None => Err(ApiError::Missing(&["changes"])),
        Some(Value::String(_) | Value::Array(_)) => Ok(()),
        Some(_) => Err(ApiError::Invalid("changes")),
    }
}

/// In the order in which GitLab makes them; alerts move to the front as they come.
fn messages(push: &Push<'_, '_>, call: &Call<'_>, changes: &mut Vec<StateChange>) -> Vec<Message> {
    let mut messages = Messages::default();
    let options = MergeRequestOptions::read(&push.options);
    let opened = match options
        .as_ref()
        .map(|options| push_options::carry_out(push, options))
    {
        Some(Ok(opened)) => opened,
        Some(Err(warning)) => {
            messages.alert(warning);
            Vec::new()
        }
        None => Vec::new(),
    };
    let path = push
        .container
        .and_then(|container| container.project(push.state))
        .map(|project| project.path.as_str());
    if let Some(banner) = choose_banner(&push.state.banners, path) {
        messages.alert(banner.text.clone());
    }
    messages.merge_requests(push, &opened);
    if let (Some(user), Some(container)) = (push.actor.user, push.container) {
        let gl_repository = container.gl_repository().to_string();
        let mut notes = push.state.notes.of(user.id, &gl_repository, call.now).peekable();
        if notes.peek().is_some() {
            messages.notes(push.state, container, notes);
            changes.push(StateChange::NotesRead {
                user: user.id,
                gl_repository,
            });
        }
    }
    if let (Some(Container::Project(project)), false) = (push.container, opened.is_empty()) {
        let opened = opened.into_iter();
        changes.extend(opened.map(|branch| StateChange::MergeRequestOpened {
            project: project.id,
            branch,
        }));
    }
    messages.into_wire_order()
}
