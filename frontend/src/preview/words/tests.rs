use policy::{Inventory, Organization};

use super::Summary;
use crate::preview::against::Against;
use crate::preview::sample::{
    allow, both, compared, comparison, compose, is_entity, joined, not, tag_is, when,
};

fn grants(entries: &[String]) -> String {
    let (comparison, difference) = comparison(&joined(entries), None);
    Summary::of(&comparison, &difference, Against::Saved).grants.to_string()
}

fn changes(entries: &[String], saved: &[String]) -> String {
    let (comparison, difference) = comparison(&joined(entries), Some(&joined(saved)));
    Summary::of(&comparison, &difference, Against::Saved).changes.to_string()
}

fn payments_but_not_prod(node: &str) -> String {
    when(&both(&tag_is("Stack", "team", "payments"), &not(&tag_is("Stack", "env", "prod"))), node)
}

#[test]
fn verbs_share_the_entities_they_are_done_to() {
    let entries = [
        allow(&["stack:read"]),
        payments_but_not_prod(&allow(&["stack:write", "stack:delete", "stack:rename"])),
        when(&is_entity("Environment", "id-payments/dev"), &allow(&["environment:open"])),
    ];
    assert_eq!(
        grants(&entries),
        "Reads all 4 stacks, updates and deletes 2 of them, opens the secrets of 1 environment, and has 1 more scope."
    );
}

#[test]
fn of_them_is_only_said_of_a_part() {
    let entries = [
        payments_but_not_prod(&allow(&["stack:read"])),
        when(&tag_is("Stack", "env", "dev"), &allow(&["stack:delete"])),
    ];
    assert_eq!(grants(&entries), "Reads 2 stacks and deletes 2 stacks.");
    let entries = [allow(&["environment:read", "environment:open"])];
    assert_eq!(grants(&entries), "Reads all 2 environments and opens their secrets.");
}

#[test]
fn what_has_no_verb_is_counted() {
    assert_eq!(grants(&[allow(&["stack:rename"])]), "Has 1 scope on all 4 stacks.");
}

#[test]
fn what_reaches_further_than_what_has_a_verb_is_told_with_its_entities() {
    let entries = [
        when(&tag_is("Stack", "team", "shop"), &allow(&["stack:read", "stack:import"])),
        payments_but_not_prod(&allow(&["stack:write"])),
        allow(&["stack:rename", "stack:export"]),
    ];
    assert_eq!(
        grants(&entries),
        "Reads 1 stack, updates 2 stacks, has 2 scopes on all 4 stacks, and has 1 more scope."
    );
}

#[test]
fn everything_is_said_as_such() {
    let every: Vec<_> = policy::catalogue::scopes().map(policy::Scope::name).collect();
    assert_eq!(
        grants(&[allow(&every)]),
        "Does everything with all 4 stacks and does everything with all 2 environments. \
         On the organization: does everything."
    );
}

#[test]
fn organization_access_is_a_sentence_of_its_own() {
    assert_eq!(
        grants(&[allow(&["role:read", "team:list"])]),
        "On the organization: only reads, with 2 scopes."
    );
    assert_eq!(
        grants(&[allow(&["stack:read", "role:read", "role:create", "role:delete", "saml:update"])]),
        "Reads all 4 stacks. On the organization: creates and deletes roles and has 1 scope to read and 1 more scope."
    );
}

#[test]
fn nothing_is_told_apart_by_its_reason() {
    assert_eq!(grants(&[]), "Grants nothing today, it has no rules yet.");
    assert_eq!(grants(&[allow(&[])]), "Grants nothing today, its rules name no scope.");
    assert_eq!(
        grants(&[when(&tag_is("Stack", "env", "qa"), &allow(&["stack:read"]))]),
        "Grants nothing today. Its conditions match no entity that exists."
    );
    assert_eq!(
        grants(&[when(&tag_is("Stack", "env", "dev"), &allow(&["environment:read"]))]),
        "Grants nothing today. Its rules reach entities, but name no scope that applies to them."
    );
}

#[test]
fn gains_and_losses_are_told_with_their_entities() {
    let read = allow(&["stack:read"]);
    let draft = [read.clone(), payments_but_not_prod(&allow(&["stack:delete"]))];
    let saved =
        [read, when(&is_entity("Environment", "id-payments/dev"), &allow(&["environment:open"]))];
    assert_eq!(
        changes(&draft, &saved),
        "Against the saved role: + delete on 2 stacks, − open on 1 environment."
    );
    assert_eq!(
        changes(&saved, &draft),
        "Against the saved role: + open on 1 environment, − delete on 2 stacks."
    );
}

#[test]
fn scopes_that_change_together_are_told_together() {
    let draft = [compose(&["stack-write"])];
    assert_eq!(
        changes(&draft, &[compose(&["stack-read"])]),
        "Against the saved role: + update, retag and 15 more scopes on all 4 stacks."
    );
    assert_eq!(
        changes(&[allow(&["role:create", "saml:update"])], &[]),
        "Against the saved role: + create roles, + saml:update on the organization."
    );
}

#[test]
fn the_same_matrix_by_other_rules_is_no_change() {
    let draft = [allow(&["stack:read"]), allow(&["stack:read"])];
    let saved = [allow(&["stack:read"])];
    assert_eq!(changes(&draft, &saved), "No change against the saved role.");
    assert_eq!(changes(&saved, &saved), "");
}

#[test]
fn a_longer_opening_is_a_change() {
    let hour = compose(&["capped"]);
    let unlimited = allow(&["environment:open"]);
    assert_eq!(
        changes(std::slice::from_ref(&unlimited), std::slice::from_ref(&hour)),
        "Against the saved role: + longer opening of 2 environments."
    );
    assert_eq!(
        changes(&[hour], &[unlimited]),
        "Against the saved role: − shorter opening of 2 environments."
    );
}

#[test]
fn an_organization_without_entities_is_no_reason_to_claim_any() {
    let organization = Organization { inventory: Inventory::default(), ..Organization::default() };
    let (comparison, difference) = compared(organization, &allow(&["stack:read"]), None);
    assert_eq!(
        Summary::of(&comparison, &difference, Against::Saved).grants.to_string(),
        "Grants nothing today. There is no entity yet that it could reach."
    );
}
