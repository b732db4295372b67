//! `PUT /api/v4/internal/kubernetes/modules/starboard_vulnerability`

use serde::Serialize;
use uuid::Uuid;

use super::security_report;
use crate::answer::ApiError;
use crate::edition_rules;
use crate::families::{Call, Done, Outcome};
use crate::request::Declared;
use crate::state::{FindingIdentity, Location, Resource, State, StateChange};

#[derive(Serialize)]
struct Created {
    uuid: Uuid,
}

pub(super) fn run(state: &State, call: &Call<'_>) -> Outcome {
    let identity = if edition_rules::findings_are_checked(call.contract.edition) {
        security_report::finding(call)?
    } else {
        documented(call)?
    };
    let (agent, _) = super::licensed_agent(state, call)?;
    let uuid = identity.uuid(agent.id);
    let change = StateChange::FindingDetected {
        uuid,
        agent: agent.id,
    };
    Ok(Done::new(&Created { uuid }).with([change]))
}

/// GitLab asks for more than the documentation's own example has; what it has is enough here.
fn documented(call: &Call<'_>) -> Result<FindingIdentity, ApiError> {
    let mut declared = Declared::new(call.params);
    let identity = declared.required_object("vulnerability", identity);
    let scanner = declared.required_object("scanner", |_| ());
    declared.finish()?;
    scanner.ok_or(ApiError::Missing(&["scanner"]))?;
    identity.ok_or(ApiError::Missing(&["vulnerability"]))
}

fn identity(vulnerability: &mut Declared<'_>) -> FindingIdentity {
    let name = vulnerability.text("name");
    let place = vulnerability.object("location", location);
    let identifiers = vulnerability.list("identifiers", |identifier| {
        ["type", "name", "value"].map(|name| identifier.text(name))
    });
    FindingIdentity {
        place: place.unwrap_or_default(),
        // One without identifiers is told from others by its name.
        identifiers: identifiers
            .filter(|identifiers| !identifiers.is_empty())
            .unwrap_or_else(|| vec![[None, name, None]]),
    }
}

fn location(location: &mut Declared<'_>) -> Location {
    let resource = location.object("kubernetes_resource", resource);
    let package = location.object("dependency", |dependency| {
        dependency.object("package", |package| package.text("name"))
    });
    Location {
        resource,
        package: package.flatten().flatten(),
    }
}

/// Which container it is in does not tell one finding from another.
fn resource(resource: &mut Declared<'_>) -> Resource {
    for name in ["container", "container_name"] {
        resource.text(name);
    }
    Resource {
        namespace: resource.text("namespace"),
        kind: resource.text("kind"),
        name: resource.text("name"),
    }
}
