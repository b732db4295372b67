//! Sentences that build a request and send it.

use cucumber::gherkin::Step;
use labproof_spec::Operation;
use serde_json::Value;

use super::{docstring, rows};
use crate::checks::example;
use crate::conversation::Conversation;
use crate::request::{Parameters, Request, Travel};
use crate::verdict::Outcome;

type Done = Result<(), Outcome>;

/// Sets parameters, or overrides them.
pub(super) async fn set(world: &mut Conversation, step: &Step, _: &[String]) -> Done {
    for (name, cell) in rows(step)? {
        let value = world.value(cell)?;
        world.parameters.set(name, value);
    }
    Ok(())
}

/// Begins with the parameters of the operation's first documented example.
pub(super) async fn documented(world: &mut Conversation, _: &Step, _: &[String]) -> Done {
    let operation = world.operation()?;
    let example = operation
        .examples
        .first()
        .ok_or_else(|| Outcome::Error("the operation has no example".to_owned()))?;
    let subject = world.subject()?;
    world.parameters = example::parameters(&subject.fixtures, &example.request)
        .map_err(|missing| Outcome::Untestable(missing.to_string()))?;
    Ok(())
}

pub(super) async fn without(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    world.parameters.remove(&words[0]);
    Ok(())
}

pub(super) async fn travelling(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    world.travel = Some(match words[0].as_str() {
        "json" => Travel::Json,
        "form" => Travel::Form,
        "query" => Travel::Query,
        other => {
            return Err(Outcome::Error(format!(
                "parameters travel as json, form or query, not as `{other}`"
            )));
        }
    });
    Ok(())
}

pub(super) async fn header(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let value = world.fill(&words[1])?;
    world.headers.push((words[0].clone(), value));
    Ok(())
}

pub(super) async fn content_type(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    world.media_type = Some(words[0].clone());
    Ok(())
}

pub(super) async fn body(world: &mut Conversation, step: &Step, _: &[String]) -> Done {
    world.body = Some(world.fill(docstring(step)?)?);
    Ok(())
}

pub(super) async fn sent(world: &mut Conversation, _: &Step, _: &[String]) -> Done {
    let operation = world.operation()?;
    world.send_to(&operation).await
}

pub(super) async fn sent_times(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let operation = world.operation()?;
    let times: u32 = words[0]
        .parse()
        .map_err(|error| Outcome::Error(format!("{}: {error}", words[0])))?;
    for _ in 0..times {
        world.send_to(&operation).await?;
    }
    Ok(())
}

/// Sends until the answer has a status; the last answer is judged by the steps that follow.
pub(super) async fn sent_until(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let operation = world.operation()?;
    let times: u32 = words[1]
        .parse()
        .map_err(|error| Outcome::Error(format!("{}: {error}", words[1])))?;
    for _ in 0..times {
        world.send_to(&operation).await?;
        let (_, exchange) = world.answered()?;
        if exchange.answer.status.to_string() == words[0] {
            break;
        }
    }
    Ok(())
}

pub(super) async fn sent_to(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let operation = world.named_operation(&words[0])?;
    world.send_to(&operation).await
}

/// A request of its own: what was built so far stays as it is.
pub(super) async fn called(world: &mut Conversation, step: &Step, words: &[String]) -> Done {
    let operation: Operation = world.named_operation(&words[0])?;
    let mut parameters = Parameters::default();
    for (name, cell) in rows(step)? {
        parameters.set(name, world.value(cell)?);
    }
    let request = Request::with(&operation, &parameters, Travel::documented(&operation));
    world.exchange(&request).await
}

/// Keeps a member of the last answer under a name.
pub(super) async fn kept(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let (_, exchange) = world.answered()?;
    let member: Option<Value> = exchange
        .answer
        .json
        .as_ref()
        .and_then(|body| body.pointer(&words[0]))
        .cloned();
    let Some(member) = member else {
        let actual = vec![format!(
            "at {}: nothing, with status {}",
            words[0], exchange.answer.status
        )];
        let breach = crate::verdict::Breach::new(format!("a value at {}", words[0]), actual, exchange);
        return Err(Outcome::breach(breach));
    };
    world.kept.insert(words[1].clone(), member);
    Ok(())
}
