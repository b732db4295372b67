//! Taking out of exchanges and findings what nobody else may see, by what it is and never by what it is called.

use serde_json::Value;

use crate::asking::exchange::Exchange;
use crate::asking::subject::Subject;
use crate::judging::verdict::Breach;
use crate::judging::volatile;

/// Replaces the target's secrets and what the server answered as tokens and codes, wherever they stand.
pub(crate) fn exchange(exchange: &mut Exchange, subject: &Subject) {
    let answered = answered(exchange, subject);
    let clean = |text: &mut String| *text = without(text, &answered, subject);
    clean(&mut exchange.request.path);
    exchange.request.body.iter_mut().for_each(clean);
    exchange
        .request
        .headers
        .iter_mut()
        .for_each(|(_, value)| clean(value));
    exchange
        .answer
        .headers
        .iter_mut()
        .for_each(|(_, value)| clean(value));
    clean(&mut exchange.answer.text);
    exchange.answer.json = serde_json::from_str::<Value>(&exchange.answer.text).ok();
}

/// The same in everything that a finding says.
pub(crate) fn breach(breach: &mut Breach, subject: &Subject) {
    let exchanges = || breach.exchange.iter().chain(&breach.again);
    let answered: Vec<(String, String)> = exchanges()
        .flat_map(|exchange| answered(exchange, subject))
        .collect();
    let clean = |text: &mut String| *text = without(text, &answered, subject);
    clean(&mut breach.expected);
    breach.actual.iter_mut().for_each(clean);
    if let Some(sent) = &mut breach.unanswered {
        clean(&mut sent.path);
        sent.body.iter_mut().for_each(clean);
    }
    let exchanges = breach.exchange.iter_mut().chain(&mut breach.again);
    exchanges.for_each(|exchange| self::exchange(exchange, subject));
}

/// The tokens and codes of an answer, each with the word that takes its place.
fn answered(exchange: &Exchange, subject: &Subject) -> Vec<(String, String)> {
    let Some(body) = &exchange.answer.json else {
        return Vec::new();
    };
    let operation = subject.operation(&exchange.request.operation);
    let responses = operation
        .iter()
        .flat_map(|operation| operation.responses.values());
    let schemas = responses.filter_map(|response| response.schema.as_ref());
    schemas
        .flat_map(|schema| volatile::secrets(body, &volatile::pointers(schema, &subject.api.schemas)))
        .collect()
}

fn without(text: &str, answered: &[(String, String)], subject: &Subject) -> String {
    let mut text = subject.without_secrets(text);
    for (secret, mark) in answered {
        text = text.replace(secret.as_str(), mark);
    }
    text
}
