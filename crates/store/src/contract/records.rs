//! Writes are whole, conditional on what they were decided on, and refuse to break anything.

use super::sample::{self, LATER, create, event, record};
use crate::{Change, Organization, Purpose, Record, RecordUpdate, Revision, Store, WriteError};

pub(super) async fn write(
    store: &impl Store,
    organization: &Organization,
    changes: &[Change],
) -> Result<Revision, WriteError> {
    let now = store.find_organization(&organization.name).await.unwrap().unwrap();
    store.write(&organization.id, now.revision, changes, &[event("written", LATER)], LATER).await
}

/// It was refused because what it names is not there.
pub(super) fn missing(refused: Result<Revision, WriteError>, named: &str) {
    assert!(matches!(refused, Err(WriteError::Missing { id }) if id == named));
}

async fn find(store: &impl Store, organization: &Organization, id: &str) -> Option<Record> {
    let contents = store.contents(&organization.id).await.unwrap().unwrap();
    contents.records.into_iter().find(|record| record.id == id)
}

fn update(id: &str, version: u32) -> RecordUpdate {
    RecordUpdate { id: id.to_owned(), version, ..RecordUpdate::default() }
}

/// By one, however many changes there are.
pub async fn a_write_moves_the_revision(store: &impl Store) {
    let acme = create(store, "acme").await;
    let widgets = create(store, "widgets").await;
    let changes = [
        Change::CreateRecord(record("new", Purpose::Set, "New")),
        Change::UpdateRecord(update("r1", 1)),
    ];
    assert_eq!(write(store, &acme, &changes).await.unwrap(), Revision(2));
    let revision = async |organization: &Organization| {
        store.find_organization(&organization.name).await.unwrap().unwrap().revision
    };
    assert_eq!(revision(&acme).await, Revision(2));
    assert_eq!(revision(&widgets).await, Revision(1));
    assert_eq!(find(store, &widgets, "new").await, None);
}

/// Whatever was decided then may not hold now.
pub async fn a_write_decided_at_an_older_revision_is_refused(store: &impl Store) {
    let acme = create(store, "acme").await;
    write(store, &acme, &[]).await.unwrap();
    let changes = [Change::CreateRecord(record("new", Purpose::Set, "New"))];
    let refused =
        store.write(&acme.id, acme.revision, &changes, &[event("written", LATER)], LATER).await;
    assert!(matches!(refused, Err(WriteError::Moved { current: Revision(2) })));
    assert_eq!(find(store, &acme, "new").await, None);
    let refused =
        store.write("nowhere", Revision(1), &changes, &[event("written", LATER)], LATER).await;
    assert!(matches!(refused, Err(WriteError::Missing { id }) if id == "nowhere"));
}

/// A role is not created when its policy cannot be.
pub async fn a_write_is_applied_whole_or_not_at_all(store: &impl Store) {
    let acme = create(store, "acme").await;
    let changes = [
        Change::CreateRecord(record("new", Purpose::Policy, "New")),
        Change::UpdateRecord(update("p1", 1)),
        Change::DeleteRecord { id: "missing".to_owned() },
    ];
    let refused = write(store, &acme, &changes).await;
    assert!(matches!(refused, Err(WriteError::Missing { id }) if id == "missing"));
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    assert_eq!(contents, sample::organization("acme").0);
}

/// A role and its policy share a name; two roles do not.
pub async fn a_name_is_given_to_one_record_of_a_purpose(store: &impl Store) {
    let acme = create(store, "acme").await;
    let taken =
        |result| matches!(result, Err(WriteError::NameTaken { name }) if name == "Deployers");

    let new = record("new", Purpose::Role, "Deployers");
    assert!(taken(write(store, &acme, &[Change::CreateRecord(new)]).await));
    let new = record("new", Purpose::Set, "Deployers");
    write(store, &acme, &[Change::CreateRecord(new)]).await.unwrap();
    let renamed = RecordUpdate { name: Some("Deployers".to_owned()), ..update("s1", 1) };
    assert!(taken(write(store, &acme, &[Change::UpdateRecord(renamed)]).await));
    // Exactly, case included.
    let new = record("lower", Purpose::Role, "deployers");
    write(store, &acme, &[Change::CreateRecord(new)]).await.unwrap();
}

/// What is `None` stays, and an empty text is a value.
pub async fn an_update_keeps_what_it_does_not_name(store: &impl Store) {
    let acme = create(store, "acme").await;
    let before = find(store, &acme, "r1").await.unwrap();
    let change = RecordUpdate { description: Some(String::new()), ..update("r1", 1) };
    write(store, &acme, &[Change::UpdateRecord(change)]).await.unwrap();
    let after = find(store, &acme, "r1").await.unwrap();
    let expected =
        Record { description: String::new(), version: 2, modified: LATER, ..before.clone() };
    assert_eq!(after, expected);

    let change = RecordUpdate {
        name: Some("Shippers".to_owned()),
        details: Some("{}".to_owned()),
        ..update("r1", 2)
    };
    write(store, &acme, &[Change::UpdateRecord(change)]).await.unwrap();
    let after = find(store, &acme, "r1").await.unwrap();
    assert_eq!((after.name.as_str(), after.details.as_str(), after.version), ("Shippers", "{}", 3));
    assert_eq!(after.description, "");
}

