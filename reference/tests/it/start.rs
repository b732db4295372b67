//! Starting, listening and stopping.

use std::time::Duration;

use labproof_reference::{Address, Secrets, Server, Settings, StartError, World};
use labproof_spec::InstanceKind;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::support::{client, newest, spec};

fn settings() -> Settings {
    Settings {
        edition: newest(),
        kind: InstanceKind::default(),
        world: World::documented().unwrap(),
        secrets: Secrets::generate(spec()),
        state_probe: false,
        mutation: None,
    }
}

const ANYWHERE: ([u8; 4], u16) = ([127, 0, 0, 1], 0);
const PATIENCE: Duration = Duration::from_secs(3);

#[tokio::test]
async fn an_address_in_use_says_what_to_do() {
    let first = Server::bind(spec(), settings(), ANYWHERE).await.unwrap();
    let second = Server::bind(spec(), settings(), first.address().clone()).await;
    let error = second.err().expect("both listen");
    assert!(matches!(error, StartError::Listen { .. }));
    let text = error.to_string();
    assert!(
        text.contains(&first.address().to_string()) && text.contains("use port 0"),
        "{text}"
    );
}

#[tokio::test]
async fn idle_connections_do_not_keep_a_server_from_stopping() {
    let server = Server::bind(spec(), settings(), ANYWHERE).await.unwrap();
    let address = server.address().tcp().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(server.serve(async {
        let _ = stopped.await;
    }));
    // One has been used and is kept alive, the other has never said a word.
    let mut used = TcpStream::connect(address).await.unwrap();
    let mut silent = TcpStream::connect(address).await.unwrap();
    for _ in 0..2 {
        used.write_all(b"GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n")
            .await
            .unwrap();
        let mut answer = [0; 1024];
        let length = used.read(&mut answer).await.unwrap();
        assert!(answer[..length].starts_with(b"HTTP/1.1 302 "));
    }
    stop.send(()).unwrap();
    timeout(PATIENCE, serving)
        .await
        .expect("the server hangs")
        .unwrap();
    for connection in [&mut used, &mut silent] {
        assert_eq!(
            timeout(PATIENCE, connection.read(&mut [0; 16]))
                .await
                .expect("still open")
                .unwrap_or(0),
            0
        );
    }
}

/// What a server answers at a socket to a request that no operation takes.
#[cfg(unix)]
async fn asked(socket: &std::path::Path) -> Vec<u8> {
    let mut stream = tokio::net::UnixStream::connect(socket).await.unwrap();
    stream
        .write_all(b"GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut answer))
        .await
        .unwrap()
        .unwrap();
    answer
}

#[cfg(unix)]
#[tokio::test]
async fn a_socket_is_another_way_in_and_gone_when_the_server_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sock");
    // Somebody was killed and left it.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let server = Server::bind(spec(), settings(), ANYWHERE).await.unwrap();
    let server = server.and_on(Address::Unix(path.clone())).await.unwrap();
    let url = server.address().url().unwrap();
    assert_eq!(server.addresses().count(), 2);
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(server.serve(async {
        let _ = stopped.await;
    }));
    assert!(asked(&path).await.starts_with(b"HTTP/1.1 302 "));
    let client = client();
    assert_eq!(client.get(url).send().await.unwrap().status(), 302);
    stop.send(()).unwrap();
    timeout(PATIENCE, serving)
        .await
        .expect("the server hangs")
        .unwrap();
    assert!(!path.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_socket_in_use_and_a_file_that_is_none_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sock");
    let first = Server::bind(spec(), settings(), Address::Unix(path.clone()))
        .await
        .unwrap();
    assert_eq!(first.address().url(), None);
    let file = folder.path().join("notes");
    std::fs::write(&file, "kept").unwrap();
    for taken in [&path, &file] {
        let second = Server::bind(spec(), settings(), Address::Unix(taken.clone())).await;
        let text = second.err().expect("both listen").to_string();
        assert!(
            text.contains(&format!("unix:{}", taken.display())) && text.contains("use another path"),
            "{text}"
        );
    }
    tokio::spawn(first.serve(std::future::pending()));
    assert!(asked(&path).await.starts_with(b"HTTP/1.1 302 "));
    assert_eq!(std::fs::read_to_string(file).unwrap(), "kept");
    let nowhere = Address::Unix(folder.path().join("none").join("a.sock"));
    let text = Server::bind(spec(), settings(), nowhere)
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(text.contains("there is no such folder"), "{text}");
}

#[test]
fn an_address_is_read_as_it_is_written() {
    for text in ["127.0.0.1:3001", "[::1]:0"] {
        assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
    }
    #[cfg(unix)]
    assert_eq!(
        "unix:/run/a.sock".parse::<Address>().unwrap(),
        Address::Unix("/run/a.sock".into())
    );
    for text in [
        "",
        "nowhere",
        "127.0.0.1",
        "unix:",
        "localhost:3001",
        "/run/a.sock",
    ] {
        let said = text.parse::<Address>().err().map(|fault| fault.to_string());
        assert!(said.is_some_and(|said| said.contains("127.0.0.1:3001")), "{text}");
    }
}

#[tokio::test]
async fn without_the_probe_there_is_no_such_path() {
    let server = Server::bind(spec(), settings(), ANYWHERE).await.unwrap();
    let url = format!("http://{}/-/labproof/state", server.address());
    tokio::spawn(server.serve(std::future::pending()));
    let client = client();
    assert_eq!(client.get(url).send().await.unwrap().status(), 404);
}
