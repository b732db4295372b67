//! Values that differ from edition to edition, as documents write them.

use serde::{Deserialize, Deserializer};

use crate::{Edition, Editions};

/// One value for all editions, or a list of values, each with the editions that have it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum ByEdition<T> {
    Same(T),
    Differs(Vec<Choice<T>>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice<T> {
    editions: Editions,
    value: T,
    /// The errata that decide it.
    #[serde(default)]
    errata: Vec<String>,
}

impl<T> ByEdition<T> {
    /// The value that the edition has; sound documents give it one.
    pub(crate) fn of(&self, edition: Edition) -> Option<&T> {
        self.all_of(edition).next()
    }

    /// Every value that is written for the edition.
    pub(crate) fn all_of(&self, edition: Edition) -> impl Iterator<Item = &T> {
        let same = match self {
            Self::Same(value) => Some(value),
            Self::Differs(_) => None,
        };
        same.into_iter()
            .chain(self.choices(edition).map(|choice| &choice.value))
    }

    /// The errata that decide the edition's value.
    pub(crate) fn errata_of(&self, edition: Edition) -> impl Iterator<Item = &String> {
        self.choices(edition).flat_map(|choice| &choice.errata)
    }

    fn choices(&self, edition: Edition) -> impl Iterator<Item = &Choice<T>> {
        let choices = match self {
            Self::Same(_) => &[][..],
            Self::Differs(choices) => choices.as_slice(),
        };
        choices.iter().filter(move |it| it.editions.contains(edition))
    }
}

/// One, or a list of several.
pub(crate) fn one_or_more<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written<T> {
        One(T),
        More(Vec<T>),
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::One(one) => vec![one],
        Written::More(more) => more,
    })
}
