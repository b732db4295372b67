//! What may not happen to branches.

use super::abilities::at_least;
use super::{Attempt, Checked, RefChange, Refusal, ensure};
use crate::state::{Project, Protection, Protocol, Role};

/// Checks a change, if it is one of a branch.
pub(crate) fn check(attempt: &Attempt<'_, '_>, project: &Project, change: &RefChange<'_>) -> Checked {
    let Some(branch) = change.branch() else {
        return Ok(());
    };
    ensure(
        !(change.deletes() && branch == project.default_branch),
        "The default branch of a project cannot be deleted.",
    )?;
    if !change.deletes() {
        ensure(
            !begins_with_an_object_id(branch),
            "You cannot create a branch with a SHA-1 or SHA-256 branch name.",
        )?;
        ensure(
            is_ref_name(branch),
            "You cannot create a branch with an invalid name.",
        )?;
    }
    match project.protection(branch) {
        Some(rule) => protected(
            &Protected {
                attempt,
                project,
                rule,
            },
            change,
        ),
        None => Ok(()),
    }
}

struct Protected<'a, 's, 'r> {
    attempt: &'a Attempt<'s, 'r>,
    project: &'a Project,
    rule: &'a Protection,
}

impl Protected<'_, '_, '_> {
    /// A deploy key does what the user may who made it.
    fn at_least(&self, role: Role) -> bool {
        at_least(self.attempt.state, self.project, self.attempt.actor.user, role)
    }

    fn may_push(&self) -> bool {
        self.at_least(self.rule.push)
    }

    fn by_web(&self) -> bool {
        self.attempt.protocol == Some(Protocol::Web)
    }
}

fn protected(rules: &Protected<'_, '_, '_>, change: &RefChange<'_>) -> Checked {
    let rewrites = rewrites(rules.project, change);
    ensure(
        !rewrites || rules.rule.force_push,
        "You are not allowed to force push code to a protected branch on this project.",
    )?;
    if rules.project.is_empty() {
        push(rules)
    } else if change.creates() {
        create(rules, change)
    } else if change.deletes() {
        delete(rules)
    } else {
        push(rules)
    }
}

/// Without Git's data, the world tells which commits descend from no other.
fn rewrites(project: &Project, change: &RefChange<'_>) -> bool {
    !change.creates() && !change.deletes() && project.unrelated.contains(change.new.as_ref())
}

fn create(rules: &Protected<'_, '_, '_>, change: &RefChange<'_>) -> Checked {
    if rules.may_push() {
        return Ok(());
    }
    ensure(
        rules.at_least(rules.rule.merge),
        "You are not allowed to create protected branches on this project.",
    )?;
    let mut heads = rules.project.branches.iter();
    let known = heads.any(|(name, head)| *head == change.new && rules.project.protection(name).is_some());
    ensure(
        known,
        "You can only use an existing protected branch ref as the basis of a new protected branch.",
    )?;
    ensure(
        rules.by_web(),
        "You can only create protected branches using the web interface and API.",
    )
}

fn delete(rules: &Protected<'_, '_, '_>) -> Checked {
    ensure(
        rules.at_least(Role::Maintainer),
        "You are not allowed to delete protected branches from this project. \
         Only a project maintainer or owner can delete a protected branch.",
    )?;
    ensure(
        rules.by_web(),
        "You can only delete protected branches using the web interface.",
    )
}

fn push(rules: &Protected<'_, '_, '_>) -> Checked {
    if rules.may_push() {
        return Ok(());
    }
    if rules.project.is_empty() {
        return Err(Refusal::Denied(first_push(rules).into()));
    }
    ensure(
        false,
        "You are not allowed to push code to protected branches on this project.",
    )
}

fn first_push(rules: &Protected<'_, '_, '_>) -> String {
    let path = &rules.project.path;
    let url = &rules.attempt.state.instance.url;
    format!(
        "\nA default branch (e.g. main) does not yet exist for {path}\n\
         Ask a project Owner or Maintainer to create a default branch:\n\n  \
         {url}/{path}/-/project_members\n\n"
    )
}

/// 40 or 64 hexadecimal digits, alone or before a `-` or `/`.
pub(crate) fn begins_with_an_object_id(name: &str) -> bool {
    let digits = name.bytes().take_while(u8::is_ascii_hexdigit).count();
    let rest = &name[digits..];
    matches!(digits, 40 | 64) && (rest.is_empty() || rest.starts_with('/') || rest.starts_with("-/"))
}

/// Git's own rules for the name of a ref, and GitLab's few more.
pub(crate) fn is_ref_name(name: &str) -> bool {
    let forbidden = |c: char| c.is_control() || " ~^:?*[\\".contains(c);
    let segment_is_fine = |segment: &str| {
        !segment.is_empty()
            && !segment.starts_with('.')
            && !segment.ends_with(".lock")
            && !segment.ends_with('.')
    };
    !name.starts_with('-')
        && !name.starts_with("refs/heads/")
        && !name.starts_with("refs/remotes/")
        && name != "HEAD"
        && !name.contains(forbidden)
        && !name.contains("..")
        && !name.contains("@{")
        && name.split('/').all(segment_is_fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_is_not_named_like_an_object() {
        let sha1 = "0123456789abcdef0123456789abcdef01234567";
        for name in [
            sha1.to_owned(),
            format!("{sha1}/a"),
            format!("{sha1}-/a"),
            "a".repeat(64),
        ] {
            assert!(begins_with_an_object_id(&name), "{name}");
        }
        for name in [
            format!("{sha1}-a"),
            sha1[1..].to_owned(),
            "main".to_owned(),
            String::new(),
        ] {
            assert!(!begins_with_an_object_id(&name), "{name}");
        }
    }

    #[test]
    fn a_branch_has_a_name_git_takes() {
        for name in ["main", "feature/a.b", "ü", "a-b", "a@b"] {
            assert!(is_ref_name(name), "{name}");
        }
        for name in [
            "",
            "-a",
            "a..b",
            "a b",
            "a~1",
            "a^",
            "a:b",
            "a?",
            "a*",
            "a[",
            "a\\b",
            ".a",
            "a/.b",
            "a.lock",
            "a/",
            "/a",
            "a//b",
            "a.",
            "HEAD",
            "a@{b",
            "refs/heads/a",
            "a\u{7f}",
        ] {
            assert!(!is_ref_name(name), "{name}");
        }
    }
}
