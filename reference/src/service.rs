//! From a request to its answer, with no network in between.
//!
//! In order, as in Rails: the route, the body, who calls, Gitaly's context, the limit, and then the handler. Reading
//! happens under a shared lock. Only what changes something is decided again, and then done, under an exclusive one,
//! so that nothing can happen between deciding and doing. Secrets are checked before any lock is taken.

mod mutated;

use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use labproof_spec::{Api, Holder, Otherwise, Stage};
use serde_json::json;

use crate::answer::{Answer, ApiError, JSON};
use crate::auth::{Caller, Credentials, Guard};
use crate::contract::Contract;
use crate::edition_rules;
use crate::families::{self, Call, Counted, Done, Handler, Outcome};
use crate::ids::Random;
use crate::lfs_token::LfsTokens;
use crate::limits::Limits;
use crate::mutation::{Effect, Mutant};
use crate::outside;
use crate::request::{Body, Params};
use crate::router::{Found, Router};
use crate::secrets::Secrets;
use crate::state::State;
use crate::test_api;

/// Where the fingerprint of the state may be asked for.
pub const STATE_PATH: &str = "/-/labproof/state";
/// The status of what was asked for too often.
const TOO_MANY_REQUESTS: u16 = 429;
/// The methods there are.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/// What a caller who can only send a POST puts the method into that is meant.
const METHOD_MEANT: &str = "x-http-method-override";

/// Everything that answers requests.
pub(crate) struct Service {
    router: Router<Route>,
    state: RwLock<State>,
    limits: Limits,
    lfs_tokens: LfsTokens,
    state_probe: bool,
    mutant: Option<Mutant>,
}

struct Route {
    contract: Contract,
    /// What is answered instead, where the instance is of a kind that does not have the operation.
    unmet: Option<Otherwise>,
    handler: Handler,
    guard: Guard,
}

/// A request whose operation is known and whose parameters were read, and how it is to be done.
#[derive(Clone, Copy)]
struct Deed<'h, 'p> {
    header: &'h dyn Fn(&str) -> Option<&'h [u8]>,
    params: &'p Params,
    now: Timestamp,
    peer: Option<IpAddr>,
    contract: &'p Contract,
    effect: Effect,
    /// What forgets some of the changes.
    forget: Option<&'p Mutant>,
}

