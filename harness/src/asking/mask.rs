//! Texts without the secrets that went over the wire, however a server writes them.
//!
//! Known are the target's secrets, what was sent as a credential, and what answers gave; each is looked for in every
//! reading of a text, so no encoding of it is kept.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use labproof_spec::{SecretForm, SecretKind};

use crate::asking::readings;
use crate::target::secret::Secret;

/// Whatever has fewer bytes is not looked for: it would be found in half of a report's words.
pub(crate) const SHORTEST: usize = 8;

/// What is longer is looked for in pieces, so that no text takes long, whatever a server gives for a secret.
const LONGEST: usize = 4096;

/// How much of what was sent and answered is remembered; the oldest is forgotten first.
const LEARNED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Knows secrets, and takes them out of texts.
#[derive(Default)]
pub(crate) struct Mask(RwLock<Needles>);

/// Those that are in use, for texts that belong to no server.
static MASKS: Mutex<Vec<Weak<Mask>>> = Mutex::new(Vec::new());

/// A text without the secrets of any server that is being judged.
#[must_use]
pub fn without_secrets(text: &str) -> String {
    let masks = MASKS.lock().unwrap_or_else(PoisonError::into_inner);
    let known = masks.iter().filter_map(Weak::upgrade);
    known.fold(text.to_owned(), |text, mask| mask.hide(&text).into_owned())
}

impl Mask {
    /// One that knows the secrets of a target.
    pub(crate) fn of(secrets: &BTreeMap<String, Secret>, kinds: &BTreeMap<String, SecretKind>) -> Arc<Self> {
        let mut needles = Needles::default();
        for (name, secret) in secrets {
            let (text, mark) = (secret.reveal(), Arc::from(format!("[secret {name}]")));
            // As it is, and as a form has it.
            let mut forms = readings::variants(text);
            forms.extend(readings::variants(&text.replace(' ', "+")));
            if kinds
                .get(name)
                .is_some_and(|kind| kind.form == SecretForm::Base64)
            {
                forms.extend(STANDARD.decode(text));
            }
            for piece in forms.iter().flat_map(|form| form.chunks(LONGEST)) {
                needles.add(Needle::of(piece, &[0], &mark));
            }
        }
        let mask = Arc::new(Self(RwLock::new(needles)));
        let mut masks = MASKS.lock().unwrap_or_else(PoisonError::into_inner);
        masks.retain(|mask| mask.strong_count() > 0);
        masks.push(Arc::downgrade(&mask));
        mask
    }

    /// Remembers what was sent as a credential, a scheme's word before it aside. Of a JSON Web Token it knows the parts
    /// as well.
    pub(crate) fn learn_credential(&self, value: &str, scheme: &str) {
        let value = value.rsplit(' ').next().unwrap_or_default();
        let mark = Arc::from(format!("[credential {scheme}]"));
        let dots: Vec<usize> = value.match_indices('.').map(|(at, _)| at + 1).collect();
        match dots.as_slice() {
            [claims, signature] if value.len() <= LONGEST => {
                let message = &value[..signature - 1];
                self.learn_all([
                    Needle::of(value.as_bytes(), &[0, *claims, *signature], &mark),
                    Needle::of(message.as_bytes(), &[0, *claims], &mark),
                ]);
            }
            _ => self.learn_pieces(value, &mark),
        }
    }

    /// Remembers what an answer gave, and what it is called.
    pub(crate) fn learn(&self, text: &str, word: &str) {
        self.learn_pieces(text, &Arc::from(format!("[{word}]")));
    }

    fn learn_pieces(&self, text: &str, mark: &Arc<str>) {
        let pieces = text.as_bytes().chunks(LONGEST);
        self.learn_all(pieces.map(|piece| Needle::of(piece, &[0], mark)));
        if text.len() <= LONGEST {
            let variants = readings::variants(text);
            self.learn_all(variants.iter().map(|variant| Needle::of(variant, &[0], mark)));
        }
    }

    fn learn_all(&self, all: impl IntoIterator<Item = Needle>) {
        let mut needles = self.0.write().unwrap_or_else(PoisonError::into_inner);
        all.into_iter().for_each(|needle| needles.learn(needle));
    }

