//! A server that is asked what was recorded.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use labproof_reference::World;
use labproof_spec::InstanceKind;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::EDITION;
use super::likeness::agrees;
use super::line::{Exchange, Media, Request, Signed, TOKEN};
use crate::signing::{key_id, new_key, signed_by};
use crate::support::{Target, spec};

/// The secret of the subscription portal.
const PORTAL: &str = "customers_dot";

/// A server of one kind, and what was made on it.
pub(super) struct Stage {
    target: Target,
    fresh: BTreeMap<String, Value>,
    kept: BTreeMap<String, Value>,
}

impl Stage {
    pub(super) async fn of(instance: &InstanceKind) -> Self {
        let kind = spec().instance(EDITION, instance.clone());
        Self {
            target: Target::of_kind(EDITION, World::documented().unwrap(), kind).await,
            fresh: BTreeMap::new(),
            kept: BTreeMap::new(),
        }
    }

    /// What stands for a name in braces: a field of a role, the same as it stands in a path
    /// (`escaped-subgroup.path`), of a namespace of its own (`fresh-a.id`) or of an answer that was kept; a secret,
    /// itself, its Base64 (`base64.shell`), in capitals or shortened; or a day, counted from today (`day.20`).
    async fn value(&mut self, name: &str) -> Value {
        let (role, field) = name
            .split_once('.')
            .unwrap_or_else(|| panic!("{{{name}}} is no role and field"));
        match role {
            "secret" => return Value::String(self.target.secret(field)),
            "base64" => return Value::String(STANDARD.encode(self.target.secret(field))),
            "upper" => return Value::String(self.target.secret(field).to_uppercase()),
            "cut" => return Value::String(self.target.secret(field).split_off(1)),
            "day" => return Value::String(day(field.parse().unwrap())),
            _ => {}
        }
        if let Some(answer) = self.kept.get(role) {
            return answer[field].clone();
        }
        if let Some(role) = role.strip_prefix("escaped-") {
            let text = plain(&self.target.fixture(role, field));
            return Value::String(utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string());
        }
        if !role.starts_with("fresh-") {
            return self.target.fixture(role, field);
        }
        if !self.fresh.contains_key(role) {
            let made = self.target.make_namespace(role, role).await;
            self.fresh.insert(role.to_owned(), made);
        }
        self.fresh[role][field].clone()
    }

