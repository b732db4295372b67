//! The command as a user meets it: what it prints, and the exit code it ends with.

use crate::support::command::{Serving, expect, folder, labproof, run};

#[test]
fn a_served_server_conforms_from_outside_with_and_without_a_trailing_slash() {
    for edition in ["12.4", "17.9"] {
        let serving = Serving::start(edition);
        let url = format!("http://{}/", serving.address());
        expect(
            serving.path(),
            &["run", "--target", "target.yaml", "--strict", "--cases", "2"],
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

#[cfg(unix)]
#[test]
fn a_server_listens_wherever_it_is_told_to() {
    use std::io::{Read as _, Write as _};
    let serving = Serving::start_in(folder(), "17.9", &["--listen", "unix:server.sock"]);
    let socket = serving.path().join("server.sock");
    let mut stream = std::os::unix::net::UnixStream::connect(socket).unwrap();
    stream
        .write_all(b"GET /api/v4/internal/check HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    let arguments = ["run", "--target", "target.yaml", "--run", "instance.check"];
    expect(serving.path(), &arguments, 0, &["judged in part"]);
}

/// Where a target has the token of error tracking, it is that token that opens and shuts.
#[test]
fn error_tracking_is_judged_with_its_own_token_where_the_target_has_it() {
    let serving = Serving::start("17.9");
    let judge = |file: &str| {
        let secret = format!("secrets:\n  error_tracking:\n    file: .labproof/{file}\n");
        serving.changed("own.yaml", "secrets:\n", &secret);
        let arguments = ["run", "--target", "own.yaml", "--run", "error_tracking.allowed/*"];
        run(serving.path(), &arguments)
    };
    let (code, said, _) = judge("error_tracking_token");
    assert_eq!(code, 0, "{said}");
    // Eleven in a form, and in three other ways the four that any scheme has: and nothing of GitLab Shell's token.
    assert!(
        said.contains(" 23 bad credentials") && said.contains("1 skipped"),
        "{said}"
    );
    let (code, said, _) = judge("agent_token");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("error_tracking.allowed/own-key"), "{said}");
}

/// Nothing in the suite hangs on the names that the documentation's examples happen to use.
#[test]
fn a_server_of_another_world_conforms_as_well() {
    let world = include_str!("../../reference/worlds/documented.yaml");
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
        &["run", "--target", "target.yaml", "--strict", "--cases", "2"],
        0,
        &["conforms, strictly"],
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
    assert!(
        said.contains("\n  geo ") && !said.contains("\n  gitaly "),
        "{said}"
    );
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
    expect(
        path,
        &["list", "editions"],
        0,
        &["documented", "Internal API", "16.3..17.8"],
    );
    expect(path, &["list", "errata"], 0, &["E-11"]);
    expect(
        path,
        &["list", "conditions"],
        0,
        &["licence", "Git LFS is switched on."],
    );
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

/// While the pipe is full nobody can have read the first line, so the server is asked before it can say that it is there.
#[cfg(unix)]
#[test]
fn a_server_that_is_asked_to_end_as_soon_as_it_listens_ends_well() {
    use std::io::Write as _;
    /// What a pipe holds.
    const FULL: usize = 64 * 1024;
    let folder = folder();
    let (mut reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(&[b'\n'; FULL]).unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--port-file", "port"];
    let mut server = labproof(folder.path(), &serve).stdout(writer).spawn().unwrap();
    while !folder.path().join("port").exists() {
        assert_eq!(server.try_wait().unwrap(), None, "it ended before it listened");
        std::thread::yield_now();
    }
    let asked = std::process::Command::new("kill")
        .args(["-TERM", &server.id().to_string()])
        .status();
    assert!(asked.unwrap().success());
    std::io::copy(&mut reader, &mut std::io::sink()).unwrap();
    let ended = server.wait().unwrap();
    assert!(ended.success(), "{ended}");
}

/// Job definitions leave variables empty that nobody has set.
#[test]
fn a_variable_that_is_empty_is_none() {
    let folder = folder();
    let mut run = labproof(folder.path(), &["run", "--edition", "17.9", "--profile", "geo"]);
    for name in [
        "URL", "TARGET", "RUN", "SKIP", "TAGS", "SEED", "CASES", "TIMEOUT", "STRICT", "SHARD", "COLOR",
    ] {
        run.env(format!("LABPROOF_{name}"), "");
    }
    let output = run.output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("\nconforms: "), "{said}");
}
