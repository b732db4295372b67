//! Content codings, as proxies put them on.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::wire::Message;

/// How a body is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    Br,
    Zstd,
}

impl Coding {
    /// Encodes the body of an answer, if it has one, and says so.
    pub(super) fn put_on(self, answer: &mut Message) {
        if answer.body.is_empty() {
            return;
        }
        let (name, body) = match self {
            Self::Gzip => ("gzip", gzip(&answer.body)),
            Self::Br => ("br", br(&answer.body)),
            Self::Zstd => (
                "zstd",
                compress_to_vec(answer.body.as_slice(), CompressionLevel::Fastest),
            ),
        };
        answer.body = body;
        let more = [("content-encoding", name), ("vary", "accept-encoding")];
        let more = more.map(|(name, value)| (name.to_owned(), value.to_owned()));
        answer.headers.extend(more);
    }
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Nothing about a vector of bytes can go wrong.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default()
}

/// How many bytes a part of a stream has at most, as its length is written in 16 bits.
const PART_BYTES: usize = 1 << 16;

/// A stream whose parts are all as they were (RFC 7932, section 9.2), which is as good as any.
fn br(body: &[u8]) -> Vec<u8> {
    // The window has 16 bits, which takes a 0.
    let mut bits = Bits::default();
    bits.push(0, 1);
    for part in body.chunks(PART_BYTES) {
        // Not the last one, its length in four nibbles, and not compressed.
        bits.push(0, 1);
        bits.push(0, 2);
        bits.push(part.len() as u32 - 1, 16);
        bits.push(1, 1);
        bits.align();
        bits.bytes.extend_from_slice(part);
    }
    // The last one, and it is empty.
    bits.push(0b11, 2);
    bits.align();
    bits.bytes
}

/// Bits, the lowest first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    /// Those that are no byte yet.
    rest: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        self.rest |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.rest as u8);
            self.rest >>= 8;
            self.count -= 8;
        }
    }

    /// Fills up the byte.
    fn align(&mut self) {
        if self.count > 0 {
            self.push(0, 8 - self.count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_of_br_is_written_bit_by_bit() {
        // A window of 16 bits, one part of three bytes, and the end.
        assert_eq!(br(b"abc"), [0x20, 0x00, 0x10, b'a', b'b', b'c', 0x03]);
        assert_eq!(br(&[7; PART_BYTES + 1]).len(), 1 + PART_BYTES + 1 + 3 + 3);
    }

    #[test]
    fn what_has_no_body_stays_as_it_is() {
        let plain = Message {
            first: "HTTP/1.1 204 No Content".to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        for coding in [Coding::Gzip, Coding::Br, Coding::Zstd] {
            let mut answer = plain.clone();
            coding.put_on(&mut answer);
            assert_eq!(answer, plain);
            answer.body = b"{}".to_vec();
            coding.put_on(&mut answer);
            assert_ne!(answer.body, b"{}");
            assert!(answer.header("content-encoding").is_some());
        }
    }
}
