//! What an access check leaves for the user to read after the push.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::Protocol;

/// How long a note waits to be read.
const LIFETIME: SignedDuration = SignedDuration::from_secs(300);

/// Something to tell a user about a repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Note {
    pub(crate) user: u64,
    pub(crate) gl_repository: String,
    /// The protocol the user came by, which decides what address to show.
    pub(crate) protocol: Option<Protocol>,
    pub(crate) news: News,
}

impl Note {
    fn subject(&self) -> (u64, &str) {
        (self.user, &self.gl_repository)
    }
}

/// What there is to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum News {
    /// The repository was asked for by a path it no longer has.
    Moved {
        /// That path.
        from: String,
    },
    /// The push made the project.
    Created,
}

/// The notes not read yet.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Notes(Vec<(Note, Timestamp)>);

impl Notes {
    /// Keeps a note; a later one about the same replaces it.
    pub(crate) fn leave(&mut self, note: Note, now: Timestamp) {
        let same_news = |other: &Note| {
            std::mem::discriminant(&other.news) == std::mem::discriminant(&note.news)
                && other.user == note.user
                && other.gl_repository == note.gl_repository
        };
        self.0.retain(|(other, until)| *until > now && !same_news(other));
        self.0.push((note, now + LIFETIME));
    }

    /// The notes for a user about a repository.
    pub(crate) fn of(&self, user: u64, gl_repository: &str, now: Timestamp) -> impl Iterator<Item = &Note> {
        let current = self
            .0
            .iter()
            .filter(move |(_, until)| *until > now)
            .map(|(note, _)| note);
        current.filter(move |note| note.user == user && note.gl_repository == gl_repository)
    }

    /// The notes for a user about a repository, with the ends of their time, which may be over.
    pub(super) fn at(&self, user: u64, gl_repository: &str) -> Vec<&(Note, Timestamp)> {
        let notes = self.0.iter();
        notes
            .filter(|(note, _)| note.user == user && note.gl_repository == gl_repository)
            .collect()
    }

    /// For whom and about which repositories there are notes; one subject may come more than once.
    pub(super) fn subjects(&self) -> impl Iterator<Item = (u64, &str)> {
        self.0.iter().map(|(note, _)| note.subject())
    }

    /// The subjects of the notes that the next one drives out because their time is over.
    pub(super) fn expired(&self, now: Timestamp) -> impl Iterator<Item = (u64, &str)> {
        let expired = self.0.iter().filter(move |(_, until)| *until <= now);
        expired.map(|(note, _)| note.subject())
    }

    /// Forgets them: a note is read once.
    pub(crate) fn forget(&mut self, user: u64, gl_repository: &str) {
        self.0
            .retain(|(note, _)| note.user != user || note.gl_repository != gl_repository);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(from: &str) -> Note {
        Note {
            user: 1,
            gl_repository: "project-3".into(),
            protocol: Some(Protocol::Ssh),
            news: News::Moved { from: from.into() },
        }
    }

    #[test]
    fn a_note_waits_five_minutes_and_gives_way_to_a_later_one() {
        let now = Timestamp::UNIX_EPOCH;
        let mut notes = Notes::default();
        notes.leave(moved("old/a"), now);
        notes.leave(moved("old/b"), now);
        let left: Vec<_> = notes
            .of(1, "project-3", now + SignedDuration::from_secs(299))
            .collect();
        assert_eq!(left, [&moved("old/b")]);
        assert_eq!(
            notes
                .of(1, "project-3", now + SignedDuration::from_secs(300))
                .count(),
            0
        );
        assert_eq!(notes.of(2, "project-3", now).count(), 0);
        notes.forget(1, "project-3");
        assert_eq!(notes.of(1, "project-3", now).count(), 0);
    }
}