    /// A text with the values of names in it; alone in its text, a name keeps its type.
    async fn filled(&mut self, text: &str) -> Value {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}').filter(|(name, _)| is_name(name)) else {
                filled.push_str(before);
                filled.push('{');
                rest = after;
                continue;
            };
            let value = self.value(name).await;
            if before.is_empty() && behind.is_empty() && filled.is_empty() {
                return value;
            }
            filled.push_str(before);
            filled.push_str(&plain(&value));
            rest = behind;
        }
        Value::String(filled + rest)
    }

    async fn within(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.filled(text).await,
            Value::Array(items) => {
                let mut filled = Vec::new();
                for item in items {
                    filled.push(Box::pin(self.within(item)).await);
                }
                Value::Array(filled)
            }
            Value::Object(members) => {
                let mut filled = Map::new();
                for (name, member) in members {
                    let name = plain(&self.filled(name).await);
                    filled.insert(name, Box::pin(self.within(member)).await);
                }
                Value::Object(filled)
            }
            other => other.clone(),
        }
    }

    async fn credentials(&mut self, operation: &str, request: &Request) -> HeaderMap {
        let Some(written) = &request.credential else {
            return self.target.credentials(self.target.operation(operation));
        };
        let mut headers = HeaderMap::new();
        for (name, value) in written {
            let value = match value {
                Value::String(text) => plain(&self.filled(text).await),
                signed => self.signed(serde_json::from_value(signed.clone()).unwrap()).await,
            };
            let name: HeaderName = name.parse().unwrap();
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        headers
    }

    async fn signed(&mut self, signed: Signed) -> String {
        let claims = signed.claims.into_iter().map(|(name, value)| {
            let seconds = value.as_str().filter(|text| text.starts_with(['+', '-']));
            let seconds = seconds.and_then(|text| text.parse::<i64>().ok());
            let time = seconds.map(|seconds| Timestamp::now().as_second() + seconds);
            (name, time.map_or(value, Value::from))
        });
        let claims = Value::Object(claims.collect());
        let text = plain(&self.filled(&signed.key).await);
        let mut header = Map::from_iter([
            ("typ".to_owned(), "JWT".into()),
            ("alg".to_owned(), signed.algorithm.as_str().into()),
        ]);
        let secret = |name: &str| self.target.secrets.key(name);
        let is_private = signed.algorithm == "ES256";
        if is_private {
            header.insert("kid".to_owned(), key_id(secret(PORTAL).unwrap()).into());
        }
        header.extend(signed.header);
        header.retain(|_, value| !value.is_null());
        let unknown = if is_private { new_key() } else { text };
        let key = secret(&signed.key).unwrap_or(unknown.as_bytes());
        let mut token = signed_by(&signed.algorithm, &Value::Object(header), &claims, key);
        token.truncate(token.len() - signed.cut);
        signed.text.replace(TOKEN, &token)
    }

    async fn ask(&mut self, operation: &str, request: &Request) -> (u16, String) {
        let path = plain(&self.filled(&request.path).await);
        let mut url = reqwest::Url::parse(&format!("{}{path}", self.target.url)).unwrap();
        let query = self.within(&Value::Object(request.query.clone())).await;
        let pairs = pairs(&query);
        if !pairs.is_empty() {
            url.query_pairs_mut().extend_pairs(pairs);
        }
        let credentials = self.credentials(operation, request).await;
        let asked = self.target.client.request(request.method.parse().unwrap(), url);
        let mut asked = asked.headers(credentials);
        for (name, value) in &request.headers {
            let value = plain(&self.filled(value).await);
            asked = asked.header(name, value);
        }
        let body = match &request.body {
            Some(body) => self.within(body).await,
            None => Value::Object(Map::new()),
        };
        let typed = |asked: reqwest::RequestBuilder, usual: &str| {
            let own = request
                .headers
                .keys()
                .any(|name| name.eq_ignore_ascii_case("content-type"));
            if own {
                asked
            } else {
                asked.header(CONTENT_TYPE, usual)
            }
        };
        let asked = match (request.media, &request.raw) {
            (Media::None | Media::Untyped, None) => asked,
            (Media::Untyped, Some(raw)) => asked.body(plain(&self.filled(raw).await)),
            (media, Some(raw)) => {
                let usual = match media {
                    Media::Json => "application/json",
                    _ => "application/x-www-form-urlencoded",
                };
                typed(asked, usual).body(plain(&self.filled(raw).await))
            }
            (Media::Json, None) => typed(asked, "application/json").body(body.to_string()),
            (Media::Form, None) => {
                let mut form = reqwest::Url::parse("form:").unwrap();
                form.query_pairs_mut().extend_pairs(self::pairs(&body));
                let form = form.query().unwrap_or_default().to_owned();
                typed(asked, "application/x-www-form-urlencoded").body(form)
            }
            (Media::Multipart, None) => {
                let parts = self::pairs(&body).into_iter().map(|(name, value)| {
                    format!("--parts\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                });
                let parts = parts.collect::<String>() + "--parts--\r\n";
                typed(asked, "multipart/form-data; boundary=parts").body(parts)
            }
        };
        let answer = asked.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Nothing where the answer is GitLab's. Where GitLab broke, any refusal will do.
    pub(super) async fn difference(&mut self, exchange: &Exchange) -> Option<String> {
        for request in &exchange.request.before {
            self.ask(&exchange.operation, request).await;
        }
        let (status, text) = self.ask(&exchange.operation, &exchange.request).await;
        if exchange.status >= 500 {
            return (!(400..500).contains(&status)).then(|| format!("GitLab broke, here {status} {text}"));
        }
        if status != exchange.status {
            return Some(format!("{} and here {status} {text}", exchange.status));
        }
        let seen = match text.as_str() {
            "" => Value::String(String::new()),
            text => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())),
        };
        if let Some(name) = &exchange.keep {
            self.kept.insert(name.clone(), seen.clone());
        }
        if let Some(unlike) = &exchange.unlike
            && agrees(&self.within(unlike).await, &seen)
        {
            return Some(format!("something else than here {text}"));
        }
        let answer = self.within(exchange.answer.as_ref()?).await;
        (!agrees(&answer, &seen)).then(|| format!("{answer}\n      here {seen}"))
    }
}

/// The day so many days from now.
fn day(days: i64) -> String {
    let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    today.saturating_add(Span::new().days(days)).to_string()
}

fn is_name(name: &str) -> bool {
    let mut parts = name.split('.');
    name != "any"
        && parts.clone().count() == 2
        && parts.all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || "_-".contains(it))
        })
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Members as Rails writes them into a query or a form.
fn pairs(value: &Value) -> Vec<(String, String)> {
    fn within(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    within(&format!("{name}[{key}]"), member, pairs);
                }
            }
            Value::Array(items) => {
                for item in items {
                    within(&format!("{name}[]"), item, pairs);
                }
            }
            Value::Null => pairs.push((name.to_owned(), String::new())),
            other => pairs.push((name.to_owned(), plain(other))),
        }
    }
    let mut pairs = Vec::new();
    for (name, member) in value.as_object().into_iter().flatten() {
        within(name, member, &mut pairs);
    }
    pairs
}
