//! A server to talk to, and a client that knows its secrets.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use labproof_reference::{Secrets, Server, Settings, World};
use labproof_spec::{Algorithm, Api, Edition, InstanceKind, Operation, Scheme, SchemeKind, Spec};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName};
use serde_json::{Map, Value, json};
use tokio::sync::oneshot;

use crate::signing::signed_with;

/// The documents.
pub(crate) fn spec() -> &'static Spec {
    Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"))
}

/// A running server with all that is needed to call it. It stops when this is dropped.
pub(crate) struct Target {
    pub(crate) url: String,
    pub(crate) edition: Edition,
    pub(crate) secrets: Secrets,
    pub(crate) client: reqwest::Client,
    pub(crate) api: Arc<Api>,
    world: World,
    _stop: oneshot::Sender<()>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

/// The editions of the documents, oldest first.
pub(crate) fn editions() -> impl DoubleEndedIterator<Item = Edition> {
    spec().editions()
}

pub(crate) fn newest() -> Edition {
    spec().newest()
}

impl Target {
    pub(crate) async fn start(edition: Edition) -> Self {
        Self::with_world(edition, World::documented().unwrap()).await
    }

    pub(crate) async fn newest() -> Self {
        Self::start(newest()).await
    }

    pub(crate) async fn with_world(edition: Edition, world: World) -> Self {
        Self::of_kind(edition, world, InstanceKind::default()).await
    }

    pub(crate) async fn of_kind(edition: Edition, world: World, kind: InstanceKind) -> Self {
        let secrets = Secrets::generate(spec());
        let settings = Settings {
            edition,
            kind,
            world: world.clone(),
            secrets: secrets.clone(),
            state_probe: true,
            mutation: None,
        };
        let server = Server::bind(spec(), settings, ([127, 0, 0, 1], 0)).await.unwrap();
        let url = format!("http://{}", server.address());
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(server.serve(async {
            let _ = stopped.await;
        }));
        let client = client();
        Self {
            url,
            edition,
            secrets,
            client,
            api: spec().api(edition),
            world,
            _stop: stop,
        }
    }

    pub(crate) fn operation(&self, slug: &str) -> &Operation {
        let found = self
            .api
            .operations
            .iter()
            .find(|operation| operation.slug == slug);
        found.unwrap_or_else(|| panic!("{} has no {slug}", self.edition))
    }

    /// A field of a role.
    pub(crate) fn fixture(&self, role: &str, field: &str) -> Value {
        let fixtures = self.world.fixtures(&self.api);
        fixtures
            .get(role)
            .and_then(|fields| fields.get(field))
            .cloned()
            .unwrap_or_else(|| panic!("{role}.{field}"))
    }

    /// Headers and values of good credentials.
    pub(crate) fn credentials(&self, operation: &Operation) -> HeaderMap {
        let schemes = operation.schemes.iter();
        schemes
            .map(|scheme| {
                let name: HeaderName = scheme.header.parse().unwrap();
                (name, self.credential(scheme).parse().unwrap())
            })
            .collect()
    }

    /// What the header of a scheme ordinarily has.
    pub(crate) fn credential(&self, scheme: &Scheme) -> String {
        match scheme.kind {
            SchemeKind::SharedSecret => STANDARD.encode(self.secrets.key(&scheme.secret).unwrap()),
            SchemeKind::Jwt => self.signed(scheme, &claims(scheme)),
            SchemeKind::Token => format!("{}{}", scheme.prefix, self.secret(&scheme.secret)),
        }
    }

    /// A token that the scheme's key has signed.
    pub(crate) fn signed(&self, scheme: &Scheme, claims: &Value) -> String {
        let algorithm = match scheme.algorithm {
            Algorithm::Hs256 => "HS256",
            // A server makes itself a key of the quicker kind.
            Algorithm::Rs256 | Algorithm::Es256 => "ES256",
        };
        signed_with(algorithm, claims, self.secrets.key(&scheme.secret).unwrap())
    }

    /// The text of a secret.
    pub(crate) fn secret(&self, name: &str) -> String {
        String::from_utf8(self.secrets.get(name).unwrap().to_vec()).unwrap()
    }

    /// A request to an operation, with good credentials; each parameter travels where it belongs.
    pub(crate) fn request(&self, slug: &str, params: &Value) -> reqwest::RequestBuilder {
        let credentials = self.credentials(self.operation(slug));
        self.bare_request(slug, params).headers(credentials)
    }

    /// The same without credentials.
    pub(crate) fn bare_request(&self, slug: &str, params: &Value) -> reqwest::RequestBuilder {
        let operation = self.operation(slug);
        let places = places(operation, params);
        let mut url = reqwest::Url::parse(&format!("{}{}", self.url, places.path)).unwrap();
        if !places.query.is_empty() {
            url.query_pairs_mut().extend_pairs(places.query);
        }
        let request = self.client.request(operation.method.parse().unwrap(), url);
        match &operation.body {
            Some(body) if body.media_types[0].ends_with("+json") => request
                .header(CONTENT_TYPE, &body.media_types[0])
                .body(Value::Object(places.body).to_string()),
            Some(_) => request.json(&places.body),
            None => request,
        }
    }

