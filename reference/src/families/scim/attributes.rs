//! What a provider says of a new user.

use serde_json::Value;

use super::{Scope, ruby};
use crate::request::Params;

/// The longest username, name and id, in characters.
const MAX_CHARACTERS: usize = 255;
/// The longest part of a name.
const MAX_PART_CHARACTERS: usize = 127;
/// The shortest username.
const MIN_USERNAME_CHARACTERS: usize = 2;

/// The attributes of a user who is to be made.
pub(super) struct Attributes {
    /// By which the provider knows the user.
    pub(super) id: String,
    /// Whatever was sent, as Ruby writes it.
    pub(super) username: String,
    /// As accounts have it: in lower case.
    pub(super) email: String,
    /// Empty if the provider did not say.
    pub(super) name: String,
}

impl Attributes {
    /// The attributes, or what keeps anybody from being made of them, in GitLab's words.
    pub(super) fn read(params: &Params, scope: Scope<'_>) -> Result<Self, String> {
        let id = params.given("externalId");
        let email = params.given("emails").and_then(email);
        let username = params.given("userName");
        match (id, email, username) {
            (Some(id), Some(email), Some(username)) => Ok(Self {
                id: self::id(id, scope)?,
                username: ruby::text(username),
                email,
                name: name(params),
            }),
            (id, email, username) => {
                let missing = [
                    (id.is_none(), ":extern_uid"),
                    (email.is_none(), ":email"),
                    (username.is_none(), ":username"),
                ];
                let missing = missing.into_iter().filter(|(is_missing, _)| *is_missing);
                let names: Vec<&str> = missing.map(|(_, name)| name).collect();
                Err(format!("Missing params: [{}]", names.join(", ")))
            }
        }
    }
}

/// The id as the database compares it: a text, or one text in a list, which is kept as the JSON that it came in.
fn id(value: &Value, scope: Scope<'_>) -> Result<String, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if matches!(items.as_slice(), [Value::String(_)]) => value.to_string(),
        _ => return Err("Extern uid is invalid".to_owned()),
    };
    match length_fault("Extern uid", &text, MAX_CHARACTERS) {
        _ if is_sound(&text) => Ok(text),
        fault => Err(fault.unwrap_or_else(|| blank(scope))),
    }
}

/// Whether anybody can be known by this id.
pub(super) fn is_sound(id: &str) -> bool {
    !id.trim().is_empty() && length_fault("Extern uid", id, MAX_CHARACTERS).is_none()
}

/// Whoever is known by nothing cannot sign in either, and GitLab speaks of that.
fn blank(scope: Scope<'_>) -> String {
    let identities = match scope {
        Scope::Group(_) => "Group scim identities",
        Scope::Instance => "Scim identities",
    };
    let sign_in = "Identities name is missing from your SAML response. Please contact your administrator";
    format!("{sign_in} and {identities} is invalid")
}

/// What keeps somebody from becoming a user, in GitLab's words.
pub(super) fn faults(username: &str, email: &str, name: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if email.is_empty() {
        faults.push("Email can't be blank".to_owned());
    } else if !is_address(email) {
        faults.push("Email is invalid".to_owned());
    }
    // The namespace of one's own has the same name.
    for attribute in ["Namespace name", "Name"] {
        if name.trim().is_empty() {
            faults.push(format!("{attribute} can't be blank"));
        }
        faults.extend(length_fault(attribute, name, MAX_CHARACTERS));
    }
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    faults.extend(length_fault("First name", first, MAX_PART_CHARACTERS));
    let last = Vec::from_iter(words).join(" ");
    faults.extend(length_fault("Last name", &last, MAX_PART_CHARACTERS));
    faults.extend(length_fault("Username", username, MAX_CHARACTERS));
    if username.chars().count() < MIN_USERNAME_CHARACTERS {
        faults.push(format!(
            "Username is too short (minimum is {MIN_USERNAME_CHARACTERS} characters)"
        ));
    }
    faults
}

fn length_fault(attribute: &str, text: &str, longest: usize) -> Option<String> {
    let is_too_long = text.chars().count() > longest;
    is_too_long.then(|| format!("{attribute} is too long (maximum is {longest} characters)"))
}

/// The first address that is for work, or is the main one.
fn email(emails: &Value) -> Option<String> {
    let wanted = |email: &&Value| {
        let primary = email
            .get("primary")
            .is_some_and(|primary| !matches!(primary, Value::Null | Value::Bool(false)));
        primary || email.get("type").and_then(Value::as_str) == Some("work")
    };
    let email = emails.as_array()?.iter().find(wanted)?;
    Some(email.get("value")?.as_str()?.trim().to_lowercase())
}

/// The whole name, or what it is made of.
fn name(params: &Params) -> String {
    let part = |name: &str| params.given("name")?.get(name)?.as_str();
    if let Some(formatted) = part("formatted").filter(|text| !text.trim().is_empty()) {
        return formatted.to_owned();
    }
    let parts = [part("givenName"), part("familyName")];
    let joined = Vec::from_iter(parts.into_iter().flatten()).join(" ");
    if !joined.trim().is_empty() {
        return joined;
    }
    ["name.formatted", "displayName"]
        .into_iter()
        .find_map(|name| params.text(name))
        .unwrap_or_default()
        .into_owned()
}

fn is_address(email: &str) -> bool {
    let sound = !email.contains(|c: char| c.is_whitespace() || c.is_control());
    sound
        && email
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_address_for_work_or_the_main_one_counts() {
        for (emails, expected) in [
            (
                json!([{"type": "home", "value": "h@a"}, {"type": "work", "value": " W@a "}]),
                Some("w@a"),
            ),
            (
                json!([{"primary": true, "value": "p@a"}, {"type": "work", "value": "w@a"}]),
                Some("p@a"),
            ),
            (json!([{"primary": false, "value": "p@a"}]), None),
            (json!([{"type": "work"}]), None),
            (json!([{"type": "work", "value": ""}]), Some("")),
            (json!([{"type": "work", "value": 7}]), None),
            (json!(["w@a", null, [], 7]), None),
            (json!([]), None),
            (json!({"type": "work", "value": "w@a"}), None),
            (json!("w@a"), None),
        ] {
            assert_eq!(email(&emails).as_deref(), expected, "{emails}");
        }
    }

    #[test]
    fn an_address_has_two_halves() {
        for (email, expected) in [
            ("a@b", true),
            ("a.b+c@d.example", true),
            ("a", false),
            ("@b", false),
            ("a@", false),
            ("a@b@c", false),
            ("a b@c", false),
        ] {
            assert_eq!(is_address(email), expected, "{email}");
        }
    }

    #[test]
    fn every_fault_is_told() {
        assert!(faults("ann", "a@b", "Ann").is_empty());
        assert_eq!(
            faults(&"n".repeat(256), "", " "),
            [
                "Email can't be blank",
                "Namespace name can't be blank",
                "Name can't be blank",
                "Username is too long (maximum is 255 characters)"
            ]
        );
        assert_eq!(
            faults("a", "a@b", &format!("{} {}", "n".repeat(128), "é".repeat(128))),
            [
                "Namespace name is too long (maximum is 255 characters)",
                "Name is too long (maximum is 255 characters)",
                "First name is too long (maximum is 127 characters)",
                "Last name is too long (maximum is 127 characters)",
                "Username is too short (minimum is 2 characters)"
            ]
        );
        assert_eq!(faults("ann", "a", "Ann"), ["Email is invalid"]);
    }
}
