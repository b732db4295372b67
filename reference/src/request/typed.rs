//! Parameters that an operation declares with a type, as Grape reads them: every fault is told, in the order of
//! declaration.
//!
//! A value that is there but blank is nothing, and no fault: what to make of that is the operation's business.

use std::collections::HashSet;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::value::{boolean, integer, is_blank, json, read_date};
use super::{Params, text};
use crate::answer::ApiError;

/// The declared parameters of a request, read one after another.
pub(crate) struct Declared<'r> {
    source: Source<'r>,
    /// What nested names begin with, such as `packs[0]`.
    prefix: String,
    faults: Vec<String>,
}

/// Where values are taken from.
enum Source<'r> {
    Params(&'r Params),
    Members(&'r Map<String, Value>),
    /// The object is missing, and so is all that was required in it.
    Nothing,
    /// Something else stands in its place, perhaps at a place of a list.
    NoObject(Option<usize>),
}

fn source_of(value: &Value, at: Option<usize>) -> Source<'_> {
    value.as_object().map_or(Source::NoObject(at), Source::Members)
}

impl<'r> Declared<'r> {
    pub(crate) fn new(params: &'r Params) -> Self {
        Self::nested(Source::Params(params), String::new())
    }

    fn nested(source: Source<'r>, prefix: String) -> Self {
        Self {
            source,
            prefix,
            faults: Vec::new(),
        }
    }

    /// A number or digits.
    pub(crate) fn integer(&mut self, name: &str) -> Option<i64> {
        self.read(name, integer)
    }

    /// A number that the database has room for. Beyond that GitLab breaks.
    pub(crate) fn stored_integer(&mut self, name: &str) -> Option<i64> {
        self.read(name, |value| {
            integer(value).filter(|number| i32::try_from(*number).is_ok())
        })
    }

    pub(crate) fn required_stored_integer(&mut self, name: &str) -> Option<i64> {
        self.require(name);
        self.stored_integer(name)
    }

    pub(crate) fn required_integer(&mut self, name: &str) -> Option<i64> {
        self.require(name);
        self.integer(name)
    }

    /// Required, and not to be left blank either.
    pub(crate) fn filled_integer(&mut self, name: &str) -> Option<i64> {
        if self.require(name) && self.value(name).is_none_or(is_blank) {
            self.refuse(name, "is empty");
        }
        self.integer(name)
    }

    pub(crate) fn date(&mut self, name: &str) -> Option<Date> {
        self.read(name, |value| value.as_str().and_then(read_date))
    }

    pub(crate) fn required_date(&mut self, name: &str) -> Option<Date> {
        self.require(name);
        self.date(name)
    }

    pub(crate) fn boolean(&mut self, name: &str) -> Option<bool> {
        self.read(name, boolean)
    }

