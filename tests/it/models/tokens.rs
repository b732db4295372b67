//! Personal access tokens: each that is made is another one, and is worth what its owner, its scopes and its last
//! day make of it.
//!
//! What a token is worth shows where administrators read the exclusions from the storage limit, in the editions
//! that have that list.

use jiff::tz::TimeZone;
use labproof_harness::{Answer, Secret};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, check, member, refusal, status};

const MAKE: &str = "ssh.personal_access_token";
const LIST: &str = "storage_exclusions.list";
const SCOPES: [&str; 5] = [
    "api",
    "read_api",
    "read_user",
    "read_repository",
    "write_repository",
];

pub(crate) struct Tokens {
    /// The texts of the tokens, in the order in which they were made.
    made: Vec<String>,
}

/// Whose key asks for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Administrator,
    Developer,
    Maintainer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LastDay {
    Unsaid,
    Past,
    InAMonth,
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    owner: Owner,
    scopes: Vec<&'static str>,
    last_day: LastDay,
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    Make(Token),
    /// A request with one fault.
    Refused(&'static str),
    List {
        token: usize,
    },
}

/// What is wrong with a request, the parameter that makes it so, and what the answer says.
fn faults() -> Vec<(&'static str, &'static str, Value, &'static str)> {
    vec![
        ("blank name", "name", json!(" "), "No token name specified"),
        ("no scopes", "scopes", Value::Null, "No token scopes specified"),
        (
            "unknown scope",
            "scopes",
            json!(["steer"]),
            "Invalid scope: 'steer'. Valid scopes are: [",
        ),
        (
            "unreadable day",
            "expires_at",
            json!("someday"),
            "Invalid token expiry date: 'someday'",
        ),
        (
            "unknown key",
            "key_id",
            json!("{missing.key_id}"),
            "Could not find the given key",
        ),
    ]
}

impl Model for Tokens {
    const OPERATIONS: &'static [&'static str] = &[MAKE];
    const ACTIONS_MAX: usize = 10;
    type State = Vec<Token>;
    type Action = Action;

    fn actions(state: &Self::State) -> BoxedStrategy<Action> {
        let owner = select(vec![Owner::Administrator, Owner::Developer, Owner::Maintainer]);
        let last_day = select(vec![
            LastDay::Unsaid,
            LastDay::Past,
            LastDay::InAMonth,
            LastDay::InAMonth,
        ]);
        let scopes = prop_oneof![Just(vec!["api"]), subsequence(SCOPES.to_vec(), 1..=SCOPES.len()),];
        let made = (owner, scopes, last_day);
        let made = made.prop_map(|(owner, scopes, last_day)| {
            Action::Make(Token {
                owner,
                scopes,
                last_day,
            })
        });
        let refused = select(faults()).prop_map(|(fault, ..)| Action::Refused(fault));
        if state.is_empty() {
            return prop_oneof![4 => made, 1 => refused].boxed();
        }
        let listed = (0..state.len()).prop_map(|token| Action::List { token });
        prop_oneof![3 => made, 1 => refused, 4 => listed].boxed()
    }

    fn is_known(state: &Self::State, action: &Action) -> bool {
        match action {
            Action::List { token } => *token < state.len(),
            _ => true,
        }
    }

    fn next(state: &mut Self::State, action: &Action) {
        if let Action::Make(token) = action {
            state.push(token.clone());
        }
    }

    async fn begin(_: &Stage) -> Result<Self, Difference> {
        Ok(Self { made: Vec::new() })
    }

    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference> {
        match step.action {
            Action::Make(token) => self.make(stage, token).await,
            Action::Refused(fault) => {
                let (_, name, value, text) = faults().into_iter().find(|(known, ..)| known == fault).unwrap();
                let token = Token {
                    owner: Owner::Developer,
                    scopes: vec!["api"],
                    last_day: LastDay::Unsaid,
                };
                let mut parameters = parameters(stage, &token).await?;
                parameters[name] = match &value {
                    Value::String(text) => json!(stage.fill(text).await?),
                    other => other.clone(),
                };
                let answer = stage.call(MAKE, parameters).await?;
                status(&answer, &[200])?;
                member(&answer, "/success", &Value::Bool(false))?;
                let message = answer.json.as_ref().and_then(|body| body["message"].as_str());
                check(message.is_some_and(|message| message.starts_with(text)), || {
                    format!("another message than {text}…: {}", answer.text)
                })
            }
            Action::List { token } => {
                if !stage.consumer.has(LIST) {
                    return Ok(());
                }
                let secret = Secret::new(&self.made[*token]);
                let answer = stage.consumer.call_with_token(LIST, &secret, json!({})).await?;
                worth(&step.before[*token], &answer)
            }
        }
    }
}

/// What the list answers to the token, the reason that is told first before the others.
fn worth(token: &Token, answer: &Answer) -> Result<(), Difference> {
    let is_administrator = token.owner == Owner::Administrator;
    if token.last_day == LastDay::Past {
        return refusal(answer, 401, "/error", "invalid_token");
    }
    match (token.scopes.contains(&"api"), is_administrator) {
        (true, true) => status(answer, &[200]),
        (true, false) => refusal(answer, 403, "/message", "403 Forbidden"),
        // Whether the scope for reading the API will do for a list, the documents leave open.
        (false, true) if token.scopes.contains(&"read_api") => status(answer, &[200, 403]),
        (false, false) if token.scopes.contains(&"read_api") => status(answer, &[403]),
        (false, _) => refusal(answer, 403, "/error", "insufficient_scope"),
    }
}

async fn parameters(stage: &Stage, token: &Token) -> Result<Value, Difference> {
    let key = match token.owner {
        Owner::Administrator => "{example_key.key_id}",
        Owner::Developer => "{member.key_id}",
        Owner::Maintainer => "{maintainer.key_id}",
    };
    Ok(json!({
        "key_id": stage.number(key).await?,
        "name": stage.fill("model-{unique}").await?,
        "scopes": token.scopes,
        "expires_at": day(token.last_day),
    }))
}

fn day(last_day: LastDay) -> Option<String> {
    let day = match last_day {
        LastDay::Unsaid => return None,
        LastDay::Past => jiff::civil::date(2020, 7, 24),
        LastDay::InAMonth => TimeZone::UTC
            .to_datetime(jiff::Timestamp::now())
            .date()
            .saturating_add(jiff::Span::new().days(30)),
    };
    Some(day.to_string())
}

impl Tokens {
    async fn make(&mut self, stage: &Stage, token: &Token) -> Result<(), Difference> {
        let parameters = parameters(stage, token).await?;
        let answer = stage.call(MAKE, parameters.clone()).await?;
        status(&answer, &[200])?;
        member(&answer, "/success", &Value::Bool(true))?;
        member(&answer, "/scopes", &json!(token.scopes))?;
        if token.last_day != LastDay::Unsaid {
            member(&answer, "/expires_at", &parameters["expires_at"])?;
        }
        let text = answer
            .json
            .as_ref()
            .and_then(|body| body["token"].as_str())
            .unwrap_or_default();
        check(!self.made.iter().any(|other| other == text), || {
            "a token that was made before".to_owned()
        })?;
        self.made.push(text.to_owned());
        Ok(())
    }
}
