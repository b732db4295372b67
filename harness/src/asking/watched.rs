//! What happens in a check beside what it comes to: its last exchange, accidents, successes that say too little.

use std::cell::RefCell;
use std::future::Future;

use crate::asking::exchange::Exchange;

tokio::task_local! {
    static WATCHED: RefCell<Watched>;
}

/// What happened in a check.
#[derive(Clone, Default)]
pub(crate) struct Watched {
    /// The last exchange: what shows that a requirement holds.
    pub(crate) last: Option<Exchange>,
    /// Whether a request had an accident, which may happen once to any server.
    pub(crate) had_accident: bool,
    /// The first answer of each operation that was 200 where a more specific success is documented, which is named.
    unspecific: Vec<(u16, Exchange)>,
}

impl Watched {
    /// Adds what happened afterwards.
    pub(crate) fn add(&mut self, later: Self) {
        self.last = later.last.or(self.last.take());
        self.had_accident |= later.had_accident;
        for (documented, exchange) in later.unspecific {
            self.note_unspecific(documented, exchange);
        }
    }

    fn note_unspecific(&mut self, documented: u16, exchange: Exchange) {
        if self.unspecific(&exchange.request.operation).is_none() {
            self.unspecific.push((documented, exchange));
        }
    }

    /// The unspecific success of this operation, and the status that is documented.
    pub(crate) fn unspecific(&self, operation: &str) -> Option<&(u16, Exchange)> {
        let mut all = self.unspecific.iter();
        all.find(|(_, exchange)| exchange.request.operation == operation)
    }
}

/// Runs a check, and gives what happened in it with what it came to.
pub(crate) async fn of<T>(check: impl Future<Output = T>) -> (T, Watched) {
    let watched = async {
        let result = check.await;
        (result, WATCHED.with(RefCell::take))
    };
    WATCHED.scope(RefCell::default(), watched).await
}

/// Takes note of an exchange.
pub(crate) fn exchange(exchange: &Exchange) {
    note(|watched| watched.last = Some(exchange.clone()));
}

/// Takes note of an accident.
pub(crate) fn accident() {
    note(|watched| watched.had_accident = true);
}

/// Takes note of a success that is less specific than the documented one.
pub(crate) fn unspecific(documented: u16, exchange: &Exchange) {
    note(|watched| watched.note_unspecific(documented, exchange.clone()));
}

/// Takes note of what happened where somebody else watched.
pub(crate) fn share(watched: Watched) {
    note(|all| all.add(watched));
}

fn note(change: impl FnOnce(&mut Watched)) {
    // Nobody watches outside of a check.
    let _ = WATCHED.try_with(|watched| change(&mut watched.borrow_mut()));
}
