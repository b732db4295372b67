//! Ending a run before its end: somebody asked, or the time was up.

use tokio::sync::watch;

/// Tells a run to stop; what was judged by then is reported, and that it is not all.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<Option<String>>);

/// The other end of a [`Stop`].
#[derive(Debug)]
pub struct Stopper(watch::Sender<Option<String>>);

impl Stop {
    /// A pair: one end asks to stop, the other is told.
    #[must_use]
    pub fn pair() -> (Stopper, Self) {
        let (sender, receiver) = watch::channel(None);
        (Stopper(sender), Self(receiver))
    }

    /// Nobody is going to ask.
    #[must_use]
    pub fn never() -> Self {
        Self::pair().1
    }

    /// Why the run was asked to stop, if it was.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        self.0.borrow().clone()
    }

    /// Done when somebody asks, and never where nobody can any more.
    pub async fn asked(&mut self) {
        if self.0.wait_for(Option::is_some).await.is_err() {
            std::future::pending().await
        }
    }
}

impl Stopper {
    /// Asks to stop, for a reason that reports repeat.
    pub fn stop(&self, reason: impl Into<String>) {
        self.0.send_replace(Some(reason.into()));
    }
}
