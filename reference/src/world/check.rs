//! What may not contradict itself in a world: ids are unique, and whatever is named is there.

use std::collections::BTreeSet;
use std::fmt::Display;

use labproof_spec::Spec;

use super::World;
use crate::state::Identity;

/// Everything that does not fit, in the order of the file.
pub(crate) fn faults(world: &World) -> Vec<String> {
    let mut faults = Vec::new();
    uniqueness(world, &mut faults);
    references(world, &mut faults);
    bought(world, &mut faults);
    faults
}

fn uniqueness(world: &World, faults: &mut Vec<String>) {
    unique("user id", world.users.iter().map(|user| user.id), faults);
    unique(
        "username",
        world.users.iter().map(|user| user.username.to_lowercase()),
        faults,
    );
    unique("key id", world.keys.iter().map(|key| key.id), faults);
    unique("key blob", world.keys.iter().map(|key| &key.blob), faults);
    unique(
        "project id",
        world.projects.iter().map(|project| project.id),
        faults,
    );
    unique(
        "design id",
        world.projects.iter().filter_map(|project| project.design_id),
        faults,
    );
    unique(
        "snippet id",
        world.snippets.iter().map(|snippet| snippet.id),
        faults,
    );
    unique(
        "fingerprint",
        world
            .certificates
            .iter()
            .map(|certificate| &certificate.fingerprint),
        faults,
    );
    unique("agent id", world.agents.iter().map(|agent| agent.id), faults);
    unique("token", secrets(world), faults);
    let namespaces = world.users.iter().map(|user| user.namespace_id);
    unique(
        "namespace id",
        namespaces.chain(world.groups.iter().map(|group| group.id)),
        faults,
    );
    let projects = world.projects.iter();
    let paths = projects
        .flat_map(|project| project.old_paths.iter().chain([&project.path]))
        .map(|path| path.to_lowercase());
    let groups = world.groups.iter().map(|group| group.path.to_lowercase());
    unique("path", paths.chain(groups), faults);
    identities(world, faults);
}

/// Each provider has one id for each of its users, told apart without regard to case.
fn identities(world: &World, faults: &mut Vec<String>) {
    let of_provider = |identity: &Identity, text: &str| match &identity.group {
        Some(group) => format!("{text} of {group}"),
        None => text.to_owned(),
    };
    let ids = world.scim_identities.iter();
    unique(
        "identity",
        ids.map(|identity| of_provider(identity, &identity.id.to_lowercase())),
        faults,
    );
    let users = world.scim_identities.iter();
    unique(
        "identity's user",
        users.map(|identity| of_provider(identity, &identity.user)),
        faults,
    );
}

fn unique<T: Ord + Display>(what: &str, values: impl Iterator<Item = T>, faults: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for value in values {
        if seen.contains(&value) {
            faults.push(format!("the {what} {value} is used twice; give each its own"));
        }
        seen.insert(value);
    }
}

fn references(world: &World, faults: &mut Vec<String>) {
    let usernames: BTreeSet<&str> = world.users.iter().map(|user| user.username.as_str()).collect();
    let mut user = |name: &str, place: String| {
        if !usernames.contains(name) {
            faults.push(format!(
                "{place} names the user `{name}`, who is not there; add the user or fix the name"
            ));
        }
    };
    for key in &world.keys {
        match &key.user {
            Some(name) => user(name, format!("key {}", key.id)),
            None if key.is_deploy_key() => user("", format!("deploy key {}", key.id)),
            None => {}
        }
    }
    for group in &world.groups {
        let members = group.members.keys().chain(&group.enterprise_users);
        members.for_each(|name| user(name, format!("group {}", group.path)));
    }
    for project in &world.projects {
        let members = project.members.keys().chain(&project.requesters);
        members.for_each(|name| user(name, format!("project {}", project.path)));
    }
    for snippet in &world.snippets {
        user(&snippet.author, format!("snippet {}", snippet.id));
    }
    for token in &world.access_tokens {
        user(&token.user, format!("the access token `{}`", token.secret));
    }
    for identity in &world.scim_identities {
        user(&identity.user, format!("the identity {}", identity.id));
    }
    namespaces(world, &usernames, faults);
    things(world, faults);
    credentials(world, faults);
}

