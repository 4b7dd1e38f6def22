//! What is told of changes to entities.

use serde_json::{Map, Value, json};
use store::{Change, Entity, Principal};
use wire::audit::Details;

use super::{Said, of, unknown};
use crate::loaded::Loaded;

/// What is told of `change`; nothing of a change to something else.
pub(super) fn tell(loaded: &Loaded, change: &Change) -> Said {
    let (key, after) = match change {
        Change::CreateEntity { entity, details, creator, .. } => {
            let kind = entity.key.entity_type.name();
            let who = match creator {
                Principal::User(login) => format!("user `{login}`"),
                Principal::Team(name) => format!("team `{name}`"),
                Principal::Token(id) => format!("token `{id}`"),
            };
            return Said {
                description: format!(
                    "created {kind} `{}`, of which {who} is the creator",
                    entity.name
                ),
                details: Details {
                    after: Some(created(entity, details.as_deref())),
                    ..of(kind, &entity.key.id, &entity.name)
                },
            };
        }
        Change::DeleteEntity { key } => (key, None),
        Change::SetEntityTags { key, tags, .. } => (key, Some(tags)),
        _ => return unknown("organization", &loaded.organization().id),
    };
    let kind = key.entity_type.name();
    let Some(before) = loaded.entity_by_key(key) else { return unknown(kind, &key.id) };
    let description = match after {
        None => format!("deleted {kind} `{}`", before.name),
        Some(after) => {
            format!("changed the tags of {kind} `{}`: {}", before.name, words(&before.tags, after))
        }
    };
    let after = after.map(|after| json!({"tags": tags(after)}));
    let before_tags = Some(json!({"tags": tags(&before.tags)}));
    Said {
        description,
        details: Details { before: before_tags, after, ..of(kind, &key.id, &before.name) },
    }
}

/// What is said of a new entity.
fn created(entity: &Entity, details: Option<&str>) -> Value {
    match details.map(serde_json::from_str::<Value>) {
        Some(Ok(details)) => json!({"tags": tags(&entity.tags), "details": details}),
        Some(Err(_)) | None => json!({"tags": tags(&entity.tags)}),
    }
}

fn tags(tags: &[(String, String)]) -> Map<String, Value> {
    tags.iter().map(|(key, value)| (key.clone(), value.clone().into())).collect()
}

/// Which tags are others, in words.
fn words(before: &[(String, String)], after: &[(String, String)]) -> String {
    let value = |of: &[(String, String)], key: &str| {
        of.iter().find(|(own, _)| own == key).map(|(_, value)| value.clone())
    };
    let mut parts = Vec::new();
    for (key, new) in after {
        match value(before, key) {
            Some(old) if old == *new => {}
            Some(old) => parts.push(format!("`{key}` is `{new}` and was `{old}`")),
            None => parts.push(format!("`{key}` is `{new}` and was missing")),
        }
    }
    for (key, old) in before {
        if value(after, key).is_none() {
            parts.push(format!("`{key}` is missing and was `{old}`"));
        }
    }
    if parts.is_empty() { "nothing differs".to_owned() } else { parts.join("; ") }
}
