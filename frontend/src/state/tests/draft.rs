//! Editing a role as rules and as JSON, and going back.

use crate::state::draft::Draft;
use crate::state::form::changes::Changes;
use crate::state::form::{Chosen, Every, Grants, Leaf, Operator, RuleForm, Tagged};
use crate::state::history::History;
use crate::state::standing::Standing;
use crate::state::workspace::{Holders, Workspace};
use policy::{EntityType, Subject, UxPurpose};

fn acme() -> Workspace {
    Workspace::parse(include_str!("../../../../demo/acme.json")).unwrap()
}

fn draft(workspace: &Workspace, name: &str) -> Draft {
    let role = workspace.roles().into_iter().find(|role| role.name == name).unwrap();
    let edited = workspace.edited(&role.id).unwrap();
    let records = &workspace.organization.records;
    Draft::new(edited.name, edited.description, edited.details, records)
}

#[test]
fn json_and_rules_are_two_views_of_one_definition() {
    let workspace = acme();
    let records = &workspace.organization.records;
    let saved = draft(&workspace, "Payments deployer");
    let text = saved.text().replace("\"payments\"", "\"identity\"");
    let edited = saved.clone().with_text(&text, records);
    assert_eq!(edited.problem(), None);
    assert_eq!(*edited.text(), *text);
    let words: Vec<_> =
        edited.form.rules.iter().map(|rule| rule.in_words(&workspace.organization)).collect();
    assert!(words.iter().any(|words| words.contains("team = identity")), "{words:?}");
    assert_eq!(edited.changes(&saved), 1);

    let mut form = edited.form.as_ref().clone();
    form.rules.remove(0);
    let edited = edited.with_form(form);
    assert_eq!(*edited.text(), *edited.details.to_json_pretty());
    assert_eq!(edited.changes(&saved), 2);
}

#[test]
fn json_that_is_not_understood_loses_nothing() {
    let workspace = acme();
    let records = &workspace.organization.records;
    let saved = draft(&workspace, "Payments deployer");
    let wrong = saved.text().replace("\"entries\"", "\"entrees\"");
    let edited = saved.clone().with_text(&wrong, records);
    assert_eq!(edited.problem().unwrap().pointer, "/entrees");
    assert_eq!(*edited.text(), *wrong);
    assert_eq!((&edited.form, &edited.details), (&saved.form, &saved.details));
    assert_eq!(edited.changes(&saved), 1);
    assert_eq!(edited.without_text().changes(&saved), 0);
}

#[test]
fn what_the_server_would_not_keep_is_known_before_it_is_sent() {
    let workspace = acme();
    let records = &workspace.organization.records;
    let saved = draft(&workspace, "Payments deployer");
    let policy = UxPurpose::Policy;
    assert_eq!(saved.refusal(None, policy, records), None);
    let text = r#"{"__type": "PermissionDescriptorAllow", "permissions": ["stack:raed"]}"#;
    let edited = saved.clone().with_text(text, records);
    assert_eq!(edited.problem(), None);
    let refused = edited.refusal(Some(&saved), policy, records).unwrap();
    assert_eq!(refused.to_string(), "unknown scope `stack:raed`, did you mean `stack:read`?");
    assert!(refused.pointer().ends_with("/permissions/0"), "{}", refused.pointer());
    // What is saved already may stay.
    assert_eq!(edited.refusal(Some(&edited), policy, records), None);
}

#[test]
fn a_name_is_given_once() {
    let workspace = acme();
    let id = |name: &str| {
        workspace.roles().into_iter().find(|role| role.name == name).map(|role| role.id).unwrap()
    };
    let (own, other) = (id("Payments deployer"), id("Sandbox user"));
    assert_eq!(
        workspace.taken("Payments deployer", "").as_deref(),
        Some("a role called `Payments deployer` exists")
    );
    assert_eq!(workspace.taken("Payments deployer", &own), None);
    assert!(workspace.taken("Payments deployer", &other).is_some());
    assert_eq!(workspace.taken("Something new", ""), None);
    // A set is no role.
    assert_eq!(workspace.taken("Stack Delete", ""), None);
}

#[test]
fn another_layout_of_the_same_json_is_no_change() {
    let workspace = acme();
    let records = &workspace.organization.records;
    let saved = draft(&workspace, "Payments deployer");
    let line = saved.details.to_json();
    let edited = saved.clone().with_text(&line, records);
    assert_eq!(edited.changes(&saved), 0);
    assert_eq!(*edited.text(), *line);
}

#[test]
fn an_unfinished_rule_outlives_an_edit_of_the_json() {
    let workspace = acme();
    let records = &workspace.organization.records;
    let saved = draft(&workspace, "Payments deployer");
    let rules = saved.form.rules.len();
    let unfinished = RuleForm::Chosen(Chosen {
        entity_type: EntityType::Stack,
        ids: Vec::new(),
        grants: Grants { sets: vec!["stack-admin".into()], scopes: Vec::new() },
    });
    let mut form = saved.form.as_ref().clone();
    form.rules.push(unfinished.clone());
    let edited = saved.clone().with_form(form);
    assert_eq!(edited.details, saved.details);
    let text = edited.text().replace("\"payments\"", "\"identity\"");
    let edited = edited.with_text(&text, records);
    assert_eq!(edited.form.rules.len(), rules + 1);
    assert_eq!(edited.form.rules.last(), Some(&unfinished));
}

