//! Whether an answer lets somebody in: what tells a breach of security from a refusal in other words.

use serde_json::Value;

use crate::asking::exchange::Exchange;
use crate::asking::schema_members;
use crate::asking::subject::Subject;
use crate::judging::verdict::Breach;

/// Whether a breach of a requirement, of security or not, lets somebody in, so that it counts whatever the level:
/// whoever was refused all the same, if otherwise than wanted, is not let in, and neither is who got no answer.
pub(crate) fn is_in(is_security: bool, breach: &Breach, subject: &Subject) -> bool {
    let lets_in = || match &breach.exchange {
        Some(exchange) => lets_in(exchange, subject),
        None => breach.unanswered.is_none(),
    };
    breach.let_in || (is_security && lets_in())
}

/// Whether the answer is a success that does not refuse in its body: `null` tells of nobody, and a member that grants
/// may be false.
pub(crate) fn lets_in(exchange: &Exchange, subject: &Subject) -> bool {
    let answer = &exchange.answer;
    // 300 tells the client to do it elsewhere.
    if !(200..=300).contains(&answer.status) {
        return false;
    }
    let Some(body) = &answer.json else { return true };
    !body.is_null()
        && !granting(exchange, subject).any(|pointer| body.pointer(&pointer) == Some(&Value::Bool(false)))
}

/// The members of the operation's answers that grant.
fn granting<'s>(exchange: &Exchange, subject: &'s Subject) -> impl Iterator<Item = String> + 's {
    let operation = subject.operation(&exchange.request.operation);
    let answers = operation
        .into_iter()
        .flat_map(|operation| operation.responses.values());
    let schemas = answers.filter_map(|answer| answer.schema.as_ref());
    let members = schemas.flat_map(|schema| schema_members::all(schema, &subject.api.schemas));
    members
        .filter(|member| member.grants)
        .map(|member| member.pointer)
}
