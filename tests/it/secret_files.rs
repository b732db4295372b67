//! The files that secrets lie in: which are read, and of which whoever has them is warned.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

use crate::support::command::{Serving, expect, folder, labproof, write_private};

fn allow(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// What `serve` says on standard error before it is there, or instead.
fn served(folder: &Path, listen: &str) -> String {
    let arguments = ["serve", "--listen", listen, "--port-file", "port"];
    let mut child = labproof(folder, &arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The first line, or the end, where there is none.
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let _ = child.kill();
    let output = child.wait_with_output().unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn whoever_serves_is_warned_of_secrets_that_are_none() {
    let folder = folder();
    let path = folder.path();
    assert_eq!(served(path, "127.0.0.1:0"), "");
    let secrets = path.join(".labproof");
    let mode = std::fs::metadata(&secrets).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o700, "the folder that was made");
    let secret = secrets.join(".gitlab_shell_secret");
    std::fs::write(&secret, "s").unwrap();
    allow(&secret, 0o666);
    let said = served(path, "0.0.0.0:0");
    for part in [
        "mode 666",
        "chmod 600",
        "short (length 1)",
        "0.0.0.0:",
        "speaks no TLS",
    ] {
        assert!(said.contains(part), "`{part}` is not in: {said}");
    }
    assert_eq!(said.matches("labproof: warning: ").count(), 3, "{said}");
    std::fs::remove_file(&secret).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &secret).unwrap();
    let said = served(path, "127.0.0.1:0");
    assert!(
        said.contains(".gitlab_shell_secret") && said.contains("no regular file"),
        "{said}"
    );
}

/// A target's secrets are read in the same way.
#[test]
fn whoever_judges_is_warned_as_well() {
    let serving = Serving::start("12.4");
    let path = serving.path();
    let shell = path.join(".labproof/.gitlab_shell_secret");
    let shell = shell.to_str().unwrap();
    std::fs::copy(shell, path.join("open")).unwrap();
    allow(&path.join("open"), 0o644);
    write_private(&path.join("long"), &"s".repeat(64 * 1024 + 1));
    for (file, code, part) in [
        ("open", 0, "labproof: warning: "),
        ("open", 0, "may be read by others than its owner"),
        ("long", 2, "more than 65536 bytes"),
        ("/dev/zero", 2, "no regular file"),
    ] {
        serving.changed("other.yaml", shell, file);
        let arguments = ["run", "--target", "other.yaml", "--run", "instance.check/example"];
        expect(path, &arguments, code, &[part]);
    }
}
