//! The customers portal and the Admin Area: whoever comes with an administrator's token.

use labproof_spec::Edition;
use serde_json::{Value, json};

use crate::support::{Seen, Target};

/// A server with what they call.
pub(crate) struct Portal {
    pub(crate) target: Target,
}

impl Portal {
    pub(crate) async fn start(edition: Edition) -> Self {
        Self {
            target: Target::start(edition).await,
        }
    }

    /// A request below `/api/v4` without a credential.
    pub(crate) fn bare(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v4/{path}", self.target.url);
        self.target.client.request(method.parse().unwrap(), url)
    }

    /// The same with the token of a secret.
    pub(crate) fn request(&self, secret: &str, method: &str, path: &str) -> reqwest::RequestBuilder {
        let token = self.target.secrets.get(secret).unwrap();
        self.bare(method, path).header("PRIVATE-TOKEN", token)
    }

    /// An administrator's request, with parameters in the path alone.
    pub(crate) async fn ask(&self, method: &str, path: &str) -> Seen {
        Seen::of(self.request("admin", method, path)).await
    }

    /// An administrator's request with a body.
    pub(crate) async fn send(&self, method: &str, path: &str, body: &Value) -> Seen {
        Seen::of(self.request("admin", method, path).json(body)).await
    }

    /// A request that has to be refused, and to change nothing.
    pub(crate) async fn refuses(&self, method: &str, path: &str, body: &Value, status: u16, refusal: Value) {
        let before = self.target.fingerprint().await;
        let seen = self.send(method, path, body).await;
        assert_eq!(
            (seen.status, &seen.body),
            (status, &refusal),
            "{method} {path} {body}"
        );
        assert_eq!(self.target.fingerprint().await, before, "{method} {path} {body}");
    }

    /// The same of a request without a body.
    pub(crate) async fn refuses_to(&self, method: &str, path: &str, status: u16, refusal: Value) {
        self.refuses(method, path, &json!({}), status, refusal).await;
    }

    /// A new top-level group.
    pub(crate) async fn namespace(&self, path: &str) -> u64 {
        let url = format!("{}/-/labproof/namespaces", self.target.url);
        let group = json!({ "name": path, "path": path });
        let seen = Seen::of(self.target.client.post(url).json(&group)).await;
        assert_eq!(seen.status, 201, "{seen:?}");
        seen.body["id"].as_u64().unwrap()
    }
}

pub(crate) fn message(text: &str) -> Value {
    json!({ "message": text })
}

pub(crate) fn bad_request(reason: &str) -> Value {
    message(&format!("400 Bad request - {reason}"))
}

pub(crate) fn error(text: &str) -> Value {
    json!({ "error": text })
}

/// Values that are of no type a parameter may have but text.
pub(crate) fn odd_values() -> Vec<Value> {
    vec![
        json!([]),
        json!({"a": 1}),
        json!("x"),
        json!("1.5"),
        json!("99999999999999999999"),
    ]
}
