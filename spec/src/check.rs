//! What the published format of a document cannot say: that names mean something and ids are unique.

mod decisions;
mod examples;
mod schemas;
mod served;
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use crate::auth::AuthDocument;
use crate::document::{OperationDocument, RequirementDocument};
use crate::load::{Checks, Documents};
use crate::{Algorithm, Faults, SecretForm, Variant};

/// Notes every name that leads nowhere and every id that is taken twice.
pub(crate) fn all(documents: &Documents, checks: Checks, faults: &mut Faults) {
    let mut taken = BTreeMap::new();
    for (file, operation) in &documents.operations {
        let here = Place { file, faults };
        names(here, operation, documents);
        for (index, requirement) in operation.requirements.iter().enumerate() {
            let pointer = format!("/requirements/{index}");
            one_requirement(file, &pointer, operation, requirement, documents, faults);
            if let Some(other) = taken.insert(requirement.id.clone(), file.clone()) {
                faults.add(
                    file,
                    format!("{pointer}/id"),
                    format!("`{}` is taken in {other}", requirement.id),
                );
            }
        }
        conditions(file, operation, documents, faults);
        examples::all(file, operation, documents, faults);
        schemas::all(file, operation, documents, checks, faults);
        served::all(file, operation, documents, faults);
        sources::all(file, operation, documents, faults);
    }
    errata(documents, faults);
    auth(documents, faults);
    decisions::all(documents, faults);
    for (index, entry) in documents.editions.iter().enumerate() {
        for fault in entry.instance.faults(&documents.conditions) {
            faults.add("editions.yaml", format!("/{index}/instance"), fault);
        }
    }
}

/// Schemes and variants speak of secrets and schemes that exist.
fn auth(documents: &Documents, faults: &mut Faults) {
    let auth = &documents.auth;
    let mut known = |pointer: String, secret: &String| {
        if !auth.secrets.contains_key(secret) {
            faults.add(
                "auth.yaml",
                pointer,
                format!("unknown secret `{secret}`; describe it under `secrets`"),
            );
        }
    };
    for (name, scheme) in &auth.schemes {
        known(format!("/schemes/{name}/secret"), &scheme.secret);
    }
    for (index, variant) in auth.variants.iter().enumerate() {
        if let Some(secret) = &variant.secret {
            known(format!("/variants/{index}/secret"), secret);
        }
    }
    for (name, scheme) in &auth.schemes {
        let secret = auth.secrets.get(&scheme.secret);
        let is_key = secret.is_some_and(|secret| secret.form == SecretForm::Key);
        if secret.is_some() && is_key == (scheme.algorithm == Algorithm::Hs256) {
            let message = "RS256 and ES256 sign with a secret of the form `key`, and nothing else does";
            faults.add("auth.yaml", format!("/schemes/{name}/algorithm"), message);
        }
    }
    for (index, variant) in auth.variants.iter().enumerate() {
        variant_names(index, variant, auth, faults);
    }
}

/// A variant speaks of schemes and variants that exist.
fn variant_names(index: usize, variant: &Variant, auth: &AuthDocument, faults: &mut Faults) {
    let mut unknown = |place: String, what: &str, name: &str| {
        let pointer = format!("/variants/{index}/{place}");
        faults.add("auth.yaml", pointer, format!("unknown {what} `{name}`"));
    };
    for scheme in &variant.schemes {
        if !auth.schemes.contains_key(scheme) {
            unknown("schemes".to_owned(), "scheme", scheme);
        }
    }
    for (at, sent) in variant.sends.iter().enumerate() {
        if let Some(scheme) = sent
            .scheme
            .as_ref()
            .filter(|name| !auth.schemes.contains_key(*name))
        {
            unknown(format!("sends/{at}/scheme"), "scheme", scheme);
        }
        let is_known = |name: &&String| auth.variants.iter().any(|known| known.name == **name);
        if let Some(name) = sent.variant.as_ref().filter(|name| !is_known(name)) {
            unknown(format!("sends/{at}/variant"), "variant", name);
        }
    }
}

struct Place<'a> {
    file: &'a str,
    faults: &'a mut Faults,
}

fn names(here: Place<'_>, operation: &OperationDocument, documents: &Documents) {
    let Place { file, faults } = here;
    let expected = format!("api/{}.yaml", operation.operation.replace('.', "/"));
    if *file != expected {
        faults.add(
            file,
            "/operation",
            format!("`{}` belongs into {expected}", operation.operation),
        );
    }
    ways(file, operation, documents, faults);
    once_an_edition(file, operation, documents, faults);
    for (index, consumer) in operation.consumers.iter().enumerate() {
        if !documents.profiles.contains_key(&consumer.profile) {
            let message = format!(
                "unknown profile `{}`; describe it in profiles.yaml",
                consumer.profile
            );
            faults.add(file, format!("/consumers/{index}/profile"), message);
        }
    }
    known_errata(file, "/errata", &operation.errata, documents, faults);
    for (index, choice) in operation.auth.iter().enumerate() {
        let pointer = format!("/auth/{index}/errata");
        known_errata(file, &pointer, &choice.errata, documents, faults);
    }
}

