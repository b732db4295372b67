//! The command as a user meets it: what it prints, and the exit code it ends with.

mod support;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use support::{answer, impostor};
use tempfile::TempDir;

/// The command in an empty folder, with nothing of the tests' own environment that it would read.
fn labproof(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_labproof"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LABPROOF_")) {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = labproof(folder, arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

/// Ends with this code and says all of this, on either stream.
fn expect(folder: &Path, arguments: &[&str], code: i32, parts: &[&str]) {
    let (actual, stdout, stderr) = run(folder, arguments);
    let said = format!("labproof {}\n{stdout}\n{stderr}", arguments.join(" "));
    assert_eq!(actual, code, "{said}");
    for part in parts {
        assert!(said.contains(part), "`{part}` is not in: {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A reference server in a process of its own, with the target file it wrote.
struct Serving {
    folder: TempDir,
    child: Child,
}

impl Serving {
    fn start(edition: &str) -> Self {
        Self::start_in(folder(), edition, &[])
    }

    fn start_in(folder: TempDir, edition: &str, more: &[&str]) -> Self {
        let arguments = [
            "serve",
            "--edition",
            edition,
            "--listen",
            "127.0.0.1:0",
            "--write-target",
            "target.yaml",
            "--port-file",
            "port",
        ];
        let mut child = labproof(folder.path(), &[&arguments[..], more].concat())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // The first line comes when it listens and every file is written.
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.contains("http://127.0.0.1:"), "{line}");
        Self { folder, child }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn target(&self) -> PathBuf {
        self.path().join("target.yaml")
    }

    fn stop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The target file with a text replaced, under another name.
    fn changed(&self, name: &str, from: &str, to: &str) -> PathBuf {
        let text = std::fs::read_to_string(self.target()).unwrap();
        assert!(text.contains(from), "{text}");
        let path = self.path().join(name);
        std::fs::write(&path, text.replace(from, to)).unwrap();
        path
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_served_server_conforms_from_outside_with_and_without_a_trailing_slash() {
    for edition in ["12.4", "17.9"] {
        let serving = Serving::start(edition);
        let port = std::fs::read_to_string(serving.path().join("port")).unwrap();
        let url = format!("http://127.0.0.1:{}/", port.trim());
        expect(
            serving.path(),
            &["run", "--target", "target.yaml", "--strict"],
            0,
            &["conforms", &format!("edition {edition}")],
        );
        expect(
            serving.path(),
            &[
                "run",
                "--target",
                "target.yaml",
                "--url",
                &url,
                "--run",
                "instance.check",
            ],
            0,
            &["judged in part"],
        );
    }
}

/// Nothing in the suite hangs on the names that the documentation's examples happen to use.
#[test]
fn a_server_of_another_world_conforms_as_well() {
    let world = include_str!("../reference/worlds/documented.yaml");
    let world = world
        .replace("gnuwget", "acmecorp")
        .replace("wget2", "rocket")
        .replace("rubi", "robin")
        .replace("Dede Eichmann", "Robin Hood");
    let folder = folder();
    std::fs::write(folder.path().join("world.yaml"), world).unwrap();
    let serving = Serving::start_in(folder, "16.3", &["--world", "world.yaml"]);
    expect(
        serving.path(),
        &["run", "--target", "target.yaml", "--strict"],
        0,
        &["conforms, strictly"],
    );
}

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
    let (code, stdout, _) = run(serving.path(), &["run", "--target", "wrong.yaml"]);
    assert_eq!(code, 1, "{stdout}");
    assert!(
        stdout.starts_with("note: the server refuses the secret `shell`"),
        "{stdout}"
    );
    assert!(!stdout.contains("hunter2"), "a secret is printed");
    let passed = |line: &&str| line.contains("(must") && line.contains("pass ");
    let (_, verbose, _) = run(serving.path(), &["run", "--target", "wrong.yaml", "-vv"]);
    let passing: Vec<&str> = verbose.lines().filter(passed).collect();
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
        4,
        &[
            "nothing to judge",
            "--run 'git.nothing/*'",
            "labproof list requirements",
        ],
    );
    expect(path, &["run", "--tags", "@nobody"], 4, &["nothing"]);
    expect(path, &["run", "--tags", "@a and"], 2, &["is no tag expression"]);
    expect(
        path,
        &["run", "--profile", "gitlab-shelf"],
        2,
        &["no profile `gitlab-shelf`", "gitlab-shell"],
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
        "UNTESTABLE git.allowed/",
        "archived_project",
        "add it to `fixtures`",
        "does not conform",
    ];
    expect(serving.path(), &["run", "--target", "without.yaml"], 1, &parts);
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
    let port = std::fs::read_to_string(serving.path().join("port")).unwrap();
    let address = format!("127.0.0.1:{}", port.trim());
    let folder = folder();
    expect(
        folder.path(),
        &["serve", "--listen", &address],
        2,
        &[&address, "in use"],
    );
    expect(folder.path(), &["serve", "--listen", "nowhere"], 2, &["--listen"]);
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
fn writing_needs_consent() {
    let serving = Serving::start("17.9");
    serving.changed("reading.yaml", "writes: allowed", "writes: refused");
    let arguments = ["run", "--target", "reading.yaml", "--run", "git.pre_receive"];
    expect(
        serving.path(),
        &arguments,
        4,
        &["nothing was judged", "--allow-writes"],
    );
    expect(
        serving.path(),
        &[&arguments[..], &["--allow-writes"]].concat(),
        0,
        &["judged in part"],
    );
}

#[test]
fn a_secret_in_the_environment_and_a_file_of_defaults_work() {
    let serving = Serving::start("17.9");
    let secret = std::fs::read_to_string(serving.path().join(".labproof/.gitlab_shell_secret")).unwrap();
    let text = std::fs::read_to_string(serving.target()).unwrap();
    let line = text
        .lines()
        .find(|line| line.contains(".gitlab_shell_secret"))
        .unwrap();
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
    serving.changed("env.yaml", line, &format!("{indent}env: SHELL_SECRET"));
    std::fs::write(
        serving.path().join("labproof.toml"),
        "[run]\ntarget = 'env.yaml'\nprofile = ['geo']\n",
    )
    .unwrap();
    let output = labproof(serving.path(), &["run"])
        .env("SHELL_SECRET", &secret)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("geo") && !said.contains("gitaly"), "{said}");
    assert!(!said.contains(secret.trim()), "a secret is printed");
}

#[test]
fn the_documents_can_be_listed_explained_and_assembled() {
    let folder = folder();
    let path = folder.path();
    expect(
        path,
        &["list", "operations"],
        0,
        &["git.allowed", "ssh.authorized_certs"],
    );
    expect(
        path,
        &["list", "operations", "--edition", "12.4", "--format", "json"],
        0,
        &[r#""operation": "git.allowed""#],
    );
    expect(path, &["list", "profiles"], 0, &["gitlab-shell"]);
    expect(
        path,
        &["list", "requirements", "--profile", "geo"],
        0,
        &["instance.check/example"],
    );
    expect(path, &["list", "errata"], 0, &["E-11"]);
    expect(
        path,
        &["explain", "git.allowed"],
        0,
        &["POST /api/v4/internal/allowed", "needed by"],
    );
    expect(
        path,
        &["explain", "git.allowed/example"],
        0,
        &["every operation gets"],
    );
    expect(path, &["explain", "E-11"], 0, &["because"]);
    expect(path, &["spec", "check"], 0, &["documents are sound"]);
    expect(
        path,
        &["spec", "openapi", "--edition", "12.4"],
        0,
        &["openapi: \"3.1.0\""],
    );
    expect(path, &["--help"], 0, &["Exit codes"]);
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
