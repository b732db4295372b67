//! Sentences that judge an answer.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cucumber::gherkin::Step;
use labproof_spec::Refusal;
use serde_json::Value;

use super::Done;
use super::table::{docstring, rows};
use crate::asking::answer_schemas::read_as;
use crate::asking::exchange::{Answer, Exchange};
use crate::judging::conversation::Conversation;
use crate::judging::expectation::{Expectation, shown};
use crate::judging::snapshot::Named;
use crate::judging::to_the_letter::is_answered;
use crate::judging::verdict::{Breach, Outcome};

fn breach(expected: impl Into<String>, actual: Vec<String>, exchange: &Exchange) -> Done {
    Err(Outcome::breach(Breach::new(expected, actual, exchange)))
}

/// The status is the one named, it is documented, and the body has the shape documented for it.
pub(super) async fn status(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let (operation, exchange) = world.answered()?;
    let answer = &exchange.answer;
    let statuses = [answer.status, read_as(&operation, answer.status)].map(|status| status.to_string());
    if !words[0]
        .split(", ")
        .any(|status| statuses.iter().any(|it| it == status))
    {
        let actual = vec![answer.summary()];
        return breach(format!("status {}", words[0]), actual, exchange);
    }
    let differences = world.subject()?.undocumented(&operation, answer);
    if differences.is_empty() {
        return Ok(());
    }
    breach(
        format!("status {} with the body documented for it", answer.status),
        differences,
        exchange,
    )
}

/// The body is this JSON value; there may be more of what nobody asked for.
pub(super) async fn body(world: &mut Conversation, step: &Step, _: &[String]) -> Done {
    let text = world.fill(docstring(step)?).await?;
    let wanted: Value =
        serde_json::from_str(&text).map_err(|error| Outcome::Error(format!("`{text}`: {error}")))?;
    let (operation, exchange) = world.answered()?;
    let (body, subject) = (exchange.answer.json.as_ref(), world.subject()?);
    if is_answered(&wanted, body, &operation, &subject.api.schemas) {
        return Ok(());
    }
    breach(
        format!("the body {wanted}"),
        vec![format!("the body {}", exchange.answer.excerpt())],
        exchange,
    )
}

/// The answer is a refusal that the operation's document has by this name, in one of its wordings.
pub(super) async fn refused(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let (operation, exchange) = world.answered()?;
    let Some(wordings) = operation.refusals.get(&words[0]) else {
        let (slug, name) = (&operation.slug, &words[0]);
        return Err(Outcome::Error(format!("{slug} has no refusal `{name}`")));
    };
    let answer = &exchange.answer;
    let (body, subject) = (answer.json.as_ref(), world.subject()?);
    let is_said = |wording: &Refusal| {
        answer.status == wording.status && is_answered(&wording.body, body, &operation, &subject.api.schemas)
    };
    if wordings.iter().any(is_said) {
        return Ok(());
    }
    let wanted = wordings
        .iter()
        .map(|it| format!("status {}, body {}", it.status, it.body));
    let wanted: Vec<String> = wanted.collect();
    breach(wanted.join("\nor "), vec![answer.summary()], exchange)
}

/// The body holds nothing.
pub(super) async fn empty(world: &mut Conversation, _: &Step, _: &[String]) -> Done {
    let (_, exchange) = world.answered()?;
    if exchange.answer.text.is_empty() {
        return Ok(());
    }
    breach(
        "an empty body",
        vec![format!("the body {}", exchange.answer.excerpt())],
        exchange,
    )
}

/// The table's expectations with placeholders replaced.
async fn expectations(world: &mut Conversation, step: &Step) -> Result<Vec<(String, Expectation)>, Outcome> {
    let subject = world.subject()?;
    let mut expectations = Vec::new();
    for (pointer, cell) in rows(step)? {
        let cell = world.placeholders.fill_expectation(&subject, cell).await?;
        let expectation = Expectation::read(&cell).map_err(Outcome::Error)?;
        expectations.push((pointer.to_owned(), expectation));
    }
    Ok(expectations)
}

/// What the value, which is of this answer, lacks of the expectations: a line of what was wanted and a line of what was
/// there, for each.
fn differences(
    value: Option<&Value>,
    expectations: &[(String, Expectation)],
    answer: &Answer,
) -> (Vec<String>, Vec<String>) {
    let mut wanted = Vec::new();
    let mut actual = Vec::new();
    for (pointer, expectation) in expectations {
        let member = value.and_then(|value| value.pointer(pointer));
        if !expectation.holds(member) {
            wanted.push(format!("at {pointer}: {expectation}"));
            actual.push(format!("at {pointer}: {}", shown(member, &answer.mask)));
        }
    }
    (wanted, actual)
}

