//! A user as SCIM shows them, in the order of the documentation.

use serde::Serialize;

use super::Known;
use crate::contract::Contract;

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

#[derive(Serialize)]
pub(super) struct Representation<'s> {
    schemas: [&'static str; 1],
    id: &'s str,
    active: bool,
    /// One flat member: so the documentation shows it, although SCIM nests it.
    #[serde(rename = "name.formatted", skip_serializing_if = "Option::is_none")]
    flat_name: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name<'s>>,
    #[serde(rename = "userName")]
    username: &'s str,
    meta: Meta,
    emails: [Email<'s>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Name<'s> {
    formatted: &'s str,
    given_name: &'s str,
    family_name: String,
}

#[derive(Serialize)]
struct Meta {
    #[serde(rename = "resourceType")]
    resource_type: &'static str,
}

#[derive(Serialize)]
struct Email<'s> {
    #[serde(rename = "type")]
    kind: &'static str,
    value: &'s str,
    primary: bool,
}

/// Where the documents have a name in SCIM's own form: of one user, and of those in a list.
const NESTED: [&str; 2] = ["/name/formatted", "/Resources/-/name/formatted"];

impl<'s> Representation<'s> {
    pub(super) fn new(contract: &Contract, Known { identity, user }: Known<'s>) -> Self {
        let nests = NESTED.into_iter().any(|member| contract.answers(member));
        Self {
            schemas: [USER],
            id: &identity.id,
            active: identity.active,
            flat_name: (!nests).then_some(&user.name),
            name: nests.then(|| Name::from(user.name.as_str())),
            username: &user.username,
            meta: Meta {
                resource_type: "User",
            },
            emails: [Email {
                kind: "work",
                value: &user.email,
                primary: true,
            }],
        }
    }
}

impl<'s> From<&'s str> for Name<'s> {
    /// The first word is what somebody is called, the others are the family's.
    fn from(formatted: &'s str) -> Self {
        let mut words = formatted.split_whitespace();
        Self {
            formatted,
            given_name: words.next().unwrap_or_default(),
            family_name: Vec::from_iter(words).join(" "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_one_is_called_and_then_the_family() {
        for (formatted, given, family) in [
            ("Test User", "Test", "User"),
            ("Ina", "Ina", ""),
            (" Ada  van Dam ", "Ada", "van Dam"),
        ] {
            let name = Name::from(formatted);
            let parts = (name.formatted, name.given_name, name.family_name.as_str());
            assert_eq!(parts, (formatted, given, family));
        }
    }
}