    pub(crate) async fn call(&self, slug: &str, params: Value) -> Seen {
        Seen::of(self.request(slug, &params)).await
    }

    /// A top-level group that nothing else knows of, as the server answers it.
    pub(crate) async fn make_namespace(&self, name: &str, path: &str) -> Value {
        let request = self.client.post(format!("{}/-/labproof/namespaces", self.url));
        let seen = Seen::of(request.json(&json!({"name": name, "path": path}))).await;
        assert_eq!(seen.status, 201, "{seen:?}");
        seen.body
    }

    /// Asks whether somebody may do something.
    pub(crate) async fn allowed(&self, params: Value) -> Seen {
        let mut all = json!({"protocol": "ssh", "action": "git-upload-pack", "changes": "_any"});
        merge(&mut all, params);
        self.call("git.allowed", all).await
    }

    pub(crate) async fn fingerprint(&self) -> String {
        let request = self.client.get(format!("{}/-/labproof/state", self.url));
        Seen::of(request).await.body["fingerprint"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

impl Seen {
    pub(crate) async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
        };
        Self {
            status,
            headers,
            body,
        }
    }

    /// Status and message of an access check.
    pub(crate) fn verdict(&self) -> (u16, &str) {
        (self.status, self.body["message"].as_str().unwrap_or_default())
    }

    /// The message of an answer that says no with status 200.
    pub(crate) fn no(&self) -> &str {
        assert_eq!(
            (self.status, &self.body["success"]),
            (200, &json!(false)),
            "{self:?}"
        );
        self.body["message"].as_str().unwrap()
    }

    #[track_caller]
    pub(crate) fn is(&self, status: u16, body: Value) {
        assert_eq!((self.status, &self.body), (status, &body));
    }
}

/// A client that asks no proxy, and goes nowhere else.
pub(crate) fn client() -> reqwest::Client {
    // A client wants to be able to encrypt, though no server here does.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let redirected = reqwest::redirect::Policy::none();
    let client = reqwest::Client::builder().no_proxy().redirect(redirected);
    client.build().unwrap()
}

/// The claims that GitLab Shell sends.
pub(crate) fn shell_claims() -> Value {
    let now = Timestamp::now().as_second();
    json!({"iss": "gitlab-shell", "iat": now, "exp": now + 60})
}

/// The claims a client sends.
pub(crate) fn claims(scheme: &Scheme) -> Value {
    let now = Timestamp::now().as_second();
    json!({"iss": scheme.issuer, "aud": scheme.audience, "sub": scheme.subject, "iat": now, "exp": now + 60})
}

fn merge(all: &mut Value, more: Value) {
    let (Value::Object(all), Value::Object(more)) = (all, more) else {
        panic!("no objects")
    };
    all.extend(more);
}

/// Where the parameters of a request go.
struct Places {
    path: String,
    query: Vec<(String, String)>,
    body: Map<String, Value>,
}

fn places(operation: &Operation, params: &Value) -> Places {
    let mut places = Places {
        path: operation.path.clone(),
        query: Vec::new(),
        body: Map::new(),
    };
    for (name, value) in params.as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let segment = format!("{{{name}}}");
        let mut parameters = operation.parameters.iter();
        if operation.path.contains(&segment) {
            let encoded = utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string();
            places.path = places.path.replace(&segment, &encoded);
        } else if operation.body.is_none() || parameters.any(|parameter| parameter.name == *name) {
            places.query.push((name.clone(), text));
        } else {
            places.body.insert(name.clone(), value.clone());
        }
    }
    places
}

pub(crate) const ZEROS: &str = "0000000000000000000000000000000000000000";
pub(crate) const ONES: &str = "1111111111111111111111111111111111111111";
pub(crate) const NOT_FOUND: (u16, &str) = (
    404,
    "The project you were looking for could not be found or you don't have permission to view it.",
);

/// The same in the words of an edition.
pub(crate) fn not_found(edition: Edition) -> (u16, &'static str) {
    if edition == Edition::new(12, 4) {
        (404, "The project you were looking for could not be found.")
    } else {
        NOT_FOUND
    }
}

/// The documented world, with one piece of its text replaced.
pub(crate) fn world_with(piece: &str, replacement: &str) -> World {
    let text = include_str!("../../worlds/documented.yaml");
    assert!(text.contains(piece), "{piece} is not in the world");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text.replacen(piece, replacement, 1)).unwrap();
    World::load(file.path(), spec()).unwrap()
}

/// Adds a line to the instance's settings.
pub(crate) fn instance_with(setting: &str) -> World {
    world_with("  revision:", &format!("  {setting}\n  revision:"))
}
