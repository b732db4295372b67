//! The documents this crate carries, and what the loader says of broken ones.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, and prints for whoever reads why"
)]

use std::fs;
use std::path::Path;

use labproof_spec::{Edition, Spec, openapi};

fn spec() -> &'static Spec {
    Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"))
}

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_embedded_documents_are_those_on_disk() {
    let loaded = Spec::load(folder()).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(loaded.operations().count() > 0);
    for edition in spec().editions() {
        assert_eq!(
            openapi::assemble(&loaded.api(edition)),
            openapi::assemble(&spec().api(edition))
        );
    }
}

#[test]
fn an_edition_has_its_own_operations_schemes_and_members() {
    let slugs = |edition| -> Vec<String> {
        spec()
            .api(edition)
            .operations
            .iter()
            .map(|operation| operation.slug.clone())
            .collect()
    };
    assert!(!slugs(Edition::new(12, 4)).contains(&"ssh.personal_access_token".to_owned()));
    assert!(slugs(Edition::new(13, 10)).contains(&"ssh.personal_access_token".to_owned()));
    assert!(!slugs(Edition::new(16, 3)).contains(&"ssh.authorized_certs".to_owned()));
    assert!(slugs(Edition::new(17, 9)).contains(&"ssh.authorized_certs".to_owned()));
    for edition in spec().editions() {
        let wanted = if edition < Edition::new(16, 3) {
            "shell-secret"
        } else {
            "shell-jwt"
        };
        let api = spec().api(edition);
        let shell = ["git", "ssh", "instance"];
        for operation in api.operations.iter().filter(|it| shell.contains(&it.family())) {
            let schemes: Vec<&str> = operation
                .schemes
                .iter()
                .map(|scheme| scheme.name.as_str())
                .collect();
            assert_eq!(schemes, [wanted], "{} in {edition}", operation.slug);
        }
        let written = openapi::assemble(&api).to_string();
        assert!(!written.contains("\"editions\""), "{edition}");
    }
}

/// Breaks one document in one way; the loader has to name the file, the place and the fault.
#[test]
fn every_kind_of_fault_is_named_with_its_place() {
    let broken = [
        (
            "api/git/allowed.yaml",
            "operation: git.allowed",
            "operation: git.aloud",
            "/operation: `git.aloud` belongs into api/git/aloud.yaml",
        ),
        (
            "api/git/allowed.yaml",
            "schemes: [shell-jwt]",
            "schemes: [shell-jot]",
            "/auth/1/schemes/0: unknown scheme `shell-jot`",
        ),
        (
            "auth.yaml",
            "variant: in-shell-header }",
            "variant: in-shells-header }",
            "/variants/39/sends/0/variant: unknown variant `in-shells-header`",
        ),
        (
            "auth.yaml",
            "sends: [{ scheme: kas-jwt, variant",
            "sends: [{ scheme: kas-jot, variant",
            "/variants/39/sends/0/scheme: unknown scheme `kas-jot`",
        ),
        (
            "api/git/allowed.yaml",
            "{ editions: \"16.3..\", schemes",
            "{ editions: \"12.4..\", schemes",
            "/auth: edition 12.4 stands in 2 entries",
        ),
        (
            "api/git/allowed.yaml",
            "{ editions: \"16.3..\", schemes",
            "{ editions: \"16.3..18.0\", schemes",
            "/auth/1/editions: unknown edition `18.0`; the editions are 12.4, 13.10, 16.3, 17.9 and 18.9",
        ),
        (
            "api/git/allowed.yaml",
            "{ editions: \"16.3..\", schemes",
            "{ editions: \"16.3-\", schemes",
            "/auth/1/editions: `16.3-` is neither an edition nor a range; write `17.9`, `12.4..`,",
        ),
        (
            "api/git/allowed.yaml",
            "{ editions: \"16.3..\", schemes",
            "{ editions: 16.3, schemes",
            "/auth/1/editions: put it in quotes, since 13.10 is the number 13.1 without them",
        ),
        (
            "schemas/add_on_purchase.yaml",
            "type: object",
            "type: object\neditions: latest",
            "/editions: `latest` is neither an edition nor a range",
        ),
        (
            "editions.yaml",
            "label: \"12.4\"",
            "label: \"13.10\"",
            "editions.yaml: edition 13.10 stands here twice",
        ),
        ("editions.yaml", "kind: documented", "kind: remembered", "/0/kind"),
        (
            "api/git/allowed.yaml",
            "errata: [E-01",
            "errata: [E-99",
            "/errata: unknown erratum `E-99`",
        ),
        (
            "api/git/allowed.yaml",
            "example_key.key_id",
            "example_kay.key_id",
            "unknown fixture field `example_kay.key_id`",
        ),
        (
            "api/git/allowed.yaml",
            "#/components/schemas/message",
            "#/components/schemas/massage",
            "unknown schema `#/components/schemas/massage`",
        ),
        (
            "api/git/allowed.yaml",
            "id: git.allowed/",
            "id: git.aloud/",
            "has to begin with `git.allowed/`",
        ),
        (
            "api/git/pre_receive.yaml",
            "level: must",
            "level: shall",
            "/requirements/0/level",
        ),
        ("api/git/pre_receive.yaml", "summary:", "summery:", "summery"),
        (
            "api/git/pre_receive.yaml",
            "type: boolean",
            "type: bool",
            "is no JSON Schema",
        ),
        (
            "api/git/pre_receive.yaml",
            "method: POST",
            "method: [POST",
            "is no well-formed YAML",
        ),
        ("auth.yaml", "kind: jwt", "kind: jot", "/schemes/shell-jwt/kind"),
        (
            "auth.yaml",
            "secret: shell",
            "secret: shall",
            "unknown secret `shall`",
        ),
        ("errata.yaml", "weight: PIN", "weight: PINNED", "/weight"),
        ("derived.yaml", "{operation}", "it", "/0/sentence"),
    ];
    for (file, from, to, wanted) in broken {
        let copied = tempfile::tempdir().unwrap();
        copy(folder(), copied.path());
        let path = copied.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let faults = Spec::load(copied.path())
            .err()
            .unwrap_or_else(|| panic!("{file}: `{to}` is accepted"));
        let found = faults
            .iter()
            .any(|fault| fault.file == file && fault.to_string().contains(wanted));
        assert!(found, "`{wanted}` is not among\n{faults}");
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        if path.is_dir() {
            fs::create_dir_all(to.join(&name)).unwrap();
            copy(&path, &to.join(&name));
        } else {
            fs::copy(&path, to.join(&name)).unwrap();
        }
    }
}

