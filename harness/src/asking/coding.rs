//! Content codings: what comes as gzip, br or zstd is read as what it was before.

use std::io::{self, Read};

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

/// The codings that an answer may come in, as requests say it.
pub(super) const ACCEPTED: &str = "gzip, br, zstd";

/// The header that says so.
pub(super) fn asked_for() -> (String, String) {
    ("Accept-Encoding".to_owned(), ACCEPTED.to_owned())
}

/// The body before its codings, given as the values of `Content-Encoding`; in a sentence why they are not true where
/// they are not.
pub(super) fn decoded<'a>(
    claims: impl Iterator<Item = &'a str>,
    body: &[u8],
    bytes_max: usize,
) -> Result<Vec<u8>, String> {
    let codings = claims.flat_map(|value| value.split(','));
    let codings: Vec<String> = codings.map(|coding| coding.trim().to_ascii_lowercase()).collect();
    let mut body = body.to_vec();
    // An answer that has no body may say how it would have come.
    if body.is_empty() {
        return Ok(body);
    }
    // The last one was put on last.
    for coding in codings.iter().rev().filter(|coding| !coding.is_empty()) {
        let before = match coding.as_str() {
            "identity" => continue,
            "gzip" | "x-gzip" => read(MultiGzDecoder::new(body.as_slice()), bytes_max),
            "br" => br(&body, bytes_max),
            "zstd" => zstd(&body, bytes_max),
            _ => {
                return Err(format!(
                    "content-encoding: {coding}, which nobody asked for: the request says accept-encoding: {ACCEPTED}"
                ));
            }
        };
        body = before
            .map_err(|error| format!("content-encoding: {coding}, and the body is no {coding} ({error})"))?;
    }
    Ok(body)
}

/// All that a decoder gives, as long as it is no more than that.
fn read(decoder: impl Read, bytes_max: usize) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    decoder.take(bytes_max as u64 + 1).read_to_end(&mut body)?;
    match body.len() > bytes_max {
        true => Err(too_much(bytes_max)),
        false => Ok(body),
    }
}

fn too_much(bytes_max: usize) -> io::Error {
    io::Error::other(format!("it becomes more than {bytes_max} bytes"))
}

/// A stream, and nothing behind it: to a decoder that stops where a stream ends, `{` is one that holds nothing.
fn br(body: &[u8], bytes_max: usize) -> io::Result<Vec<u8>> {
    let alloc = StandardAlloc::default();
    let mut state = BrotliState::new(alloc, alloc, alloc);
    let (mut decoded, mut buffer) = (Vec::new(), [0; 4096]);
    let (mut left, mut read, mut all) = (body.len(), 0, 0);
    loop {
        let (mut free, mut filled) = (buffer.len(), 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut read,
            body,
            &mut free,
            &mut filled,
            &mut buffer,
            &mut all,
            &mut state,
        );
        decoded.extend_from_slice(&buffer[..filled]);
        match result {
            _ if decoded.len() > bytes_max => return Err(too_much(bytes_max)),
            BrotliResult::NeedsMoreOutput => {}
            BrotliResult::ResultSuccess => return end(left).map(|()| decoded),
            BrotliResult::NeedsMoreInput => return Err(io::ErrorKind::UnexpectedEof.into()),
            BrotliResult::ResultFailure => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

fn end(left: usize) -> io::Result<()> {
    match left {
        0 => Ok(()),
        more => Err(io::Error::other(format!("{more} bytes stand behind it"))),
    }
}

/// A frame, and nothing behind it; its checksum is not looked at by the decoder.
fn zstd(body: &[u8], bytes_max: usize) -> io::Result<Vec<u8>> {
    let mut rest = body;
    let mut decoder = StreamingDecoder::new(&mut rest).map_err(io::Error::other)?;
    let decoded = read(&mut decoder, bytes_max)?;
    let frame = decoder.into_frame_decoder();
    let (announced, calculated) = (frame.get_checksum_from_data(), frame.get_calculated_checksum());
    if announced.is_some() && announced != calculated {
        return Err(io::Error::other("its checksum is another one"));
    }
    end(rest.len()).map(|()| decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"id":1,"name":"Ann Ann Ann Ann Ann Ann"}"#;
    /// What the usual programs make of it.
    const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\xca\x4c\x51\xb2\x32\xd4\x51\xca\x4b\xcc\x4d\x55\xb2\x52\x72\xcc\xcb\x53\xc0\x82\x95\x6a\x01\x6f\xda\x96\x45\x29\x00\x00\x00";
    const BR: &[u8] = b"\x1b\x28\x00\xf8\x9d\x07\x76\xc3\x72\x03\x2d\xac\xf4\x57\x0c\x6a\x11\x90\x98\xbd\x15\x94\x56\x3a\x7d\xe9\x46\xc6\x92\x73\x48\xa2\x4b\x58\xf1\x3b\x8b\x01\x25";
    const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd\x04\x58\xe5\x00\x00\xb0\x7b\x22\x69\x64\x22\x3a\x31\x2c\x22\x6e\x61\x6d\x65\x22\x3a\x22\x41\x6e\x6e\x20\x22\x7d\x01\x00\x4e\x1c\x13\x62\x8b\xb3\x4e";
    const ALL: [(&str, &[u8]); 4] = [("gzip", GZIP), ("X-GZIP", GZIP), ("br", BR), ("zstd", ZSTD)];

    fn read(claims: &[&str], body: &[u8]) -> Result<String, String> {
        let body = decoded(claims.iter().copied(), body, 1000)?;
        Ok(String::from_utf8(body).unwrap())
    }

    #[test]
    fn each_coding_is_undone_the_last_one_first() {
        for (coding, bytes) in ALL {
            assert_eq!(read(&[coding], bytes).as_deref(), Ok(TEXT), "{coding}");
            assert_eq!(read(&[coding], b"").as_deref(), Ok(""), "{coding}");
        }
        for plain in [&[][..], &["identity"], &[""]] {
            assert_eq!(read(plain, TEXT.as_bytes()).as_deref(), Ok(TEXT), "{plain:?}");
        }
        let mut twice = Vec::new();
        flate2::read::GzEncoder::new(ZSTD, flate2::Compression::fast())
            .read_to_end(&mut twice)
            .unwrap();
        assert_eq!(read(&["zstd, gzip"], &twice).as_deref(), Ok(TEXT));
        assert_eq!(read(&["zstd", "gzip"], &twice).as_deref(), Ok(TEXT));
        assert!(read(&["gzip", "zstd"], &twice).is_err());
    }

    #[test]
    fn bytes_that_are_not_what_they_claim_are_refused_with_the_name_of_that() {
        for (coding, bytes) in ALL {
            let spoiled = [&bytes[..bytes.len() - 6], b"other."].concat();
            let more = [bytes, b"{}"].concat();
            let half = &bytes[..bytes.len() / 2];
            for body in [TEXT.as_bytes(), b"null", b"<p>", &spoiled, &more, half] {
                let refused = read(&[coding], body).unwrap_err();
                let name = format!("content-encoding: {}", coding.to_lowercase());
                assert!(refused.starts_with(&name), "{refused}");
            }
            assert!(
                decoded([coding].into_iter(), bytes, TEXT.len()).is_ok(),
                "{coding}"
            );
            assert!(
                decoded([coding].into_iter(), bytes, TEXT.len() - 1).is_err(),
                "{coding}"
            );
        }
        let unknown = read(&["pack200-gzip"], GZIP).unwrap_err();
        assert!(
            unknown.contains("pack200-gzip, which nobody asked for"),
            "{unknown}"
        );
    }
}
