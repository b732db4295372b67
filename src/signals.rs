//! Being asked to end: by a person at the keyboard, or by whatever runs the process.

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Hears of it from the moment that it listens.
pub(crate) struct Signals {
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(unix)]
    terminate: Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
}

#[cfg(unix)]
impl Signals {
    pub(crate) fn listen() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Done when somebody asks; says who, in words.
    pub(crate) async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "somebody pressed Ctrl-C",
            _ = self.terminate.recv() => "somebody asked the process to end (SIGTERM)",
        }
    }
}

#[cfg(windows)]
impl Signals {
    pub(crate) fn listen() -> std::io::Result<Self> {
        let interrupt = tokio::signal::windows::ctrl_c()?;
        Ok(Self { interrupt })
    }

    /// Done when somebody asks; says who, in words.
    pub(crate) async fn next(&mut self) -> &'static str {
        self.interrupt.recv().await;
        "somebody pressed Ctrl-C"
    }
}
