//! What the documents' format can say, proven on a small set of documents that says all of it.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, and prints for whoever reads why"
)]

use std::collections::BTreeMap;
use std::fs;

use labproof_spec::{
    Algorithm, Condition, Edition, EditionKind, InstanceKind, Operation, Place, Question, Spec, Stage,
    openapi,
};
use serde_json::{Value, json};
use tempfile::TempDir;

const DOCUMENTS: [(&str, &str); 12] = [
    (
        "editions.yaml",
        r#"
- { label: "9.10", kind: documented, read_from: Internal API, date: "2018-01-22", gitlab: { first: "9.10", last: "10.8" } }
- { label: "11.0", kind: served, read_from: GitLab 11.0, date: "2018-06-22", gitlab: { first: "11.0" } }
- { label: "9.2", kind: documented, read_from: Internal API, date: "2017-05-22", gitlab: { first: "9.2", last: "9.9" } }
"#,
    ),
    (
        "auth.yaml",
        r#"
secrets:
  gate: { is: The private key of the gate., form: key, file: gate }
  agent: { is: The token of an agent., form: token, file: agent }
schemes:
  gate-jwt:
    description: A token of the gate.
    kind: jwt
    algorithm: ES256
    other_algorithms: [RS256]
    header: Gate
    secret: gate
    issuer: gate
    other_issuers: [old-gate]
    audience: gitlab
    other_audiences: [gitlab-next]
    subject: lock
    refusal: { status: 401, body: {} }
  agent-token:
    description: The token of an agent.
    kind: token
    header: Agent
    secret: agent
    holder: agent
    refusal: { status: 401, body: {} }
variants: []
"#,
    ),
    (
        "conditions.yaml",
        r#"
locks:
  kind: licence
  is: The licence has locks.
  otherwise: { before: credential, status: 404 }
proxy: { kind: setting, is: The administrators have switched the proxy on. }
guard:
  kind: setting
  editions: "..9.10"
  is: A guard is there.
  otherwise:
    - { editions: "9.2", value: { before: credential, status: 404 } }
    - { editions: "9.10", value: { before: credential, status: 503 } }
"#,
    ),
    (
        "decisions.yaml",
        r#"
operation: doors.open
who: { porter: { is: The porter., is_a: person }, guest: { is: A guest., is_a: person } }
named: { key: { person: "{who.key}" } }
action: { open: { is: Opening., does: open } }
protocol: [hand]
body: [json]
beside: { nothing: { is: Nothing. } }
address: { none: { is: None is said. } }
container: { cellar: { is: The cellar., kind: door, team: house, send: { door: "{cellar.id}" } } }
team: { house: { porter: owner } }
changes: { absent: { is: Not sent. }, lock: { is: A lock., send: locked } }
counts_as: [{ who: [guest], editions: "9.2", as: porter }]
rules:
  - { rule: strangers, when: { kind: door, role: none }, conditions: [locks], refused: { status: 401, message: Keep out. }, source: { file: doors.rb, evidence: C } }
  - { rule: the-rest, when: {}, granted: true, source: { file: doors.rb, evidence: C } }
"#,
    ),
    ("derived.yaml", "[]"),
    (
        "errata.yaml",
        r"
- { id: E-100, weight: NOTE, all: true, title: The last, chosen: This., reason: So. }
- { id: E-09, weight: NOTE, all: true, title: The first, chosen: This., reason: So., served: { editions: '11.0', is: That. } }
",
    ),
    (
        "fixtures.yaml",
        "roles: { door: { is: A door., fields: { id: integer } } }",
    ),
    ("profiles.yaml", "porter: { is: Opens doors., floor_percent: 60 }"),
    (
        "responses.yaml",
        r##"
refused:
  description: The credential is not accepted.
  schema: { $ref: "#/components/schemas/refusal" }
"##,
    ),
    (
        "sources.yaml",
        r#"
bell.rb: { since: "9.2", read: a copy of 9.1 }
doors.rb: { since: "11.0", read: release 11.0 }
"#,
    ),
    (
        "schemas/refusal.yaml",
        "{ type: object, properties: { message: { type: string }, code: { type: integer, editions: \"11.0\" } } }",
    ),
    (
        "api/doors/open.yaml",
        r##"
operation: doors.open
summary: The porter opens a door.
decisions: true
method: [{ editions: "..9.10", value: PUT }, { editions: "11.0..", value: POST, errata: [E-09] }]
path:
  - { editions: "9.2", value: "/api/v4/doors/{id}/open" }
  - { editions: "11.0", value: "/api/v4/doors/{id}/open", errata: [E-09] }
  - { editions: "9.10", value: "/api/v4/door/{id}" }
editions: ".."
conditions: [locks, guard]
otherwise:
  - { condition: locks, editions: "11.0", before: lookup, status: 402, body: { message: Payment Required } }
sources:
  - { editions: "..9.10", page: Internal API, heading: Doors }
  - { editions: "11.0", file: doors.rb, evidence: C }
auth:
  - { editions: "..9.10", schemes: [gate-jwt] }
  - { editions: "11.0", anyOf: [[gate-jwt, agent-token], [agent-token]], errata: [E-09] }
consumers: [{ profile: porter, why: Opens it. }]
parameters:
  - { name: id, in: path, required: true, description: The door., schema: { type: integer } }
  - { name: Bell, in: header, description: How often it rang., editions: "11.0", schema: { type: integer } }
requestBody:
  mediaTypes:
    - { editions: "..9.10", value: [application/x-www-form-urlencoded] }
    - { editions: "11.0", value: [application/json] }
  schema: { type: object, properties: { wide: { type: boolean } } }
responses:
  "200":
    description: It is open.
    conditions: [proxy]
    mediaTypes: [{ editions: "..9.10", value: [text/plain] }, { editions: "11.0", value: [application/json] }]
    headers:
      Link: { description: The next door., required: true, schema: { type: string } }
      Creak: { description: How loud., editions: "11.0", schema: { type: integer } }
    schema: { type: object }
  "401": { $ref: "#/components/responses/refused" }
  "403": { $ref: "#/components/responses/refused", editions: "11.0", description: The agent may not. }
errata: [E-100]
requirements:
  - id: doors.open/opens
    level: must
    sentence: The door is open.
  - id: doors.open/rings
    level: should
    editions: "9.2, 11.0"
    conditions: [locks, proxy]
    sentence: The bell rings.
    source: [{ editions: "9.2", file: bell.rb, evidence: S }]
examples:
  - case: documented
    conditions: [proxy]
    before:
      - { operation: doors.open, editions: "9.2, 11.0", with: { id: "{door.id}" } }
    request: { path: { id: "1" } }
    response: { status: 200 }
"##,
    ),
];

