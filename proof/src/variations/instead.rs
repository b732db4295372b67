//! What a proxy answers now and then instead of passing a request on.

/// What comes instead of the server's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instead {
    /// This answer.
    Answer(&'static str),
    /// The end of the connection.
    End,
}

const LATER: &str = "HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-type: text/plain\r\ncontent-length: 12\r\n\r\nRetry later\n";
const LATER_BY_DATE: &str = "HTTP/1.1 503 Service Unavailable\r\nretry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 0\r\n\r\n";
const BAD_GATEWAY: &str = "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 24\r\n\r\n<h1>502 Bad Gateway</h1>";
const GATEWAY_TIMEOUT: &str = "HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 0\r\n\r\n";

/// Which request it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// Of all.
    pub(super) of_all: u64,
    /// Of its connection.
    pub(super) of_connection: u64,
}

/// Nothing, ever.
pub(super) fn never(_: Number) -> Option<Instead> {
    None
}

/// It asks to come again at once, in one way or the other.
pub(super) fn puts_off(number: Number) -> Option<Instead> {
    match number.of_all % 80 {
        40 => Some(Instead::Answer(LATER)),
        0 => Some(Instead::Answer(LATER_BY_DATE)),
        _ => None,
    }
}

/// It loses its server for a moment: now and then, and not after the first minutes of its life.
pub(super) fn accidents(number: Number) -> Option<Instead> {
    match (number.of_all, number.of_all % 600) {
        (2000.., _) => None,
        (_, 300) => Some(Instead::Answer(BAD_GATEWAY)),
        (600.., 0) => Some(Instead::Answer(GATEWAY_TIMEOUT)),
        _ => None,
    }
}

/// It ends a connection that was kept open when the next request is already there.
pub(super) fn ends(number: Number) -> Option<Instead> {
    (number.of_connection == 5).then_some(Instead::End)
}