    /// A text, blank or not; numbers and booleans are texts as well.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let value = self.value(name).filter(|value| !value.is_null())?;
        self.valid(name, text(value).map(Into::into))
    }

    pub(crate) fn required_text(&mut self, name: &str) -> Option<String> {
        self.require(name);
        self.text(name)
    }

    /// A list of texts; an empty text is an empty list.
    pub(crate) fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let value = self.value(name).filter(|value| !value.is_null())?;
        self.valid(name, listed(value, |item| text(item).map(Into::into)))
    }

    pub(crate) fn required_texts(&mut self, name: &str) -> Option<Vec<String>> {
        self.require(name);
        self.texts(name)
    }

    /// The same, and not to be left blank if it is there.
    pub(crate) fn count(&mut self, name: &str) -> Option<i64> {
        let value = self.value(name)?;
        self.valid(name, integer(value))
    }

    /// A list of numbers or digits; an empty text is an empty list, and null is none.
    pub(crate) fn integers(&mut self, name: &str) -> Option<Vec<i64>> {
        let value = self.value(name)?;
        self.valid(name, listed(value, integer))
    }

    /// A text that is read in lower case, so that it may be empty but has to be a text.
    pub(crate) fn lower_case(&mut self, name: &str) -> Option<String> {
        let value = self.value(name)?;
        self.valid(name, value.as_str().map(str::to_lowercase))
    }

    /// If it is missing, what is missing is no text either.
    pub(crate) fn required_lower_case(&mut self, name: &str) -> Option<String> {
        if !self.require(name) {
            self.refuse(name, "is invalid");
        }
        self.lower_case(name)
    }

    /// An object, whose members are declared in turn. Null is nothing; an empty text is no object.
    pub(crate) fn object<T>(
        &mut self,
        name: &str,
        members: impl FnOnce(&mut Declared<'_>) -> T,
    ) -> Option<T> {
        let value = self.value(name).filter(|value| !value.is_null())?;
        let object = self.valid(name, value.as_object())?;
        Some(self.within(Source::Members(object), self.name_of(name), members))
    }

    /// If it is missing or null, so is all that is required of its members; if it is something else, all that is
    /// invalid as well.
    pub(crate) fn required_object<T>(
        &mut self,
        name: &str,
        mut members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Option<T> {
        self.require(name);
        let prefix = self.name_of(name);
        match self.value(name) {
            None | Some(Value::Null) => {
                self.within(Source::Nothing, prefix, members);
                None
            }
            Some(Value::Object(object)) => Some(self.within(Source::Members(object), prefix, members)),
            Some(Value::Array(items)) => {
                self.refuse(name, "is invalid");
                for (at, item) in items.iter().enumerate() {
                    self.within(source_of(item, Some(at)), prefix.clone(), &mut members);
                }
                None
            }
            Some(_) => {
                self.refuse(name, "is invalid");
                self.within(Source::NoObject(None), prefix, members);
                None
            }
        }
    }

    /// A list of objects, whose members are declared in turn; null in it is overlooked.
    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Option<Vec<T>> {
        let items = self.read(name, Value::as_array)?;
        let items = items.iter().enumerate().filter(|(_, item)| !item.is_null());
        Some(self.items(name, items, members))
    }

    /// A list of objects that is neither blank nor JSON in a text. What is missing or no list has no items that could
    /// lack anything.
    pub(crate) fn required_plain_list<T>(
        &mut self,
        name: &str,
        members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Option<Vec<T>> {
        if !self.require(name) {
            return None;
        }
        let list = self.value(name).and_then(Value::as_array);
        let items = self.valid(name, list)?;
        Some(self.items(name, items.iter().enumerate(), members))
    }

    /// The same, and not to be left empty.
    pub(crate) fn filled_list<T>(
        &mut self,
        name: &str,
        mut members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Option<Vec<T>> {
        let read = self.required_plain_list(name, &mut members);
        if let Source::NoObject(Some(at)) = self.source {
            self.within(Source::Nothing, format!("{}[{at}]", self.name_of(name)), members);
        }
        if read.as_ref().is_some_and(Vec::is_empty) {
            self.refuse(name, "is invalid");
        }
        read
    }

    /// Where nothing is required of an item, one that is no object makes the list invalid.
    fn items<'v, T>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = (usize, &'v Value)>,
        mut members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Vec<T> {
        let mut read = Vec::new();
        for (at, item) in items {
            let prefix = format!("{}[{at}]", self.name_of(name));
            let before = self.faults.len();
            read.push(self.within(source_of(item, None), prefix, &mut members));
            if !item.is_object() && self.faults.len() == before {
                self.refuse(name, "is invalid");
            }
        }
        read
    }

    /// If it is missing, so is all that is required of its items. A form may have its JSON.
    pub(crate) fn required_list<T>(
        &mut self,
        name: &str,
        mut members: impl FnMut(&mut Declared<'_>) -> T,
    ) -> Option<Vec<T>> {
        if !self.require(name) {
            self.within(Source::Nothing, self.name_of(name), members);
            return None;
        }
        let value = self.read(name, json)?;
        let items = value
            .as_array()
            .and_then(|items| items.iter().map(Value::as_object).collect::<Option<Vec<_>>>());
        let items = self.valid(name, items)?;
        let mut read = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            let prefix = format!("{}[{at}]", self.name_of(name));
            read.push(self.within(Source::Members(item), prefix, &mut members));
        }
        Some(read)
    }

    fn within<T>(
        &mut self,
        source: Source<'_>,
        prefix: String,
        members: impl FnOnce(&mut Declared<'_>) -> T,
    ) -> T {
        let mut nested = Declared::nested(source, prefix);
        let read = members(&mut nested);
        self.faults.append(&mut nested.faults);
        read
    }

    /// Adds a fault of the operation's own, such as `does not have a valid value`.
    pub(crate) fn refuse(&mut self, name: &str, fault: &str) {
        self.faults.push(format!("{} {fault}", self.name_of(name)));
    }

    /// How much was wrong until now.
    pub(crate) fn faults(&self) -> usize {
        self.faults.len()
    }

    /// Refuses the request if anything was wrong, and tells each fault once.
    pub(crate) fn finish(self) -> Result<(), ApiError> {
        let mut told = HashSet::new();
        let faults = self.faults.iter().map(String::as_str);
        let faults: Vec<&str> = faults.filter(|fault| told.insert(*fault)).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(ApiError::Framework(faults.join(", ")))
        }
    }

    fn value(&self, name: &str) -> Option<&'r Value> {
        match self.source {
            Source::Params(params) => params.given(name),
            Source::Members(members) => members.get(name),
            Source::Nothing | Source::NoObject(_) => None,
        }
    }

    /// Whether the parameter is there, be it blank.
    fn require(&mut self, name: &str) -> bool {
        let there = match self.source {
            Source::Params(params) => params.has(name),
            Source::Members(members) => members.contains_key(name),
            Source::Nothing | Source::NoObject(_) => false,
        };
        if !there {
            self.refuse(name, "is missing");
        }
        if let Source::NoObject(_) = self.source {
            self.refuse(name, "is invalid");
        }
        there
    }

    /// The value in its type, unless it is blank.
    fn read<T>(&mut self, name: &str, read: impl FnOnce(&'r Value) -> Option<T>) -> Option<T> {
        let value = self.value(name).filter(|value| !is_blank(value))?;
        self.valid(name, read(value))
    }

    fn valid<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.refuse(name, "is invalid");
        }
        value
    }

    fn name_of(&self, name: &str) -> String {
        if self.prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{}[{name}]", self.prefix)
        }
    }
}

/// The items of a list, if each is of the type.
fn listed<T>(value: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    match value {
        Value::String(text) if text.is_empty() => Some(Vec::new()),
        value => value.as_array()?.iter().map(read).collect(),
    }
}

#[cfg(test)]
mod tests;
