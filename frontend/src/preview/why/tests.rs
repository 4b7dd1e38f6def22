use std::sync::Arc;

use policy::{Descriptor, EntityType, Scope, ScopeSet, Truth, UxPurpose};

use super::{Cell, Kind, Why, truth::lets_through, walk::grants};
use crate::preview::difference::{Difference, Sign};
use crate::preview::sample::{
    DEMO, allow, both, comparison, compose, is_entity, joined, not, tag_is, when,
};
use crate::state::evaluation::{Comparison, Evaluation};

fn why(entries: &[String], saved: Option<&[String]>, row: u32, scope: &str) -> Why {
    let saved = saved.map(joined);
    let (comparison, difference) = comparison(&joined(entries), saved.as_deref());
    let cell = Cell { row: Some(row), scope: Scope::from_name(scope).unwrap() };
    Why::of(&comparison, &difference, cell).unwrap()
}

fn deployer() -> [String; 3] {
    [
        compose(&["stack-read"]),
        when(
            &both(&tag_is("Stack", "team", "payments"), &not(&tag_is("Stack", "env", "prod"))),
            &compose(&["stack-write", "stack-admin"]),
        ),
        when(&is_entity("Environment", "id-payments/dev"), &compose(&["capped"])),
    ]
}

#[test]
fn a_granting_rule_is_told_with_the_tags_that_satisfy_it() {
    let why = why(&deployer(), None, 0, "stack:delete");
    assert_eq!(why.sign, Sign::Granted);
    let [rule] = &*why.grants else { panic!("{:?}", why.grants) };
    assert_eq!((rule.title.as_str(), rule.entry, rule.kind), ("Rule 2", Some(1), Kind::Tags));
    assert_eq!(rule.sets, ["Stack Admin"]);
    let told: Vec<_> = rule
        .findings
        .iter()
        .map(|finding| (finding.text.as_str(), finding.truth, finding.fact.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("team = payments", Truth::True, Some("team is payments")),
            ("env ≠ prod", Truth::True, Some("env is dev")),
        ]
    );
}

#[test]
fn an_untagged_entity_is_said_to_be_one() {
    let why = why(&deployer(), None, 2, "stack:delete");
    assert_eq!(why.grants[0].findings[1].fact.as_deref(), Some("it has no env tag"));
}

#[test]
fn a_refusal_names_the_rule_and_what_fails() {
    let why = why(&deployer(), None, 3, "stack:delete");
    assert!(why.grants.is_empty());
    let told: Vec<_> = why.refusals.iter().map(super::Reason::refusal).collect();
    assert_eq!(told, ["Rule 2 grants it where team = payments; team is shop."]);
}

#[test]
fn a_scope_that_no_rule_names_has_no_refusal() {
    let why = why(&deployer(), None, 3, "stack_annotations:update");
    assert!(why.grants.is_empty() && why.refusals.is_empty());
}

#[test]
fn a_chosen_entity_is_told_by_name_and_with_its_limit() {
    let opened = why(&deployer(), None, 4, "environment:open");
    assert_eq!(opened.grants[0].kind, Kind::Chosen);
    assert_eq!(opened.open_secs, Some(3600));
    let other = why(&deployer(), None, 5, "environment:open");
    assert_eq!(
        other.refusals[0].refusal(),
        "Rule 3 grants it on payments/dev alone; this is payments/prod."
    );
}

#[test]
fn what_was_taken_away_is_told_with_the_saved_rule() {
    let draft = [compose(&["stack-read"])];
    let why = why(&draft, Some(&deployer()), 0, "stack:delete");
    assert_eq!(why.sign, Sign::Lost);
    assert_eq!(why.before[0].title, "Rule 2");
    assert!(why.grants.is_empty() && why.refusals.is_empty());
}

#[test]
fn a_condition_on_another_type_is_not_applicable() {
    let rule = when(&tag_is("Stack", "env", "dev"), &allow(&["environment:open"]));
    let why = why(&[rule], None, 4, "environment:open");
    assert_eq!(
        why.refusals[0].refusal(),
        "Rule 1 grants it where env = dev; it asks about stacks, this is one environment."
    );
}

/// The walk explains what the engine decides, so both have to agree on every cell.
#[test]
fn the_walk_agrees_with_the_engine_on_the_demo() {
    let organization = Arc::new(wire::Snapshot::parse(DEMO).unwrap().load().unwrap());
    let policies: Vec<Descriptor> = organization
        .records
        .iter()
        .filter(|record| record.purpose != UxPurpose::Set)
        .map(|record| record.details.clone())
        .collect();
    assert!(policies.len() > 10);
    let mut granted = 0;
    for details in policies {
        let evaluation = Evaluation::of(&organization, details).unwrap();
        for scope in policy::catalogue::scopes() {
            let grants = grants(&evaluation.details, &organization.records, scope);
            for (row, entity) in (0..).zip(organization.inventory.entities()) {
                let walked = grants.iter().any(|grant| {
                    grant.guards.iter().all(|guard| lets_through(guard, Some(entity)))
                });
                let fits = ScopeSet::of_type(entity.entity_type.into()).contains(scope);
                let rows = evaluation.matrix.rows(entity.entity_type, scope);
                let decided = rows.is_some_and(|rows| rows.contains(row));
                assert_eq!(walked && fits, decided, "{scope} on {}", entity.name);
                granted += usize::from(decided);
            }
        }
    }
    assert!(granted > 10_000, "{granted}");
}

#[test]
fn every_granted_cell_of_the_demo_has_a_rule_that_holds() {
    let organization = Arc::new(wire::Snapshot::parse(DEMO).unwrap().load().unwrap());
    let policies = organization.records.iter().filter(|record| record.purpose == UxPurpose::Policy);
    for record in policies {
        let draft = Evaluation::of(&organization, record.details.clone()).unwrap();
        let comparison = Comparison {
            organization: Arc::clone(&organization),
            draft: Arc::new(draft),
            saved: None,
        };
        let difference = Difference::of(&comparison);
        for effect in EntityType::ALL.into_iter().flat_map(|of| difference.effects(of)) {
            let Some(row) = effect.granted.iter().next() else { continue };
            let cell = Cell { row: Some(row), scope: effect.scope };
            let why = Why::of(&comparison, &difference, cell).unwrap();
            assert!(!why.grants.is_empty(), "{} in {}", effect.scope, record.name);
            assert!(
                why.grants.iter().all(|rule| rule.failing().next().is_none()),
                "{} in {}: {:?}",
                effect.scope,
                record.name,
                why.grants
            );
        }
    }
}

#[test]
fn a_definition_that_is_no_group_is_one_rule() {
    let organization = Arc::new(crate::preview::sample::organization());
    let details = when(&tag_is("Stack", "env", "dev"), &allow(&["stack:read"]));
    let details = Descriptor::parse(&details).unwrap();
    let draft = Arc::new(Evaluation::of(&organization, details).unwrap());
    let comparison = Comparison { organization, draft, saved: None };
    let difference = Difference::of(&comparison);
    let cell = Cell { row: Some(0), scope: Scope::from_name("stack:read").unwrap() };
    let why = Why::of(&comparison, &difference, cell).unwrap();
    assert_eq!((why.grants[0].entry, why.grants[0].title.as_str()), (Some(0), "Rule 1"));
}
