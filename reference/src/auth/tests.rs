use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use labproof_spec::SecretForm;
use serde_json::{Value, json};

use super::*;
use crate::answer::Answer;
use crate::documents::spec;
use crate::jwt::Key;
use crate::request::Body;
use crate::world::World;

const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);

struct Bench {
    secrets: Secrets,
    state: State,
}

impl Bench {
    fn new() -> Self {
        let secrets = Secrets::generate(spec());
        let state = World::documented().unwrap().state(NOW, &secrets);
        Self { secrets, state }
    }

    fn secret(&self, name: &str) -> String {
        String::from_utf8(self.secrets.get(name).unwrap().to_vec()).unwrap()
    }

    /// Who calls, or status and body of the refusal.
    fn ask(&self, schemes: &[&str], headers: &[(&str, String)], query: &str) -> Result<Caller, (u16, Value)> {
        self.ask_any(&[schemes], headers, query)
    }

    /// The same where any one of several ways will do.
    fn ask_any(
        &self,
        ways: &[&[&str]],
        headers: &[(&str, String)],
        query: &str,
    ) -> Result<Caller, (u16, Value)> {
        let schemes = |way: &&[&str]| way.iter().map(|name| scheme(name)).collect();
        let mut others: Vec<Vec<Scheme>> = ways.iter().map(schemes).collect();
        let schemes = others.remove(0);
        let guard = Guard::new(&schemes, &others, &self.secrets);
        let body = Body {
            content_type: None,
            bytes: b"",
        };
        let params = Params::read(query, &body).unwrap();
        let credentials = Credentials {
            header: &|name| {
                let (_, value) = headers.iter().find(|(header, _)| *header == name)?;
                Some(value.as_bytes())
            },
            params: &params,
            now: NOW,
            only_reads: false,
        };
        guard
            .check_secrets(&credentials)
            .and_then(|()| guard.caller(&self.state, &credentials))
            .map_err(|error| {
                let answer = Answer::from(error);
                (answer.status, serde_json::from_slice(&answer.body).unwrap())
            })
    }

    fn shell(&self, header: Option<&str>, form: &str) -> bool {
        let headers = header.map(|value| ("Gitlab-Shared-Secret", value.to_owned()));
        self.ask(&["shell-secret"], headers.as_slice(), form).is_ok()
    }

    fn kas(&self, scheme: &str, claims: Value) -> Result<Caller, (u16, Value)> {
        let token = jwt(&claims, self.secrets.key("kas").unwrap());
        self.ask(&[scheme], &[("Gitlab-Kas-Api-Request", token)], "")
    }

    fn bearer(&self, scheme: &str, secret: &str, query: &str) -> Result<Caller, (u16, Value)> {
        let value = format!("Bearer {}", self.secret(secret));
        self.ask(&[scheme], &[("Authorization", value)], query)
    }

    fn admin(&self, secret: &str) -> Result<Caller, (u16, Value)> {
        self.ask(&["admin-pat"], &[("PRIVATE-TOKEN", self.secret(secret))], "")
    }
}

#[test]
fn any_one_way_is_enough() {
    let bench = Bench::new();
    let ways: [&[&str]; 2] = [&["shell-jwt", "agent-token"], &["admin-pat"]];
    let admin = [("PRIVATE-TOKEN", bench.secret("admin"))];
    assert!(matches!(
        bench.ask_any(&ways, &admin, ""),
        Ok(Caller::Administrator(_))
    ));
    // Half of a way is none, and the refusal is that of the usual one.
    let agent = [("Authorization", format!("Bearer {}", bench.secret("agent")))];
    let (status, body) = bench.ask_any(&ways, &agent, "").unwrap_err();
    assert_eq!((status, &body), (401, &json!({"message": "401 Unauthorized"})));
    assert!(bench.ask(&["agent-token"], &agent, "").is_ok());
}

fn scheme(name: &str) -> Scheme {
    spec().schemes()[name].clone()
}

fn jwt(claims: &Value, key: &[u8]) -> String {
    Key::new(key).token(claims).unwrap()
}

fn refused(scheme: &str) -> Result<Caller, (u16, Value)> {
    let refusal = self::scheme(scheme).refusal;
    Err((refusal.status, refusal.body))
}

#[test]
fn the_older_scheme_takes_the_secret_itself() {
    let bench = Bench::new();
    let secret = bench.secret("shell");
    let encoded = STANDARD.encode(&secret);
    assert!(bench.shell(Some(&encoded), ""));
    assert!(bench.shell(Some(&STANDARD.encode(format!("{secret}\n"))), ""));
    assert!(bench.shell(None, &format!("secret_token={secret}")));
    assert!(bench.shell(None, &format!("secret_token={secret}%0A")));
    assert!(bench.shell(None, &format!("secret_token={encoded}")));
    assert!(!bench.shell(Some(&secret), ""));
    assert!(!bench.shell(Some(&encoded[1..]), ""));
    assert!(!bench.shell(Some(""), ""));
    assert!(!bench.shell(None, ""));
}

