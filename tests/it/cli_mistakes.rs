//! What the command says of mistakes and of servers that are not there: one message, and the code for it.

use crate::support::command::{Serving, expect, folder, run};
use crate::support::{answer, impostor};
use std::path::Path;

#[test]
fn a_wrong_secret_fails_every_scenario_and_says_so_first() {
    let serving = Serving::start("17.9");
    std::fs::write(serving.path().join("wrong"), "hunter2-hunter2").unwrap();
    let text = std::fs::read_to_string(serving.target()).unwrap();
    let line = text
        .lines()
        .find(|line| line.contains(".gitlab_shell_secret"))
        .unwrap();
    let place = line.split("file:").nth(1).unwrap().trim().trim_matches('"');
    serving.changed("wrong.yaml", place, "wrong");
    let arguments = ["run", "--target", "wrong.yaml", "--cases", "2", "-vv"];
    let (code, stdout, _) = run(serving.path(), &arguments);
    assert_eq!(code, 1, "{stdout}");
    assert!(
        stdout.starts_with("note: the server refuses the secret `shell`"),
        "{stdout}"
    );
    assert!(!stdout.contains("hunter2"), "a secret is printed");
    // The other secrets are right.
    let shares_it = |line: &str| {
        [" git.", " ssh.", " instance."]
            .iter()
            .any(|family| line.contains(family))
    };
    let passed = |line: &&str| line.contains("(must") && line.starts_with("pass ") && shares_it(line);
    let passing: Vec<&str> = stdout.lines().filter(passed).collect();
    assert!(passing.is_empty(), "{passing:?}");
}

#[test]
fn a_stopped_server_is_unreachable() {
    let mut serving = Serving::start("17.9");
    serving.stop();
    expect(
        serving.path(),
        &["run", "--target", "target.yaml"],
        3,
        &["cannot reach http://127.0.0.1:", "check that the server runs"],
    );
}

#[test]
fn what_selects_nothing_or_nobody_knows_is_said() {
    let folder = folder();
    let path = folder.path();
    expect(
        path,
        &["run", "--run", "git.nothing/*"],
        2,
        &[
            "--run 'git.nothing/*' matches no operation and no requirement",
            "labproof list requirements",
        ],
    );
    for (flag, wrong, meant) in [
        ("--run", "git.alowed", "git.allowed"),
        ("--skip", "git.allowed/exampel", "git.allowed/example"),
        ("--tags", "not @wirtes", "writes"),
        ("--profile", "gitally", "gitaly"),
    ] {
        // What is right beside it does not make up for it.
        let right = ["--run", "instance.check", "--profile", "geo"];
        let arguments = [&["run"][..], &right, &[flag, wrong]].concat();
        expect(path, &arguments, 2, &[&format!("did you mean `{meant}`?")]);
    }
    expect(
        path,
        &["run", "--edition", "12.4", "--run", "kas.agent_info"],
        4,
        &[
            "nothing to judge",
            "no requirement of edition 12.4 matches --run 'kas.agent_info'",
        ],
    );
    expect(
        path,
        &["run", "--tags", "@nobody"],
        2,
        &["no scenario has the tag `@nobody`"],
    );
    expect(path, &["run", "--tags", "@a and"], 2, &["is no tag expression"]);
    expect(
        path,
        &["run", "--profile", "gitlab-shelf"],
        2,
        &["no profile `gitlab-shelf` (did you mean `gitlab-shell`?)", "geo"],
    );
    expect(
        path,
        &["run", "--edition", "9.9"],
        2,
        &["unknown edition `9.9`", "17.9"],
    );
    expect(path, &["run", "--cases", "0"], 2, &["--cases"]);
    expect(
        path,
        &["run", "--timeout", "soon"],
        2,
        &["write a time such as 500ms"],
    );
    expect(
        path,
        &["explain", "git.nothing"],
        2,
        &["nothing is called `git.nothing`"],
    );
    expect(
        path,
        &["token", "shell-jot"],
        2,
        &["no scheme `shell-jot`", "shell-jwt"],
    );
    for (flag, like) in [("--spec", "`spec`"), ("--features", "`features`")] {
        let told = format!("is no folder; name one that is laid out like {like}");
        expect(path, &["run", flag, "nowhere"], 2, &["nowhere", &told]);
    }
    expect(path, &["bogus"], 2, &["unrecognized subcommand"]);
    std::fs::write(path.join("labproof.toml"), "[run]\nprofil = ['gitaly']\n").unwrap();
    expect(path, &["run"], 2, &["labproof.toml", "profil"]);
}

