//! A finding in the format of security reports, of which everything is asked that GitLab asks.
//!
//! What has to be there may be blank all the same, and only a part of it tells one finding from another.

use crate::answer::ApiError;
use crate::families::Call;
use crate::request::Declared;
use crate::state::{FindingIdentity, Location, Resource};

/// How severe a finding may be; what is none of these GitLab cannot save.
const SEVERITIES: [&str; 7] = ["", "info", "unknown", "low", "medium", "high", "critical"];

pub(super) fn finding(call: &Call<'_>) -> Result<FindingIdentity, ApiError> {
    let mut declared = Declared::new(call.params);
    let identity = declared.required_object("vulnerability", vulnerability);
    declared.required_object("scanner", scanner);
    declared.finish()?;
    identity.ok_or(ApiError::Missing(&["vulnerability"]))
}

fn vulnerability(vulnerability: &mut Declared<'_>) -> FindingIdentity {
    vulnerability.required_text("name");
    let severity = vulnerability.required_lower_case("severity");
    if severity.is_some_and(|severity| !SEVERITIES.contains(&severity.as_str())) {
        vulnerability.refuse("severity", "is invalid");
    }
    vulnerability.lower_case("confidence");
    let place = vulnerability.required_object("location", location);
    let identifiers = vulnerability.filled_list("identifiers", |identifier| {
        let named = ["type", "name"].map(|name| identifier.required_text(name));
        let value = identifier.text("value");
        identifier.text("url");
        let [kind, name] = named;
        [kind, name, value]
    });
    for name in ["message", "description", "solution"] {
        vulnerability.text(name);
    }
    FindingIdentity {
        place: place.unwrap_or_default(),
        identifiers: identifiers.unwrap_or_default(),
    }
}

fn location(location: &mut Declared<'_>) -> Location {
    location.required_text("image");
    let package = location.required_object("dependency", |dependency| {
        let package = dependency.required_object("package", |package| package.required_text("name"));
        dependency.text("version");
        package.flatten()
    });
    let resource = location.required_object("kubernetes_resource", resource);
    location.text("operating_system");
    Location {
        resource,
        package: package.flatten(),
    }
}

fn resource(resource: &mut Declared<'_>) -> Resource {
    let [namespace, name, kind] = ["namespace", "name", "kind"].map(|name| resource.required_text(name));
    for name in ["container_name", "agent_id"] {
        resource.required_text(name);
    }
    Resource {
        namespace,
        kind,
        name,
    }
}

fn scanner(scanner: &mut Declared<'_>) {
    for name in ["id", "name"] {
        scanner.required_text(name);
    }
    scanner.required_object("vendor", |vendor| vendor.required_text("name"));
}
