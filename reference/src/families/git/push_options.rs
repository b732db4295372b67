//! Push options, as far as they ask something of merge requests.

use super::push::Push;
use crate::access::{Actor, Container, RefChange};
use crate::state::{Project, Role, State};

/// More branches than this are not served by one push.
const MAX_BRANCHES: usize = 10;

/// What `merge_request.…` options ask for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct MergeRequestOptions {
    create: bool,
    target: Option<String>,
    target_project: Option<String>,
}

/// The keys GitLab knows; whatever else is sent is overlooked.
const KNOWN: [&str; 15] = [
    "assign",
    "auto_merge",
    "create",
    "description",
    "draft",
    "label",
    "merge_when_pipeline_succeeds",
    "milestone",
    "remove_source_branch",
    "squash",
    "target",
    "target_project",
    "title",
    "unassign",
    "unlabel",
];

impl MergeRequestOptions {
    /// Nothing if no option is about merge requests.
    pub(super) fn read(options: &[String]) -> Option<Self> {
        let mut read = None;
        for option in options {
            let (name, value) = option
                .split_once('=')
                .map_or((option.as_str(), None), |(n, v)| (n, Some(v)));
            let key = name
                .strip_prefix("merge_request.")
                .or_else(|| name.strip_prefix("mr."));
            let Some(key) = key.filter(|key| KNOWN.contains(key)) else {
                continue;
            };
            let read: &mut Self = read.get_or_insert_default();
            match key {
                "create" => read.create = true,
                "target" => read.target = value.map(str::to_owned),
                "target_project" => read.target_project = value.map(str::to_owned),
                _ => {}
            }
        }
        read
    }
}

/// Carries the options out: the branches for which a merge request is opened, or the warning for the user.
pub(super) fn carry_out(push: &Push<'_, '_>, options: &MergeRequestOptions) -> Result<Vec<String>, String> {
    let Some(container) = push.container else {
        return Ok(Vec::new());
    };
    let opened = match container {
        Container::Project(project) => open(push, project, options),
        _ => Err(vec!["Push options are only supported for projects".to_owned()]),
    };
    opened.map_err(|errors| {
        let given: Vec<String> = push.options.iter().map(|option| format!("'{option}'")).collect();
        format!(
            "WARNINGS:\nError encountered with push options {}: {}",
            given.join(" "),
            errors.join("\n\n")
        )
    })
}

fn open(
    push: &Push<'_, '_>,
    project: &Project,
    options: &MergeRequestOptions,
) -> Result<Vec<String>, Vec<String>> {
    let mut branches: Vec<&str> = Vec::new();
    for branch in push
        .changes
        .iter()
        .filter(|change| !change.deletes())
        .filter_map(RefChange::branch)
    {
        if !branches.contains(&branch) {
            branches.push(branch);
        }
    }
    let errors = objections(push, project, options, branches.len());
    if !errors.is_empty() {
        return Err(errors);
    }
    let unopened = branches
        .into_iter()
        .filter(|branch| !project.open_merge_requests.contains_key(*branch));
    if options.create {
        return Ok(unopened.map(str::to_owned).collect());
    }
    let missing = |branch| {
        format!(
            "A merge_request.create push option is required to create a merge request for branch {branch}"
        )
    };
    let errors: Vec<String> = unopened.map(missing).collect();
    if errors.is_empty() {
        Ok(Vec::new())
    } else {
        Err(errors)
    }
}

fn objections(
    push: &Push<'_, '_>,
    project: &Project,
    options: &MergeRequestOptions,
    branches: usize,
) -> Vec<String> {
    let Push { state, actor, .. } = push;
    let path = &project.path;
    let mut errors = Vec::new();
    match actor.user {
        None => errors.push("User is required".to_owned()),
        Some(_) if !may_open(state, actor, project) => errors.push("User access was denied".to_owned()),
        Some(_) => {}
    }
    let target = options
        .target_project
        .as_deref()
        .and_then(|path| state.project_at(path))
        .unwrap_or(project);
    if target.id != project.id {
        errors.push(format!(
            "Projects {path} and {} are not in the same network",
            target.path
        ));
    }
    if !target.merge_requests {
        errors.push(format!(
            "Merge requests are not enabled for project {}",
            target.path
        ));
    }
    if branches > MAX_BRANCHES {
        errors.push(format!(
            "Too many branches pushed ({branches} were pushed, limit is {MAX_BRANCHES})"
        ));
    }
    if let Some(branch) = options
        .target
        .as_deref()
        .filter(|branch| !target.branches.contains_key(*branch))
    {
        errors.push(format!("Target branch {}:{branch} does not exist", target.path));
    }
    errors
}

/// Merge requests are opened by developers.
fn may_open(state: &State, actor: &Actor<'_>, project: &Project) -> bool {
    actor
        .user
        .is_some_and(|user| user.admin || state.role(project, user) >= Some(Role::Developer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(options: &[&str]) -> Option<MergeRequestOptions> {
        MergeRequestOptions::read(
            &options
                .iter()
                .map(|option| (*option).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn only_known_options_about_merge_requests_count() {
        for option in ["ci.skip", "merge_request.sing", "merge_request", "nonsense", ""] {
            assert_eq!(read(&[option]), None, "{option}");
        }
        assert_eq!(read(&["mr.draft"]), Some(MergeRequestOptions::default()));
    }

    #[test]
    fn both_names_of_the_namespace_are_read() {
        let expected = MergeRequestOptions {
            create: true,
            target: Some("a=b".into()),
            target_project: None,
        };
        assert_eq!(
            read(&["merge_request.create", "mr.target=a=b", "ci.variable=x"]),
            Some(expected)
        );
    }
}
