//! What a provider says of a new user.

use serde_json::Value;

use crate::request::Params;

/// The longest username and name, in characters.
const MAX_CHARACTERS: usize = 255;

/// The attributes of a user who is to be made.
pub(super) struct Attributes {
    /// By which the provider knows the user.
    pub(super) id: String,
    pub(super) username: String,
    /// As accounts have it: in lower case.
    pub(super) email: String,
    /// Empty if the provider did not say.
    pub(super) name: String,
}

impl Attributes {
    /// The attributes, or the names that GitLab has for those without which nobody can be made.
    pub(super) fn read(params: &Params) -> Result<Self, Vec<&'static str>> {
        let id = params.text("externalId");
        let email = params.given("emails").and_then(email);
        let username = params.text("userName");
        match (id, email, username) {
            (Some(id), Some(email), Some(username)) => Ok(Self {
                id: id.into(),
                username: username.into(),
                email,
                name: name(params),
            }),
            (id, email, username) => {
                let missing = [
                    (id.is_none(), "extern_uid"),
                    (email.is_none(), "email"),
                    (username.is_none(), "username"),
                ];
                let missing = missing.into_iter().filter(|(is_missing, _)| *is_missing);
                Err(missing.map(|(_, name)| name).collect())
            }
        }
    }
}

/// What keeps somebody from becoming a user, in GitLab's words.
pub(super) fn faults(username: &str, email: &str, name: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if email.is_empty() {
        faults.push("Email can't be blank".to_owned());
    } else if !is_address(email) {
        faults.push("Email is invalid".to_owned());
    }
    if name.trim().is_empty() {
        faults.push("Name can't be blank".to_owned());
    }
    for (attribute, text) in [("Name", name), ("Username", username)] {
        if text.chars().count() > MAX_CHARACTERS {
            faults.push(format!(
                "{attribute} is too long (maximum is {MAX_CHARACTERS} characters)"
            ));
        }
    }
    faults
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
                "Name can't be blank",
                "Username is too long (maximum is 255 characters)"
            ]
        );
        assert_eq!(faults("ann", "a", "Ann"), ["Email is invalid"]);
    }
}