#[test]
fn a_changed_rule_counts_once_and_a_moved_one_as_well() {
    let workspace = acme();
    let saved = draft(&workspace, "Non-production developer").form;
    let mut after = saved.as_ref().clone();
    after.rules[0].grants_mut().unwrap().toggle_scope("stack:delete");
    let changes = Changes::between(&saved, &after);
    assert_eq!((changes.added.len(), changes.removed.len(), changes.count()), (1, 1, 1));

    let mut after = saved.as_ref().clone();
    let last = after.rules.len() - 1;
    after.rules.swap(0, last);
    let changes = Changes::between(&saved, &after);
    assert!(changes.is_reordered);
    assert_eq!((changes.added.len(), changes.removed.len(), changes.count()), (0, 0, 1));

    let mut after = saved.as_ref().clone();
    after.organization_access.toggle_set("org-settings-billing");
    after.rules.push(RuleForm::Every(Every {
        entity_type: EntityType::Stack,
        grants: Grants::default(),
        stands_apart: false,
    }));
    assert_eq!(Changes::between(&saved, &after).count(), 2);
}

#[test]
fn typing_in_one_place_is_one_step_back() {
    let mut history = History::new(String::new());
    for text in ["p", "pr", "pro"] {
        history.edit(Some("name"), text.to_owned());
    }
    history.settle();
    history.edit(Some("name"), "prod".to_owned());
    history.edit(None, "prod 2".to_owned());
    history.edit(None, "prod 2".to_owned());
    let mut seen = Vec::new();
    while history.can_undo() {
        history.undo();
        seen.push(history.present().clone());
    }
    assert_eq!(seen, ["prod", "pro", ""]);
    history.redo();
    assert_eq!(history.present(), "pro");
    history.edit(None, "other".to_owned());
    assert!(!history.can_redo());
}

#[test]
fn roles_are_listed_with_who_holds_them_and_what_they_reach() {
    let workspace = acme();
    let roles = workspace.roles();
    assert_eq!(roles.iter().filter(|role| role.is_built_in).count(), 3);
    assert!(roles.iter().skip_while(|role| !role.is_built_in).all(|role| role.is_built_in));
    let payments = roles.iter().find(|role| role.name == "Payments deployer").unwrap();
    assert_eq!(payments.holders, Holders { members: 6, teams: 1, tokens: 2 });
    let role = Subject::Role(payments.id.clone());
    let standing = Standing::of(&workspace.organization, &role).unwrap();
    let reach: Vec<_> =
        standing.reach.iter().map(|reach| (reach.reached, reach.beyond, reach.total)).collect();
    assert_eq!(reach, [(412, 37, 412), (2, 2, 153), (0, 0, 41)]);
    assert!(workspace.roles().iter().map(|role| role.holders.members).sum::<usize>() == 60);
}

#[test]
fn an_editor_changes_the_policy_of_a_role_or_the_role_itself() {
    let workspace = acme();
    let purpose = |name: &str| {
        let role = workspace.roles().into_iter().find(|role| role.name == name).unwrap();
        workspace.edited(&role.id).unwrap().purpose
    };
    assert_eq!(purpose("Payments deployer"), UxPurpose::Policy);
    assert_eq!(purpose("Sandbox user"), UxPurpose::Role);
    assert_eq!(workspace.edited("stack-read"), None);
}

#[test]
fn a_rule_that_is_not_finished_is_a_change_that_cannot_be_saved() {
    let workspace = acme();
    let saved = draft(&workspace, "Payments deployer");
    assert_eq!(saved.unfinished(), None);
    let mut form = saved.form.as_ref().clone();
    let number = form.rules.len() + 1;
    let leaf = Leaf { key: String::new(), operator: Operator::Equals, value: "a".to_owned() };
    let grants = Grants { scopes: vec!["stack:delete".to_owned()], ..Grants::default() };
    let entity_type = EntityType::Stack;
    form.rules.push(RuleForm::Tagged(Tagged { entity_type, leaves: vec![leaf], grants }));
    let edited = saved.clone().with_form(form);
    // The definition says nothing of it.
    assert_eq!(edited.details, saved.details);
    assert_eq!(edited.changes(&saved), 1);
    assert_eq!(
        edited.unfinished(),
        Some(format!(
            "rule {number} is not finished, and saving would lose it. Finish it or remove it"
        ))
    );
}

#[test]
fn another_name_and_description_are_told_from_what_to_what() {
    let saved = draft(&acme(), "Payments deployer");
    assert_eq!(saved.renaming(&saved), []);
    let edited = saved.clone().renamed("Deployer".to_owned()).described(String::new());
    let described = format!("“{}”", saved.description);
    assert_eq!(
        edited.renaming(&saved),
        [
            ("name", "“Payments deployer”".to_owned(), "“Deployer”".to_owned()),
            ("description", described, "nothing".to_owned()),
        ]
    );
}
