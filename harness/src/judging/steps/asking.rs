//! Sentences that build a request and send it.

use std::time::{Duration, Instant};

use cucumber::gherkin::Step;
use labproof_spec::Editions;
use serde_json::Value;

use super::Done;
use super::table::{docstring, rows};
use crate::asking::request::{Parameters, Request, Travel};
use crate::asking::signing::Signing;
use crate::judging::conversation::Conversation;
use crate::judging::example_request;
use crate::judging::verdict::{Breach, Outcome};
use crate::target::secret::Secret;

/// Sets parameters, or overrides them.
pub(super) async fn set(world: &mut Conversation, step: &Step, _: &[String]) -> Done {
    for (name, cell) in rows(step)? {
        let value = world.value(cell).await?;
        world.parameters.set(name, value);
    }
    Ok(())
}

/// The same, where the server's edition is one of these.
pub(super) async fn set_in(world: &mut Conversation, step: &Step, words: &[String]) -> Done {
    let editions = words[0].parse::<Editions>();
    let editions = editions.map_err(|fault| Outcome::Error(fault.to_string()))?;
    if editions.contains(world.subject()?.api.edition) {
        set(world, step, words).await?;
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
    world.parameters =
        example_request::prepare(&subject, &operation, example, &mut world.placeholders).await?;
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
    let value = world.fill(&words[1]).await?;
    world.headers.push((words[0].clone(), value));
    Ok(())
}

pub(super) async fn content_type(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    world.media_type = Some(words[0].clone());
    Ok(())
}

pub(super) async fn body(world: &mut Conversation, step: &Step, _: &[String]) -> Done {
    world.body = Some(world.fill(docstring(step)?).await?);
    Ok(())
}

/// The credential varies in a way that auth.yaml names.
pub(super) async fn varied(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let operation = world.operation()?;
    let subject = world.subject()?;
    let variant = subject
        .api
        .variants
        .iter()
        .find(|variant| variant.name == words[0]);
    let scheme = variant.and_then(|variant| {
        let mut schemes = operation.every_scheme().into_iter();
        schemes.find(|scheme| variant.suits(scheme))
    });
    let Some(scheme) = scheme else {
        return Err(Outcome::Error(format!(
            "no credential of {} varies as `{}`",
            operation.slug, words[0]
        )));
    };
    world.signing = Signing::Varied {
        scheme: scheme.name.clone(),
        variant: words[0].clone(),
    };
    Ok(())
}

/// Another secret of auth.yaml signs instead of the usual one.
pub(super) async fn signed_with(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    world.signing = Signing::With(words[0].clone());
    Ok(())
}

/// A token that an earlier answer gave stands in the header.
pub(super) async fn token(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    world.signing = Signing::Given(Secret::new(&world.fill(&words[0]).await?));
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

/// Waits for the answer as long as said, however long any other may take.
pub(super) async fn sent_with_time(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let seconds: u64 = words[0]
        .parse()
        .map_err(|error| Outcome::Error(format!("{}: {error}", words[0])))?;
    let limit = Duration::from_secs(seconds);
    let operation = world.operation()?;
    let request = Request {
        patience: Some(limit + TIME_ON_THE_WAY),
        ..world.built(&operation)
    };
    world.exchange(&request).await?;
    let (_, exchange) = world.answered()?;
    let took = exchange.answer.elapsed;
    if took <= limit {
        return Ok(());
    }
    let actual = vec![format!("an answer after {:.1} seconds", took.as_secs_f32())];
    let breach = Breach::new(format!("an answer within {seconds} seconds"), actual, exchange);
    Err(Outcome::breach(breach))
}

/// How much longer than a server may take an answer is waited for, so that one that is just too late is seen.
const TIME_ON_THE_WAY: Duration = Duration::from_secs(5);

/// Sends until the answer has a status; the last answer is judged by the steps that follow.
pub(super) async fn sent_until(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let operation = world.operation()?;
    let times: u32 = words[1]
        .parse()
        .map_err(|error| Outcome::Error(format!("{}: {error}", words[1])))?;
    let request = Request {
        awaited: words[0].parse().ok(),
        ..world.built(&operation)
    };
    let began = Instant::now();
    for sent in 1..=times {
        world.exchange(&request).await?;
        let (_, exchange) = world.answered()?;
        let answer = &exchange.answer;
        // A proxy may have such a status too, with a page of its own.
        let is_documented = world.subject()?.undocumented(&operation, answer).is_empty();
        if answer.status.to_string() == words[0] && is_documented {
            return Ok(());
        }
        // What counts within a minute has seen too few of them, and how fast a server answers is nobody's business.
        if began.elapsed() > COUNTED_WITHIN {
            let reason =
                format!("{sent} requests took longer than a minute, so {times} cannot be counted within one");
            return Err(Outcome::Skipped(reason));
        }
    }
    Ok(())
}

/// The time within which servers count requests.
const COUNTED_WITHIN: Duration = Duration::from_secs(60);

pub(super) async fn sent_to(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let operation = world.named_operation(&words[0])?;
    world.send_to(&operation).await
}

/// A request of its own: what was built so far stays as it is.
pub(super) async fn called(world: &mut Conversation, step: &Step, words: &[String]) -> Done {
    let operation = world.named_operation(&words[0])?;
    let mut parameters = Parameters::default();
    for (name, cell) in rows(step)? {
        parameters.set(name, world.value(cell).await?);
    }
    let request = Request::with(&operation, &parameters, Travel::documented(&operation));
    world.exchange(&request).await
}

/// The documented request of an operation, which has to be accepted: what was built so far stays as it is.
pub(super) async fn done(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let operation = world.named_operation(&words[0])?;
    let example = example_request::first(&operation)?;
    let subject = world.subject()?;
    let parameters = example_request::prepare(&subject, &operation, example, &mut world.placeholders).await?;
    let request = Request::with(&operation, &parameters, Travel::documented(&operation));
    world.exchange(&request).await?;
    let (_, exchange) = world.answered()?;
    if (200..300).contains(&exchange.answer.status) {
        return Ok(());
    }
    let wanted = format!("{} to be accepted, which the scenario presumes", operation.slug);
    let actual = vec![exchange.answer.summary()];
    Err(Outcome::breach(Breach::new(wanted, actual, exchange)))
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
        let breach = Breach::new(format!("a value at {}", words[0]), actual, exchange);
        return Err(Outcome::breach(breach));
    };
    world.placeholders.kept.insert(words[1].clone(), member);
    Ok(())
}
