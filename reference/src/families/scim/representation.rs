//! A user as SCIM shows them, in the order of the documentation.

use serde::Serialize;

use super::Known;

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

#[derive(Serialize)]
pub(super) struct Representation<'s> {
    schemas: [&'static str; 1],
    id: &'s str,
    active: bool,
    /// One flat member: so the documentation shows it, although SCIM nests it.
    #[serde(rename = "name.formatted")]
    formatted_name: &'s str,
    #[serde(rename = "userName")]
    username: &'s str,
    meta: Meta,
    emails: [Email<'s>; 1],
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

impl<'s> From<Known<'s>> for Representation<'s> {
    fn from(Known { identity, user }: Known<'s>) -> Self {
        Self {
            schemas: [USER],
            id: &identity.id,
            active: identity.active,
            formatted_name: &user.name,
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
