//! Taking a role apart into rules and putting it together again loses nothing.

use std::sync::Arc;

use crate::state::form::{Chosen, Every, Form, Grants, Leaf, Operator, Owner, RuleForm, Tagged};
use policy::{
    Access, Descriptor, EntityType, Expression, Matrix, Organization, Scope, SelectOption, Subject,
    UxPurpose,
};

fn acme() -> Organization {
    let text = include_str!("../../../../demo/acme.json");
    wire::Snapshot::parse(text).unwrap().load().unwrap()
}

/// A small generator of its own, so that the cases are the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

fn sets(organization: &Organization, of: &str) -> Vec<String> {
    let sets = organization.records.iter().filter(|record| record.purpose == UxPurpose::Set);
    sets.filter(|set| set.resource_type.is_some_and(|found| found.name() == of))
        .map(|set| set.id.clone())
        .collect()
}

/// A check of the law: what was read is what is written, byte for byte.
#[track_caller]
fn comes_back(details: &Descriptor, organization: &Organization) -> Form {
    let form = Form::read(details, &organization.records);
    assert_eq!(form.write().to_json(), details.to_json());
    assert_eq!(form.write(), *details);
    form
}

fn is_custom(rule: &RuleForm) -> bool {
    matches!(rule, RuleForm::Custom(_))
}

#[test]
fn every_record_of_the_demo_comes_back() {
    let organization = acme();
    let mut policies = 0;
    for record in organization.records.iter() {
        let form = comes_back(&record.details, &organization);
        let by_hand = ["Regional on-call", "Break glass"].contains(&record.name.as_str());
        if record.purpose == UxPurpose::Policy && !by_hand {
            policies += 1;
            assert!(!form.rules.iter().any(is_custom), "{} has a custom rule", record.name);
        }
    }
    assert!(policies > 8, "the demo has console roles");
}

fn grants(numbers: &mut Numbers, organization: &Organization, of: EntityType) -> Grants {
    let all = sets(organization, of.name());
    let mut grants = Grants::default();
    for _ in 0..numbers.below(3) {
        grants.sets.push(numbers.one(&all).clone());
    }
    let scopes: Vec<_> = policy::catalogue::scopes()
        .filter(|scope| scope.resource_types().eq([of.into()]))
        .map(Scope::name)
        .collect();
    for _ in 0..numbers.below(2) + usize::from(grants.sets.is_empty()) {
        grants.scopes.push((*numbers.one(&scopes)).to_owned());
    }
    grants
}

/// What a person may have put together in the rule editor.
fn edited(numbers: &mut Numbers, organization: &Organization) -> Form {
    let mut form = Form::default();
    let global = sets(organization, "global");
    for _ in 0..numbers.below(3) {
        form.organization_access.sets.push(numbers.one(&global).clone());
    }
    if numbers.below(3) == 0 {
        form.organization_access.scopes.push("team:create".to_owned());
    }
    for _ in 0..numbers.below(7) {
        let entity_type = *numbers.one(&EntityType::ALL);
        let grants = grants(numbers, organization, entity_type);
        form.rules.push(match numbers.below(3) {
            0 => RuleForm::Every(Every { entity_type, grants, stands_apart: false }),
            1 => {
                let entities = organization.inventory.entities().iter();
                let ids: Vec<_> = entities
                    .filter(|entity| entity.entity_type == entity_type)
                    .map(|entity| entity.id.clone())
                    .collect();
                let ids = (0..=numbers.below(4)).map(|_| numbers.one(&ids).clone()).collect();
                RuleForm::Chosen(Chosen { entity_type, ids, grants })
            }
            _ => {
                let leaf = |numbers: &mut Numbers| Leaf {
                    key: (*numbers.one(&["env", "team", "no such key"])).to_owned(),
                    operator: *numbers.one(&Operator::ALL),
                    value: (*numbers.one(&["prod", "", "payments"])).to_owned(),
                };
                let leaves = (0..=numbers.below(4)).map(|_| leaf(numbers)).collect();
                RuleForm::Tagged(Tagged { entity_type, leaves, grants })
            }
        });
    }
    form
}