/// The documents with a text of one of them replaced.
fn folder(file: &str, from: &str, to: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in DOCUMENTS {
        let to_path = folder.path().join(path);
        fs::create_dir_all(to_path.parent().unwrap()).unwrap();
        let text = if path == file {
            assert!(text.contains(from), "{file} has no `{from}`");
            text.replacen(from, to, 1)
        } else {
            text.to_owned()
        };
        fs::write(to_path, text).unwrap();
    }
    folder
}

fn spec() -> Spec {
    Spec::load(folder("", "", "").path()).unwrap_or_else(|faults| panic!("{faults}"))
}

const OLD: Edition = Edition::new(9, 2);
const LATER: Edition = Edition::new(9, 10);
const SERVED: Edition = Edition::new(11, 0);

fn open(edition: Edition) -> Operation {
    Operation::clone(&spec().api(edition).operations[0])
}

#[test]
fn the_editions_are_those_of_their_document_and_the_newest_documented_one_is_the_default() {
    let spec = spec();
    assert_eq!(spec.editions().collect::<Vec<_>>(), [OLD, LATER, SERVED]);
    assert_eq!(spec.newest(), LATER);
    assert_eq!(spec.edition("11.0").unwrap(), SERVED);
    assert_eq!(spec.edition_entries()[2].kind, EditionKind::Served);
    assert_eq!(
        spec.edition("latest").unwrap_err().to_string(),
        "unknown edition `latest`; the editions are 9.2, 9.10 and 11.0"
    );
    assert_eq!(spec.read_editions("9.10..").unwrap().to_string(), "9.10..11.0");
}

