//! A template grants what it says, and the engine has nothing to say against it.

use crate::state::evaluation::Evaluation;
use crate::state::form::{Form, RuleForm};
use crate::state::templates::Template;
use policy::{EntityType, Organization, Scope, Severity};

fn acme() -> Organization {
    let text = include_str!("../../../../demo/acme.json");
    wire::Snapshot::parse(text).unwrap().load().unwrap()
}

fn evaluated(template: Template, organization: &Organization) -> Evaluation {
    Evaluation::of(organization, template.definition(&organization.records)).unwrap()
}

/// The scopes that it grants on any entity of the type.
fn granted(template: Template, entity_type: EntityType) -> Vec<&'static str> {
    let organization = acme();
    let matrix = evaluated(template, &organization).matrix;
    let rows = organization.inventory.of_type(entity_type);
    let mut names: Vec<_> =
        rows.iter().flat_map(|row| matrix.scopes(row).iter()).map(Scope::name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn nothing_speaks_against_a_template() {
    let organization = acme();
    for template in Template::ALL {
        let found = evaluated(template, &organization).diagnostics;
        let weighty: Vec<_> = found.iter().filter(|one| one.severity != Severity::Info).collect();
        assert!(weighty.is_empty(), "{}: {weighty:#?}", template.name());
    }
}

#[test]
fn a_template_can_be_edited_as_rules() {
    let organization = acme();
    for template in Template::ALL {
        let form = Form::read(&template.definition(&organization.records), &organization.records);
        assert!(!form.rules.is_empty());
        for rule in &form.rules {
            assert!(!matches!(rule, RuleForm::Custom(_)), "{}: {rule:?}", template.name());
            assert_eq!(rule.missing(), None);
        }
    }
}

#[test]
fn names_and_addresses_are_of_one_template() {
    for template in Template::ALL {
        assert_eq!(Template::from_key(template.key()), Some(template));
        assert_eq!(Template::ALL.iter().filter(|one| one.name() == template.name()).count(), 1);
    }
    assert_eq!(Template::from_key("everything"), None);
}

#[test]
fn nobody_operates_by_deleting() {
    for entity_type in EntityType::ALL {
        let granted = granted(Template::Operate, entity_type);
        assert!(!granted.is_empty());
        for scope in ["stack:delete", "environment:delete", "insights_account:delete"] {
            assert!(!granted.contains(&scope), "{scope}");
        }
    }
}

#[test]
fn an_auditor_sees_no_secret() {
    let secrets = ["stack:decrypt", "stack:export", "environment:open", "environment_version:open"];
    for entity_type in EntityType::ALL {
        let granted = granted(Template::Auditor, entity_type);
        assert!(granted.iter().all(|scope| !secrets.contains(scope)), "{granted:?}");
        assert!(granted.iter().all(|scope| scope.ends_with(":read") || scope.ends_with(":list")));
    }
    let reading = granted(Template::ReadEverything, EntityType::Environment);
    assert!(!reading.contains(&"environment:open"));
}

#[test]
fn production_is_where_it_says() {
    let organization = acme();
    let on_call = evaluated(Template::OnCall, &organization).matrix;
    let deploy = evaluated(Template::Deploy, &organization).matrix;
    let (mut opened, mut deployed) = (0, 0);
    let rows = EntityType::ALL.into_iter().flat_map(|one| organization.inventory.of_type(one));
    for row in rows {
        let entity = organization.inventory.entity(row).unwrap();
        let env = entity.tag("env");
        let has = |matrix: &policy::Matrix| !matrix.scopes(row).is_empty();
        if has(&on_call) {
            assert_eq!(env, Some("prod"), "{}", entity.name);
            opened += 1;
        }
        if has(&deploy) {
            assert!(env.is_some_and(|env| env != "prod"), "{}", entity.name);
            deployed += 1;
        }
    }
    assert!(opened > 0 && deployed > 0);
}
