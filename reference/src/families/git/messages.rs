//! What a user reads after a push.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::push::Push;
use crate::access::Container;
use crate::state::{News, Note, Project, Protocol, State};

/// One message.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    message: String,
    #[serde(rename = "type")]
    kind: MessageKind,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum MessageKind {
    Basic,
    Alert,
}

/// Messages in the making.
#[derive(Default)]
pub(super) struct Messages {
    alerts: Vec<Message>,
    basics: Vec<Message>,
}

/// What a query keeps unencoded.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

impl Messages {
    /// A later alert comes before the earlier ones. A blank one is none.
    pub(super) fn alert(&mut self, message: String) {
        if !message.trim().is_empty() {
            self.alerts.insert(
                0,
                Message {
                    message,
                    kind: MessageKind::Alert,
                },
            );
        }
    }

    fn basic(&mut self, message: String) {
        self.basics.push(Message {
            message,
            kind: MessageKind::Basic,
        });
    }

    /// Where to open a merge request for each pushed branch, or where the open one is.
    pub(super) fn merge_requests(&mut self, push: &Push<'_, '_>, opened: &[String]) {
        let Some(project) = with_links(push) else {
            return;
        };
        let url = format!("{}/{}/-/merge_requests", push.state.instance.url, project.path);
        for change in push.changes.iter().filter(|change| !change.deletes()) {
            if let Some(branch) = change.branch().filter(|branch| *branch != project.default_branch) {
                self.basic(merge_request(project, branch, opened, &url));
            }
        }
    }

    /// What the access check before the push left for the user.
    pub(super) fn notes<'n>(
        &mut self,
        state: &State,
        container: Container<'_>,
        notes: impl Iterator<Item = &'n Note>,
    ) {
        // A moved repository is told before a new one, whichever was noted first.
        let (moved, created): (Vec<&Note>, Vec<&Note>) =
            notes.partition(|note| matches!(note.news, News::Moved { .. }));
        for note in moved.into_iter().chain(created) {
            self.basic(told(state, container, note));
        }
    }

    pub(super) fn into_wire_order(self) -> Vec<Message> {
        self.alerts.into_iter().chain(self.basics).collect()
    }
}

/// Whether a push to there is answered with links.
pub(super) fn are_links_printed(push: &Push<'_, '_>) -> bool {
    with_links(push).is_some()
}

fn with_links<'s>(push: &Push<'s, '_>) -> Option<&'s Project> {
    match push.container {
        Some(Container::Project(project)) => {
            let has = project.prints_merge_request_link && project.merge_requests && !project.is_empty();
            has.then_some(project)
        }
        _ => None,
    }
}

fn merge_request(project: &Project, branch: &str, opened: &[String], url: &str) -> String {
    let open = project.open_merge_requests.get(branch).copied();
    let next = || project.open_merge_requests.values().max().unwrap_or(&0) + 1;
    let at = || {
        opened
            .iter()
            .position(|other| other == branch)
            .map(|at| next() + at as u64)
    };
    match open.or_else(at) {
        Some(iid) => format!("View merge request for {branch}:\n  {url}/{iid}"),
        None => {
            let branch_in_url = utf8_percent_encode(branch, QUERY);
            format!(
                "To create a merge request for {branch}, visit:\n  \
                 {url}/new?merge_request%5Bsource_branch%5D={branch_in_url}"
            )
        }
    }
}

fn told(state: &State, container: Container<'_>, note: &Note) -> String {
    let path = container.path(state);
    let instance = &state.instance;
    let web = &instance.url;
    let remote = match note.protocol {
        Some(Protocol::Ssh) => format!("{}:{path}.git", instance.ssh),
        _ => format!("{web}/{path}.git"),
    };
    match &note.news {
        News::Moved { from } => {
            let kind = match container {
                Container::Wiki(_) | Container::GroupWiki(_) => "Wiki",
                Container::Snippet(_) => "Snippet",
                Container::Project(_) | Container::Design(..) => "Project",
            };
            format!(
                "{kind} '{from}' was moved to '{path}'.\n\n\
                 Please update your Git remote:\n\n  git remote set-url origin {remote}\n"
            )
        }
        News::Created => format!(
            "\nThe private project {path} was successfully created.\n\n\
             To configure the remote, run:\n  git remote add origin {remote}\n\n\
             To view the project, visit:\n  {web}/{path}\n\n"
        ),
    }
}