/// The secrets that the world's tokens are.
fn secrets(world: &World) -> impl Iterator<Item = &str> {
    let access = world.access_tokens.iter().map(|token| token.secret.as_str());
    let agents = world.agents.iter().flat_map(|agent| &agent.tokens);
    let scim = world.scim_tokens.iter().map(|token| token.secret.as_str());
    access
        .chain(agents.map(|token| token.secret.as_str()))
        .chain(scim)
}

fn credentials(world: &World, faults: &mut Vec<String>) {
    // Unsound documents are told of elsewhere.
    for name in Spec::shipped()
        .iter()
        .flat_map(|spec| secrets(world).filter(|name| !spec.secrets().contains_key(*name)))
    {
        faults.push(format!(
            "a token is the secret `{name}`, which spec/auth.yaml does not have"
        ));
    }
    let tokens = world.scim_tokens.iter();
    let tokens = tokens.map(|token| (format!("the SCIM token `{}`", token.secret), &token.group));
    let identities = world.scim_identities.iter();
    let identities = identities.map(|identity| (format!("the identity {}", identity.id), &identity.group));
    for (place, group) in tokens.chain(identities) {
        if let Some(path) = group
            && !world.groups.iter().any(|group| group.path == *path)
        {
            faults.push(format!("{place} names the group `{path}`, which is not there"));
        }
    }
    let agents = world.agents.iter();
    let agents = agents.map(|agent| (format!("agent {}", agent.id), &agent.project));
    let keys = world.error_tracking.iter();
    let keys = keys.map(|key| (format!("the client key `{}`", key.public_key), &key.project));
    let policies = world.policies.iter();
    let policies = policies.map(|policy| (format!("the policy `{}`", policy.name), &policy.project));
    for (place, path) in agents.chain(keys).chain(policies) {
        if !world.projects.iter().any(|project| project.path == *path) {
            faults.push(format!("{place} is of the project `{path}`, which is not there"));
        }
    }
}

fn namespaces(world: &World, usernames: &BTreeSet<&str>, faults: &mut Vec<String>) {
    let groups: BTreeSet<&str> = world.groups.iter().map(|group| group.path.as_str()).collect();
    for project in &world.projects {
        let namespace = project.namespace();
        if !groups.contains(namespace) && !usernames.contains(namespace) {
            faults.push(format!(
                "project {} lies in `{namespace}`, which is neither group nor user",
                project.path
            ));
        }
    }
    for group in &world.groups {
        if let Some((parent, _)) = group.path.rsplit_once('/')
            && !groups.contains(parent)
        {
            faults.push(format!(
                "group {} lies in `{parent}`, which is no group",
                group.path
            ));
        }
    }
    for certificate in &world.certificates {
        if !groups.contains(certificate.group.as_str()) {
            faults.push(format!(
                "a certificate names the group `{}`, which is not there",
                certificate.group
            ));
        }
    }
}

fn things(world: &World, faults: &mut Vec<String>) {
    for project in &world.projects {
        for id in project.deploy_keys.keys() {
            if !world.keys.iter().any(|key| key.id == *id && key.is_deploy_key()) {
                faults.push(format!(
                    "project {} has the deploy key {id}, which is not there",
                    project.path
                ));
            }
        }
    }
    for snippet in &world.snippets {
        if let Some(id) = snippet.project
            && !world.projects.iter().any(|project| project.id == id)
        {
            faults.push(format!(
                "snippet {} is of project {id}, which is not there",
                snippet.id
            ));
        }
    }
    for banner in &world.banners {
        if let Some(path) = &banner.project
            && !world.projects.iter().any(|project| project.path == *path)
        {
            faults.push(format!(
                "a banner is for the project `{path}`, which is not there"
            ));
        }
    }
}