/// Every scheme by which callers may authenticate has to be one of auth.yaml.
fn ways(file: &str, operation: &OperationDocument, documents: &Documents, faults: &mut Faults) {
    for (index, choice) in operation.auth.iter().enumerate() {
        let pointer = format!("/auth/{index}");
        if choice.schemes.is_empty() == choice.any_of.is_empty() {
            let message =
                "has to have either `schemes`, which are needed together, or `anyOf`, of which one is enough";
            faults.add(file, &pointer, message);
        }
        let one = (format!("{pointer}/schemes"), &choice.schemes);
        let any = choice.any_of.iter().enumerate();
        let any = any.map(|(way, schemes)| (format!("{pointer}/anyOf/{way}"), schemes));
        for (pointer, schemes) in std::iter::once(one).chain(any) {
            for (at, scheme) in schemes.iter().enumerate() {
                if !documents.auth.schemes.contains_key(scheme) {
                    let message = format!("unknown scheme `{scheme}`; name one of auth.yaml");
                    faults.add(file, format!("{pointer}/{at}"), message);
                }
            }
        }
    }
}

/// What there is one of, every edition of the operation has to have exactly once.
fn once_an_edition(file: &str, operation: &OperationDocument, documents: &Documents, faults: &mut Faults) {
    for edition in documents
        .known()
        .filter(|edition| operation.editions.contains(*edition))
    {
        let choices = operation.auth.iter();
        let choices = choices.filter(|choice| choice.editions.contains(edition)).count();
        let mut once = |pointer: &str, count: usize| {
            if count != 1 {
                let message = format!("edition {edition} stands in {count} entries; give it exactly one");
                faults.add(file, pointer, message);
            }
        };
        once("/auth", choices);
        once("/method", operation.method.all_of(edition).count());
        once("/path", operation.path.all_of(edition).count());
        if let Some(body) = &operation.request_body {
            once(
                "/requestBody/mediaTypes",
                body.media_types.all_of(edition).count(),
            );
        }
        for (status, response) in &operation.responses {
            if response.editions.contains(edition) {
                let count = response.media_types.all_of(edition).count();
                once(&format!("/responses/{status}/mediaTypes"), count);
            }
        }
        if !operation.sources.iter().any(|source| source.holds_in(edition)) {
            faults.add(file, "/sources", format!("edition {edition} has no source"));
        }
    }
}

fn one_requirement(
    file: &str,
    pointer: &str,
    operation: &OperationDocument,
    requirement: &RequirementDocument,
    documents: &Documents,
    faults: &mut Faults,
) {
    let prefix = format!("{}/", operation.operation);
    if !requirement.id.starts_with(&prefix) {
        faults.add(
            file,
            format!("{pointer}/id"),
            format!("`{}` has to begin with `{prefix}`", requirement.id),
        );
    }
    if let Some(check) = requirement.id.strip_prefix(&prefix)
        && documents.derived.iter().any(|derived| derived.name() == check)
    {
        let message = format!(
            "`{}` is derived (derived.yaml); take another name",
            requirement.id
        );
        faults.add(file, format!("{pointer}/id"), message);
    }
    if let Some(range) = &requirement.editions
        && documents
            .known()
            .any(|edition| range.contains(edition) && !operation.editions.contains(edition))
    {
        let message = format!("{range} is not within the operation's {}", operation.editions);
        faults.add(file, format!("{pointer}/editions"), message);
    }
    known_errata(
        file,
        &format!("{pointer}/errata"),
        &requirement.errata,
        documents,
        faults,
    );
}

/// Every condition that an operation speaks of has to be one of conditions.yaml.
fn conditions(file: &str, operation: &OperationDocument, documents: &Documents, faults: &mut Faults) {
    let responses = operation.responses.iter();
    let responses = responses.map(|(status, it)| (format!("/responses/{status}"), &it.conditions));
    let requirements = operation.requirements.iter().enumerate();
    let requirements = requirements.map(|(at, it)| (format!("/requirements/{at}"), &it.conditions));
    let examples = operation.examples.iter().enumerate();
    let examples = examples.map(|(at, it)| (format!("/examples/{at}"), &it.conditions));
    let own = std::iter::once((String::new(), &operation.conditions));
    for (place, names) in own.chain(responses).chain(requirements).chain(examples) {
        for name in names
            .iter()
            .filter(|name| !documents.conditions.contains_key(*name))
        {
            let message = format!("unknown condition `{name}`; describe it in conditions.yaml");
            faults.add(file, format!("{place}/conditions"), message);
        }
    }
    for (at, it) in operation.otherwise.iter().enumerate() {
        let mut some = operation.requirements.iter().flat_map(|it| &it.conditions);
        if !operation.conditions.contains(&it.condition) && !some.any(|name| *name == it.condition) {
            let message = format!("nothing of the operation hangs on `{}`", it.condition);
            faults.add(file, format!("/otherwise/{at}/condition"), message);
        }
    }
}

fn known_errata(file: &str, pointer: &str, ids: &[String], documents: &Documents, faults: &mut Faults) {
    for id in ids {
        if !documents.errata.iter().any(|erratum| erratum.id == *id) {
            faults.add(
                file,
                pointer,
                format!("unknown erratum `{id}`; describe it in errata.yaml"),
            );
        }
    }
}

/// Errata have unique ids and speak of operations that exist.
fn errata(documents: &Documents, faults: &mut Faults) {
    let slugs: BTreeSet<&str> = documents
        .operations
        .iter()
        .map(|(_, operation)| operation.operation.as_str())
        .collect();
    let mut seen = BTreeSet::new();
    for (index, erratum) in documents.errata.iter().enumerate() {
        if !seen.insert(&erratum.id) {
            faults.add(
                "errata.yaml",
                format!("/{index}/id"),
                format!("`{}` stands here twice", erratum.id),
            );
        }
        for operation in &erratum.operations {
            if !slugs.contains(operation.as_str()) {
                let message = format!("unknown operation `{operation}`");
                faults.add("errata.yaml", format!("/{index}/operations"), message);
            }
        }
    }
}