/// A request as it came in.
#[derive(Clone, Copy)]
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
        state: State,
        state_probe: bool,
        mutant: Option<Mutant>,
    ) -> Self {
        let mut router = Router::default();
        for operation in &api.operations {
            // A test sees to it that none is left out.
            let Some(handler) = families::handler(&operation.slug) else {
                continue;
            };
            let mut lacking = operation
                .conditions
                .iter()
                .filter(|name| state.instance.lacks(name));
            let route = Route {
                unmet: lacking.find_map(|name| operation.otherwise.get(name).cloned()),
                contract: Contract::new(api.edition, operation, &api.schemas),
                handler,
                guard: Guard::new(&operation.schemes, &operation.other_ways, secrets),
            };
            router.add(&operation.method, &operation.path, route);
        }
        Self {
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
            (true, "POST", test_api::NAMESPACES_PATH) => self.make(incoming, now),
            _ => return self.answer_call(incoming, now),
        };
        done.map_or_else(Answer::from, Answer::from)
    }

    /// How much longer than needed the answer to a request takes.
    pub(crate) fn delay(&self, method: &str, path: &str) -> Option<Duration> {
        let mutant = self.mutant.as_ref()?;
        let found = self.router.find(method, path)?;
        mutant
            .is_of(&found.route.contract.operation.slug)
            .then(|| mutant.delay())?
    }

    fn make(&self, incoming: &Incoming<'_>, now: Timestamp) -> Outcome {
        let params = Params::read(incoming.query, &body(incoming))?;
        self.write(|state| test_api::namespace(state, &params), now, Effect::Once)
    }

    fn answer_call(&self, incoming: &Incoming<'_>, now: Timestamp) -> Answer {
        let incoming = &meant(incoming);
        if incoming.method == "OPTIONS" {
            return self
                .options(incoming, now)
                .map_or_else(Answer::from, Answer::from);
        }
        let Some(found) = self.router.find(incoming.method, incoming.path) else {
            return self.no_route(incoming, now);
        };
        let route = found.route;
        let params = params(incoming, found);
        let mutant = self.mutant.as_ref();
        if let Some(mutant) = mutant.filter(|mutant| mutant.is_of(&route.contract.operation.slug)) {
            return self.answer_mutated(mutant, route, params, incoming, now);
        }
        let answered = params.and_then(|params| self.perform(route, &deed(route, incoming, &params, now)));
        answered.map_or_else(|refused| route.refusal(refused), Answer::from)
    }

    fn perform(&self, route: &Route, deed: &Deed<'_, '_>) -> Outcome {
        route.is_there(Stage::Credential)?;
        let credentials = Credentials {
            header: deed.header,
            params: deed.params,
            now: deed.now,
            only_reads: route.contract.operation.method == "GET",
        };
        route.guard.check_secrets(&credentials)?;
        let decide = |state: &State, peer| {
            let mut done = self.decide(state, route, &credentials, deed.contract, peer)?;
            if let Some(mutant) = deed.forget {
                mutant.forget(&mut done.changes);
            }
            Ok(done)
        };
        let counted = Some(deed.peer);
        if route.contract.operation.writes {
            return self.write(|state| decide(state, counted), deed.now, deed.effect);
        }
        let done = self.read(|state| decide(state, counted))?;
        if done.changes.is_empty() {
            return Ok(done);
        }
        // It was counted already.
        self.write(|state| decide(state, None), deed.now, deed.effect)
    }

    /// A wrong method is told from an unknown path where the documents say so.
    fn no_route(&self, incoming: &Incoming<'_>, now: Timestamp) -> Answer {
        let mut routes = self.routes(incoming.path);
        let telling = |found: &Found<'_, Route>| found.route.contract.operation.tells_methods;
        if let Some(at) = routes.iter().position(telling) {
            let told = ApiError::MethodNotAllowed(methods(&routes));
            let found = routes.swap_remove(at);
            let route = found.route;
            // The instance asks who calls before anything else, a group after.
            let unknown = route
                .is_for_instance()
                .then(|| self.admit(incoming, found, now).err());
            return route.refusal(unknown.flatten().unwrap_or(told));
        }
        let url = || self.read(|state| state.instance.url.clone());
        outside::answer(incoming.method, incoming.path, url).unwrap_or_else(|| ApiError::NoRoute.into())
    }

    /// What a path has, by method.
    fn routes(&self, path: &str) -> Vec<Found<'_, Route>> {
        let found = METHODS.into_iter().map(|method| self.router.find(method, path));
        found.flatten().collect()
    }

    /// Which methods a path has is told to whoever may call the first of them.
    fn options(&self, incoming: &Incoming<'_>, now: Timestamp) -> Outcome {
        let mut routes = self.routes(incoming.path);
        if routes.is_empty() {
            return Err(ApiError::NoRoute);
        }
        let methods = methods(&routes);
        let found = routes.swap_remove(0);
        let route = found.route;
        self.admit(incoming, found, now)?;
        if route.handler.of_a_namespace {
            // It is looked for in the parameters of a route that OPTIONS does not have.
            return Err(ApiError::NotFound("Namespace".into()));
        }
        Ok(Done::empty().with_header("allow", methods))
    }

    /// Whether somebody may call a route, whatever else they ask of it.
    fn admit(
        &self,
        incoming: &Incoming<'_>,
        found: Found<'_, Route>,
        now: Timestamp,
    ) -> Result<(), ApiError> {
        let route = found.route;
        let asked = Incoming {
            method: "GET",
            body: &[],
            ..*incoming
        };
        let params = params(&asked, found)?;
        route.is_there(Stage::Credential)?;
        let credentials = Credentials {
            header: incoming.header,
            params: &params,
            now,
            only_reads: true,
        };
        route.guard.check_secrets(&credentials)?;
        self.read(|state| caller(state, route, &credentials))?;
        Ok(())
    }

    /// Everything that is asked of a request whose secrets were checked, up to its handler. What comes from somewhere
    /// is counted.
    fn decide(
        &self,
        state: &State,
        route: &Route,
        credentials: &Credentials<'_, '_>,
        contract: &Contract,
        counted: Option<Option<IpAddr>>,
    ) -> Outcome {
        let caller = caller(state, route, credentials)?;
        let call = Call {
            contract,
            params: credentials.params,
            now: credentials.now,
            ids: &Random,
            lfs_tokens: &self.lfs_tokens,
            caller: &caller,
        };
        route.is_there(Stage::Parameters)?;
        if contract.operation.gitaly_context {
            families::check_context(state, &call)?;
            families::check_names(&call)?;
        }
        if let Some(peer) = counted {
            self.within_limits(state, route, &call, peer)?;
        }
        let answered = (route.handler.run)(state, &call);
        match route.is_there(Stage::Lookup) {
            // Wrong parameters are told first.
            Err(unmet) if !answered.as_ref().is_err_and(ApiError::is_about_parameters) => Err(unmet),
            _ => answered,
        }
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
            .filter(|_| call.contract.has_status(TOO_MANY_REQUESTS))
        else {
            return Ok(());
        };
        let limit = state.instance.shell_operations_per_minute;
        if limit == 0 || state.instance.lacks("shell_rate_limit") {
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

impl Route {
    /// A refusal, in the media type of all answers.
    fn refusal(&self, refused: ApiError) -> Answer {
        let answer = Answer::from(refused);
        let media_type = match answer.media_type {
            Some(JSON) => Some(self.contract.media_type()),
            other => other,
        };
        Answer { media_type, ..answer }
    }

    /// Whether only the instance's identity provider may call.
    fn is_for_instance(&self) -> bool {
        let mut schemes = self.contract.operation.schemes.iter();
        schemes.any(|scheme| scheme.holder == Some(Holder::Instance))
    }

    /// Lets a request come past a stage, unless the instance is of a kind that does not have the operation.
    fn is_there(&self, stage: Stage) -> Result<(), ApiError> {
        match &self.unmet {
            Some(unmet) if unmet.before == stage => Err(ApiError::NotOfThisKind(Box::new(unmet.clone()))),
            _ => Ok(()),
        }
    }
}

/// Who calls. Whoever may not is told first what is wrong with the parameters, where these come first.
fn caller(state: &State, route: &Route, credentials: &Credentials<'_, '_>) -> Result<Caller, ApiError> {
    let caller = route.guard.caller(state, credentials);
    if let (Err(ApiError::Forbidden), Some(check)) = (&caller, route.handler.check_first) {
        check(route.contract.edition, credentials.params)?;
    }
    caller
}

/// What is done about a request by a server without a defect.
fn deed<'h, 'p>(
    route: &'p Route,
    incoming: &Incoming<'h>,
    params: &'p Params,
    now: Timestamp,
) -> Deed<'h, 'p> {
    Deed {
        header: incoming.header,
        params,
        now,
        peer: incoming.peer,
        contract: &route.contract,
        effect: Effect::Once,
        forget: None,
    }
}

/// The request that is meant: a HEAD asks what a GET does, and a POST may stand for any other method.
fn meant<'r>(incoming: &Incoming<'r>) -> Incoming<'r> {
    let named = (incoming.header)(METHOD_MEANT).and_then(|value| std::str::from_utf8(value).ok());
    let method = match incoming.method {
        "POST" => named.unwrap_or("POST"),
        "HEAD" => "GET",
        method => method,
    };
    Incoming { method, ..*incoming }
}

