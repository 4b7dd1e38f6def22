//! What several servers do to the same person at the same time.
//!
//! Without a cluster (see `tests/cluster`) nothing is checked here.

use sqlx::{Connection as _, Executor as _, PgConnection};
use store::audit::Audits as _;
use store::{
    Actor, Change, Contents, EntryQuery, Event, Member, Organization, Organizations as _, Revision,
    Timestamp, Tokens as _,
};

const NOW: Timestamp = Timestamp::from_millis(1_795_455_243_120);

fn event(name: &str) -> Event {
    Event {
        time: NOW,
        name: name.to_owned(),
        description: String::new(),
        actor: Actor::default(),
        source: String::new(),
        user_agent: String::new(),
        details: String::new(),
    }
}

fn widgets() -> Contents {
    Contents::empty(Organization {
        id: "id-of-widgets".to_owned(),
        name: "widgets".to_owned(),
        revision: Revision(1),
        settings: "{}".to_owned(),
        default_role_id: None,
        created: NOW,
    })
}

#[tokio::test]
async fn an_organization_that_is_taking_somebody_in_hears_that_their_token_ends() {
    let Some(url) = cluster::fresh().await.unwrap() else { return };
    let store = store_postgres::open(&url, 4).await.unwrap();
    // It has the person `ada` and her token `p1`.
    store::contract::an_organization_reads_back_as_it_was_created(&store).await;
    store.create_organization(&widgets(), &[], &event("created")).await.unwrap();

    // Whoever tells something in a log is held up.
    let mut other = PgConnection::connect(&url).await.unwrap();
    other.execute("BEGIN; LOCK TABLE audit_entries IN SHARE MODE").await.unwrap();
    let taking_in = tokio::spawn({
        let store = store.clone();
        async move {
            let ada = Member { login: "ada".to_owned(), role_id: None, created: NOW };
            let changes = [Change::AddMember(ada)];
            store.write("id-of-widgets", Revision(1), &changes, &[event("added")], NOW).await
        }
    });
    cluster::until_waiting(&url, 1).await.unwrap();
    let ending = tokio::spawn({
        let store = store.clone();
        async move { store.revoke_personal_token("ada", "p1", &event("ended")).await }
    });
    cluster::until_waiting(&url, 2).await.unwrap();
    other.execute("ROLLBACK").await.unwrap();
    assert_eq!(taking_in.await.unwrap().unwrap(), Revision(2));
    assert!(ending.await.unwrap().unwrap());

    let found = store.find_organization("widgets").await.unwrap().unwrap();
    assert_eq!(found.revision, Revision(3));
    let told = store.list_entries("id-of-widgets", &EntryQuery::first(9)).await.unwrap();
    let told: Vec<_> = told.into_iter().map(|entry| entry.event.name).collect();
    assert_eq!(told, ["created", "added", "ended"]);
}
