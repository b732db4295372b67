//! Which repository is meant: by its identifier (`project-3`) or by its path.

use std::borrow::Cow;
use std::fmt;

use crate::request::Params;
use crate::state::{Group, Project, Snippet, State};

/// What kind of repository it is, whether it exists or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RepositoryKind {
    /// The code of a project.
    Project,
    /// The wiki of a project.
    Wiki,
    /// The wiki of a group.
    GroupWiki,
    /// A snippet.
    Snippet,
    /// The designs of a project.
    Design,
}

/// An identifier such as `project-3`, `wiki-3`, `snippet-5`, `design-2` or `group-4-wiki`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GlRepository {
    pub(crate) kind: RepositoryKind,
    pub(crate) id: u64,
}

impl GlRepository {
    /// Nothing if the text is no identifier at all.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('-').collect();
        let (kind, id) = match parts[..] {
            ["project", id] => (RepositoryKind::Project, id),
            ["wiki", id] | ["project", id, "wiki"] => (RepositoryKind::Wiki, id),
            ["group", id, "wiki"] => (RepositoryKind::GroupWiki, id),
            ["snippet", id] => (RepositoryKind::Snippet, id),
            ["design", id] => (RepositoryKind::Design, id),
            _ => return None,
        };
        let id = id
            .parse()
            .ok()
            .filter(|id| *id > 0 && parts[1].bytes().all(|byte| byte.is_ascii_digit()))?;
        Some(Self { kind, id })
    }

    fn find(self, state: &State) -> Option<Container<'_>> {
        match self.kind {
            RepositoryKind::Project => state.project(self.id).map(Container::Project),
            RepositoryKind::Wiki => state.project(self.id).map(Container::Wiki),
            RepositoryKind::GroupWiki => state.group_with_id(self.id).map(Container::GroupWiki),
            RepositoryKind::Snippet => state.snippet(self.id).map(Container::Snippet),
            RepositoryKind::Design => state
                .project_of_design(self.id)
                .map(|project| Container::Design(project, self.id)),
        }
    }
}

impl fmt::Display for GlRepository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id;
        match self.kind {
            RepositoryKind::Project => write!(f, "project-{id}"),
            RepositoryKind::Wiki => write!(f, "wiki-{id}"),
            RepositoryKind::GroupWiki => write!(f, "group-{id}-wiki"),
            RepositoryKind::Snippet => write!(f, "snippet-{id}"),
            RepositoryKind::Design => write!(f, "design-{id}"),
        }
    }
}