/// Two people edit the same role: the second is told.
pub async fn an_update_of_an_older_version_is_refused(store: &impl Store) {
    let acme = create(store, "acme").await;
    write(store, &acme, &[Change::UpdateRecord(update("r1", 1))]).await.unwrap();
    let stale = write(store, &acme, &[Change::UpdateRecord(update("r1", 1))]).await;
    assert!(
        matches!(stale, Err(WriteError::VersionConflict { id, current: 2 }) if id == "r1"),
        "the current version is told"
    );
    let missing = write(store, &acme, &[Change::UpdateRecord(update("gone", 1))]).await;
    assert!(matches!(missing, Err(WriteError::Missing { id }) if id == "gone"));
}

/// Neither a role that someone has nor a set that a team was given.
pub async fn a_record_that_is_held_is_not_deleted(store: &impl Store) {
    let acme = create(store, "acme").await;
    for id in ["r1", "s1"] {
        let refused = write(store, &acme, &[Change::DeleteRecord { id: id.to_owned() }]).await;
        assert!(matches!(refused, Err(WriteError::StillReferenced { id: named }) if named == id));
        assert!(find(store, &acme, id).await.is_some());
    }
    write(store, &acme, &[Change::DeleteRecord { id: "p1".to_owned() }]).await.unwrap();
    assert_eq!(find(store, &acme, "p1").await, None);
}

/// Members fall back to their default; tokens, which could gain by that, end.
pub async fn a_released_record_is_deleted_and_its_tokens_revoked(store: &impl Store) {
    let acme = create(store, "acme").await;
    let id = "r1".to_owned();
    let changes = [Change::ReleaseRecord { id: id.clone() }, Change::DeleteRecord { id }];
    write(store, &acme, &changes).await.unwrap();
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    assert!(contents.members.iter().all(|member| member.role_id.is_none()));
    assert!(contents.teams.iter().all(|team| team.role_ids.is_empty()));
    assert_eq!(contents.teams.iter().map(|team| team.entity_grants.len()).sum::<usize>(), 1);
    let tokens: Vec<_> = contents.tokens.iter().map(|token| token.id.as_str()).collect();
    assert_eq!(tokens, ["t2", "p1"]);
    assert_eq!(store.find_token(sample::hash(1)).await.unwrap(), None);

    let id = "s1".to_owned();
    let changes = [Change::ReleaseRecord { id: id.clone() }, Change::DeleteRecord { id }];
    write(store, &acme, &changes).await.unwrap();
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    assert!(contents.teams.iter().all(|team| team.entity_grants.is_empty()));
}

/// The default role counts as held by new members.
pub async fn the_default_role_is_held_until_another_is(store: &impl Store) {
    let acme = create(store, "acme").await;
    let spare = record("spare", Purpose::Role, "Spare");
    let default = |id: Option<&str>| Change::SetDefaultRole { id: id.map(str::to_owned) };
    write(store, &acme, &[Change::CreateRecord(spare), default(Some("spare"))]).await.unwrap();
    let organization = store.find_organization("acme").await.unwrap().unwrap();
    assert_eq!(organization.default_role_id.as_deref(), Some("spare"));

    let delete = Change::DeleteRecord { id: "spare".to_owned() };
    let refused = write(store, &acme, std::slice::from_ref(&delete)).await;
    assert!(matches!(refused, Err(WriteError::StillReferenced { .. })));
    write(store, &acme, &[default(None), delete]).await.unwrap();
}

/// Both decided at the same revision; one is told to decide again.
pub async fn two_writers_never_both_win(store: &impl Store) {
    let acme = create(store, "acme").await;
    let (one, other) =
        ([Change::UpdateRecord(update("r1", 1))], [Change::UpdateRecord(update("p1", 1))]);
    let told = [event("written", LATER)];
    let first = store.write(&acme.id, acme.revision, &one, &told, LATER);
    let second = store.write(&acme.id, acme.revision, &other, &told, LATER);
    // Both are begun before either is awaited to its end.
    let outcomes = join(first, second).await;
    let won = [&outcomes.0, &outcomes.1].into_iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(won, 1, "{outcomes:?}");
}

pub(super) async fn join<A, B>(
    first: impl Future<Output = A>,
    second: impl Future<Output = B>,
) -> (A, B) {
    use std::pin::pin;
    use std::task::Poll;

    let (mut first, mut second) = (pin!(first), pin!(second));
    let (mut a, mut b) = (None, None);
    std::future::poll_fn(move |context| {
        if a.is_none()
            && let Poll::Ready(value) = first.as_mut().poll(context)
        {
            a = Some(value);
        }
        if b.is_none()
            && let Poll::Ready(value) = second.as_mut().poll(context)
        {
            b = Some(value);
        }
        match (a.take(), b.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            (first, second) => {
                (a, b) = (first, second);
                Poll::Pending
            }
        }
    })
    .await
}