/// The methods of a path, as `Allow` has them.
fn methods(routes: &[Found<'_, Route>]) -> String {
    let own = routes
        .iter()
        .map(|found| found.route.contract.operation.method.as_str());
    let reads = own.clone().any(|method| method == "GET");
    let own = std::iter::once("OPTIONS").chain(own);
    own.chain(reads.then_some("HEAD")).collect::<Vec<_>>().join(", ")
}

/// What a request says to a route: in its query, its body and its path.
fn params(incoming: &Incoming<'_>, found: Found<'_, Route>) -> Result<Params, ApiError> {
    let body = body(incoming);
    let mut params = if incoming.method == "GET" {
        // Nobody reads the body of a GET.
        body.check()?;
        Params::read(incoming.query, &Body { bytes: &[], ..body })?
    } else {
        let media_type = body.media_type();
        let is_json = !body.bytes.is_empty() && media_type.ends_with("json");
        if is_json && !found.route.contract.reads_json(&media_type) {
            return Err(ApiError::UnsupportedMediaType(media_type));
        }
        let edition = found.route.contract.edition;
        let unquoted = edition_rules::bodies_may_be_quoted(edition)
            .then(|| body.unquoted())
            .flatten();
        let bytes = unquoted.as_deref().unwrap_or(body.bytes);
        Params::read(incoming.query, &Body { bytes, ..body })?
    };
    for (name, value) in found.path_params {
        params.insert(name, value);
    }
    Ok(params)
}

fn body<'r>(incoming: &Incoming<'r>) -> Body<'r> {
    let content_type = (incoming.header)("content-type").and_then(|value| std::str::from_utf8(value).ok());
    Body {
        content_type,
        bytes: incoming.body,
    }
}
