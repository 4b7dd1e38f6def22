//! A small organization for the tests of the preview.

use std::sync::Arc;

use policy::{Descriptor, Entity, EntityType, Inventory, Organization, Record, Records, UxPurpose};

use super::difference::Difference;
use crate::state::evaluation::{Comparison, Evaluation};

/// The demo organization.
pub(crate) const DEMO: &str = include_str!("../../../demo/acme.json");

pub(crate) fn entity(entity_type: EntityType, name: &str, tags: &[(&str, &str)]) -> Entity {
    Entity {
        entity_type,
        id: format!("id-{name}"),
        name: name.to_owned(),
        tags: tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
    }
}

/// Four stacks, two environments and no account.
pub(crate) fn organization() -> Organization {
    let stack = |name, tags| entity(EntityType::Stack, name, tags);
    let environment = |name, tags| entity(EntityType::Environment, name, tags);
    let capped = Descriptor::parse(
        r#"{"__type": "PermissionDescriptorAllow", "permissions": ["environment:open"],
            "constraints": {"MaxOpenDuration": 3600}}"#,
    );
    let capped = Record {
        id: "capped".to_owned(),
        name: "Open, one hour".to_owned(),
        description: String::new(),
        purpose: UxPurpose::Set,
        resource_type: None,
        default_identifier: None,
        details: capped.unwrap(),
    };
    Organization {
        name: "acme".to_owned(),
        inventory: Inventory::new(vec![
            stack("payments-api/dev", &[("team", "payments"), ("env", "dev")]),
            stack("payments-api/prod", &[("team", "payments"), ("env", "prod")]),
            stack("payments-api/lab", &[("team", "payments")]),
            stack("shop/dev", &[("team", "shop"), ("env", "dev")]),
            environment("payments/dev", &[]),
            environment("payments/prod", &[("env", "prod")]),
        ]),
        records: Records::new(vec![capped]),
        ..Organization::default()
    }
}

/// The draft made of `entries`, beside the saved role made of `saved`.
pub(crate) fn comparison(entries: &str, saved: Option<&str>) -> (Comparison, Difference) {
    compared(organization(), entries, saved)
}

pub(crate) fn compared(
    organization: Organization,
    entries: &str,
    saved: Option<&str>,
) -> (Comparison, Difference) {
    let evaluate = |entries: &str| {
        let text = format!(r#"{{"__type": "PermissionDescriptorGroup", "entries": [{entries}]}}"#);
        let details = Descriptor::parse(&text).unwrap();
        Arc::new(Evaluation::of(&organization, details).unwrap())
    };
    let (draft, saved) = (evaluate(entries), saved.map(evaluate));
    let comparison = Comparison { draft, saved, organization: Arc::new(organization) };
    let difference = Difference::of(&comparison);
    (comparison, difference)
}

pub(crate) fn allow(scopes: &[&str]) -> String {
    let scopes: Vec<_> = scopes.iter().map(|scope| format!("{scope:?}")).collect();
    format!(r#"{{"__type": "PermissionDescriptorAllow", "permissions": [{}]}}"#, scopes.join(", "))
}

pub(crate) fn compose(ids: &[&str]) -> String {
    let ids: Vec<_> = ids.iter().map(|id| format!("{id:?}")).collect();
    format!(
        r#"{{"__type": "PermissionDescriptorCompose", "permissionDescriptors": [{}]}}"#,
        ids.join(", ")
    )
}

pub(crate) fn when(condition: &str, node: &str) -> String {
    format!(
        r#"{{"__type": "PermissionDescriptorCondition", "condition": {condition}, "subNode": {node}}}"#
    )
}

pub(crate) fn tag_is(context: &str, key: &str, value: &str) -> String {
    format!(
        r#"{{"__type": "PermissionExpressionEqual",
            "left": {{"__type": "PermissionExpressionTag", "context": {{"__type": "PermissionExpression{context}"}}, "key": "{key}"}},
            "right": {{"__type": "PermissionLiteralExpressionString", "value": "{value}"}}}}"#
    )
}

pub(crate) fn is_entity(context: &str, id: &str) -> String {
    format!(
        r#"{{"__type": "PermissionExpressionEqual",
            "left": {{"__type": "PermissionExpression{context}"}},
            "right": {{"__type": "PermissionLiteralExpression{context}", "identity": "{id}"}}}}"#
    )
}

pub(crate) fn not(node: &str) -> String {
    format!(r#"{{"__type": "PermissionExpressionNot", "node": {node}}}"#)
}

pub(crate) fn both(left: &str, right: &str) -> String {
    format!(r#"{{"__type": "PermissionExpressionAnd", "left": {left}, "right": {right}}}"#)
}

pub(crate) fn joined(entries: &[String]) -> String {
    entries.join(", ")
}
