//! What KAS tells about users who reach clusters through agents.

/// Something a user did with an agent of a project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct AgentEvent {
    pub(crate) name: String,
    pub(crate) project: u64,
    /// The user, unless nobody has the id that was told.
    pub(crate) user: Option<u64>,
}
