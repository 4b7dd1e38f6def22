//! What happens is told in a log, in the same transaction, and the log is one chain.

use super::records::{join, write};
use super::sample::{self, LATER, NOW, create, event, record};
use crate::audit::{FlawKind, verify};
use crate::{
    Actor, Change, Entry, EntryHash, EntryQuery, Event, Head, Order, Organization, Purpose,
    Revision, Store, Timestamp, WriteError,
};

/// The log of an organization, which has to be as it was written.
async fn log(store: &impl Store, organization: &Organization) -> Vec<Entry> {
    let entries = store.list_entries(&organization.id, &EntryQuery::first(1000)).await.unwrap();
    let verified = verify(store, &organization.id, None).await.unwrap().unwrap();
    assert_eq!(verified.flaw, None);
    assert_eq!(Some(verified.good), store.find_head(&organization.id).await.unwrap());
    assert_eq!(verified.good, entries.last().map_or(Head::START, Entry::head));
    entries
}

async fn names(store: &impl Store, organization: &Organization) -> Vec<String> {
    log(store, organization).await.into_iter().map(|entry| entry.event.name).collect()
}

async fn find(store: &impl Store, organization: &Organization, query: EntryQuery) -> Vec<i64> {
    let entries = store.list_entries(&organization.id, &query).await.unwrap();
    entries.into_iter().map(|entry| entry.sequence).collect()
}

/// Everything that was said about it, in order, after how the organization began.
pub async fn a_write_is_told_in_the_log(store: &impl Store) {
    let acme = create(store, "acme").await;
    let widgets = create(store, "widgets").await;
    let change = Change::CreateRecord(record("new", Purpose::Set, "New"));
    let told = [event("first", LATER), Event { details: String::new(), ..event("second", LATER) }];
    store.write(&acme.id, acme.revision, &[change], &told, LATER).await.unwrap();
    let entries = log(store, &acme).await;
    let sequences: Vec<_> = entries.iter().map(|entry| entry.sequence).collect();
    assert_eq!(sequences, [1, 2, 3]);
    let events: Vec<_> = entries.into_iter().map(|entry| entry.event).collect();
    let [first, second] = told;
    assert_eq!(events, [event("created", NOW), first, second]);
    assert_eq!(names(store, &widgets).await, ["created"]);
}

/// Neither one that was decided too early nor one that cannot be done.
pub async fn a_write_that_fails_is_not_told(store: &impl Store) {
    let acme = create(store, "acme").await;
    let missing = Change::DeleteRecord { id: "missing".to_owned() };
    write(store, &acme, &[missing]).await.unwrap_err();
    let told = [event("written", LATER)];
    store.write(&acme.id, Revision(7), &[], &told, LATER).await.unwrap_err();
    assert!(!store.revoke_personal_token("ada", "t1", &event("ended", LATER)).await.unwrap());
    let (contents, tokens) = sample::organization("acme");
    store.create_organization(&contents, &tokens, &event("again", NOW)).await.unwrap_err();
    assert_eq!(names(store, &acme).await, ["created"]);
}

/// There is no way to change something and say nothing.
pub async fn a_write_that_nothing_tells_of_is_refused(store: &impl Store) {
    let acme = create(store, "acme").await;
    let change = Change::CreateRecord(record("new", Purpose::Set, "New"));
    let refused = store.write(&acme.id, acme.revision, &[change], &[], LATER).await;
    assert!(matches!(refused, Err(WriteError::Untold)));
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    assert!(contents.records.iter().all(|record| record.id != "new"));
}

/// What was refused, and who came: the organization stays what it is.
pub async fn what_changes_nothing_is_recorded_all_the_same(store: &impl Store) {
    let acme = create(store, "acme").await;
    store.record(&acme.id, &[event("refused", LATER), event("came", LATER)]).await.unwrap();
    assert_eq!(names(store, &acme).await, ["created", "refused", "came"]);
    let organization = store.find_organization("acme").await.unwrap().unwrap();
    assert_eq!(organization, acme);
    store.record(&acme.id, &[]).await.unwrap();
    store.record("nowhere", &[event("refused", LATER)]).await.unwrap();
    assert_eq!(store.find_head("nowhere").await.unwrap(), None);
    assert_eq!(names(store, &acme).await.len(), 3);
}

