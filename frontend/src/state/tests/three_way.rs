//! Two changes of one role become one where they do not contradict each other.

use crate::state::draft::Draft;
use crate::state::form::changes::Changes;
use crate::state::form::{Every, Form, Grants, Leaf, Operator, RuleForm, Tagged};
use crate::state::three_way::{Clash, ThreeWay};
use policy::{EntityType, Records};

fn grants(scopes: &[&str]) -> Grants {
    Grants { sets: Vec::new(), scopes: scopes.iter().map(|name| (*name).to_owned()).collect() }
}

fn every(scope: &str) -> RuleForm {
    RuleForm::Every(Every {
        entity_type: EntityType::Stack,
        grants: grants(&[scope]),
        stands_apart: false,
    })
}

fn tagged(team: &str, scope: &str) -> RuleForm {
    let leaf = Leaf { key: "team".to_owned(), operator: Operator::Equals, value: team.to_owned() };
    RuleForm::Tagged(Tagged {
        entity_type: EntityType::Stack,
        leaves: vec![leaf],
        grants: grants(&[scope]),
    })
}

fn draft(name: &str, on_organization: &[&str], rules: &[RuleForm]) -> Draft {
    let details = Form::new(grants(on_organization), rules.to_vec()).write();
    Draft::new(name.to_owned(), String::new(), details, &Records::default())
}

/// What becomes of three drafts with these rules.
fn joined(base: &[RuleForm], theirs: &[RuleForm], mine: &[RuleForm]) -> Result<Draft, Vec<Clash>> {
    let [base, theirs, mine] = [base, theirs, mine].map(|rules| draft("a", &[], rules));
    ThreeWay { base, theirs, mine }.joined()
}

fn rules(draft: &Draft) -> &[RuleForm] {
    &draft.form.rules
}

#[test]
fn what_each_added_stands_beside_the_other() {
    let base = [tagged("a", "stack:read")];
    let theirs = [tagged("a", "stack:read"), tagged("b", "stack:write")];
    let mine = [tagged("c", "stack:delete"), tagged("a", "stack:read")];
    let both = joined(&base, &theirs, &mine).unwrap();
    let expected =
        [tagged("c", "stack:delete"), tagged("a", "stack:read"), tagged("b", "stack:write")];
    assert_eq!(rules(&both), expected);
    // The definition follows the rules.
    assert_eq!(*both.details, draft("a", &[], &expected).details.as_ref().clone());
}

#[test]
fn changes_of_different_rules_are_joined() {
    let base = [tagged("a", "stack:read"), tagged("b", "stack:read")];
    let theirs = [tagged("a", "stack:write"), tagged("b", "stack:read")];
    let mine = [tagged("a", "stack:read"), tagged("b", "stack:delete")];
    let both = joined(&base, &theirs, &mine).unwrap();
    assert_eq!(rules(&both), [tagged("a", "stack:write"), tagged("b", "stack:delete")]);
}

#[test]
fn what_either_took_away_is_gone() {
    let base = [tagged("a", "stack:read"), tagged("b", "stack:read"), every("stack:read")];
    let theirs = [tagged("b", "stack:read"), every("stack:read")];
    let mine = [tagged("a", "stack:read"), every("stack:read")];
    assert_eq!(rules(&joined(&base, &theirs, &mine).unwrap()), [every("stack:read")]);
    let both_gone = joined(&base, &theirs, &theirs).unwrap();
    assert_eq!(rules(&both_gone), theirs);
}

#[test]
fn one_rule_changed_in_two_ways_is_for_a_person_to_decide() {
    let base = [tagged("a", "stack:read"), every("stack:read")];
    let theirs = [tagged("b", "stack:read"), every("stack:read")];
    let mine = [tagged("c", "stack:read"), every("stack:read")];
    assert_eq!(joined(&base, &theirs, &mine), Err(vec![Clash::Rule(tagged("a", "stack:read"))]));
    // Taken away by one and changed by the other is no less of a contradiction.
    assert!(joined(&base, &[every("stack:read")], &mine).is_err());
    // The same change by both is none.
    assert_eq!(rules(&joined(&base, &mine, &mine).unwrap()), mine);
}

#[test]
fn the_access_on_the_organization_is_joined_scope_by_scope() {
    let three = ThreeWay {
        base: draft("a", &["role:read", "team:read"], &[]),
        theirs: draft("a", &["role:read", "audit_logs:read"], &[]),
        mine: draft("a", &["role:read", "team:read", "team:list"], &[]),
    };
    let access = three.joined().unwrap().form.organization_access.clone();
    assert_eq!(access, grants(&["role:read", "team:list", "audit_logs:read"]));
}

#[test]
fn names_are_taken_from_whoever_changed_them() {
    let of = |base: &str, theirs: &str, mine: &str| {
        let [base, theirs, mine] = [base, theirs, mine].map(|name| draft(name, &[], &[]));
        ThreeWay { base, theirs, mine }.joined().map(|draft| draft.name)
    };
    assert_eq!(of("a", "a", "b").unwrap(), "b");
    assert_eq!(of("a", "b", "a").unwrap(), "b");
    assert_eq!(of("a", "b", "b").unwrap(), "b");
    assert_eq!(of("a", "b", "c"), Err(vec![Clash::Name]));
}

#[test]
fn what_cannot_be_read_cannot_be_joined() {
    let base = draft("a", &[], &[]);
    let mine = base.clone().with_text("{", &Records::default());
    let three = ThreeWay { theirs: base.clone(), base, mine };
    assert_eq!(three.joined(), Err(vec![Clash::Unreadable]));
}

#[test]
fn a_rule_that_stands_twice_is_taken_away_once() {
    let twice = [tagged("a", "stack:read"), tagged("a", "stack:read")];
    let once = [tagged("a", "stack:read")];
    assert_eq!(rules(&joined(&twice, &once, &twice).unwrap()), once);
    assert_eq!(rules(&joined(&twice, &once, &once).unwrap()), once);
}

#[test]
fn a_rule_that_grants_more_or_less_is_told_by_that_alone() {
    let organization = policy::Organization::default();
    let told = |before: &[RuleForm], after: &[RuleForm]| {
        let form = |rules: &[RuleForm]| Form::new(Grants::default(), rules.to_vec());
        Changes::between(&form(before), &form(after)).in_words(&organization)
    };
    let on_stacks = |scopes: &[&str]| {
        RuleForm::Every(Every {
            entity_type: EntityType::Stack,
            grants: grants(scopes),
            stands_apart: false,
        })
    };
    let (read, both) = ([every("stack:read")], [on_stacks(&["stack:read", "stack:write"])]);
    assert_eq!(told(&read, &both), ["added stack:write on every stack"]);
    assert_eq!(told(&both, &read), ["removed stack:write on every stack"]);
    assert_eq!(told(&read, &[on_stacks(&[])]), ["removed stack:read on every stack"]);
    assert_eq!(
        told(&read, &[every("stack:delete")]),
        ["removed stack:read on every stack", "added stack:delete on every stack"]
    );
    assert_eq!(
        told(&[tagged("a", "stack:read")], &[tagged("b", "stack:read")]),
        [
            "removed stack:read on stacks where team = a",
            "added stack:read on stacks where team = b"
        ]
    );
    assert_eq!(told(&[], &[on_stacks(&[])]), ["added a rule that is not finished"]);
}
