//! Starting, listening and stopping.

use std::time::Duration;

use labproof_reference::{Secrets, Server, Settings, StartError, World};
use labproof_spec::Edition;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::timeout;

fn settings() -> Settings {
    Settings {
        edition: Edition::NEWEST,
        world: World::documented().unwrap(),
        secrets: Secrets::generate(),
        state_probe: false,
        mutation: None,
    }
}

const ANYWHERE: ([u8; 4], u16) = ([127, 0, 0, 1], 0);
const PATIENCE: Duration = Duration::from_secs(3);

#[tokio::test]
async fn an_address_in_use_says_what_to_do() {
    let first = Server::bind(settings(), ANYWHERE.into()).await.unwrap();
    let second = Server::bind(settings(), first.address()).await;
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
    let server = Server::bind(settings(), ANYWHERE.into()).await.unwrap();
    let address = server.address();
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
        assert!(answer[..length].starts_with(b"HTTP/1.1 404 "));
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

#[tokio::test]
async fn without_the_probe_there_is_no_such_path() {
    let server = Server::bind(settings(), ANYWHERE.into()).await.unwrap();
    let url = format!("http://{}/-/labproof/state", server.address());
    tokio::spawn(server.serve(std::future::pending()));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    assert_eq!(client.get(url).send().await.unwrap().status(), 404);
}
