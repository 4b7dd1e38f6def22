//! The marks in the list of roles are what the editor says.

use crate::state::marks::Marks;
use crate::state::workspace::Workspace;
use policy::Severity;

fn acme() -> Workspace {
    Workspace::parse(include_str!("../../../../demo/acme.json")).unwrap()
}

fn marks_of(name: &str) -> Marks {
    let workspace = acme();
    let roles = workspace.roles();
    let role = roles.iter().find(|role| role.name == name).unwrap();
    Marks::of(&workspace.organization, &workspace.edited(&role.id).unwrap()).unwrap()
}

#[test]
fn a_role_that_has_something_to_say_is_marked() {
    let marks = marks_of("Payments deployer");
    assert!(marks.warnings + marks.errors > 0, "{marks:?}");
}

#[test]
fn every_saved_role_can_be_marked() {
    let workspace = acme();
    for role in workspace.roles() {
        let edited = workspace.edited(&role.id).unwrap();
        assert!(Marks::of(&workspace.organization, &edited).is_some(), "{}", role.name);
    }
}

#[test]
fn the_heaviest_comes_first_and_nothing_is_not_told() {
    let marks = Marks { errors: 1, warnings: 0, notes: 2 };
    let told = [(Severity::Error, "1 error".to_owned()), (Severity::Info, "2 notes".to_owned())];
    assert_eq!(marks.in_words(), told);
    assert!(Marks::default().in_words().is_empty());
}
