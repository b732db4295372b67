//! From a request to its answer, with no network in between.
//!
//! In order, as in Rails: the route, the body, who calls, Gitaly's context, the limit, and then the handler. Reading
//! happens under a shared lock. Only what changes something is decided again, and then done, under an exclusive one,
//! so that nothing can happen between deciding and doing. Secrets are checked before any lock is taken.

mod otherwise;

use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

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
use crate::mutation::{Effect, Mutant};
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
    mutant: Option<Mutant>,
}

struct Route {
    operation: String,
    handler: Handler,
    guard: Guard,
    /// Whether an accepted request changes state.
    writes: bool,
    /// Whether the context that clients of Gitaly hand through is checked, in the editions that know of it.
    has_context: bool,
}

/// A request whose operation is known and whose parameters were read, and how it is to be done.
#[derive(Clone, Copy)]
struct Deed<'h, 'p> {
    header: &'h dyn Fn(&str) -> Option<&'h [u8]>,
    params: &'p Params,
    now: Timestamp,
    peer: Option<IpAddr>,
    edition: Edition,
    effect: Effect,
    /// What forgets some of the changes.
    forget: Option<&'p Mutant>,
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
    pub(crate) fn new(
        api: &Api,
        secrets: &Secrets,
        mut state: State,
        state_probe: bool,
        mutant: Option<Mutant>,
    ) -> Self {
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
                operation: operation.slug.clone(),
                handler,
                guard: Guard::new(&operation.schemes, &operation.other_ways, secrets),
                writes: operation.writes,
                has_context: matches!(operation.family(), "git" | "ssh" | "instance"),
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
            mutant,
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
            _ => return self.answer_call(incoming, now),
        };
        done.map_or_else(Answer::from, Answer::from)
    }

    /// How much longer than needed the answer to a request takes.
    pub(crate) fn delay(&self, method: &str, path: &str) -> Option<Duration> {
        let mutant = self.mutant.as_ref()?;
        let found = self.router.find(method, path)?;
        mutant.is_of(&found.route.operation).then(|| mutant.delay())?
    }

    fn make(&self, incoming: &Incoming<'_>, now: Timestamp) -> Outcome {
        let params = Params::read(incoming.query, &body(incoming))?;
        self.write(|state| maker::namespace(state, &params), now, Effect::Once)
    }

    fn answer_call(&self, incoming: &Incoming<'_>, now: Timestamp) -> Answer {
        let Some(found) = self.router.find(incoming.method, incoming.path) else {
            return self.no_route(incoming.path).into();
        };
        let params = Params::read(incoming.query, &body(incoming)).map(|mut params| {
            for (name, value) in found.path_params {
                params.insert(name, value);
            }
            params
        });
        let route = found.route;
        let mutant = self.mutant.as_ref();
        if let Some(mutant) = mutant.filter(|mutant| mutant.is_of(&route.operation)) {
            return self.answer_otherwise(mutant, route, params, incoming, now);
        }
        let answered = params.and_then(|params| self.perform(route, &self.deed(incoming, &params, now)));
        answered.map_or_else(Answer::from, Answer::from)
    }

    fn deed<'h, 'p>(&self, incoming: &Incoming<'h>, params: &'p Params, now: Timestamp) -> Deed<'h, 'p> {
        Deed {
            header: incoming.header,
            params,
            now,
            peer: incoming.peer,
            edition: self.edition,
            effect: Effect::Once,
            forget: None,
        }
    }

    fn perform(&self, route: &Route, deed: &Deed<'_, '_>) -> Outcome {
        if let Some(check) = route.handler.check_first {
            check(deed.params)?;
        }
        let credentials = Credentials {
            header: deed.header,
            params: deed.params,
            now: deed.now,
        };
        route.guard.check_secrets(&credentials)?;
        let decide = |state: &State, peer| {
            let mut done = self.decide(state, route, &credentials, deed.edition, peer)?;
            if let Some(mutant) = deed.forget {
                mutant.forget(&mut done.changes);
            }
            Ok(done)
        };
        let counted = Some(deed.peer);
        if route.writes {
            return self.write(|state| decide(state, counted), deed.now, deed.effect);
        }
        let done = self.read(|state| decide(state, counted))?;
        if done.changes.is_empty() {
            return Ok(done);
        }
        // It was counted already.
        self.write(|state| decide(state, None), deed.now, deed.effect)
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
        edition: Edition,
        counted: Option<Option<IpAddr>>,
    ) -> Outcome {
        let caller = route.guard.caller(state, credentials)?;
        let call = Call {
            edition,
            params: credentials.params,
            now: credentials.now,
            ids: &Random,
            lfs_tokens: &self.lfs_tokens,
            caller: &caller,
        };
        if route.has_context && edition >= Edition::new(17, 9) {
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
        let Some(scope) = route
            .handler
            .scope
            .filter(|_| call.edition >= Edition::new(16, 3))
        else {
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
    fn write(&self, decide: impl Fn(&State) -> Outcome, now: Timestamp, effect: Effect) -> Outcome {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let mut done = decide(&state)?;
        for change in done.changes.drain(..) {
            if effect != Effect::Never {
                state.apply(change, now);
            }
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
