//! Many servers, several judged at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use labproof::Failure;

/// Does something with each of the items, `jobs` at once, and gives what came of it in their order.
///
/// # Errors
///
/// The first that doing it ends with; the rest is left undone.
pub(crate) fn each<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl AsyncFn(&T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    // A scenario stays on its thread, so each thread has a runtime of its own.
    let thread = || -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(Failure::unreachable)?;
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return Ok(());
            };
            let result = runtime
                .block_on(work(item))
                .inspect_err(|_| next.store(items.len(), Ordering::Relaxed))?;
            done.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((index, result));
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(thread)).collect();
        let ends = threads.into_iter().map(|thread| {
            let died = |_| Failure::unreachable(anyhow::anyhow!("labproof broke while it judged a server"));
            thread.join().map_err(died)?
        });
        ends.collect::<Result<Vec<()>, Failure>>()
    })?;
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}
