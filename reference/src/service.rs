//! From a request to its answer, with no network in between.
//!
//! In order, as in Rails: the route, the body, who calls, Gitaly's context, the limit, and then the handler. Reading
//! happens under a shared lock. Only what changes something is decided again, and then done, under an exclusive one,
//! so that nothing can happen between deciding and doing. Secrets are checked before any lock is taken.

use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};

use jiff::Timestamp;
use labproof_spec::{Api, Edition};
use serde_json::json;

use crate::answer::{Answer, ApiError};
use crate::auth::{Credentials, Guard};
use crate::families::{self, Call, Counted, Done, Handler, Outcome};
use crate::ids::Random;
use crate::lfs_token::LfsTokens;
use crate::limits::Limits;
use crate::maker;
use crate::request::{Body, Params};
use crate::router::Router;
use crate::secrets::Secrets;
use crate::state::State;

/// Where the fingerprint of the state may be asked for.
pub const STATE_PATH: &str = "/-/labproof/state";
/// Below this path the framework tells a wrong method from an unknown path.
const SCIM: &str = "/api/scim/";
/// The methods there are.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Everything that answers requests.
pub(crate) struct Service {
    edition: Edition,
    router: Router<Route>,
    state: RwLock<State>,
    limits: Limits,
    lfs_tokens: LfsTokens,
    state_probe: bool,
}

struct Route {
    handler: Handler,
    guard: Guard,
    /// Whether an accepted request changes state.
    writes: bool,
    /// Whether the context that clients of Gitaly hand through is checked.
    has_context: bool,
}

/// A request as it came in.
pub(crate) struct Incoming<'r> {
    pub(crate) method: &'r str,
    pub(crate) path: &'r str,
    pub(crate) query: &'r str,
    /// The value of a header that is there exactly once.
    pub(crate) header: &'r dyn Fn(&str) -> Option<&'r [u8]>,
    pub(crate) body: &'r [u8],
    /// Where the connection comes from.
    pub(crate) peer: Option<IpAddr>,
}

impl Service {
    pub(crate) fn new(api: &Api, secrets: &Secrets, mut state: State, state_probe: bool) -> Self {
        if state_probe {
            state.keep_fingerprint();
        }
        let mut router = Router::default();
        for operation in &api.operations {
            // A test sees to it that none is left out.
            let Some(handler) = families::handler(&operation.slug) else {
                continue;
            };
            let route = Route {
                handler,
                guard: Guard::new(&operation.schemes, secrets),
                writes: operation.writes,
                has_context: api.edition >= Edition::V17_9
                    && matches!(operation.family(), "git" | "ssh" | "instance"),
            };
            router.add(&operation.method, &operation.path, route);
        }
        Self {
            edition: api.edition,
            router,
            state: RwLock::new(state),
            limits: Limits::default(),
            lfs_tokens: LfsTokens::new(),
            state_probe,
        }
    }

    /// Answers a request at a point in time.
    pub(crate) fn answer(&self, incoming: &Incoming<'_>, now: Timestamp) -> Answer {
        let done = match (self.state_probe, incoming.method, incoming.path) {
            (true, "GET", STATE_PATH) => {
                let fingerprint = self.read(State::fingerprint);
                Ok(Done::new(&json!({ "fingerprint": fingerprint })))
            }
            (true, "POST", maker::NAMESPACES_PATH) => self.make(incoming, now),
            _ => self.try_answer(incoming, now),
        };
        done.map_or_else(Answer::from, Answer::from)
    }

    fn make(&self, incoming: &Incoming<'_>, now: Timestamp) -> Outcome {
        let params = Params::read(incoming.query, &body(incoming))?;
        self.write(|state| maker::namespace(state, &params), now)
    }

    fn try_answer(&self, incoming: &Incoming<'_>, now: Timestamp) -> Outcome {
        let found = self
            .router
            .find(incoming.method, incoming.path)
            .ok_or_else(|| self.no_route(incoming.path))?;
        let route = found.route;
        let mut params = Params::read(incoming.query, &body(incoming))?;
        for (name, value) in found.path_params {
            params.insert(name, value);
        }
        if let Some(check) = route.handler.check_first {
            check(&params)?;
        }
        let credentials = Credentials {
            header: incoming.header,
            params: &params,
            now,
        };
        route.guard.check_secrets(&credentials)?;
        let decide = |state: &State, peer| self.decide(state, route, &credentials, peer);
        let counted = Some(incoming.peer);
        if route.writes {
            return self.write(|state| decide(state, counted), now);
        }
        let done = self.read(|state| decide(state, counted))?;
        if done.changes.is_empty() {
            return Ok(done);
        }
        // It was counted already.
        self.write(|state| decide(state, None), now)
    }

    /// Below SCIM's path a wrong method is told apart, as Grape does it where no route takes everything else.
    fn no_route(&self, path: &str) -> ApiError {
        let known = |method: &&str| self.router.find(method, path).is_some();
        let methods: Vec<&str> = METHODS.into_iter().filter(known).collect();
        if path.starts_with(SCIM) && !methods.is_empty() {
            ApiError::MethodNotAllowed(methods.join(", "))
        } else {
            ApiError::NoRoute
        }
    }

    /// Everything that is asked of a request whose secrets were checked, up to its handler. What comes from somewhere
    /// is counted.
    fn decide(
        &self,
        state: &State,
        route: &Route,
        credentials: &Credentials<'_, '_>,
        counted: Option<Option<IpAddr>>,
    ) -> Outcome {
        let caller = route.guard.caller(state, credentials)?;
        let call = Call {
            edition: self.edition,
            params: credentials.params,
            now: credentials.now,
            ids: &Random,
            lfs_tokens: &self.lfs_tokens,
            caller: &caller,
        };
        if route.has_context {
            families::check_context(state, &call)?;
        }
        if let Some(peer) = counted {
            self.within_limits(state, route, &call, peer)?;
        }
        (route.handler.run)(state, &call)
    }

    /// Who calls and where from are counted alike; refused calls count as well.
    fn within_limits(
        &self,
        state: &State,
        route: &Route,
        call: &Call<'_>,
        peer: Option<IpAddr>,
    ) -> Result<(), ApiError> {
        let Some(scope) = route.handler.scope.filter(|_| call.edition >= Edition::V16_3) else {
            return Ok(());
        };
        let limit = state.instance.shell_operations_per_minute;
        if limit == 0 {
            return Ok(());
        }
        let mut scope = scope(state, call);
        let mut within = self.limits.allow(&scope, limit, call.now);
        if let Some(address) = peer.filter(|address| !state.instance.trusted_addresses.contains(address)) {
            scope.counted = Counted::From(address);
            within &= self.limits.allow(&scope, limit, call.now);
        }
        if within {
            Ok(())
        } else {
            Err(ApiError::TooManyRequests)
        }
    }

    fn read<T>(&self, ask: impl FnOnce(&State) -> T) -> T {
        ask(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Decides, and does what was decided.
    fn write(&self, decide: impl FnOnce(&State) -> Outcome, now: Timestamp) -> Outcome {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let mut done = decide(&state)?;
        for change in done.changes.drain(..) {
            state.apply(change, now);
        }
        Ok(done)
    }
}

fn body<'r>(incoming: &Incoming<'r>) -> Body<'r> {
    let content_type = (incoming.header)("content-type").and_then(|value| std::str::from_utf8(value).ok());
    // A GET has no body that anybody reads.
    let bytes = if incoming.method == "GET" {
        &[]
    } else {
        incoming.body
    };
    Body { content_type, bytes }
}
