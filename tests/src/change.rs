//! Changes made in a snapshot by hand, without the engine.

use serde_json::{Value, json};

/// The snapshot with `change` made in it; a change is one that a repair proposes.
///
/// # Panics
///
/// When the change speaks of something that is not there.
pub fn applied(snapshot: &Value, change: &Value) -> Value {
    let mut after = snapshot.clone();
    let (kind, change) = change.as_object().unwrap().iter().next().unwrap();
    let list = match kind.as_str() {
        "rolePart" => ("records", "id", "id"),
        "memberRole" => ("members", "login", "login"),
        "teamRoles" | "joinTeam" | "grantTeam" => ("teams", "name", "team"),
        "tokenRole" => ("tokens", "id", "id"),
        "retag" => {
            let entities = after["entities"].as_array_mut().unwrap();
            let is_it = |entity: &&mut Value| {
                entity["type"] == change["entity"]["type"] && entity["id"] == change["entity"]["id"]
            };
            let tags = entities.iter_mut().find(is_it).unwrap()["tags"].as_object_mut().unwrap();
            for key in change["remove"].as_array().into_iter().flatten() {
                tags.remove(key.as_str().unwrap()).unwrap();
            }
            tags.extend(change["set"].as_object().cloned().unwrap_or_default());
            return after;
        }
        "settings" => {
            after["organization"]["settings"] = change.clone();
            return after;
        }
        other => panic!("no repair is a {other}"),
    };
    let (list, key, named) = list;
    let mut list = after[list].as_array_mut().unwrap().iter_mut();
    let place = list.find(|value| value[key] == change[named]).unwrap();
    match kind.as_str() {
        "rolePart" => put(&mut place["details"], change),
        "teamRoles" => place["roleIds"] = change["roleIds"].clone(),
        "joinTeam" => {
            place["members"].as_array_mut().unwrap().push(json!({"login": change["login"]}));
        }
        "grantTeam" => {
            let mut grant = change["entity"].clone();
            grant["permissionSetId"] = change["permissionSetId"].clone();
            let grants = place["entityGrants"].as_array_mut().unwrap();
            grants.retain(|other| other["type"] != grant["type"] || other["id"] != grant["id"]);
            grants.push(grant);
        }
        _ => place["roleId"] = change["roleId"].clone(),
    }
    after
}

/// Puts the `details` of `change` at its pointer into a definition.
///
/// # Panics
///
/// When nothing stands there.
pub fn put(definition: &mut Value, change: &Value) {
    let pointer = change["pointer"].as_str().unwrap();
    let details = change["details"].clone();
    match pointer.strip_suffix("/-") {
        Some(list) => {
            definition.pointer_mut(list).unwrap().as_array_mut().unwrap().push(details);
        }
        None => *definition.pointer_mut(pointer).unwrap() = details,
    }
}
