//! Taking out of findings what nobody else may see, by what the documents say it is.

use serde_json::Value;

use crate::subject::Subject;
use crate::verdict::Breach;
use crate::volatile;

/// Replaces tokens and codes that the server answered, wherever they stand in the finding.
pub(crate) fn breach(breach: &mut Breach, subject: &Subject) {
    let Some(exchange) = &mut breach.exchange else {
        return;
    };
    let Some(body) = &exchange.answer.json else { return };
    let mut secrets = Vec::new();
    let operation = subject.operation(&exchange.request.operation);
    for response in operation
        .iter()
        .flat_map(|operation| operation.responses.values())
    {
        if let Some(schema) = &response.schema {
            secrets.extend(volatile::secrets(
                body,
                &volatile::pointers(schema, &subject.api.schemas),
            ));
        }
    }
    if secrets.is_empty() {
        return;
    }
    let clean = |text: &mut String| {
        for (secret, mark) in &secrets {
            *text = text.replace(secret.as_str(), mark);
        }
    };
    clean(&mut exchange.answer.text);
    exchange.answer.json = serde_json::from_str::<Value>(&exchange.answer.text).ok();
    clean(&mut breach.expected);
    breach.actual.iter_mut().for_each(clean);
}
