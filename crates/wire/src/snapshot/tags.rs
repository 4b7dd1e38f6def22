//! Tags as they are read: a key that stands twice is refused, for either value could be the one that was meant.

use std::{collections::BTreeMap, fmt};

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

/// Tags by key.
///
/// To collect a map, the standard library would sort first, by code for this type alone.
pub(crate) fn by_key(tags: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let mut by_key = BTreeMap::new();
    by_key.extend(tags);
    by_key
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    deserializer.deserialize_map(Tags)
}

/// The same where there may be none.
pub(crate) fn optional<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<BTreeMap<String, String>>, D::Error> {
    deserializer.deserialize_option(Optional)
}

struct Tags;

struct Optional;

impl<'de> Visitor<'de> for Tags {
    type Value = BTreeMap<String, String>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object of tags, each a text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut tags = BTreeMap::new();
        while let Some((key, value)) = fields.next_entry::<String, String>()? {
            if let Some(value) = tags.insert(key.clone(), value) {
                let message =
                    format!("tag `{key}` stands twice, the first time with the value `{value}`");
                return Err(A::Error::custom(message));
            }
        }
        Ok(tags)
    }
}

impl<'de> Visitor<'de> for Optional {
    type Value = Option<BTreeMap<String, String>>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        Tags.expecting(formatter)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserialize(deserializer).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use crate::Snapshot;

    #[test]
    fn a_tag_that_stands_twice_is_refused() {
        let snapshot = r#"{"records": [], "entities": [
            {"type": "stack", "id": "1", "name": "a/b", "tags": {"env": "dev", "env": "prod"}}]}"#;
        let fault = Snapshot::parse(snapshot).unwrap_err();
        assert_eq!(fault.pointer, "/entities/0/tags");
        assert!(fault.message.starts_with("tag `env` stands twice"), "{fault}");
    }
}
