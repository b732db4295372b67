//! Taking out of exchanges and findings what nobody else may see, by what it is and never by what it is called.

use serde_json::Value;

use crate::asking::exchange::{Answer, Exchange, Sent};
use crate::asking::mask::SHORTEST;
use crate::asking::subject::Subject;
use crate::judging::verdict::Breach;

/// Replaces every secret that the run knows of, and what the answer gave as one, wherever they stand.
pub(crate) fn exchange(exchange: &mut Exchange, subject: &Subject) {
    let operation = exchange.request.operation.clone();
    sent(&mut exchange.request, subject);
    answer(&mut exchange.answer, &operation, subject);
}

/// The same in everything that a finding says.
pub(crate) fn breach(breach: &mut Breach, subject: &Subject) {
    clean(&mut breach.expected, subject);
    breach.actual.iter_mut().for_each(|text| clean(text, subject));
    breach.unanswered.iter_mut().for_each(|it| sent(it, subject));
    let exchanges = breach.exchange.iter_mut().chain(&mut breach.again);
    exchanges.for_each(|exchange| self::exchange(exchange, subject));
}

fn sent(sent: &mut Sent, subject: &Subject) {
    clean(&mut sent.path, subject);
    sent.body.iter_mut().for_each(|body| clean(body, subject));
    let headers = sent.headers.iter_mut();
    headers.for_each(|(_, value)| clean(value, subject));
}

fn answer(answer: &mut Answer, operation: &str, subject: &Subject) {
    let secrets = &subject.answered_secrets;
    // What is too short to be looked for everywhere is no more than a whole string.
    for (text, word) in secrets.in_body(operation, answer) {
        if text.len() < SHORTEST {
            let quoted = |text: &str| Value::from(text).to_string();
            answer.text = answer.text.replace(&quoted(&text), &quoted(&format!("[{word}]")));
        }
    }
    clean(&mut answer.text, subject);
    for (name, value) in &mut answer.headers {
        if let Some((part, word)) = secrets.in_header(name, value) {
            value.replace_range(part, &format!("[{word}]"));
        }
        clean(value, subject);
    }
    answer.json = serde_json::from_str::<Value>(&answer.text).ok();
}

fn clean(text: &mut String, subject: &Subject) {
    let cleaned = subject.without_secrets(text);
    if cleaned != *text {
        *text = cleaned.into_owned();
    }
}