/// Each is refused where a served edition parts from the documentation before it and no erratum says so.
#[test]
fn what_is_served_otherwise_than_documented_needs_an_erratum() {
    let cases = [
        (
            "value: POST, errata: [E-09]",
            "value: POST",
            "/method: 9.10 and 11.0 differ here",
        ),
        // An erratum about something else says nothing of it.
        (
            "value: POST, errata: [E-09]",
            "value: POST, errata: [E-100]",
            "/method: 9.10 and 11.0 differ here",
        ),
        (
            "/open\", errata: [E-09] }",
            "/open\" }",
            "/path: 9.10 and 11.0 differ here",
        ),
        (
            "[agent-token]], errata: [E-09]",
            "[agent-token]]",
            "/auth: 9.10 and 11.0 differ here",
        ),
        (
            "level: must",
            "level: must\n    editions: \"..9.10\"",
            "/requirements/0: `doors.open/opens` is a must in 9.10 alone",
        ),
        (
            "editions: \"..\"",
            "editions: \"..9.10\"",
            "/editions: not both 9.10 and 11.0 have the operation",
        ),
    ];
    for (from, to, told) in cases {
        let folder = folder("api/doors/open.yaml", from, to);
        let faults = Spec::load(folder.path()).err().map(|faults| faults.to_string());
        let faults = faults.unwrap_or_default();
        assert!(faults.contains(told), "{from} -> {to}: {faults}");
        assert!(faults.contains("name the erratum in `errata` there"), "{faults}");
    }
}

#[test]
fn the_first_rule_that_fits_decides() {
    let spec = spec();
    let table = spec.decisions();
    let question = |who| Question {
        beside: "nothing",
        who,
        named: "key",
        action: "open",
        protocol: "hand",
        container: "cellar",
        changes: "lock",
        address: "none",
        body: "json",
    };
    let decided = |who, edition, locks| {
        let decided = table
            .decide(&question(who), edition, |_| locks, |_| None)
            .unwrap();
        (decided.rule.rule.clone(), decided.status, decided.reason)
    };
    let rest = ("the-rest".to_owned(), 200, None);
    assert_eq!(decided("porter", SERVED, true), rest);
    let kept_out = ("strangers".to_owned(), 401, Some("Keep out.".to_owned()));
    assert_eq!(decided("guest", SERVED, true), kept_out);
    assert_eq!(decided("guest", SERVED, false), rest);
    assert_eq!(decided("guest", OLD, true), rest);
    let sent = table.parameters(&question("guest"));
    assert_eq!(
        Value::Object(sent),
        json!({"key": "{guest.key}", "action": "open", "protocol": "hand", "door": "{cellar.id}", "changes": "locked"})
    );
}

#[test]
fn a_table_of_decisions_speaks_of_what_there_is() {
    let cases = [
        (
            "operation: doors.open",
            "operation: doors.shut",
            "/operation: unknown operation `doors.shut`",
        ),
        (
            "kind: door, role: none",
            "kind: gate, role: none",
            "/rules/0: `kind` is never `gate`",
        ),
        (
            "kind: door, role: none",
            "sort: door, role: none",
            "/rules/0: nothing is called `sort`",
        ),
        (
            "rule: the-rest",
            "rule: strangers",
            "/rules/1: `strangers` stands here twice",
        ),
        (
            "granted: true, source",
            "source",
            "/rules/1: `the-rest` has either to grant or to refuse",
        ),
        (
            "status: 401, message: Keep out.",
            "refusal: keep-out",
            "/rules/0: unknown refusal `keep-out`",
        ),
        (
            "lock: { is: A lock., send: locked }",
            "lock: { is: A lock., is_a: person }",
            "/changes: `is_a` is said of who already",
        ),
        (
            "conditions: [locks]",
            "conditions: [lock]",
            "/rules/0: unknown condition `lock`",
        ),
    ];
    for (from, to, told) in cases {
        let folder = folder("decisions.yaml", from, to);
        let faults = Spec::load(folder.path()).err().map(|faults| faults.to_string());
        let faults = faults.unwrap_or_default();
        assert!(faults.contains(told), "{from} -> {to}: {faults}");
    }
}

