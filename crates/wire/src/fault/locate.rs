//! From a position in a JSON text to a JSON pointer.
//!
//! Reading a shape by itself only knows line and column of what it refused. This finds out what stands
//! there, for the one text in which something was refused, instead of keeping the path of every value that is read.

use policy::pointer::{field, item};

/// A list or an object that is open at some position.
#[derive(Debug)]
enum Open {
    /// The index of its current item.
    List(usize),
    /// Its current field, once its name has been read.
    Object(Option<String>),
}

/// The JSON pointer of the value that ends, or of the field whose name ends, at `line` and `column` of `text`.
///
/// Lines count from 1; columns count bytes, as `serde_json` counts them. `text` is JSON up to there.
pub(super) fn pointer_at(text: &str, line: usize, column: usize) -> String {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let read = text.as_bytes().get(..before + column).unwrap_or(text.as_bytes());
    let mut open = Vec::new();
    let mut bytes = read.iter().copied().enumerate();
    // Whether the next text is the name of a field.
    let mut names = false;
    while let Some((start, byte)) = bytes.next() {
        match byte {
            b'"' => {
                let mut end = start + 1;
                while let Some((position, byte)) = bytes.next() {
                    match byte {
                        b'\\' => {
                            bytes.next();
                        }
                        b'"' => {
                            end = position;
                            break;
                        }
                        _ => {}
                    }
                }
                if let Some(Open::Object(name)) = open.last_mut().filter(|_| names) {
                    let quoted = text.get(start..=end).unwrap_or_default();
                    *name = Some(serde_json::from_str(quoted).unwrap_or_default());
                }
                names = false;
            }
            b'{' => {
                open.push(Open::Object(None));
                names = true;
            }
            b'[' => open.push(Open::List(0)),
            b'}' | b']' => {
                open.pop();
                names = false;
            }
            b',' => match open.last_mut() {
                Some(Open::List(index)) => *index += 1,
                Some(Open::Object(name)) => {
                    *name = None;
                    names = true;
                }
                None => {}
            },
            _ => {}
        }
    }
    open.iter().fold(String::new(), |pointer, open| match open {
        Open::List(index) => item(&pointer, *index),
        Open::Object(Some(name)) => field(&pointer, name),
        Open::Object(None) => pointer,
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use crate::{Fault, Snapshot, fault::read};

    /// Where reading `text` as a `T` is refused, by the library that keeps the path of every value.
    fn kept<'t, T: Deserialize<'t>>(text: &'t str) -> Option<String> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let error = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err()?;
        let pointer = error.path().iter().fold(String::new(), |pointer, segment| match segment {
            serde_path_to_error::Segment::Seq { index } => super::item(&pointer, *index),
            serde_path_to_error::Segment::Map { key } => super::field(&pointer, key),
            serde_path_to_error::Segment::Enum { variant } => super::field(&pointer, variant),
            serde_path_to_error::Segment::Unknown => pointer,
        });
        error.inner().is_data().then_some(pointer)
    }

    const SNAPSHOT: &str = r#"{"organization": {"name": "a\"]}b", "settings": {"defaultStackPermission": 101, "membersCanCreateStacks": true}},
  "entities": [{"type": "stack", "id": "1", "name": "n", "tags": {"a/b": "c", "d": "e"}}, {"type": "environment", "id": "2", "name": "m"}],
  "records": [{"id": "r", "name": "R", "uxPurpose": "role", "details": {"__type": "PermissionDescriptorAllow", "permissions": ["stack:read"]}}],
  "members": [{"login": "ada", "roleId": "r"}], "teams": [{"name": "t", "members": [{"login": "ada", "role": "admin"}], "roleIds": ["r", "s"],
  "entityGrants": [{"type": "stack", "id": "1", "permissionSetId": "stack-write"}]}],
  "tokens": [{"id": "t", "name": "ci", "type": "organization", "expires": 0}],
  "creatorGrants": [{"principal": {"type": "user", "id": "ada"}, "entity": {"type": "stack", "id": "1"}}], "guardrails": []}"#;

    #[test]
    fn refusals_are_found_where_the_path_keeping_reader_finds_them() {
        // Every value of the document in turn becomes something else, and every name another name.
        let mut refused = 0;
        for (start, _) in SNAPSHOT.char_indices() {
            for other in ["7", "null", "[]", "{}", "\"x\"", "true", "[1, 2]", "{\"x\": 1}", "-3.5"]
            {
                let Some(end) = end_of_value(start) else { continue };
                let text = format!(
                    "{}{other}{}",
                    SNAPSHOT.get(..start).unwrap(),
                    SNAPSHOT.get(end..).unwrap()
                );
                if serde_json::from_str::<serde_json::Value>(&text).is_err() {
                    continue;
                }
                let Some(expected) = kept::<Snapshot>(&text) else { continue };
                let Err(Fault { pointer, code, .. }) = read::<Snapshot>(&text) else {
                    panic!("{text} is read")
                };
                // An object for an enumeration names a variant: that name is what is wrong.
                let is_found = pointer == expected
                    || (other.starts_with("{\"x\"") && pointer == format!("{expected}/x"));
                assert!(is_found && code == "wrong-shape", "{pointer}, not {expected}: {text}");
                refused += 1;
            }
        }
        assert!(refused > 250, "{refused}");
    }

    /// Where the value or name that begins at `start` ends, if one does.
    fn end_of_value(start: usize) -> Option<usize> {
        let rest = SNAPSHOT.get(start..)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>();
        let value = values.next()?.ok()?;
        let is_whole = !value.is_string() || rest.starts_with('"');
        is_whole.then(|| start + values.byte_offset())
    }
}