#[test]
fn the_parameter_wins_over_the_header() {
    let bench = Bench::new();
    let encoded = STANDARD.encode(bench.secret("shell"));
    for form in ["secret_token=wrong", "secret_token=", "secret_token[]=a"] {
        assert!(!bench.shell(Some(&encoded), form), "{form}");
    }
    assert!(bench.shell(Some(&encoded), "secret_token"));
}

#[test]
fn kas_signs_with_the_decoded_secret_and_newer_editions_ask_whom_the_token_is_for() {
    let bench = Bench::new();
    let now = NOW.as_second();
    for audience in [json!("gitlab"), json!(["other", "gitlab"])] {
        let claims = json!({"iss": "gitlab-kas", "aud": audience, "exp": now + 30});
        assert_eq!(bench.kas("kas-jwt", claims.clone()), Ok(Caller::Component));
        assert_eq!(bench.kas("kas-jwt-13", claims), Ok(Caller::Component));
    }
    for audience in [json!("other"), json!(null), json!([]), json!({"gitlab": 1})] {
        let claims = json!({"iss": "gitlab-kas", "aud": audience});
        assert_eq!(bench.kas("kas-jwt", claims.clone()), refused("kas-jwt"));
        assert_eq!(bench.kas("kas-jwt-13", claims), Ok(Caller::Component));
    }
    for claims in [
        json!({"iss": "gitlab-kas"}),
        json!({"iss": "gitlab-shell", "aud": "gitlab"}),
        json!({"iss": "gitlab-kas", "aud": "gitlab", "exp": now}),
        json!({"iss": "gitlab-kas", "aud": "gitlab", "nbf": now + 1}),
    ] {
        assert_eq!(
            bench.kas("kas-jwt", claims.clone()),
            refused("kas-jwt"),
            "{claims}"
        );
    }
    let text = jwt(
        &json!({"iss": "gitlab-kas", "aud": "gitlab"}),
        bench.secret("kas").as_bytes(),
    );
    let headers = [("Gitlab-Kas-Api-Request", text)];
    assert_eq!(bench.ask(&["kas-jwt"], &headers, ""), refused("kas-jwt"));
}

#[test]
fn an_agent_needs_both_credentials_and_the_component_s_is_asked_for_first() {
    let bench = Bench::new();
    let claims = json!({"iss": "gitlab-kas", "aud": "gitlab"});
    let kas = (
        "Gitlab-Kas-Api-Request",
        jwt(&claims, bench.secrets.key("kas").unwrap()),
    );
    let agent = ("Authorization", format!("bearer {}", bench.secret("agent")));
    let both = ["kas-jwt", "agent-token"];
    assert_eq!(
        bench.ask(&both, &[kas.clone(), agent.clone()], ""),
        Ok(Caller::Agent(5))
    );
    assert_eq!(bench.ask(&both, &[agent], ""), refused("kas-jwt"));
    assert_eq!(bench.ask(&both, &[kas], ""), refused("agent-token"));
    assert_eq!(
        bench.bearer("agent-token", "other_agent", ""),
        Ok(Caller::Agent(6))
    );
    assert_eq!(
        bench.bearer("agent-token", "revoked_agent", ""),
        refused("agent-token")
    );
    assert_eq!(bench.bearer("agent-token", "admin", ""), refused("agent-token"));
    assert_eq!(
        bench.bearer("agent-token-13", "revoked_agent", ""),
        refused("agent-token-13")
    );
    let bare = [("Authorization", bench.secret("agent"))];
    assert_eq!(bench.ask(&["agent-token"], &bare, ""), refused("agent-token"));
}

#[test]
fn each_fault_of_a_personal_access_token_has_its_own_answer() {
    let bench = Bench::new();
    assert_eq!(bench.admin("admin"), Ok(Caller::Administrator(1)));
    assert_eq!(bench.admin("scim_group"), refused("admin-pat"));
    assert_eq!(bench.ask(&["admin-pat"], &[], ""), refused("admin-pat"));
    for (secret, status, fault) in [
        ("expired_admin", 401, json!("invalid_token")),
        ("revoked_admin", 401, json!("invalid_token")),
        ("reading_admin", 403, json!("insufficient_scope")),
    ] {
        let (seen, body) = bench.admin(secret).unwrap_err();
        assert_eq!((seen, &body["error"]), (status, &fault), "{secret}");
    }
    let forbidden = Err((403, json!({"message": "403 Forbidden"})));
    assert_eq!(bench.admin("developer"), forbidden);
    for (header, expected) in [("TOKEN", true), ("PRIVATE-TOKEN", true), ("Authorization", false)] {
        let headers = [(header, bench.secret("admin"))];
        assert_eq!(
            bench.ask(&["admin-token"], &headers, "").is_ok(),
            expected,
            "{header}"
        );
    }
}

