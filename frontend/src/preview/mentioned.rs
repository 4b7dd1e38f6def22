//! The tags that the conditions of a draft ask about.

use policy::{Descriptor, EntityType, Records};

use super::why::tag_keys;

/// How many tags a row shows.
const KEYS: usize = 3;
/// How many descriptors are looked at.
const MAX_NODES: usize = 200_000;

/// The tag keys that conditions of `details` ask about on entities of one type, in the order they are met.
pub fn keys(details: &Descriptor, records: &Records, entity_type: EntityType) -> Vec<String> {
    let mut keys = Vec::<String>::new();
    let mut seen = Vec::<&str>::new();
    let mut rest = vec![details];
    let mut nodes = 0;
    while let Some(node) = rest.pop() {
        nodes += 1;
        if nodes > MAX_NODES || keys.len() >= KEYS {
            break;
        }
        let conditions = match node {
            Descriptor::Condition { condition, .. } | Descriptor::IfThenElse { condition, .. } => {
                tag_keys(condition, entity_type)
            }
            Descriptor::Select { selector: Some(selector), .. } => tag_keys(selector, entity_type),
            _ => Vec::new(),
        };
        for key in conditions {
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
        match node {
            Descriptor::Allow(_) => {}
            Descriptor::Group(entries) => rest.extend(entries.iter().rev()),
            Descriptor::Condition { node, .. } => rest.push(node),
            Descriptor::IfThenElse { then, otherwise, .. } => {
                rest.extend(otherwise.as_deref());
                rest.extend(then.as_deref());
            }
            Descriptor::Select { options, .. } => {
                rest.extend(options.iter().rev().filter_map(|option| option.node.as_ref()));
            }
            Descriptor::Compose(ids) => {
                for record in ids.iter().filter_map(|id| records.find(id)) {
                    if record.flat_scopes().is_none() && !seen.contains(&record.id.as_str()) {
                        seen.push(&record.id);
                        rest.push(&record.details);
                    }
                }
            }
        }
    }
    keys.truncate(KEYS);
    keys
}
