//! Alerts of network policies in a cluster.

/// An alert that an agent saved for its project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Alert {
    pub(crate) project: u64,
    /// What it says, as JSON; an alert that says the same is the same one, once more.
    pub(crate) payload: String,
}
