//! Broadcast messages that Git clients are shown after a push.

use serde::Deserialize;

/// A banner, current for as long as the server runs.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Banner {
    pub(crate) text: String,
    /// The path of the only project it is for; without one it is for everybody.
    pub(crate) project: Option<String>,
}

/// The banner for a project: the last one of its own, else the last one for everybody.
pub(crate) fn choose<'b>(banners: &'b [Banner], project: Option<&str>) -> Option<&'b Banner> {
    let mut newest_first = banners.iter().rev();
    let own = |banner: &&Banner| project.is_some() && banner.project.as_deref() == project;
    newest_first
        .clone()
        .find(own)
        .or_else(|| newest_first.find(|banner| banner.project.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn banner(text: &str, project: Option<&str>) -> Banner {
        Banner {
            text: text.into(),
            project: project.map(Into::into),
        }
    }

    #[test]
    fn a_projects_own_banner_wins_and_the_last_one_among_equals() {
        let banners = [
            banner("own", Some("a/b")),
            banner("old", None),
            banner("new", None),
        ];
        let text = |project| choose(&banners, project).map(|banner| banner.text.as_str());
        assert_eq!(text(Some("a/b")), Some("own"));
        assert_eq!(text(Some("a/c")), Some("new"));
        assert_eq!(text(None), Some("new"));
        assert!(choose(&banners[..1], Some("a/c")).is_none());
    }
}
