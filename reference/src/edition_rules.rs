//! What depends on the edition and stands in no list of its documents: all that a reader of the code has to know of it,
//! and all that a new edition may have to change in code. Whatever can be read off the documents is asked of a
//! [`Contract`](crate::contract::Contract).

use labproof_spec::Edition;

const SERVED_18_9: Edition = Edition::new(18, 9);

/// A key that is only for signing counts as unknown wherever Git or SSH ask for one.
pub(crate) fn signing_keys_are_unseen(edition: Edition) -> bool {
    edition >= Edition::new(16, 3)
}

/// A key is shown with its owner for a comment; earlier as it was registered.
pub(crate) fn keys_name_their_owner(edition: Edition) -> bool {
    edition >= Edition::new(16, 3)
}

/// Whose recovery codes are asked for is told by the key only if one is given, and a deploy key is refused before its
/// owner is looked for.
pub(crate) fn recovery_codes_need_no_key(edition: Edition) -> bool {
    edition < Edition::new(13, 10)
}

/// A personal access token ends within a year, whether or not an end was asked for.
pub(crate) fn access_tokens_end(edition: Edition) -> bool {
    edition >= Edition::new(16, 3)
}

/// A personal access token begins with what tells people and scanners what it is.
pub(crate) fn access_token_prefix(edition: Edition) -> &'static str {
    if edition >= Edition::new(16, 3) {
        "glpat-"
    } else {
        ""
    }
}

/// A counter below zero is refused; later it is overlooked.
pub(crate) fn counters_below_zero_are_refused(edition: Edition) -> bool {
    edition <= Edition::new(16, 3)
}

/// A finding has to have all that the format of security reports asks for; the documentation's own example lacks some.
pub(crate) fn findings_are_checked(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// Whom the instance's identity provider takes off is blocked like anybody else; earlier as LDAP does it, which leaves
/// alone who is blocked or pending already.
pub(crate) fn taken_off_are_blocked(edition: Edition) -> bool {
    edition >= Edition::new(17, 9)
}

/// A list of an identity provider's people begins with the text that it was asked to begin with; earlier with the number
/// of the first of them.
pub(crate) fn start_index_is_shown_as_asked(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// The value of a filter ends at the first blank; earlier at its second quotation mark, if it has any.
pub(crate) fn filter_values_end_at_a_blank(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// A key lets nobody in after its last day.
pub(crate) fn expired_keys_are_refused(edition: Edition) -> bool {
    edition >= Edition::new(16, 3)
}

/// Who has yet to accept the terms of service is told the address where.
pub(crate) fn terms_are_told_where(edition: Edition) -> bool {
    edition >= Edition::new(16, 3)
}

/// Accounts are deactivated because nobody used them; later an administrator may do it as well, and the reason says so.
pub(crate) fn only_the_idle_are_deactivated(edition: Edition) -> bool {
    edition < Edition::new(13, 10)
}

/// Who never confirmed an e-mail address is told so; earlier they counted as blocked.
pub(crate) fn confirmation_is_asked_for(edition: Edition) -> bool {
    edition >= Edition::new(13, 10)
}

/// Who has to renew a password may not use Git until then.
pub(crate) fn passwords_end_access(edition: Edition) -> bool {
    edition >= Edition::new(16, 3)
}

/// The identifier of a deploy key means the key; earlier it meant the user who made the key.
pub(crate) fn identifiers_name_deploy_keys(edition: Edition) -> bool {
    edition >= Edition::new(17, 9)
}

/// A plan is answered with its title and whether there is a higher one, and seats that are paid for as they were last
/// counted; the documentation has the code once more, no higher plan, and whoever is there now.
pub(crate) fn plans_have_titles(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// Who asks about a subscription is told that they may not, or that there is no such namespace, before anything is
/// said of parameters; earlier after it.
pub(crate) fn subscriptions_look_for_the_namespace_first(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// A trial has to say when it ends, after it starts; the documentation has no such rule.
pub(crate) fn trials_have_to_end(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// Namespaces are called by their names where an add-on is refused, and subgroups may have add-ons outside GitLab.com.
pub(crate) fn add_ons_are_for_any_namespace(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// A token for LFS takes a repository first and then a user; earlier the user is asked for first.
pub(crate) fn lfs_looks_for_the_repository_first(edition: Edition) -> bool {
    edition >= Edition::new(13, 10)
}

/// A body of JSON may be quoted once more, as the documentation shows it.
pub(crate) fn bodies_may_be_quoted(edition: Edition) -> bool {
    edition < Edition::new(16, 3)
}

/// How many seconds a token for LFS is good for.
pub(crate) fn lfs_token_seconds(edition: Edition) -> i64 {
    if edition >= SERVED_18_9 { 7200 } else { 1800 }
}

/// A token for LFS says for which repository it was made.
pub(crate) fn lfs_tokens_name_a_repository(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// A key that ended, or whose owner is blocked, is not found by who logs in with it.
pub(crate) fn keys_are_asked_for_their_owner(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// Codes and tokens are made for users who are named by their id alone.
pub(crate) fn user_ids_are_enough(edition: Edition) -> bool {
    edition < SERVED_18_9
}

/// Which repository and whom GitLab Shell or Gitaly names is read whatever the operation, and has to be a text that may
/// name one.
pub(crate) fn names_are_always_read(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// A push is only over if it says what it changed, where that leads to links to merge requests.
pub(crate) fn finished_pushes_say_their_changes(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// Object directories are told only where there are any.
pub(crate) fn object_directories_are_told_if_any(edition: Edition) -> bool {
    edition >= SERVED_18_9
}

/// The path of a snippet that is not there leads to no project either, and so to no namespace.
pub(crate) fn paths_of_unknown_snippets_are_projects(edition: Edition) -> bool {
    edition >= SERVED_18_9
}
