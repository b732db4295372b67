//! What the instance as a whole does not let happen.

use super::{Attempt, Checked, Refusal, ensure};
use crate::state::Protocol;

pub(crate) fn maintenance(attempt: &Attempt<'_, '_>) -> Checked {
    ensure(
        !(attempt.pushes() && attempt.state.instance.maintenance),
        "Git push is not allowed because this GitLab instance is currently in (read-only) maintenance mode.",
    )
}

/// The web always may; else the instance, then the top-level group, may insist on one protocol.
pub(crate) fn protocol(attempt: &Attempt<'_, '_>) -> Checked {
    if attempt.protocol == Some(Protocol::Web) {
        return Ok(());
    }
    let state = attempt.state;
    let of_group = || {
        attempt
            .project()
            .and_then(|project| state.root_group(&project.path)?.git_protocol)
    };
    match state.instance.git_protocol.or_else(of_group) {
        Some(only) if attempt.protocol != Some(only) => {
            let name = attempt
                .protocol_name
                .as_deref()
                .unwrap_or("unknown protocol")
                .to_uppercase();
            Err(Refusal::Denied(
                format!("Git access over {name} is not allowed").into(),
            ))
        }
        _ => Ok(()),
    }
}

pub(crate) fn http(attempt: &Attempt<'_, '_>) -> Checked {
    if attempt.protocol != Some(Protocol::Http) {
        return Ok(());
    }
    let instance = &attempt.state.instance;
    if attempt.pushes() {
        ensure(instance.http_push, "Pushing over HTTP is not allowed.")
    } else {
        ensure(
            instance.http_pull || attempt.action.is_none(),
            "Pulling over HTTP is not allowed.",
        )
    }
}

pub(crate) fn command(attempt: &Attempt<'_, '_>) -> Checked {
    ensure(
        attempt.action.is_some(),
        "The command you're trying to execute is not allowed.",
    )
}

pub(crate) fn database(attempt: &Attempt<'_, '_>) -> Checked {
    ensure(
        !(attempt.pushes() && attempt.state.instance.read_only),
        "You can't push code to a read-only GitLab instance.",
    )
}
