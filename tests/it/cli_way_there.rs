//! The way to a server: proxies, and sockets of Unix.

use crate::support::command::{Serving, folder, labproof};
use crate::support::impostor;

/// Ends with this code and says this, with proxies in the environment.
fn expect(serving: &Serving, proxy: &str, arguments: &[&str], code: i32, part: &str) {
    let usual = [
        "run",
        "--target",
        "target.yaml",
        "--run",
        "instance.check/example",
    ];
    let mut command = labproof(serving.path(), &[&usual[..], arguments].concat());
    for name in [
        "NO_PROXY",
        "no_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        command.env_remove(name);
    }
    let output = command
        .env("HTTP_PROXY", proxy)
        .env("http_proxy", proxy)
        .output()
        .unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    let said = format!("{stdout}\n{stderr}");
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(part), "`{part}` is not in: {said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_environment_is_named_and_never_on_the_way_to_this_machine() {
    let serving = Serving::start("17.9");
    let nobody = "http://ann:hunter2@127.0.0.1:9";
    expect(&serving, nobody, &[], 0, "1 pass");
    let by_name = serving.address().replace("127.0.0.1", "http://localhost");
    expect(&serving, nobody, &["--url", &by_name], 0, "1 pass");
    let elsewhere = ["--url", "http://gitlab.example.invalid"];
    expect(
        &serving,
        nobody,
        &elsewhere,
        3,
        "through the proxy http://127.0.0.1:9;",
    );
    let asked = ["--proxy", "http://127.0.0.1:9"];
    expect(&serving, "", &asked, 3, "through the proxy http://127.0.0.1:9;");
    let secret = ["--proxy", "http://ann:hunter2@127.0.0.1:9"];
    expect(&serving, "", &secret, 2, "carries a user name or password");
    // Whoever is asked in place of the server is told the whole URL.
    let proxy = impostor(|request| {
        let asked = request.lines().next().unwrap().replace(' ', "-");
        format!("HTTP/1.1 302 Found\r\nLocation: {asked}\r\nContent-Length: 0\r\n\r\n")
    });
    let asked = ["--proxy", &proxy.await];
    expect(&serving, nobody, &asked, 3, "redirects to GET-http://127.0.0.1:");
}

#[test]
#[cfg(unix)]
fn a_server_at_a_socket_is_judged_by_its_url() {
    let at = ["--listen", "unix:server.sock"];
    let serving = Serving::start_in(folder(), "17.9", &at);
    let path = serving.path().join("server.sock").display().to_string();
    let url = format!("http+unix://{}", path.replace('/', "%2F"));
    expect(&serving, "", &["--url", &url], 0, "1 pass");
    let refused = ["--url", &url, "--run", "git.*", "--edition", "16.3", "--strict"];
    let curl = format!("curl --unix-socket {path} --include --request POST");
    expect(&serving, "", &refused, 1, &curl);
    std::fs::remove_file(serving.path().join("server.sock")).unwrap();
    expect(&serving, "", &["--url", &url], 3, "cannot reach http+unix://");
}