pub(super) async fn members(world: &mut Conversation, step: &Step, _: &[String]) -> Done {
    let expectations = expectations(world, step).await?;
    let (_, exchange) = world.answered()?;
    let (wanted, actual) = differences(exchange.answer.json.as_ref(), &expectations, &exchange.answer);
    if wanted.is_empty() {
        return Ok(());
    }
    breach(wanted.join("\n"), actual, exchange)
}

/// How many items of the array meet every expectation; the array has to be there.
fn meeting(
    exchange: &Exchange,
    pointer: &str,
    expectations: &[(String, Expectation)],
) -> Result<usize, Outcome> {
    let array = exchange
        .answer
        .json
        .as_ref()
        .and_then(|body| body.pointer(pointer))
        .and_then(Value::as_array);
    let Some(items) = array else {
        let actual = vec![format!(
            "no array there; the body is {}",
            exchange.answer.excerpt()
        )];
        return Err(Outcome::breach(Breach::new(
            format!("an array at {pointer}"),
            actual,
            exchange,
        )));
    };
    Ok(items
        .iter()
        .filter(|item| {
            differences(Some(item), expectations, &exchange.answer)
                .0
                .is_empty()
        })
        .count())
}

fn described(expectations: &[(String, Expectation)]) -> String {
    let parts = expectations
        .iter()
        .map(|(pointer, expectation)| format!("{pointer}: {expectation}"));
    parts.collect::<Vec<_>>().join(", ")
}

pub(super) async fn some_item(world: &mut Conversation, step: &Step, words: &[String]) -> Done {
    let expectations = expectations(world, step).await?;
    let (_, exchange) = world.answered()?;
    if meeting(exchange, &words[0], &expectations)? > 0 {
        return Ok(());
    }
    let items = exchange
        .answer
        .json
        .as_ref()
        .and_then(|body| body.pointer(&words[0]));
    let wanted = format!("an item of {} with {}", words[0], described(&expectations));
    breach(
        wanted,
        vec![format!(
            "at {}: {}",
            words[0],
            shown(items, &exchange.answer.mask)
        )],
        exchange,
    )
}

pub(super) async fn no_item(world: &mut Conversation, step: &Step, words: &[String]) -> Done {
    let expectations = expectations(world, step).await?;
    let (_, exchange) = world.answered()?;
    match meeting(exchange, &words[0], &expectations)? {
        0 => Ok(()),
        count => {
            let wanted = format!("no item of {} with {}", words[0], described(&expectations));
            breach(wanted, vec![format!("{count} of them")], exchange)
        }
    }
}

/// The claims of a JSON Web Token, whose signature only the server can check.
pub(super) async fn claims(world: &mut Conversation, step: &Step, words: &[String]) -> Done {
    let expectations = expectations(world, step).await?;
    let (_, exchange) = world.answered()?;
    let token = exchange
        .answer
        .json
        .as_ref()
        .and_then(|body| body.pointer(&words[0]))
        .and_then(Value::as_str);
    let payload = token.and_then(|token| token.split('.').nth(1));
    let claims = payload.and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok());
    let claims: Option<Value> = claims.and_then(|claims| serde_json::from_slice(&claims).ok());
    let Some(claims) = claims else {
        let actual = vec!["no such token there".to_owned()];
        return breach(format!("a JSON Web Token at {}", words[0]), actual, exchange);
    };
    let (wanted, actual) = differences(Some(&claims), &expectations, &exchange.answer);
    if wanted.is_empty() {
        return Ok(());
    }
    breach(wanted.join("\n"), actual, exchange)
}

pub(super) async fn header(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let regex =
        regex::Regex::new(&words[1]).map_err(|error| Outcome::Error(format!("`{}`: {error}", words[1])))?;
    let (_, exchange) = world.answered()?;
    let value = exchange.answer.header(&words[0].to_ascii_lowercase());
    if value.is_some_and(|value| regex.is_match(value)) {
        return Ok(());
    }
    let actual = vec![format!("{}: {}", words[0], value.unwrap_or("(absent)"))];
    breach(
        format!("a header {} that matches {regex}", words[0]),
        actual,
        exchange,
    )
}

/// Gives the last answer a name among the snapshots.
pub(super) async fn snapshot(world: &mut Conversation, _: &Step, words: &[String]) -> Done {
    let (_, exchange) = world.answered()?;
    let named = Named {
        case: words[0].clone(),
        exchange: exchange.clone(),
        own: world.placeholders.own(),
    };
    world.snapshots.push(named);
    Ok(())
}
