//! Guardrails are written like records: each with a version, under a name of its own.

use super::records::write;
use super::sample::{self, LATER, create, guardrail};
use crate::{Change, Guardrail, GuardrailUpdate, Organization, Store, WriteError};

async fn list(store: &impl Store, organization: &Organization) -> Vec<Guardrail> {
    store.contents(&organization.id).await.unwrap().unwrap().guardrails
}

fn update(id: &str, version: u32, name: &str) -> Change {
    let statement = r#"{"never": {"scope":"stack:read"}}"#.to_owned();
    Change::UpdateGuardrail(GuardrailUpdate {
        id: id.to_owned(),
        version,
        name: name.to_owned(),
        statement,
    })
}

/// Of one organization; records and other organizations have names of their own.
pub async fn a_name_is_given_to_one_guardrail(store: &impl Store) {
    let acme = create(store, "acme").await;
    create(store, "widgets").await;
    let before = list(store, &acme).await;
    let taken = |result, taken: &str| matches!(result, Err(WriteError::NameTaken { name }) if name == taken);

    let new = Change::CreateGuardrail(guardrail("new", "ada may"));
    assert!(taken(write(store, &acme, &[new]).await, "ada may"));
    let same_id = Change::CreateGuardrail(guardrail("g1", "another name"));
    assert!(taken(write(store, &acme, &[same_id]).await, "another name"));
    assert!(taken(
        write(store, &acme, &[update("g1", 3, "nobody deletes")]).await,
        "nobody deletes"
    ));
    assert_eq!(list(store, &acme).await, before);

    // Exactly, case included; the new one comes last.
    let new = guardrail("new", "Deployers");
    write(store, &acme, &[Change::CreateGuardrail(new.clone())]).await.unwrap();
    assert_eq!(list(store, &acme).await, [before, vec![new]].concat());
}

/// Its name and what it says; it stays where it was.
pub async fn a_guardrail_is_changed_as_a_whole(store: &impl Store) {
    let acme = create(store, "acme").await;
    let mut expected = sample::organization("acme").0.guardrails;
    write(store, &acme, &[update("g2", 1, "nobody reads"), update("g1", 3, "ada may")])
        .await
        .unwrap();
    for guardrail in &mut expected {
        guardrail.version += 1;
        guardrail.modified = LATER;
        r#"{"never": {"scope":"stack:read"}}"#.clone_into(&mut guardrail.statement);
        if guardrail.id == "g2" {
            "nobody reads".clone_into(&mut guardrail.name);
        }
    }
    assert_eq!(list(store, &acme).await, expected);
}

/// The second of two people is told.
pub async fn a_change_of_an_older_guardrail_is_refused(store: &impl Store) {
    let acme = create(store, "acme").await;
    let stale = write(store, &acme, &[update("g1", 2, "ada may")]).await;
    assert!(
        matches!(stale, Err(WriteError::VersionConflict { id, current: 3 }) if id == "g1"),
        "the current version is told"
    );
    let missing = write(store, &acme, &[update("gone", 1, "gone")]).await;
    assert!(matches!(missing, Err(WriteError::Missing { id }) if id == "gone"));
    assert_eq!(list(store, &acme).await, sample::organization("acme").0.guardrails);
}

/// Free for another one.
pub async fn a_deleted_guardrail_leaves_its_name(store: &impl Store) {
    let acme = create(store, "acme").await;
    let delete = |id: &str| Change::DeleteGuardrail { id: id.to_owned() };
    write(store, &acme, &[delete("g1")]).await.unwrap();
    let again = write(store, &acme, &[delete("g1")]).await;
    assert!(matches!(again, Err(WriteError::Missing { id }) if id == "g1"));
    let new = guardrail("g3", "ada may");
    write(store, &acme, &[Change::CreateGuardrail(new.clone())]).await.unwrap();
    assert_eq!(list(store, &acme).await, [guardrail("g2", "nobody deletes"), new]);
}