#[test]
fn what_stands_in_for_an_example_is_none_of_the_examples() {
    let mut stand_ins = 0;
    for edition in spec().editions() {
        for operation in &spec().api(edition).operations {
            let Some(substitute) = &operation.substitute else {
                assert_eq!(operation.usual_example(), operation.examples.first());
                continue;
            };
            stand_ins += 1;
            assert_eq!(operation.usual_example(), Some(substitute));
            assert!(
                operation
                    .examples
                    .iter()
                    .all(|example| example.case == "documented")
            );
        }
    }
    assert!(stand_ins > 0);
}

/// Questions one after the other, each some steps of the product further on.
#[test]
fn a_table_that_is_quick_to_ask_grants_what_the_table_grants() {
    let table = spec().decisions();
    let keys = |choices: &'static std::collections::BTreeMap<String, labproof_spec::Choice>| -> Vec<&str> {
        choices.keys().map(String::as_str).collect()
    };
    let texts = |texts: &'static [String]| -> Vec<&str> { texts.iter().map(String::as_str).collect() };
    let values = [
        keys(&table.who),
        table.named.keys().map(String::as_str).collect(),
        keys(&table.action),
        texts(&table.protocol),
        keys(&table.changes),
        keys(&table.container),
        keys(&table.address),
        texts(&table.body),
        keys(&table.beside),
    ];
    let product: usize = values.iter().map(Vec::len).product();
    for edition in spec().editions() {
        let api = spec().api(edition);
        let mut operations = api.operations.iter();
        let operation = operations.find(|it| it.slug == table.operation).unwrap();
        for met in [true, false] {
            let masks = table.masks(&values, edition, |_| met).unwrap();
            for at in (0..product).step_by(9973) {
                let mut rest = at;
                let row = values.each_ref().map(|values| {
                    let value = rest % values.len();
                    rest /= values.len();
                    value
                });
                let value = |part: usize| values[part][row[part]];
                let question = labproof_spec::Question::of(std::array::from_fn(value));
                let worded = |name: &str| operation.refusal(name).cloned();
                let decided = table.decide(&question, edition, |_| met, worded);
                assert_eq!(
                    masks.grants(&row),
                    decided.map(|it| it.rule.granted),
                    "{question:?}"
                );
            }
        }
    }
}