    /// The text with a word in place of each secret.
    pub(crate) fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let needles = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut found: Vec<(Range<usize>, &str)> = Vec::new();
        if !needles.by_end.is_empty() && text.len() >= SHORTEST {
            readings::each(text, |reading| {
                let places = needles.find(&reading.bytes);
                found.extend(places.map(|(part, mark)| (reading.place(part), mark)));
            });
        }
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        found.sort_by_key(|(place, _)| (place.start, Reverse(place.end)));
        let mut out = String::with_capacity(text.len());
        let mut end = 0;
        for (place, mark) in found {
            let (start, after) = whole_characters(text, place);
            if start >= end {
                out.push_str(&text[end..start]);
                out.push_str(mark);
            }
            // What overlaps is hidden by one word.
            end = end.max(after);
        }
        out.push_str(&text[end..]);
        Cow::Owned(out)
    }
}

/// Two masks are no reason to take two answers for different ones.
impl PartialEq for Mask {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mask(..)")
    }
}

/// A part of a text, widened to the characters that it touches.
fn whole_characters(text: &str, place: Range<usize>) -> (usize, usize) {
    let (mut start, mut end) = (place.start, place.end);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    (start, end)
}

/// Something to look for.
struct Needle {
    bytes: Box<[u8]>,
    /// Where it may begin: what it ends with from there on is found as well.
    starts: Box<[usize]>,
    mark: Arc<str>,
    is_learned: bool,
}

impl Needle {
    fn of(bytes: &[u8], starts: &[usize], mark: &Arc<str>) -> Self {
        let is_long_enough = |start: &usize| bytes.len() - start >= SHORTEST;
        Self {
            starts: starts.iter().copied().filter(is_long_enough).collect(),
            bytes: bytes.into(),
            mark: Arc::clone(mark),
            is_learned: false,
        }
    }

    /// How much of it a text ends with, if that is a part to be found.
    fn ends(&self, text: &[u8]) -> Option<usize> {
        let mut parts = self.starts.iter().map(|start| &self.bytes[*start..]);
        parts.find(|part| text.ends_with(part)).map(<[u8]>::len)
    }
}

/// All that is looked for, by its last eight bytes: many begin alike, as tokens do. It grows with every request, which
/// no automaton does.
#[derive(Default)]
struct Needles {
    by_end: HashMap<u64, Vec<Needle>>,
    /// A bit for every end there may be, to pass over nearly all that is none.
    filter: Vec<u64>,
    learned: VecDeque<u64>,
    learned_bytes: usize,
}

/// How many bits the filter has, as a power of two.
const FILTER_BITS: u32 = 18;

/// The place of an end in the filter, and its bit there.
fn place(end: u64) -> (usize, u64) {
    let hash = end.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - FILTER_BITS);
    ((hash / 64) as usize, 1 << (hash % 64))
}

impl Needles {
    /// The end of the needle, where it is new and long enough to be looked for.
    fn add(&mut self, needle: Needle) -> Option<u64> {
        let end = u64::from_be_bytes(*needle.bytes.last_chunk()?);
        let alike = self.by_end.entry(end).or_default();
        if alike.iter().any(|known| known.bytes == needle.bytes) {
            return None;
        }
        alike.push(needle);
        self.filter.resize(1 << (FILTER_BITS - 6), 0);
        let (place, bit) = place(end);
        self.filter[place] |= bit;
        Some(end)
    }

    fn learn(&mut self, needle: Needle) {
        let size = needle.bytes.len();
        let needle = Needle {
            is_learned: true,
            ..needle
        };
        if let Some(end) = self.add(needle) {
            self.learned.push_back(end);
            self.learned_bytes += size;
        }
        while self.learned_bytes > LEARNED_BYTES_MAX {
            self.forget();
        }
    }

    /// Forgets what was learned first.
    fn forget(&mut self) {
        let Some(end) = self.learned.pop_front() else {
            return;
        };
        let Some(alike) = self.by_end.get_mut(&end) else {
            return;
        };
        if let Some(oldest) = alike.iter().position(|needle| needle.is_learned) {
            self.learned_bytes -= alike.remove(oldest).bytes.len();
        }
    }

