//! A server that models are played before, and how its answers are compared.

use std::rc::Rc;

use labproof_harness::{Answer, CallError, Consumer};
use labproof_spec::Edition;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::support::consumers::Consumers;

/// How a server differs from a model.
#[derive(Debug)]
pub(crate) struct Difference(pub(crate) String);

impl From<CallError> for Difference {
    fn from(error: CallError) -> Self {
        Self(error.to_string())
    }
}

/// The servers, each in an edition of its own, and the runtime that they and their consumers live on.
pub(crate) struct Theatre {
    runtime: Rc<Runtime>,
    consumers: Consumers,
    /// Oldest edition first.
    pub(crate) stages: Vec<Rc<Stage>>,
}

impl Theatre {
    /// One thread has server and consumer, so that models beside each other take one processor each.
    pub(crate) fn open(operations: &[&str]) -> Self {
        let runtime = Rc::new(Builder::new_current_thread().enable_all().build().unwrap());
        let mut consumers = runtime.block_on(Consumers::of(operations));
        let all = std::mem::take(&mut consumers.all).into_iter();
        let stages = all.map(|(edition, consumer)| {
            Rc::new(Stage {
                runtime: Rc::clone(&runtime),
                consumer,
                edition,
                is_alone: consumers.are_alone(),
            })
        });
        Self {
            stages: stages.collect(),
            runtime,
            consumers,
        }
    }

    pub(crate) fn close(self) {
        self.runtime.block_on(self.consumers.stop());
    }
}

/// One server in one edition.
pub(crate) struct Stage {
    runtime: Rc<Runtime>,
    pub(crate) consumer: Consumer,
    pub(crate) edition: Edition,
    /// Whether nobody else uses the server, so that its whole state tells what the model did.
    pub(crate) is_alone: bool,
}

impl Stage {
    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Calls an operation; an answer that no document has is a difference already.
    pub(crate) async fn call(&self, operation: &str, parameters: Value) -> Result<Answer, Difference> {
        Ok(self.consumer.call(operation, parameters).await?)
    }

    /// A field of a thing that the server makes for this sequence alone.
    pub(crate) async fn make(&self, role: &str, field: &str) -> Result<Value, Difference> {
        let fields = self.consumer.make(role).await?;
        let value = fields.get(field).cloned();
        value.ok_or_else(|| Difference(format!("a fresh `{role}` without `{field}`")))
    }

    /// Text with its placeholders replaced.
    pub(crate) async fn fill(&self, text: &str) -> Result<String, Difference> {
        Ok(self.consumer.fill(text).await?)
    }

    /// A fixture's number.
    pub(crate) async fn number(&self, placeholder: &str) -> Result<u64, Difference> {
        let text = self.fill(placeholder).await?;
        text.parse()
            .map_err(|_| Difference(format!("{placeholder} is no number but {text}")))
    }
}

/// The status is one of these.
pub(crate) fn status(answer: &Answer, statuses: &[u16]) -> Result<(), Difference> {
    if statuses.contains(&answer.status) {
        return Ok(());
    }
    let wanted: Vec<String> = statuses.iter().map(u16::to_string).collect();
    let (wanted, actual, text) = (wanted.join(" or "), answer.status, &answer.text);
    Err(Difference(format!(
        "status {actual} where the model has {wanted}: {text}"
    )))
}

/// The member is this value.
pub(crate) fn member(answer: &Answer, pointer: &str, wanted: &Value) -> Result<(), Difference> {
    let actual = answer.json.as_ref().and_then(|body| body.pointer(pointer));
    if actual == Some(wanted) {
        return Ok(());
    }
    let actual = actual.map_or_else(|| "nothing".to_owned(), Value::to_string);
    Err(Difference(format!(
        "{actual} at {pointer} where the model has {wanted}: {}",
        answer.text
    )))
}

/// The status, and one member of the body.
pub(crate) fn refusal(answer: &Answer, code: u16, pointer: &str, text: &str) -> Result<(), Difference> {
    status(answer, &[code])?;
    member(answer, pointer, &Value::from(text))
}

/// Something holds that is neither a status nor one member.
pub(crate) fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), Difference> {
    if holds {
        Ok(())
    } else {
        Err(Difference(otherwise()))
    }
}
