//! The last exchange of a check: what shows that a requirement holds.

use std::cell::RefCell;
use std::future::Future;

use crate::asking::exchange::Exchange;

tokio::task_local! {
    static LAST: RefCell<Option<Exchange>>;
}

/// Runs a check, and gives its last exchange with what it came to.
pub(crate) async fn of<T>(check: impl Future<Output = T>) -> (T, Option<Exchange>) {
    let watched = async {
        let result = check.await;
        (result, LAST.with(RefCell::take))
    };
    LAST.scope(RefCell::new(None), watched).await
}

/// Takes note of an exchange, where somebody watches.
pub(crate) fn note(exchange: &Exchange) {
    // Nobody watches outside of a check.
    let _ = LAST.try_with(|last| last.replace(Some(exchange.clone())));
}