#[test]
fn a_fixture_missing_for_a_claimed_profile_does_not_conform() {
    let serving = Serving::start("17.9");
    serving.changed("fewer.yaml", "archived_project:", "# gone\n  missing_too:");
    expect(
        serving.path(),
        &["run", "--target", "fewer.yaml"],
        2,
        &["/fixtures/missing_too: no such role"],
    );
    serving.changed("misspelt.yaml", "archived_project:", "archived_projekt:");
    serving.changed("secret.yaml", "secrets:\n", "secrets:\n  shel: { env: A }\n");
    for (file, meant) in [("misspelt.yaml", "archived_project"), ("secret.yaml", "shell")] {
        let meant = format!("(did you mean `{meant}`?)");
        expect(serving.path(), &["run", "--target", file], 2, &[&meant]);
    }
    let text = std::fs::read_to_string(serving.target()).unwrap();
    let without: Vec<&str> = {
        let mut inside = false;
        text.lines()
            .filter(|line| {
                let role = line.starts_with("  ") && !line.starts_with("   ");
                inside = if role {
                    line.trim_start().starts_with("archived_project:")
                } else {
                    inside && line.starts_with("   ")
                };
                !inside
            })
            .collect()
    };
    std::fs::write(serving.path().join("without.yaml"), without.join("\n")).unwrap();
    let parts = [
        "COULD NOT BE JUDGED git.allowed/",
        "the target does not have all of the role `archived_project`",
        "add it to `fixtures`",
        "does not conform",
    ];
    expect(
        serving.path(),
        &["run", "--target", "without.yaml", "--cases", "2"],
        1,
        &parts,
    );
    expect(
        serving.path(),
        &["run", "--target", "without.yaml", "--profile", "geo"],
        0,
        &["conforms"],
    );
}