#[test]
fn what_was_read_in_a_file_begins_where_the_file_does() {
    let fault = |file: &str, from: &str, to: &str| {
        let folder = folder(file, from, to);
        let faults = Spec::load(folder.path()).err().map(|faults| faults.to_string());
        faults.unwrap_or_default()
    };
    let late = fault(
        "sources.yaml",
        "bell.rb: { since: \"9.2\"",
        "bell.rb: { since: \"9.10\"",
    );
    let told = "api/doors/open.yaml at /requirements/1: `doors.open/rings` holds from 9.2, and `bell.rb` speaks for 9.10";
    assert!(late.contains(told), "{late}");
    let unknown = fault("sources.yaml", "bell.rb:", "bells.rb:");
    assert!(unknown.contains("`bell.rb` is not in sources.yaml"), "{unknown}");
}

#[test]
fn method_path_media_types_and_source_may_differ_from_edition_to_edition() {
    let [old, later, served] = [OLD, LATER, SERVED].map(open);
    assert_eq!(
        [&*old.method, &*later.method, &*served.method],
        ["PUT", "PUT", "POST"]
    );
    assert_eq!(old.path, "/api/v4/doors/{id}/open");
    assert_eq!(later.path, "/api/v4/door/{id}");
    assert_eq!(served.path, "/api/v4/doors/{id}/open");
    assert_eq!(served.body.unwrap().media_types, ["application/json"]);
    assert_eq!(old.responses[&200].media_types, ["text/plain"]);
    // A requirement is where its operation is, unless it says otherwise.
    let source = |operation: &Operation, at: usize| operation.requirements[at].source.to_string();
    assert_eq!(source(&later, 0), "Internal API, “Doors”");
    assert_eq!(source(&old, 1), "GitLab source bell.rb (evidence S)");
    let served = open(SERVED);
    assert_eq!(source(&served, 0), "GitLab source doors.rb (evidence C)");
    assert_eq!(source(&served, 1), "GitLab source doors.rb (evidence C)");
    assert_eq!(later.requirements.len(), 1);
}

#[test]
fn an_example_may_presume_more_in_some_editions() {
    let before = |edition| open(edition).examples[0].before.len();
    assert_eq!([OLD, LATER, SERVED].map(before), [1, 0, 1]);
}

#[test]
fn one_of_several_ways_to_authenticate_may_be_enough() {
    let names = |operation: &Operation| -> Vec<Vec<String>> {
        let ways = operation.ways();
        ways.map(|way| way.iter().map(|scheme| scheme.name.clone()).collect())
            .collect()
    };
    assert_eq!(names(&open(OLD)), [["gate-jwt"]]);
    let served = open(SERVED);
    assert_eq!(
        names(&served),
        [vec!["gate-jwt", "agent-token"], vec!["agent-token"]]
    );
    assert_eq!(served.way_with("agent-token").len(), 2);
    assert_eq!(served.every_scheme().len(), 2);
    let written = openapi::assemble(&spec().api(SERVED));
    assert_eq!(
        written["paths"]["/api/v4/doors/{id}/open"]["post"]["security"],
        json!([{"gate-jwt": [], "agent-token": []}, {"agent-token": []}])
    );
}

#[test]
fn a_token_may_be_signed_with_a_private_key_and_name_one_of_several() {
    let spec = spec();
    let scheme = &spec.schemes()["gate-jwt"];
    assert_eq!(scheme.algorithm, Algorithm::Es256);
    assert!(
        scheme.takes(Algorithm::Es256) && scheme.takes(Algorithm::Rs256) && !scheme.takes(Algorithm::Hs256)
    );
    assert_eq!(scheme.subject.as_deref(), Some("lock"));
    assert_eq!(scheme.other_issuers, ["old-gate"]);
    assert_eq!(scheme.other_audiences, ["gitlab-next"]);
}