    /// Where secrets stand in a text, each with its mark.
    fn find<'n>(&'n self, text: &[u8]) -> impl Iterator<Item = (Range<usize>, &'n str)> {
        let mut found = Vec::new();
        let mut end = 0;
        for (at, byte) in text.iter().enumerate() {
            end = end << 8 | u64::from(*byte);
            let (place, bit) = place(end);
            if self.filter[place] & bit == 0 || at + 1 < SHORTEST {
                continue;
            }
            for needle in self.by_end.get(&end).into_iter().flatten() {
                if let Some(length) = needle.ends(&text[..=at]) {
                    found.push((at + 1 - length..at + 1, &*needle.mark));
                }
            }
        }
        found.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(secrets: &[(&str, &str)]) -> Arc<Mask> {
        let secrets = secrets
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Secret::new(text)));
        Mask::of(&secrets.collect(), &BTreeMap::new())
    }

    #[test]
    fn a_secret_is_hidden_however_it_is_written_and_the_rest_stays() {
        let mask = mask(&[("shell", "5up3r+secret"), ("other", "5up3r+secret+too")]);
        for (text, told) in [
            ("a 5up3r+secret é", "a [secret shell] é"),
            ("?a=5up3r%2bsecret&b", "?a=[secret shell]&b"),
            ("NXVwM3Irc2VjcmV0", "[secret shell]"),
            ("5up3r+secret+too, 5up3r+secre", "[secret other], 5up3r+secre"),
            ("5up3r+secret5up3r+secret", "[secret shell][secret shell]"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(mask.hide(text), told);
        }
        assert_eq!(
            without_secrets("panicked at 5up3r+secret"),
            "panicked at [secret shell]"
        );
    }

    #[test]
    fn what_is_too_short_to_be_told_from_words_stays() {
        let mask = mask(&[("shell", "secret")]);
        assert_eq!(mask.hide("a secret"), "a secret");
    }

    #[test]
    fn a_token_is_hidden_whole_and_by_part() {
        let mask = Mask::default();
        mask.learn_credential("Bearer eyJhbGciOiJI.eyJpc3MiOiJnaXQ.c2lnbmF0dXJl", "jwt");
        for (text, told) in [
            (
                "Bearer eyJhbGciOiJI.eyJpc3MiOiJnaXQ.c2lnbmF0dXJl",
                "Bearer [credential jwt]",
            ),
            ("eyJpc3MiOiJnaXQ.c2lnbmF0dXJl!", "[credential jwt]!"),
            ("=c2lnbmF0dXJl", "=[credential jwt]"),
            ("=eyJpc3MiOiJnaXQ=", "=[credential jwt]="),
            ("eyJhbGciOiJI.eyJpc3MiOiJnaXQ.", "[credential jwt]."),
            ("eyJhbGciOiJI", "eyJhbGciOiJI"),
        ] {
            assert_eq!(mask.hide(text), told);
        }
    }

    #[test]
    fn what_is_long_is_hidden_and_never_takes_long() {
        let mask = Mask::default();
        let long = "a".repeat(1 << 20);
        mask.learn(&long, "token");
        assert!(!mask.hide(&format!("x{long}x")).contains("aaaaaaaa"));
    }

    #[test]
    fn what_was_learned_first_is_forgotten_first_and_nothing_else() {
        let mark = Arc::from("[token]");
        let mut needles = Needles::default();
        needles.add(Needle::of(b"the target's", &[0], &mark));
        needles.learn(Needle::of(b"learned first", &[0], &mark));
        let text = |number: usize| format!("{number:0LONGEST$}");
        let last = LEARNED_BYTES_MAX / LONGEST;
        for number in 0..=last {
            needles.learn(Needle::of(text(number).as_bytes(), &[0], &mark));
        }
        let finds = |text: &str| needles.find(text.as_bytes()).count();
        assert_eq!(
            (finds("the target's"), finds("learned first"), finds(&text(0))),
            (1, 0, 0)
        );
        assert_eq!((finds(&text(1)), finds(&text(last))), (1, 1));
        assert!(needles.learned_bytes <= LEARNED_BYTES_MAX);
    }
}
