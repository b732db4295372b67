//! HTTP/1 messages as bytes: taken apart as they come, and written in one of several ways.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

/// A request or an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// The line that it begins with.
    pub(super) first: String,
    /// The headers, in their order.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// How answers are written; by default as the reference server does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wire {
    pub(super) version: &'static str,
    pub(super) framing: Framing,
    pub(super) close: Close,
    /// Whether an interim answer comes first.
    pub(super) interim: bool,
    /// Whether they arrive a few bytes at a time.
    pub(super) pieces: bool,
}

/// How the end of a body shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// By its length.
    Length,
    /// By its last chunk.
    Chunked,
    /// By the end of the connection.
    UntilClose,
}

/// Whether the connection ends after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// It does not.
    Never,
    /// It does, and a header says so.
    Announced,
    /// It does, as the version or the framing has it.
    Silent,
}

impl Default for Wire {
    fn default() -> Self {
        Self {
            version: "HTTP/1.1",
            framing: Framing::Length,
            close: Close::Never,
            interim: false,
            pieces: false,
        }
    }
}

/// How many bytes a chunk has at most, few enough that most bodies have several.
const CHUNK_BYTES: usize = 37;
/// What may come before an answer.
const INTERIM: &[u8] = b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n";

impl Message {
    /// The next message of a connection; nothing once it ends. A body shows by its length only.
    pub(super) async fn read(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<Self>> {
        let Some(first) = line(stream).await? else {
            return Ok(None);
        };
        let mut headers = Vec::new();
        loop {
            let header = line(stream).await?.ok_or(io::ErrorKind::UnexpectedEof)?;
            if header.is_empty() {
                break;
            }
            let (name, value) = header.split_once(':').ok_or(io::ErrorKind::InvalidData)?;
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        let mut message = Self {
            first,
            headers,
            body: Vec::new(),
        };
        let length = message.header("content-length").map(str::parse).transpose();
        let length: Option<usize> = length.map_err(|_| io::ErrorKind::InvalidData)?;
        message.body = vec![0; length.unwrap_or_default()];
        stream.read_exact(&mut message.body).await?;
        Ok(Some(message))
    }

    /// The first value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// The status of an answer.
    pub(super) fn status(&self) -> Option<u16> {
        self.first.split(' ').nth(1)?.parse().ok()
    }

    /// Drops a header.
    pub(super) fn drop_header(&mut self, name: &str) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    }

    /// Its bytes, just as it is.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{}\r\n", self.first);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}

async fn line(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<String>> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await?;
    Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}

impl Wire {
    /// An answer as it goes over the wire.
    pub(super) fn write(self, answer: &Message) -> Vec<u8> {
        let mut answer = answer.clone();
        if let Some((_, rest)) = answer.first.split_once(' ') {
            answer.first = format!("{} {rest}", self.version);
        }
        if self.close == Close::Announced {
            answer.headers.push(("connection".to_owned(), "close".to_owned()));
        }
        // What never has a body has no end of one either.
        if !matches!(answer.status(), Some(204 | 304)) {
            self.frame(&mut answer);
        }
        let interim = if self.interim { INTERIM } else { b"" };
        [interim, &answer.bytes()].concat()
    }

    fn frame(self, answer: &mut Message) {
        let length = answer.body.len().to_string();
        let mut headers = answer.headers.iter_mut();
        let announced = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        match (self.framing, announced) {
            (Framing::Length, Some((_, value))) => *value = length,
            (Framing::Length, None) => answer.headers.push(("content-length".to_owned(), length)),
            (Framing::Chunked, _) => {
                answer.drop_header("content-length");
                answer
                    .headers
                    .push(("transfer-encoding".to_owned(), "chunked".to_owned()));
                answer.body = chunked(&answer.body);
            }
            (Framing::UntilClose, _) => answer.drop_header("content-length"),
        }
    }
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for chunk in body.chunks(CHUNK_BYTES) {
        bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        bytes.extend_from_slice(chunk);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{ }";

    async fn read(text: &str) -> Message {
        Message::read(&mut text.as_bytes()).await.unwrap().unwrap()
    }

    fn written(wire: Wire, answer: &Message) -> String {
        String::from_utf8(wire.write(answer)).unwrap()
    }

    #[tokio::test]
    async fn what_is_read_is_written_as_it_was() {
        let answer = read(PLAIN).await;
        assert_eq!(written(Wire::default(), &answer), PLAIN);
        assert_eq!(answer.bytes(), PLAIN.as_bytes());
    }

    #[tokio::test]
    async fn an_end_shows_by_chunks_or_by_the_connection() {
        let answer = read(PLAIN).await;
        let mut wire = Wire {
            framing: Framing::Chunked,
            ..Wire::default()
        };
        let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{ }\r\n0\r\n\r\n";
        assert_eq!(written(wire, &answer), chunked);
        (wire.framing, wire.version) = (Framing::UntilClose, "HTTP/1.0");
        assert_eq!(written(wire, &answer), "HTTP/1.0 200 OK\r\n\r\n{ }");
        (wire.close, wire.interim) = (Close::Announced, true);
        let all = written(wire, &answer);
        assert!(
            all.starts_with("HTTP/1.1 103 ") && all.contains("connection: close\r\n"),
            "{all}"
        );
        let empty = read("HTTP/1.1 204 No Content\r\n\r\n").await;
        assert_eq!(
            written(
                Wire {
                    framing: Framing::Chunked,
                    ..Wire::default()
                },
                &empty
            ),
            "HTTP/1.1 204 No Content\r\n\r\n"
        );
    }

    #[tokio::test]
    async fn what_ends_early_is_no_message() {
        assert_eq!(Message::read(&mut &b""[..]).await.unwrap(), None);
        assert!(Message::read(&mut &b"HTTP/1.1 200 OK\r\n"[..]).await.is_err());
        assert!(
            Message::read(&mut &PLAIN.as_bytes()[..PLAIN.len() - 1])
                .await
                .is_err()
        );
    }
}