/// In every organization they are good in, and in no other.
pub async fn the_tokens_of_a_person_are_told_wherever_they_belong(store: &impl Store) {
    let (acme, widgets) = (create(store, "acme").await, create(store, "widgets").await);
    let (mut contents, _) = sample::organization("empty");
    contents.members.clear();
    contents.tokens.clear();
    store.create_organization(&contents, &[], &event("created", NOW)).await.unwrap();
    store.put_token(&sample::personal("p2", 5), &event("put", LATER)).await.unwrap();
    assert!(store.revoke_personal_token("ada", "p2", &event("ended", LATER)).await.unwrap());
    for organization in [&acme, &widgets] {
        assert_eq!(names(store, organization).await, ["created", "put", "ended"]);
    }
    let mut own = sample::organization("acme").1.remove(0);
    own.hash = None;
    store.put_token(&own, &event("replaced", LATER)).await.unwrap();
    assert_eq!(names(store, &acme).await.last().unwrap(), "replaced");
    assert_eq!(names(store, &widgets).await.len(), 3);
    assert_eq!(names(store, &contents.organization).await, ["created"]);
}

/// From either end, without leaving out or repeating anything.
pub async fn a_log_is_read_page_by_page(store: &impl Store) {
    let acme = create(store, "acme").await;
    let events: Vec<_> = (0..6).map(|_| event("came", LATER)).collect();
    store.record(&acme.id, &events).await.unwrap();
    let page = EntryQuery::first(3);
    assert_eq!(find(store, &acme, page.clone()).await, [1, 2, 3]);
    assert_eq!(find(store, &acme, EntryQuery { after: 3, ..page.clone() }).await, [4, 5, 6]);
    assert_eq!(find(store, &acme, EntryQuery { after: 6, ..page.clone() }).await, [7]);
    let newest = EntryQuery { order: Order::NewestFirst, ..page };
    assert_eq!(find(store, &acme, newest.clone()).await, [7, 6, 5]);
    assert_eq!(find(store, &acme, EntryQuery { before: 5, ..newest.clone() }).await, [4, 3, 2]);
    assert_eq!(find(store, &acme, EntryQuery { before: 2, ..newest }).await, [1]);
}

/// By when, what, and who; all of it holds of what is found.
pub async fn a_log_is_searched(store: &impl Store) {
    let acme = create(store, "acme").await;
    let by = |login: &str, token_name: &str, event: Event| Event {
        actor: Actor {
            login: login.to_owned(),
            token_name: token_name.to_owned(),
            ..event.actor.clone()
        },
        ..event
    };
    let later = |secs| LATER.plus_secs(secs);
    let events = [
        by("zoe", "", event("came", later(1))),
        by("", "ci", event("refused", later(2))),
        // A person with a token of that name is not the token.
        by("zoe", "ci", event("refused", later(3))),
        by("zoe", "", event("came", later(4))),
    ];
    store.record(&acme.id, &events).await.unwrap();
    let all = EntryQuery::first(10);
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(find(store, &acme, EntryQuery { name: named("came"), ..all.clone() }).await, [2, 5]);
    assert_eq!(
        find(store, &acme, EntryQuery { actor: named("zoe"), ..all.clone() }).await,
        [2, 4, 5]
    );
    assert_eq!(find(store, &acme, EntryQuery { actor: named("ci"), ..all.clone() }).await, [3]);
    let within = EntryQuery { from: later(2), until: later(4), ..all.clone() };
    assert_eq!(find(store, &acme, within.clone()).await, [3, 4]);
    let narrow = EntryQuery { actor: named("zoe"), name: named("refused"), ..within };
    assert_eq!(find(store, &acme, narrow).await, [4]);
    let none = EntryQuery { from: Timestamp::from_millis(i64::MAX), ..all };
    assert_eq!(find(store, &acme, none).await, [0; 0]);
}

/// Nobody's entry takes the place of another's.
pub async fn what_is_recorded_at_once_is_one_chain(store: &impl Store) {
    let acme = create(store, "acme").await;
    for _ in 0..4 {
        let (one, other) = ([event("one", LATER)], [event("other", LATER), event("last", LATER)]);
        let (one, other) = join(store.record(&acme.id, &one), store.record(&acme.id, &other)).await;
        one.unwrap();
        other.unwrap();
    }
    assert_eq!(log(store, &acme).await.len(), 1 + 4 * 3);
}

/// However far the log has come since; one of another log is not.
pub async fn a_head_that_was_noted_is_found_again(store: &impl Store) {
    let (acme, widgets) = (create(store, "acme").await, create(store, "widgets").await);
    let noted = store.find_head(&acme.id).await.unwrap().unwrap().hash;
    let flaw = async |organization: &Organization, noted: EntryHash| {
        verify(store, &organization.id, Some(noted)).await.unwrap().unwrap().flaw
    };
    assert_eq!(flaw(&acme, noted).await, None);
    store.record(&acme.id, &[event("came", LATER)]).await.unwrap();
    assert_eq!(flaw(&acme, noted).await, None);
    assert_eq!(flaw(&acme, EntryHash::START).await, None);
    let flaw = flaw(&widgets, noted).await.unwrap();
    assert_eq!((flaw.sequence, flaw.kind), (2, FlawKind::NotedHeadGone));
    assert_eq!(verify(store, "nowhere", None).await.unwrap(), None);
}
