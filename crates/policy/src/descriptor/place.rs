//! Parts of a definition, by JSON pointer.

use super::{Descriptor, SelectOption};

impl Descriptor {
    /// The descriptor at `pointer`, if one stands there.
    pub fn at(&self, pointer: &str) -> Option<&Self> {
        let (mut node, mut steps) = (self, steps(pointer)?);
        while let Some(step) = steps.next() {
            node = match (node, step) {
                (Self::Group(entries), "entries") => entries.get(index(steps.next()?)?)?,
                (Self::Condition { node, .. }, "subNode")
                | (Self::IfThenElse { then: Some(node), .. }, "subNodeForTrue")
                | (Self::IfThenElse { otherwise: Some(node), .. }, "subNodeForFalse") => node,
                (Self::Select { options, .. }, "options") => {
                    let SelectOption { node, .. } = options.get(index(steps.next()?)?)?;
                    node.as_ref().filter(|_| steps.next() == Some("node"))?
                }
                _ => return None,
            };
        }
        Some(node)
    }

    /// Puts `node` in the place of the descriptor at `pointer`, or after the last entry of a group where the
    /// pointer ends in `/entries/-`; says whether there is such a place.
    pub fn put(&mut self, pointer: &str, node: Self) -> bool {
        let found = match pointer.strip_suffix("/entries/-") {
            None => self.at_mut(pointer),
            Some(group) => {
                if let Some(Self::Group(entries)) = self.at_mut(group) {
                    entries.push(node);
                    return true;
                }
                None
            }
        };
        found.map(|place| *place = node).is_some()
    }

    fn at_mut(&mut self, pointer: &str) -> Option<&mut Self> {
        let (mut node, mut steps) = (self, steps(pointer)?);
        while let Some(step) = steps.next() {
            node = match (node, step) {
                (Self::Group(entries), "entries") => entries.get_mut(index(steps.next()?)?)?,
                (Self::Condition { node, .. }, "subNode")
                | (Self::IfThenElse { then: Some(node), .. }, "subNodeForTrue")
                | (Self::IfThenElse { otherwise: Some(node), .. }, "subNodeForFalse") => node,
                (Self::Select { options, .. }, "options") => {
                    let SelectOption { node, .. } = options.get_mut(index(steps.next()?)?)?;
                    node.as_mut().filter(|_| steps.next() == Some("node"))?
                }
                _ => return None,
            };
        }
        Some(node)
    }
}

/// The steps of a pointer; the empty one has none.
fn steps(pointer: &str) -> Option<impl Iterator<Item = &str>> {
    let mut steps = pointer.split('/');
    // A pointer that is not empty begins with a slash. No field on the way has a name that needs escapes.
    (steps.next() == Some("")).then_some(steps)
}

/// The index that a step names, as JSON pointers write it.
fn index(step: &str) -> Option<usize> {
    let is_plain = step == "0" || !step.starts_with(['0', '+']);
    step.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use crate::Descriptor;

    const WHOLE: &str = r#"{"__type":"PermissionDescriptorGroup","entries":[
        {"__type":"PermissionDescriptorCompose","permissionDescriptors":["a"]},
        {"__type":"PermissionDescriptorSelect","options":[
            {"value":{"__type":"PermissionLiteralExpressionBool"}},
            {"value":{"__type":"PermissionLiteralExpressionBool"},"node":{"__type":"PermissionDescriptorCompose","permissionDescriptors":["b"]}}]},
        {"__type":"PermissionDescriptorIfThenElse",
            "condition":{"__type":"PermissionExpressionHasTag","context":{"__type":"PermissionExpressionStack"},"key":"k"},
            "subNodeForFalse":{"__type":"PermissionDescriptorCondition",
                "condition":{"__type":"PermissionExpressionHasTag","context":{"__type":"PermissionExpressionStack"},"key":"k"},
                "subNode":{"__type":"PermissionDescriptorCompose","permissionDescriptors":["c"]}}}]}"#;

    fn compose(id: &str) -> Descriptor {
        Descriptor::Compose([id.to_owned()].into())
    }

    #[test]
    fn every_descriptor_is_found_and_replaced_where_it_stands() {
        let whole = Descriptor::parse(WHOLE).unwrap();
        let places = [
            ("/entries/0", "a"),
            ("/entries/1/options/1/node", "b"),
            ("/entries/2/subNodeForFalse/subNode", "c"),
        ];
        for (pointer, id) in places {
            assert_eq!(whole.at(pointer), Some(&compose(id)));
            let mut changed = whole.clone();
            assert!(changed.put(pointer, compose("new")));
            assert_eq!(changed.at(pointer), Some(&compose("new")));
            assert!(changed.put(pointer, compose(id)));
            assert_eq!(changed, whole);
        }
        assert_eq!(whole.at(""), Some(&whole));
        let mut changed = whole.clone();
        assert!(changed.put("/entries/-", compose("last")));
        assert_eq!(changed.at("/entries/3"), Some(&compose("last")));
    }

    #[test]
    fn what_is_no_place_is_not_found() {
        let mut whole = Descriptor::parse(WHOLE).unwrap();
        for pointer in [
            "/",
            "entries/0",
            "/entries",
            "/entries/00",
            "/entries/+0",
            "/entries/-",
            "/entries/3",
            "/entries/0/entries/-",
            "/entries/1/options/1",
            "/entries/1/options/0/node",
            "/entries/1/options/1/value",
            "/entries/2/subNodeForTrue",
            "/entries/2/condition",
            "/entries/0/permissionDescriptors/0",
            "/entries/18446744073709551616",
        ] {
            assert_eq!(whole.at(pointer), None, "{pointer}");
            let before = whole.clone();
            let adds = pointer == "/entries/-";
            assert_eq!(whole.put(pointer, compose("new")), adds, "{pointer}");
            assert_eq!(whole == before, !adds, "{pointer}");
            whole = before;
        }
    }
}
