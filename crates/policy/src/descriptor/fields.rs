//! One object of a definition, field by field.

use std::borrow::Cow;

use super::{ParseError, Problem};
use crate::{json::Json, nearest::nearest, pointer::Path};

/// An object that has said what it is; fields are taken out one after another.
pub(super) struct Fields<'j> {
    tag: &'static str,
    fields: Vec<(Cow<'j, str>, Json<'j>)>,
}

impl<'j> Fields<'j> {
    /// The object in `json`, whose `__type` must be one of `tags`.
    pub(super) fn open(
        json: Json<'j>,
        path: &Path<'_>,
        expected: &'static str,
        tags: &[&'static str],
    ) -> Result<Self, ParseError> {
        let fields = match json {
            Json::Object(fields) => fields,
            Json::TooDeep => return Err(at(path, Problem::TooDeep)),
            other => return Err(at(path, Problem::WrongKind { expected, found: other.kind() })),
        };
        let written = fields.iter().find(|(name, _)| name == "__type").map(|(_, value)| value);
        let found = match written {
            Some(Json::String(found)) => found,
            None | Some(Json::Null) => return Err(at(path, Problem::MissingType { expected })),
            Some(other) => {
                let problem = Problem::WrongKind { expected: "a string", found: other.kind() };
                return Err(at(&path.field("__type"), problem));
            }
        };
        let Some(tag) = tags.iter().find(|tag| *tag == found) else {
            let nearest = nearest(found, tags.iter().copied())
                .and_then(|name| tags.iter().find(|tag| **tag == name));
            let problem =
                Problem::UnknownType { expected, nearest: nearest.copied(), found: shown(found) };
            return Err(at(&path.field("__type"), problem));
        };
        Ok(Self { tag, fields })
    }

    /// The object in `json`, which has no `__type`.
    pub(super) fn untagged(json: Json<'j>, path: &Path<'_>) -> Result<Self, ParseError> {
        match json {
            Json::Object(fields) => Ok(Self { tag: "", fields }),
            Json::TooDeep => Err(at(path, Problem::TooDeep)),
            other => {
                Err(at(path, Problem::WrongKind { expected: "an object", found: other.kind() }))
            }
        }
    }

    /// What the object says it is.
    pub(super) const fn tag(&self) -> &'static str {
        self.tag
    }

    /// Refuses fields other than `known`, and fields that stand twice.
    pub(super) fn allow(&self, path: &Path<'_>, known: &[&'static str]) -> Result<(), ParseError> {
        for (position, (name, _)) in self.fields.iter().enumerate() {
            let is_tag = name == "__type" && !self.tag.is_empty();
            if !is_tag && !known.contains(&name.as_ref()) {
                let nearest = nearest(name, known.iter().copied())
                    .and_then(|near| known.iter().find(|known| **known == near).copied());
                return Err(at(
                    &path.field(name),
                    Problem::UnknownField { nearest, found: shown(name) },
                ));
            }
            if self.fields.iter().take(position).any(|(earlier, _)| earlier == name) {
                return Err(at(&path.field(name), Problem::RepeatedField { field: shown(name) }));
            }
        }
        Ok(())
    }

    /// Leaves out the field `name` where it is an explicit `null`.
    pub(super) fn forget_null(&mut self, name: &str) {
        self.fields.retain(|(field, value)| field != name || *value != Json::Null);
    }

    /// Takes the field `name`; an explicit `null` counts as absent.
    pub(super) fn take(&mut self, name: &str) -> Option<Json<'j>> {
        let position = self.fields.iter().position(|(field, _)| field == name)?;
        Some(self.fields.swap_remove(position).1).filter(|value| *value != Json::Null)
    }

    /// Takes the field `name`, without which the object has no meaning.
    pub(super) fn require(
        &mut self,
        path: &Path<'_>,
        name: &'static str,
    ) -> Result<Json<'j>, ParseError> {
        self.take(name).ok_or_else(|| at(path, Problem::MissingField { field: name }))
    }

    /// Takes the text `name`; empty when absent.
    pub(super) fn text(
        &mut self,
        path: &Path<'_>,
        name: &'static str,
    ) -> Result<String, ParseError> {
        self.take(name).map_or(Ok(String::new()), |value| text(value, &path.field(name)))
    }

    /// Takes the list `name`; empty when absent.
    pub(super) fn list(
        &mut self,
        path: &Path<'_>,
        name: &'static str,
    ) -> Result<Vec<Json<'j>>, ParseError> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Json::Array(items)) => Ok(items),
            Some(other) => Err(at(
                &path.field(name),
                Problem::WrongKind { expected: "a list", found: other.kind() },
            )),
        }
    }

    /// Takes the list of texts `name`; empty when absent.
    pub(super) fn texts(
        &mut self,
        path: &Path<'_>,
        name: &'static str,
    ) -> Result<Vec<String>, ParseError> {
        let items = self.list(path, name)?;
        let path = path.field(name);
        items.into_iter().enumerate().map(|(index, item)| text(item, &path.item(index))).collect()
    }
}

/// The text in `json`.
fn text(json: Json<'_>, path: &Path<'_>) -> Result<String, ParseError> {
    match json {
        Json::String(text) => Ok(text.into_owned()),
        other => Err(at(path, Problem::WrongKind { expected: "a string", found: other.kind() })),
    }
}

/// `problem`, found at `path`.
pub(super) fn at(path: &Path<'_>, problem: Problem) -> ParseError {
    ParseError { pointer: path.pointer(), problem }
}

/// Input as an error shows it: at most 100 characters.
fn shown(input: &str) -> String {
    if input.chars().nth(100).is_none() {
        return input.to_owned();
    }
    input.chars().take(100).chain(['…']).collect()
}