/// A repository that is known, with what it belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Container<'s> {
    /// The code of a project.
    Project(&'s Project),
    /// The wiki of a project.
    Wiki(&'s Project),
    /// The wiki of a group.
    GroupWiki(&'s Group),
    /// A snippet.
    Snippet(&'s Snippet),
    /// The designs of a project, with their own id.
    Design(&'s Project, u64),
}

impl<'s> Container<'s> {
    pub(crate) fn gl_repository(&self) -> GlRepository {
        let (kind, id) = match self {
            Self::Project(project) => (RepositoryKind::Project, project.id),
            Self::Wiki(project) => (RepositoryKind::Wiki, project.id),
            Self::GroupWiki(group) => (RepositoryKind::GroupWiki, group.id),
            Self::Snippet(snippet) => (RepositoryKind::Snippet, snippet.id),
            Self::Design(_, id) => (RepositoryKind::Design, *id),
        };
        GlRepository { kind, id }
    }

    /// The project it belongs to; personal snippets and the wikis of groups have none.
    pub(crate) fn project(&self, state: &'s State) -> Option<&'s Project> {
        match self {
            Self::Project(project) | Self::Wiki(project) | Self::Design(project, _) => Some(project),
            Self::Snippet(snippet) => state.project(snippet.project?),
            Self::GroupWiki(_) => None,
        }
    }

    /// The path by which people know the repository.
    pub(crate) fn path(&self, state: &'s State) -> Cow<'s, str> {
        match self {
            Self::Project(project) => Cow::Borrowed(&project.path),
            Self::Wiki(project) => Cow::Owned(format!("{}.wiki", project.path)),
            Self::GroupWiki(group) => Cow::Owned(format!("{}.wiki", group.path)),
            Self::Design(project, _) => Cow::Owned(format!("{}.design", project.path)),
            Self::Snippet(snippet) => Cow::Owned(match self.project(state) {
                Some(project) => format!("{}/snippets/{}", project.path, snippet.id),
                None => format!("snippets/{}", snippet.id),
            }),
        }
    }

    /// Where the repository lies on its storage.
    pub(crate) fn relative_path(&self) -> String {
        match self {
            Self::Project(project) => [&project.disk_path, ".git"].concat(),
            Self::Wiki(project) => [&project.disk_path, ".wiki.git"].concat(),
            Self::Design(project, _) => [&project.disk_path, ".design.git"].concat(),
            Self::Snippet(snippet) => [&snippet.disk_path, ".git"].concat(),
            Self::GroupWiki(group) => format!("@groups/{}.wiki.git", group.id),
        }
    }
}

/// What the parameters ask for, found or not.
#[derive(Clone, Debug)]
pub(crate) struct Asked<'s> {
    pub(crate) kind: RepositoryKind,
    pub(crate) container: Option<Container<'s>>,
    /// The path of the project that was asked for, without `.git` and the like; empty if none was given.
    pub(crate) path: String,
    /// Whether that is a path the project no longer has.
    pub(crate) moved: bool,
}

/// The identifier is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

impl<'s> Asked<'s> {
    /// The identifier wins over the path.
    pub(crate) fn read(state: &'s State, params: &Params) -> Result<Self, Malformed> {
        let path = params.text("project").unwrap_or_default();
        let path = path.strip_prefix('/').unwrap_or(&path);
        let path = path.strip_suffix(".git").unwrap_or(path);
        if params.given("gl_repository").is_none() {
            return Ok(Self::by_path(state, path));
        }
        let identifier = params
            .text("gl_repository")
            .and_then(|text| GlRepository::parse(&text))
            .ok_or(Malformed)?;
        let container = identifier.find(state);
        Ok(Self {
            kind: identifier.kind,
            container,
            path: path.to_owned(),
            moved: false,
        })
    }

    /// The same, unless it is a snippet that is not known: then a project without a path.
    pub(crate) fn or_project(self) -> Self {
        if self.kind != RepositoryKind::Snippet || self.container.is_some() {
            return self;
        }
        Self {
            kind: RepositoryKind::Project,
            path: String::new(),
            ..self
        }
    }

    fn by_path(state: &'s State, path: &str) -> Self {
        if let Some((owner, id)) = snippet_path(path) {
            let snippet = state
                .snippet(id)
                .filter(|snippet| match (owner, snippet.project) {
                    (None, None) => true,
                    (Some(owner), Some(id)) => {
                        state.project_at(owner).is_some_and(|project| project.id == id)
                    }
                    _ => false,
                });
            let container = snippet.map(Container::Snippet);
            return Self {
                kind: RepositoryKind::Snippet,
                container,
                path: owner.unwrap_or_default().to_owned(),
                moved: false,
            };
        }
        if let Some(path) = path.strip_suffix(".wiki") {
            let group = || state.group(path).map(Container::GroupWiki);
            let mut asked = Self::of_project(state, path, RepositoryKind::Wiki, |project| {
                Some(Container::Wiki(project))
            });
            if asked.container.is_none()
                && let Some(wiki) = group()
            {
                (asked.kind, asked.container) = (RepositoryKind::GroupWiki, Some(wiki));
            }
            return asked;
        }
        if let Some(path) = path.strip_suffix(".design") {
            let designs = |project: &'s Project| Some(Container::Design(project, project.design_id?));
            return Self::of_project(state, path, RepositoryKind::Design, designs);
        }
        Self::of_project(state, path, RepositoryKind::Project, |project| {
            Some(Container::Project(project))
        })
    }

    fn of_project(
        state: &'s State,
        path: &str,
        kind: RepositoryKind,
        contain: impl Fn(&'s Project) -> Option<Container<'s>>,
    ) -> Self {
        let current = state.project_at(path);
        let project = current.or_else(|| state.project_once_at(path));
        let moved = current.is_none() && project.is_some();
        Self {
            kind,
            container: project.and_then(contain),
            path: path.to_owned(),
            moved,
        }
    }
}

/// `snippets/5` or `group/project/snippets/5`.
fn snippet_path(path: &str) -> Option<(Option<&str>, u64)> {
    let (before, id) = path.rsplit_once('/')?;
    let id = id.parse().ok()?;
    if before == "snippets" {
        return Some((None, id));
    }
    Some((Some(before.strip_suffix("/snippets")?), id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_a_kind_and_a_positive_number() {
        for text in ["project-3", "wiki-3", "snippet-5", "design-2", "group-4-wiki"] {
            assert_eq!(GlRepository::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            GlRepository::parse("project-3-wiki"),
            GlRepository::parse("wiki-3")
        );
        for text in [
            "",
            "project",
            "project-",
            "project-0",
            "project--3",
            "project-+3",
            "project-x",
            "group-3",
            "snippet-3-wiki",
            "project-3-wiki-4",
            "PROJECT-3",
            "project-99999999999999999999",
        ] {
            assert_eq!(GlRepository::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_snippet_path_ends_in_its_number() {
        assert_eq!(snippet_path("snippets/5"), Some((None, 5)));
        assert_eq!(snippet_path("a/b/snippets/5"), Some((Some("a/b"), 5)));
        assert_eq!(snippet_path("a/b"), None);
        assert_eq!(snippet_path("snippets/notexist"), None);
    }
}