/// What namespaces have is of namespaces that are there.
fn bought(world: &World, faults: &mut Vec<String>) {
    let groups = world.groups.iter().map(|group| group.id);
    let users = world.users.iter().map(|user| user.namespace_id);
    let known: BTreeSet<u64> = groups.chain(users).collect();
    let mut check = |what: &str, namespaces: &mut dyn Iterator<Item = u64>| {
        for id in namespaces.filter(|id| !known.contains(id)) {
            faults.push(format!("{what} is of namespace {id}, which is not there"));
        }
    };
    check("a subscription", &mut world.subscriptions.namespaces());
    check("an add-on", &mut world.add_on_purchases.namespaces());
    check(
        "a storage exclusion",
        &mut world.storage_exclusions.keys().copied(),
    );
    check("a compute pack", &mut world.compute_packs.namespaces());
    check(
        "a reconciliation",
        &mut world.upcoming_reconciliations.namespaces(),
    );
    let exclusions = world.storage_exclusions.values();
    unique(
        "storage exclusion id",
        exclusions.map(|exclusion| exclusion.id),
        faults,
    );
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::world::{World, WorldError};

    const INSTANCE: &str =
        "instance: { url: http://h, ssh: git@h, revision: '0', gitaly: { storage: default, address: a } }\n";

    #[test]
    fn all_contradictions_are_told_at_once() {
        let text = format!(
            "{INSTANCE}users:\n  - {{ id: 1, username: ann, name: Ann, email: a@b, namespace_id: 1 }}\n  \
             - {{ id: 1, username: bob, name: Bob, email: b@b, namespace_id: 2 }}\n\
             projects:\n  - {{ id: 1, path: nowhere/p, members: {{ eve: developer }}, deploy_keys: {{ 5: true }} }}\n\
             snippets:\n  - {{ id: 1, author: ann, project: 9 }}\n\
             banners:\n  - {{ text: a, project: x/y }}\n\
             certificates:\n  - {{ fingerprint: f, group: g }}\n\
             access_tokens:\n  - {{ secret: skeleton, user: kim }}\n\
             agents:\n  - {{ id: 5, name: a, project: x/agent }}\n\
             scim_tokens:\n  - {{ secret: scim_group, group: guild }}\n\
             policies:\n  - {{ project: x/policies, name: p, description: '', enabled: true, yaml: '', updated_at: '' }}\n\
             scim_identities:\n  - {{ id: S-1, user: ann }}\n  - {{ id: s-1, user: lou }}\n  \
             - {{ id: s-1, user: ann, group: union }}\n\
             error_tracking:\n  - {{ project: x/errors, public_key: k }}\n\
             storage_exclusions:\n  2: {{ id: 1, reason: a }}\n  3: {{ id: 1, reason: b }}\n\
             upcoming_reconciliations:\n  4: {{ next_reconciliation_date: 2021-06-13, display_alert_from: 2021-06-06 }}\n"
        );
        let Err(WorldError::Contradictory { faults, .. }) = World::read(&text, Path::new("w")) else {
            panic!("nothing found");
        };
        let all = faults.join("\n");
        for part in [
            "user id 1 is used twice",
            "`eve`",
            "`nowhere`",
            "deploy key 5",
            "project 9",
            "`x/y`",
            "`g`",
            "`skeleton`",
            "`kim`",
            "`x/agent`",
            "`guild`",
            "identity s-1 is used twice",
            "`lou`",
            "`union`",
            "`x/errors`",
            "`x/policies`",
            "exclusion is of namespace 3",
            "exclusion id 1 is used twice",
            "reconciliation is of namespace 4",
        ] {
            assert!(all.contains(part), "{part} is missing in:\n{all}");
        }
        assert_eq!(faults.len(), 19, "{all}");
    }
}
