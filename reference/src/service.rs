//! From a request to its answer, with no network in between.
//!
//! In order, as in Rails: the route, the body, who calls, Gitaly's context, the limit, and then the handler. Reading
//! happens under a shared lock. Only what changes something is decided again, and then done, under an exclusive one,
//! so that nothing can happen between deciding and doing.

use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};

use jiff::Timestamp;
use labproof_spec::{Api, Edition};
use serde_json::json;

use crate::answer::{self, Answer, ApiError};
use crate::auth::Guard;
use crate::families::{self, Call, Caller, Done, Handler};
use crate::ids::Random;
use crate::lfs_token::LfsTokens;
use crate::limits::Limits;
use crate::request::{Body, Params};
use crate::router::Router;
use crate::secrets::Secrets;
use crate::state::State;

/// Where the fingerprint of the state may be asked for.
const STATE_PROBE: &str = "/-/labproof/state";

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
    pub(crate) fn new(api: &Api, secrets: &Secrets, state: State, state_probe: bool) -> Self {
        let mut router = Router::default();
        for operation in &api.operations {
            // A test sees to it that none is left out.
            let Some(handler) = families::handler(&operation.slug) else {
                continue;
            };
            let route = Route {
                handler,
                guard: Guard::new(&operation.scheme, secrets),
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
        if self.state_probe && incoming.method == "GET" && incoming.path == STATE_PROBE {
            let fingerprint = self.read(State::fingerprint);
            return Answer::ok(answer::json(&json!({ "fingerprint": fingerprint })));
        }
        self.try_answer(incoming, now)
            .map_or_else(Answer::from, |done| Answer::ok(done.body))
    }

    fn try_answer(&self, incoming: &Incoming<'_>, now: Timestamp) -> Result<Done, ApiError> {
        let found = self
            .router
            .find(incoming.method, incoming.path)
            .ok_or(ApiError::NoRoute)?;
        let route = found.route;
        let mut params = Params::read(incoming.query, &body(incoming))?;
        for (name, value) in found.path_params {
            params.insert(name, value);
        }
        route
            .guard
            .check((incoming.header)(route.guard.header()), &params, now)?;
        let call = Call {
            edition: self.edition,
            params: &params,
            now,
            ids: &Random,
            lfs_tokens: &self.lfs_tokens,
        };
        if !route.writes {
            let done = self.read(|state| {
                self.before(state, route, &call, incoming.peer)?;
                (route.handler.run)(state, &call)
            })?;
            if done.changes.is_empty() {
                return Ok(done);
            }
        }
        self.write(route, &call, incoming.peer)
    }

    /// What is asked of every request before its handler.
    fn before(
        &self,
        state: &State,
        route: &Route,
        call: &Call<'_>,
        peer: Option<IpAddr>,
    ) -> Result<(), ApiError> {
        if route.has_context {
            families::check_context(state, call)?;
        }
        self.within_limits(state, route, call, peer)
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
            scope.caller = Caller::From(address);
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
    fn write(&self, route: &Route, call: &Call<'_>, peer: Option<IpAddr>) -> Result<Done, ApiError> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if route.writes {
            self.before(&state, route, call, peer)?;
        }
        let mut done = (route.handler.run)(&state, call)?;
        for change in done.changes.drain(..) {
            state.apply(change, call.now);
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