#[test]
fn whatever_the_rule_editor_writes_comes_back_as_rules() {
    let organization = acme();
    let mut numbers = Numbers(11);
    for _ in 0..2000 {
        let form = edited(&mut numbers, &organization);
        let read = comes_back(&form.write(), &organization);
        assert!(!read.rules.iter().any(is_custom), "{}", form.write().to_json_pretty());
        // Reading it once more changes nothing.
        assert_eq!(comes_back(&read.write(), &organization), read);
    }
}

fn expression(numbers: &mut Numbers, depth: usize) -> Expression {
    let entity_type = *numbers.one(&EntityType::ALL);
    let inner = |numbers: &mut Numbers| expression(numbers, depth.saturating_sub(1));
    match numbers.below(if depth == 0 { 3 } else { 6 }) {
        0 => Expression::tag_is(entity_type, "env", "prod"),
        1 => Expression::HasTag(policy::Context::Entity(entity_type), "team".into()),
        2 => Expression::is_entity(entity_type, format!("id {}", numbers.below(3))),
        3 => inner(numbers).and(inner(numbers)),
        4 => inner(numbers).or(inner(numbers)),
        _ => inner(numbers).negated(),
    }
}

/// Anything that the language can say.
fn anything(numbers: &mut Numbers, organization: &Organization, depth: usize) -> Descriptor {
    let inner = |numbers: &mut Numbers| anything(numbers, organization, depth.saturating_sub(1));
    match numbers.below(if depth == 0 { 2 } else { 6 }) {
        0 => {
            let ids: Vec<_> = organization.records.iter().map(|record| &record.id).collect();
            let mut ids: Vec<_> =
                (0..numbers.below(4)).map(|_| (*numbers.one(&ids)).clone()).collect();
            if numbers.below(5) == 0 {
                ids.push("gone".to_owned());
            }
            Descriptor::Compose(ids.into())
        }
        1 => {
            let names =
                ["stack:read", "stack:create", "environment:open", "team:create", "made:up"];
            let permissions = (0..numbers.below(4))
                .map(|_| policy::Permission::from_name(numbers.one::<&str>(&names)))
                .collect();
            let max_open_secs = if numbers.below(4) == 0 { 900 } else { 0 };
            Descriptor::Allow(policy::Allow { permissions, max_open_secs })
        }
        2 => Descriptor::Group((0..numbers.below(5)).map(|_| inner(numbers)).collect()),
        3 => Descriptor::Condition {
            condition: expression(numbers, 3),
            node: Box::new(inner(numbers)),
        },
        4 => Descriptor::IfThenElse {
            condition: expression(numbers, 2),
            then: (numbers.below(2) == 0).then(|| Box::new(inner(numbers))),
            otherwise: Some(Box::new(inner(numbers))),
        },
        _ => Descriptor::Select {
            selector: Some(Expression::Tag(policy::Context::Team, "env".into())),
            options: vec![SelectOption {
                value: Expression::String("prod".into()),
                node: Some(inner(numbers)),
            }],
        },
    }
}

#[test]
fn whatever_the_language_can_say_comes_back() {
    let organization = acme();
    let mut numbers = Numbers(5);
    let (mut custom, mut plain) = (0, 0);
    for _ in 0..5000 {
        let form = comes_back(&anything(&mut numbers, &organization, 3), &organization);
        let count = form.rules.iter().filter(|rule| is_custom(rule)).count();
        custom += count;
        plain += form.rules.len() - count;
    }
    assert!(custom > 400 && plain > 400, "both kinds were met: {custom} custom, {plain} plain");
}

#[test]
fn changing_one_rule_leaves_the_entries_of_all_others_alone() {
    let organization = acme();
    let mut numbers = Numbers(23);
    let mut changed = 0;
    for _ in 0..3000 {
        let details = match numbers.below(2) {
            0 => anything(&mut numbers, &organization, 3),
            _ => edited(&mut numbers, &organization).write(),
        };
        let before = Form::read(&details, &organization.records);
        let owners = before.owners();
        let candidates: Vec<_> = (0..before.rules.len())
            .filter(|index| owners.entry_of(Owner::Rule(*index)).is_some())
            .filter(|index| before.rules[*index].grants().is_some())
            .collect();
        if candidates.is_empty() {
            continue;
        }
        let index = *numbers.one(&candidates);
        let mut after = before.clone();
        after.rules[index].grants_mut().unwrap().toggle_scope("stack:delete");
        let others = |form: &Form| -> Vec<_> {
            let entries = form.entries().into_iter();
            entries.filter(|(owner, _)| *owner != Owner::Rule(index)).collect()
        };
        assert_eq!(others(&before), others(&after));
        assert_ne!(before.write(), after.write());
        changed += 1;
    }
    assert!(changed > 500, "only {changed} cases had a rule to change");
}

