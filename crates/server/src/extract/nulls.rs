//! Members of a body that are `null`: for clients that send every member they know, that is absent.

use std::borrow::Cow;
use std::fmt::{self, Formatter};
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// `json` without the members of the object that are `null`, and of the objects in the lists among them.
///
/// What stays keeps its line and column. Nothing is looked for further inside: what `null` means in a definition is a
/// matter of definitions. What is no JSON is left to whoever reads it.
pub(super) fn without_nulls(json: &str) -> Cow<'_, str> {
    let mut nulls = Vec::new();
    if find(json, json, &mut nulls).is_err() || nulls.is_empty() {
        return Cow::Borrowed(json);
    }
    let mut bytes = json.as_bytes().to_vec();
    for null in nulls {
        let lines = bytes.get_mut(null).into_iter().flatten();
        lines.filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(json), Cow::Owned)
}

/// Where in `json` the members of `object`, a part of it, are `null`; each with the comma that goes with it.
fn find(json: &str, object: &str, nulls: &mut Vec<Range<usize>>) -> serde_json::Result<()> {
    let Members(values) = serde_json::from_str(object)?;
    let mut end = place(json, object).start + object.find('{').map_or(0, |brace| brace + 1);
    let mut is_first = true;
    for (index, value) in values.into_iter().enumerate() {
        let value = value.get();
        let place = place(json, value);
        let before = end..place.start;
        end = place.end;
        if value == "null" {
            nulls.push(before.start..end);
            continue;
        }
        // The comma after what is gone.
        let comma = json.get(before.clone()).and_then(|before| before.find(','));
        if let Some(comma) = comma.filter(|_| is_first && index > 0) {
            nulls.push(before.start + comma..before.start + comma + 1);
        }
        is_first = false;
        if value.starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(value)?;
            for item in items.into_iter().filter(|item| item.get().starts_with('{')) {
                find(json, item.get(), nulls)?;
            }
        }
    }
    Ok(())
}

/// Where `part` stands in `whole`.
fn place(whole: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
    start..start + part.len()
}

/// The values of an object, in the order they come.
struct Members<'j>(Vec<&'j RawValue>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values;

        impl<'de> Visitor<'de> for Values {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut values = Vec::new();
                while let Some((IgnoredAny, value)) = map.next_entry()? {
                    values.push(value);
                }
                Ok(Members(values))
            }
        }

        deserializer.deserialize_map(Values)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde_json::{Value, json};

    use super::without_nulls;

    #[test]
    fn members_that_are_null_are_absent_and_the_rest_stays_in_its_place() {
        for (text, expected) in [
            (r#"{"a":null}"#, json!({})),
            (r#"{"a":null,"b":1}"#, json!({"b": 1})),
            (r#"{"b":1,"a":null}"#, json!({"b": 1})),
            (
                r#" { "a" : null , "b,":1, "c":null,"d":null ,"ü":"null" }"#,
                json!({"b,": 1, "ü": "null"}),
            ),
            (
                "{\"a\":null,\n\"b\":null,\n\"c\":[{\"d\":null,\"e\":[null]},null,{}]}",
                json!({"c": [{"e": [null]}, null, {}]}),
            ),
        ] {
            let found = without_nulls(text);
            assert_eq!(serde_json::from_str::<Value>(&found).unwrap(), expected, "{found}");
            let stays = found.char_indices().filter(|(_, found)| !found.is_whitespace());
            let mut stays = stays.map(|(at, found)| (text.get(at..), found));
            assert!(stays.all(|(text, found)| text.is_some_and(|text| text.starts_with(found))));
            assert_eq!((found.len(), found.lines().count()), (text.len(), text.lines().count()));
        }
    }

    #[test]
    fn what_lies_inside_of_a_member_is_left() {
        for text in [
            r#"{"details":{"node":null}}"#,
            r#"{"a":"null","b":[null,[{"c":null}]]}"#,
            "[null]",
            "null",
            r#"{"a":null"#,
            "",
        ] {
            assert!(matches!(without_nulls(text), Cow::Borrowed(found) if found == text), "{text}");
        }
    }
}
