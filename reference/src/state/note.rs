//! What an access check leaves for the user to read after the push.

use std::collections::BTreeMap;

use super::Protocol;
use jiff::{SignedDuration, Timestamp};

/// How long a note waits to be read.
const LIFETIME: SignedDuration = SignedDuration::from_secs(300);

/// Something to tell a user about a repository.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Note {
    pub(crate) user: u64,
    pub(crate) gl_repository: String,
    /// The protocol the user came by, which decides what address to show.
    pub(crate) protocol: Option<Protocol>,
    pub(crate) news: News,
}

/// What there is to tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum News {
    /// The repository was asked for by a path it no longer has.
    Moved {
        /// That path.
        from: String,
    },
    /// The push made the project.
    Created,
}

/// The notes not read yet, with the ends of their time: of each kind of news one for a user about a repository.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Notes(BTreeMap<Subject, (Note, Timestamp)>);

/// For whom, about which repository, and whether it tells of a move.
type Subject = (u64, String, bool);

impl Notes {
    /// Keeps a note; a later one about the same replaces it.
    pub(crate) fn leave(&mut self, note: Note, now: Timestamp) {
        self.0.retain(|_, (_, until)| *until > now);
        let moved = matches!(note.news, News::Moved { .. });
        let subject = (note.user, note.gl_repository.clone(), moved);
        self.0.insert(subject, (note, now + LIFETIME));
    }

    /// The notes for a user about a repository.
    pub(crate) fn of(&self, user: u64, gl_repository: &str, now: Timestamp) -> impl Iterator<Item = &Note> {
        let current = self.0.values().filter(move |(_, until)| *until > now);
        current
            .map(|(note, _)| note)
            .filter(move |note| note.user == user && note.gl_repository == gl_repository)
    }

    /// Forgets them: a note is read once.
    pub(crate) fn forget(&mut self, user: u64, gl_repository: &str) {
        self.0
            .retain(|_, (note, _)| note.user != user || note.gl_repository != gl_repository);
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