#[test]
fn headers_are_asked_for_and_answered() {
    let served = open(SERVED);
    let bell = served.parameters.iter().find(|it| it.name == "Bell").unwrap();
    assert_eq!(bell.place, Place::Header);
    assert!(open(OLD).parameters.iter().all(|it| it.name != "Bell"));
    let names = |operation: &Operation| -> Vec<String> {
        let headers = operation.responses[&200].headers.iter();
        headers.map(|header| header.name.clone()).collect()
    };
    assert_eq!(names(&served), ["Creak", "Link"]);
    assert_eq!(names(&open(OLD)), ["Link"]);
    let written = openapi::assemble(&spec().api(SERVED));
    let operation = &written["paths"]["/api/v4/doors/{id}/open"]["post"];
    assert_eq!(operation["parameters"][1]["in"], "header");
    assert_eq!(
        operation["responses"]["200"]["headers"]["Link"],
        json!({"description": "The next door.", "required": true, "schema": {"type": "string"}})
    );
}

#[test]
fn conditions_of_the_instance_are_known_by_name() {
    let served = open(SERVED);
    assert_eq!(served.conditions, ["locks"]);
    assert_eq!(served.responses[&200].conditions, ["proxy"]);
    assert_eq!(served.examples[0].conditions, ["proxy"]);
    // Those of the operation are a requirement's as well.
    assert_eq!(served.requirements[0].conditions, ["locks"]);
    assert_eq!(served.requirements[1].conditions, ["locks", "proxy"]);
    assert_eq!(spec().conditions()["locks"].is, "The licence has locks.");
}

#[test]
fn what_comes_where_a_condition_is_not_met_is_the_operations_word_or_that_for_all() {
    let (served, old) = (&open(SERVED).otherwise["locks"], &open(OLD).otherwise["locks"]);
    assert_eq!((served.before, served.status), (Stage::Lookup, 402));
    assert_eq!(served.body, Some(json!({"message": "Payment Required"})));
    assert_eq!((old.before, old.status), (Stage::Credential, 404));
    assert_eq!(old.body, None);
}

#[test]
fn a_condition_may_be_one_of_some_editions_and_tell_itself_otherwise_in_each() {
    let [old, later, served] = [OLD, LATER, SERVED].map(open);
    assert_eq!(old.conditions, ["locks", "guard"]);
    assert_eq!(old.requirements[0].conditions, ["locks", "guard"]);
    assert_eq!(
        (old.otherwise["guard"].status, later.otherwise["guard"].status),
        (404, 503)
    );
    assert!(!served.otherwise.contains_key("guard"));
    let has = |edition| spec().api(edition).conditions.contains_key("guard");
    assert_eq!([OLD, LATER, SERVED].map(has), [true, true, false]);
}

/// A kind of instance, as a target file says it.
fn kind(said: Value) -> InstanceKind {
    serde_json::from_value(said).unwrap()
}

#[test]
fn a_kind_of_instance_meets_a_condition_or_does_not_or_nobody_knows() {
    let conditions: BTreeMap<String, Condition> = serde_json::from_value(json!({
        "enterprise": {"kind": "distribution", "is": "EE"},
        "self_managed": {"kind": "offering", "when": false, "is": "Not GitLab.com"},
        "locks": {"kind": "licence", "is": "Locks"},
        "proxy": {"kind": "setting", "is": "Proxy"},
    }))
    .unwrap();
    let meets = |said: Value| -> Vec<Option<bool>> {
        let kind = kind(said);
        assert_eq!(kind.faults(&conditions), Vec::<String>::new());
        let names = ["enterprise", "self_managed", "locks", "proxy"];
        names.map(|name| kind.meets(name, &conditions[name])).to_vec()
    };
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(meets(json!({})), [None; 4]);
    assert_eq!(meets(json!({"edition": "ce"})), [no, None, no, None]);
    let said =
        json!({"edition": "ee", "saas": true, "features": {"locks": false}, "settings": {"proxy": true}});
    assert_eq!(meets(said), [yes, no, no, yes]);
    assert_eq!(meets(json!({"saas": false})), [None, yes, None, None]);
    let everything = InstanceKind::with_everything(&conditions);
    assert_eq!(everything.meets("locks", &conditions["locks"]), yes);
    assert_eq!(
        everything.meets("self_managed", &conditions["self_managed"]),
        None
    );
}

#[test]
fn what_an_instance_is_said_to_have_is_known_by_name() {
    let faults =
        kind(json!({"features": {"lock": true}, "settings": {"locks": true}})).faults(spec().conditions());
    assert_eq!(
        faults,
        [
            "/features/lock: nothing hangs on it; there are: locks",
            "/settings/locks: nothing hangs on it; there are: guard, proxy",
        ]
    );
}

