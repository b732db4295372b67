//! `POST /api/v4/internal/allowed`

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::access::{Actor, Attempt, Container, Granted, decide};
use crate::edition_rules;
use crate::families::{Call, Counted, Done, LimitScope, Outcome};
use crate::state::{KeyKind, News, Note, State, StateChange};

/// What a client needs to go ahead.
#[derive(Serialize)]
struct Allowed<'s> {
    status: bool,
    gl_repository: &'s str,
    gl_project_path: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    gl_project_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gl_root_namespace_id: Option<u64>,
    gl_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    gl_username: Option<&'s str>,
    git_config_options: Vec<String>,
    gitaly: Gitaly<'s>,
    gl_console_messages: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    need_audit: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gl_key_type: Option<KeyKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gl_key_id: Option<u64>,
}

#[derive(Serialize)]
struct Gitaly<'s> {
    repository: Repository<'s>,
    address: &'s str,
    token: Option<&'s str>,
    /// Feature flags for Gitaly; none is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    features: Option<BTreeMap<&'s str, &'s str>>,
}

#[derive(Serialize)]
struct Repository<'s> {
    storage_name: &'s str,
    relative_path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    git_object_directory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    git_alternate_object_directories: Option<Vec<String>>,
    gl_repository: &'s str,
    gl_project_path: &'s str,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let attempt = Attempt::read(state, call.params, call.contract, call.now)?;
    match decide(&attempt).map_err(|refusal| refusal.answered(call.contract))? {
        Granted::Allowed => {
            let container = attempt
                .asked
                .container
                .ok_or(crate::answer::ApiError::NothingFound)?;
            Ok(grant(&attempt, call, container).with(moved(&attempt, container)))
        }
        Granted::WithNewProject(project) => {
            let container = Container::Project(&project);
            let done = grant(&attempt, call, container);
            let note = note(&attempt, container, News::Created);
            Ok(done
                .with([StateChange::ProjectCreated(project.clone())])
                .with(note))
        }
    }
}

/// What the limit per minute counts: the action, what the caller calls the project, and who it is.
pub(super) fn scope<'r>(state: &State, call: &Call<'r>) -> LimitScope<'r> {
    let text = |name| call.params.text(name).unwrap_or_default();
    let actor = Actor::find(state, call.params, call.contract.edition);
    let counted = match (actor.key, actor.user) {
        (Some(key), _) => Counted::Key(key.id),
        (None, Some(user)) => Counted::User(user.id),
        (None, None) => Counted::Nobody,
    };
    LimitScope {
        subject: [text("action"), text("project")],
        counted,
    }
}

fn grant<'s>(attempt: &Attempt<'s, '_>, call: &Call<'_>, container: Container<'_>) -> Done {
    let (state, actor) = (attempt.state, &attempt.actor);
    let answers = |member| call.contract.answers(member);
    let project = container.project(state);
    let gl_repository = container.gl_repository().to_string();
    let gl_project_path = container.path(state);
    let done = Done::new(&Allowed {
        status: true,
        gl_repository: &gl_repository,
        gl_project_path: &gl_project_path,
        gl_project_id: project
            .filter(|_| answers("/gl_project_id"))
            .map(|project| project.id),
        gl_root_namespace_id: project
            .filter(|_| answers("/gl_root_namespace_id"))
            .and_then(|project| state.root_namespace_id(&project.path)),
        gl_id: actor
            .user
            .map(|user| format!("user-{}", user.id))
            .unwrap_or_default(),
        gl_username: actor.user.map(|user| user.username.as_str()),
        git_config_options: git_config_options(state),
        gitaly: gitaly(state, call, container, &gl_repository, &gl_project_path),
        gl_console_messages: console_messages(attempt),
        need_audit: answers("/need_audit").then_some(false),
        gl_key_type: actor.key.filter(|_| answers("/gl_key_type")).map(|key| key.kind),
        gl_key_id: actor.key.filter(|_| answers("/gl_key_id")).map(|key| key.id),
    });
    done.with(key_used(actor, call))
}

fn gitaly<'a>(
    state: &'a State,
    call: &Call<'_>,
    container: Container<'_>,
    gl_repository: &'a str,
    gl_project_path: &'a str,
) -> Gitaly<'a> {
    let environment = Environment::read(call);
    let if_any = edition_rules::object_directories_are_told_if_any(call.contract.edition);
    let gitaly = &state.instance.gitaly;
    Gitaly {
        repository: Repository {
            storage_name: &gitaly.storage,
            relative_path: container.relative_path(),
            git_object_directory: Some(environment.object_directory).filter(|it| !(if_any && it.is_empty())),
            git_alternate_object_directories: Some(environment.alternates)
                .filter(|it| !(if_any && it.is_empty())),
            gl_repository,
            gl_project_path,
        },
        address: &gitaly.address,
        token: gitaly.token.as_deref(),
        features: call.contract.answers("/gitaly/features").then(BTreeMap::new),
    }
}

/// The documentation shows no settings; only a limit that is set has to be told.
fn git_config_options(state: &State) -> Vec<String> {
    match state.instance.receive_max_input_size {
        0 => Vec::new(),
        bytes => vec![format!("receive.maxInputSize={bytes}")],
    }
}

fn console_messages(attempt: &Attempt<'_, '_>) -> Vec<&'static str> {
    match attempt.actor.key {
        Some(key) if key.expires_soon(attempt.now) => {
            vec!["INFO: Your SSH key expires soon. Please generate a new key."]
        }
        _ => Vec::new(),
    }
}

/// The object directories of a push that is under way; an environment that cannot be read has none.
#[derive(Default)]
struct Environment {
    object_directory: String,
    alternates: Vec<String>,
}

impl Environment {
    fn read(call: &Call<'_>) -> Self {
        let text = call.params.text("env").unwrap_or_default();
        if text.is_empty() {
            return Self::default();
        }
        let environment: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let alternates = environment
            .get("GIT_ALTERNATE_OBJECT_DIRECTORIES_RELATIVE")
            .and_then(Value::as_array);
        Self {
            object_directory: environment
                .get("GIT_OBJECT_DIRECTORY_RELATIVE")
                .and_then(text)
                .unwrap_or_default(),
            alternates: alternates.into_iter().flatten().filter_map(text).collect(),
        }
    }
}

/// Whoever asked by an old path is told the new one after the push.
fn moved(attempt: &Attempt<'_, '_>, container: Container<'_>) -> Option<StateChange> {
    let from = attempt.asked.moved.then(|| attempt.asked.path.clone())?;
    note(attempt, container, News::Moved { from })
}

fn note(attempt: &Attempt<'_, '_>, container: Container<'_>, news: News) -> Option<StateChange> {
    let gl_repository = container.gl_repository().to_string();
    let user = attempt.actor.user?.id;
    Some(StateChange::NoteLeft(Note {
        user,
        gl_repository,
        protocol: attempt.protocol,
        news,
    }))
}

/// A key that was used is marked so, once a day.
pub(super) fn key_used(actor: &Actor<'_>, call: &Call<'_>) -> Option<StateChange> {
    let key = actor.key.filter(|key| key.use_is_news(call.now))?;
    Some(StateChange::KeyUsed { key: key.id })
}
