//! The only ways in which state changes.

use jiff::Timestamp;

use super::{Digest, Note, Project, State, Token};

/// One change that an accepted request makes.
///
/// A handler only reads state and answers with the changes it wants; a refused request has none.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A key was used to get in.
    KeyUsed { key: u64 },
    /// A push made a project.
    ProjectCreated(Box<Project>),
    /// There is something to tell a user after the push.
    NoteLeft(Note),
    /// A user was told all there was about a repository.
    NotesRead { user: u64, gl_repository: String },
    /// A push to a repository may begin.
    CounterIncreased { gl_repository: String },
    /// A push to a repository ended.
    CounterDecreased { gl_repository: String },
    /// New recovery codes replace all earlier ones.
    RecoveryCodesReplaced { user: u64, codes: Vec<Digest> },
    /// A personal access token was made.
    TokenCreated(Token),
    /// A push option opened a merge request.
    MergeRequestOpened { project: u64, branch: String },
}

impl State {
    /// Makes a change.
    pub(crate) fn apply(&mut self, change: Change, now: Timestamp) {
        match change {
            Change::KeyUsed { key } => {
                if let Some(key) = self.keys.get_mut(&key) {
                    key.last_used_at = Some(now);
                }
            }
            Change::ProjectCreated(project) => self.add_project(*project),
            Change::NoteLeft(note) => self.notes.leave(note, now),
            Change::NotesRead { user, gl_repository } => self.notes.forget(user, &gl_repository),
            Change::CounterIncreased { gl_repository } => self.counters.increase(&gl_repository, now),
            Change::CounterDecreased { gl_repository } => self.counters.decrease(&gl_repository, now),
            Change::RecoveryCodesReplaced { user, codes } => {
                if let Some(user) = self.users.get_mut(&user) {
                    user.recovery_codes = codes;
                }
            }
            Change::TokenCreated(token) => self.tokens.push(token),
            Change::MergeRequestOpened { project, branch } => {
                if let Some(project) = self.projects.get_mut(&project) {
                    let iid = project.open_merge_requests.values().max().unwrap_or(&0) + 1;
                    project.open_merge_requests.insert(branch, iid);
                }
            }
        }
    }
}