#[test]
fn a_set_added_to_the_organization_keeps_the_order_of_the_rest() {
    let organization = acme();
    let written = Descriptor::Group(vec![Descriptor::Compose(Arc::from([
        "stack-read".into(),
        "org-settings-standard".into(),
        "environment-read".into(),
    ]))]);
    let mut form = comes_back(&written, &organization);
    assert_eq!(form.organization_access.sets, ["org-settings-standard"]);
    assert_eq!(form.rules.len(), 2);
    form.organization_access.toggle_set("org-settings-billing");
    assert_eq!(
        form.write(),
        Descriptor::Group(vec![Descriptor::Compose(Arc::from([
            "stack-read".into(),
            "org-settings-standard".into(),
            "environment-read".into(),
            "org-settings-billing".into(),
        ]))])
    );
}

#[test]
fn an_unfinished_rule_grants_nothing() {
    let organization = acme();
    let grants = Grants { sets: vec!["stack-write".into()], scopes: Vec::new() };
    let entity_type = EntityType::Stack;
    for rule in [
        RuleForm::Every(Every { entity_type, grants: Grants::default(), stands_apart: false }),
        RuleForm::Chosen(Chosen { entity_type, ids: Vec::new(), grants: grants.clone() }),
        RuleForm::Tagged(Tagged { entity_type, leaves: Vec::new(), grants: grants.clone() }),
        RuleForm::Tagged(Tagged {
            entity_type,
            leaves: vec![Leaf {
                key: String::new(),
                operator: Operator::Differs,
                value: "a".into(),
            }],
            grants,
        }),
    ] {
        assert!(rule.missing().is_some());
        let form = Form::new(Grants::default(), vec![rule]);
        assert_eq!(form.write(), Descriptor::Group(Vec::new()));
        assert_eq!(form.write(), comes_back(&form.write(), &organization).write());
    }
}

#[test]
fn the_reach_of_a_rule_is_what_the_engine_says() {
    let organization = acme();
    let mut numbers = Numbers(3);
    let mut compared = 0;
    for _ in 0..400 {
        let form = edited(&mut numbers, &organization);
        for rule in form.rules {
            let reach = rule.reach(&organization.inventory).unwrap();
            let entity_type = rule.entity_type().unwrap();
            let details = Form::new(Grants::default(), vec![rule]).write();
            let subject = Subject::Draft { details, purpose: Some(UxPurpose::Policy) };
            let access = Access::of(&organization, &subject).unwrap();
            let matrix = Matrix::new(&access.program, &organization.inventory);
            assert_eq!(reach, matrix.reached(entity_type).len());
            compared += 1;
        }
    }
    assert!(compared > 500);
}

#[test]
fn entries_know_whose_they_are() {
    let organization = acme();
    let record = organization
        .records
        .iter()
        .find(|record| record.name == "Payments deployer" && record.purpose == UxPurpose::Policy);
    let form = comes_back(&record.unwrap().details, &organization);
    let owners = form.owners();
    assert_eq!(owners.of_entry(0), Some(Owner::Everywhere));
    assert_eq!(owners.entry_of(Owner::Organization), Some(0));
    assert_eq!(owners.at("/entries/0/permissionDescriptors/0"), Some(Owner::Organization));
    assert_eq!(owners.at("/entries/0/permissionDescriptors/1"), Some(Owner::Rule(0)));
    assert_eq!(owners.at("/entries/1/subNode"), Some(Owner::Rule(1)));
    assert_eq!(owners.at(""), None);
    for index in 0..form.rules.len() {
        let entry = owners.entry_of(Owner::Rule(index)).unwrap();
        assert!(owners.is_part(entry, Owner::Rule(index)));
    }
    assert_eq!(owners.of_entry(99), None);

    let alone = Descriptor::Condition {
        condition: Expression::tag_is(EntityType::Stack, "env", "dev"),
        node: Box::new(Descriptor::Compose(["stack-read".into()].into())),
    };
    let owners = comes_back(&alone, &organization).owners();
    assert_eq!(owners.at("/subNode/permissionDescriptors/0"), Some(Owner::Rule(0)));
}
