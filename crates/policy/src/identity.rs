//! Identities of entities.

use std::{ops::Deref, sync::Arc};

use arrayvec::ArrayString;

/// The opaque identity of a stack, an environment, an account or a team.
///
/// Those as long as a UUID or shorter are kept in place: a role of chosen entities has thousands of them, which are
/// copied whenever it is compiled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity(Kind);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind {
    Short(ArrayString<36>),
    /// Too long for the other.
    Long(Arc<str>),
}

impl Deref for Identity {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Kind::Short(text) => text,
            Kind::Long(text) => text,
        }
    }
}

impl From<&str> for Identity {
    fn from(text: &str) -> Self {
        Self(ArrayString::from(text).map_or_else(|_| Kind::Long(text.into()), Kind::Short))
    }
}

impl From<String> for Identity {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}