#[test]
fn errata_are_in_the_order_of_their_numbers() {
    let spec = spec();
    let ids: Vec<&str> = spec.errata().iter().map(|erratum| erratum.id.as_str()).collect();
    assert_eq!(ids, ["E-09", "E-100"]);
}

#[test]
fn a_shared_response_is_as_if_it_stood_there() {
    let served = open(SERVED);
    let schema: Value = json!({"$ref": "#/components/schemas/refusal"});
    for (status, description) in [
        (401, "The credential is not accepted."),
        (403, "The agent may not."),
    ] {
        let response = &served.responses[&status];
        assert_eq!(response.description, description);
        assert_eq!(response.schema.as_ref(), Some(&schema));
    }
    assert!(!open(OLD).responses.contains_key(&403));
}

#[test]
fn what_makes_no_sense_is_told_with_its_place() {
    let operation = "api/doors/open.yaml";
    let broken = [
        (
            operation,
            "editions: \"11.0..\", value: POST",
            "editions: \"9.10..\", value: POST",
            "/method: edition 9.10 stands in 2 entries",
        ),
        (
            operation,
            "\"9.2\", value: \"/api",
            "\"11.0\", value: \"/api",
            "/path: edition 9.2 stands in 0 entries",
        ),
        (
            operation,
            "- { editions: \"11.0\", value: [application/json] }",
            "- { editions: \"9.2..\", value: [application/json] }",
            "/requestBody/mediaTypes: edition 9.2 stands in 2 entries",
        ),
        (operation, "value: POST", "value: POKE", "/method/1/value"),
        (
            operation,
            "[locks, guard]",
            "[lock, guard]",
            "/conditions: unknown condition `lock`; describe it in conditions.yaml",
        ),
        (
            operation,
            "condition: locks",
            "condition: gate",
            "/otherwise/0/condition: nothing of the operation hangs on `gate`",
        ),
        (
            operation,
            "[proxy]",
            "[prox]",
            "/responses/200/conditions: unknown condition `prox`",
        ),
        (
            operation,
            "[locks, proxy]",
            "[locks, prox]",
            "/requirements/1/conditions: unknown condition `prox`",
        ),
        (
            operation,
            "[gate-jwt, agent-token]",
            "[gate-jot, agent-token]",
            "/auth/1/anyOf/0/0: unknown scheme `gate-jot`",
        ),
        (
            operation,
            "schemes: [gate-jwt] }",
            "schemes: [gate-jwt], anyOf: [[gate-jwt], [agent-token]] }",
            "/auth/0: has to have either `schemes`",
        ),
        (operation, "in: header", "in: cookie", "/parameters/1/in"),
        (
            operation,
            "responses/refused\" }",
            "responses/refusal\" }",
            "/responses/401/$ref: unknown response `#/components/responses/refusal`",
        ),
        (
            operation,
            "schema: { type: string }",
            "schema: { type: text }",
            "/responses/200/headers/Link/schema",
        ),
        (
            operation,
            "before:\n      - { operation: doors.open, editions: \"9.2, 11.0\"",
            "before:\n      - { operation: doors.open, editions: \"9.2, 12.0\"",
            "/examples/0/before/0/editions: unknown edition `12.0`",
        ),
        (
            "auth.yaml",
            "algorithm: ES256",
            "algorithm: HS256",
            "/schemes/gate-jwt/algorithm: RS256 and ES256 sign with a secret of the form `key`",
        ),
        ("errata.yaml", "E-09", "E-009", "/1/id"),
        (
            "editions.yaml",
            "kind: documented, read_from: Internal API, date: \"2018",
            "kind: documented, date: \"2018",
            "/0",
        ),
    ];
    for (file, from, to, wanted) in broken {
        let faults = Spec::load(folder(file, from, to).path())
            .err()
            .unwrap_or_else(|| panic!("{file}: `{to}` is accepted"));
        let found = faults.iter().any(|fault| fault.to_string().contains(wanted));
        assert!(found, "`{wanted}` is not among\n{faults}");
    }
}