#[test]
fn a_personal_access_token_may_be_elsewhere_than_in_its_header() {
    let bench = Bench::new();
    let ask = |header: &str, value: String, query: &str| bench.ask(&["admin-pat"], &[(header, value)], query);
    let admin = || bench.secret("admin");
    let known = Ok(Caller::Administrator(1));
    assert_eq!(ask("authorization", format!("bearer {}", admin()), ""), known);
    for name in ["private_token", "access_token"] {
        let query = format!("{name}={}", admin());
        assert_eq!(ask("Job-Token", admin(), &query), known, "{name}");
        // A parameter goes before a header, unless it is empty.
        let query = format!("{name}=nobody");
        assert_eq!(
            ask("PRIVATE-TOKEN", admin(), &query),
            refused("admin-pat"),
            "{name}"
        );
        assert_eq!(
            ask("PRIVATE-TOKEN", admin(), &format!("{name}=")),
            known,
            "{name}"
        );
    }
    assert_eq!(ask("authorization", admin(), ""), refused("admin-pat"));
}

#[test]
fn in_admin_mode_an_administrators_token_needs_the_scope_for_it() {
    let mut bench = Bench::new();
    let reads = |bench: &Bench, secret| {
        let headers = [("PRIVATE-TOKEN", bench.secret(secret))];
        bench.ask(&["user-pat"], &headers, "")
    };
    let narrow = Digest::of(bench.secret("admin").as_bytes());
    assert!(bench.admin("admin").is_ok());
    bench.state.instance.lacking.insert("admin_mode_off".to_owned());
    assert_eq!(bench.admin("admin"), Ok(Caller::Administrator(1)));
    bench.state.tokens.get_mut(&narrow).unwrap().scopes = vec!["api".to_owned()];
    let refusal = (403, json!({"message": "403 Forbidden"}));
    assert_eq!(bench.admin("admin"), Err(refusal));
    // Whoever needs no administrator takes it for the token of anybody else.
    let user = Caller::User {
        id: 1,
        administers: false,
    };
    assert_eq!(reads(&bench, "admin"), Ok(user));
}

#[test]
fn a_token_that_reads_is_enough_to_read() {
    let bench = Bench::new();
    let token = Digest::of(bench.secret("api_reading_admin"));
    let token = bench.state.access_token(token).unwrap();
    let asked = |only_reads| {
        PresentedToken {
            token: None,
            params: &Params::default(),
            now: NOW,
            only_reads,
        }
        .lets(token)
    };
    assert_eq!((asked(true), asked(false)), (true, false));
}

#[test]
fn beside_a_token_of_the_portal_no_other_counts() {
    let bench = Bench::new();
    let admin = ("PRIVATE-TOKEN", bench.secret("admin"));
    let portal = ("X-Customers-Dot-Internal-Token", "not.a.token".to_owned());
    let ask = |headers: &[(&str, String)]| bench.ask(&["purchase-pat"], headers, "");
    assert_eq!(ask(std::slice::from_ref(&admin)), Ok(Caller::Administrator(1)));
    assert_eq!(ask(&[admin, portal]), refused("purchase-pat"));
}

#[test]
fn a_user_who_is_kept_out_has_no_use_for_a_token() {
    let mut bench = Bench::new();
    let blocked = bench.state.user_named("blocked.bea").unwrap().id;
    let admin = Digest::of(bench.secret("admin"));
    let token = bench.state.tokens.get_mut(&admin);
    token.unwrap().user = blocked;
    assert_eq!(bench.admin("admin"), refused("admin-pat"));
}

#[test]
fn scim_tokens_are_for_their_group_or_for_the_instance() {
    let bench = Bench::new();
    let group = |secret, path: &str| bench.bearer("scim-group-token", secret, &format!("group_path={path}"));
    assert_eq!(group("scim_group", "test_group"), Ok(Caller::Group(150)));
    assert_eq!(group("scim_group", "150"), Ok(Caller::Group(150)));
    for secret in ["scim_other_group", "scim_instance", "agent"] {
        assert_eq!(
            group(secret, "test_group"),
            refused("scim-group-token"),
            "{secret}"
        );
    }
    for (path, detail) in [
        ("nothing", "Group nothing not found"),
        (
            "plain_group",
            "Group plain_group does not have SAML SSO configured",
        ),
    ] {
        let (status, body) = group("agent", path).unwrap_err();
        assert_eq!((status, &body["detail"]), (404, &json!(detail)));
    }
    assert_eq!(
        bench.bearer("scim-instance-token", "scim_instance", ""),
        Ok(Caller::Instance)
    );
    assert_eq!(
        bench.bearer("scim-instance-token", "scim_group", ""),
        refused("scim-instance-token")
    );
}

#[test]
fn a_secret_that_is_a_token_is_for_somebody() {
    for scheme in spec().schemes().values() {
        let is_token = spec().secrets()[&scheme.secret].form == SecretForm::Token;
        assert_eq!(is_token, scheme.holder.is_some(), "{}", scheme.name);
        let closed = matches!(
            Proof::new(scheme, &Secrets::generate(spec())).kind,
            ProofKind::Closed
        );
        assert!(!closed, "{}", scheme.name);
    }
}