#[test]
fn a_target_that_cannot_be_used_is_told_with_its_place() {
    let serving = Serving::start("17.9");
    let path = serving.path();
    std::fs::write(path.join("malformed.yaml"), "url: [\nsecrets").unwrap();
    expect(
        path,
        &["run", "--target", "malformed.yaml"],
        2,
        &["malformed.yaml", "line"],
    );
    std::fs::write(path.join("unknown.yaml"), "url: http://127.0.0.1:1\nsecret: {}\n").unwrap();
    expect(
        path,
        &["run", "--target", "unknown.yaml"],
        2,
        &["unknown.yaml", "secret"],
    );
    expect(
        path,
        &["run", "--target", "absent.yaml"],
        2,
        &["absent.yaml", "give an existing file to --target"],
    );
    expect(
        path,
        &["run", "--url", "http://127.0.0.1:1"],
        2,
        &["names no secret", "--target"],
    );
    std::fs::write(
        path.join("no-file.yaml"),
        "url: http://127.0.0.1:1\nsecrets: { shell: { file: nowhere } }\n",
    )
    .unwrap();
    expect(
        path,
        &["run", "--target", "no-file.yaml"],
        2,
        &["nowhere", "put the secret there"],
    );
    std::fs::write(
        path.join("no-env.yaml"),
        "url: http://127.0.0.1:1\nsecrets: { shell: { env: NO_SUCH_SECRET } }\n",
    )
    .unwrap();
    expect(
        path,
        &["run", "--target", "no-env.yaml"],
        2,
        &["$NO_SUCH_SECRET", "export it"],
    );
    std::fs::write(
        path.join("both.yaml"),
        "url: http://127.0.0.1:1\nsecrets: { shell: { file: here, env: THERE } }\n",
    )
    .unwrap();
    expect(
        path,
        &["run", "--target", "both.yaml"],
        2,
        &["both.yaml", "say one of them"],
    );
    for (url, part) in [
        ("127.0.0.1:80", "URL"),
        ("http://127.0.0.1/api/v4", "without /api/v4"),
        ("http://a:b@127.0.0.1", "user name or password"),
    ] {
        expect(
            path,
            &["run", "--target", "target.yaml", "--url", url],
            2,
            &[part],
        );
    }
    expect(
        path,
        &["run", "--target", "target.yaml", "--edition", "all"],
        2,
        &["a server follows one edition"],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_answers_instead_of_the_instance_ends_the_run() {
    let serving = Serving::start("17.9");
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = format!("http://{}", silent.local_addr().unwrap());
    let redirect = "HTTP/1.1 301 Moved\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let redirect = impostor(move |_| redirect.to_owned()).await;
    let proxy = impostor(|_| answer("503 Service Unavailable", "text/html", "<h1>maintenance</h1>")).await;
    let binary = impostor(|_| "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}F".to_owned()).await;
    for (url, part) in [
        (redirect.as_str(), "redirects to https://elsewhere.example/"),
        (proxy.as_str(), "page of a proxy"),
        (binary.as_str(), "if it speaks TLS there, write https://"),
        ("https://127.0.0.1:9", "cannot reach"),
    ] {
        expect(
            serving.path(),
            &["run", "--target", "target.yaml", "--url", url],
            3,
            &[part],
        );
    }
    let arguments = [
        "run",
        "--target",
        "target.yaml",
        "--url",
        &silent,
        "--timeout",
        "300ms",
    ];
    expect(
        serving.path(),
        &arguments,
        3,
        &["no complete answer within 0.3 s"],
    );
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let serving = Serving::start("17.9");
    let address = serving.address();
    let folder = folder();
    expect(
        folder.path(),
        &["serve", "--listen", &address],
        2,
        &[&address, "in use"],
    );
    for nowhere in ["nowhere", "unix:"] {
        let said = ["--listen", "such as 127.0.0.1:3001"];
        expect(folder.path(), &["serve", "--listen", nowhere], 2, &said);
    }
    let without_port = ["serve", "--listen", "unix:server.sock", "--port-file", "port"];
    expect(folder.path(), &without_port, 2, &["--port-file needs a port"]);
    let twice = ["serve", "--listen", "127.0.0.1:0", "--listen", &address];
    expect(folder.path(), &twice, 2, &[&address, "in use"]);
    expect(
        folder.path(),
        &["serve", "--listen", "127.0.0.1:0", "--world", "absent.yaml"],
        2,
        &["absent.yaml"],
    );
    expect(
        folder.path(),
        &[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--write-target",
            "no/such/folder.yaml",
        ],
        2,
        &["cannot write no/such/folder.yaml"],
    );
    std::fs::write(folder.path().join("world.yaml"), "users: [").unwrap();
    expect(
        folder.path(),
        &["serve", "--listen", "127.0.0.1:0", "--world", "world.yaml"],
        2,
        &["world.yaml"],
    );
}

#[test]
fn broken_documents_are_told_all_at_once() {
    let folder = folder();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    copy(&source, folder.path());
    let change = |file: &str, from: &str, to: &str| {
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    change("api/git/pre_receive.yaml", "method: POST", "method: PUSH");
    change(
        "api/git/post_receive.yaml",
        "operation: git.post_receive",
        "operation: [git",
    );
    change("api/ssh/discover.yaml", "level: must", "level: shall");
    let parts = [
        "api/git/pre_receive.yaml at /method",
        "api/git/post_receive.yaml: is no well-formed YAML",
        "api/ssh/discover.yaml at /requirements/0/level",
        "3 document(s)",
    ];
    expect(folder.path(), &["spec", "check", "."], 2, &parts);
    expect(folder.path(), &["spec", "check", "absent"], 2, &["absent"]);
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        if path.is_dir() {
            std::fs::create_dir_all(to.join(&name)).unwrap();
            copy(&path, &to.join(&name));
        } else {
            std::fs::copy(&path, to.join(&name)).unwrap();
        }
    }
}
