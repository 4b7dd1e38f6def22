//! Tokens are made once, end at once, and keep their names for ever.

use super::records;
use super::sample::{self, LATER, NOW, create, event, hash, token};
use crate::{
    Change, EntryQuery, Member, Organization, Revision, SecretHash, SecretToken, Session, Store,
    Token, TokenKind, WriteError,
};

async fn write(
    store: &impl Store,
    organization: &Organization,
    change: Change,
) -> Result<Revision, WriteError> {
    let now = store.find_organization(&organization.name).await.unwrap().unwrap();
    store.write(&organization.id, now.revision, &[change], &[event("written", LATER)], LATER).await
}

fn named(organization: &Organization, id: &str, name: &str, secret: u8) -> Change {
    let kind = TokenKind::Organization { role_id: None };
    let token = Token { name: name.to_owned(), ..token(id, Some(&organization.id), kind) };
    Change::CreateToken(SecretToken { token, hash: Some(hash(secret)) })
}

/// Also not after the token was revoked, and not by a team; another organization may.
pub async fn the_name_of_a_token_is_never_given_again(store: &impl Store) {
    let acme = create(store, "acme").await;
    let widgets = create(store, "widgets").await;
    let taken =
        |result| matches!(result, Err(WriteError::TokenNameTaken { name }) if name == "deploy");
    write(store, &acme, named(&acme, "n1", "deploy", 11)).await.unwrap();
    assert!(taken(write(store, &acme, named(&acme, "n2", "deploy", 12)).await));
    write(store, &acme, Change::RevokeToken { id: "n1".to_owned() }).await.unwrap();
    assert!(taken(write(store, &acme, named(&acme, "n3", "deploy", 13)).await));
    write(store, &widgets, named(&widgets, "n4", "deploy", 14)).await.unwrap();
    assert_eq!(store.find_token(hash(13)).await.unwrap(), None);
}

/// Neither by itself nor by a session, and it cannot be revoked twice.
pub async fn a_revoked_token_opens_nothing(store: &impl Store) {
    let acme = create(store, "acme").await;
    let session =
        Session { hash: hash(9), token_hash: hash(1), created: NOW, expires: NOW.plus_secs(60) };
    store.create_session(&session).await.unwrap();
    let revoke = |id: &str| Change::RevokeToken { id: id.to_owned() };
    write(store, &acme, revoke("t1")).await.unwrap();
    assert_eq!(store.find_token(hash(1)).await.unwrap(), None);
    assert_eq!(store.find_session(hash(9), NOW).await.unwrap(), None);
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    assert!(contents.tokens.iter().all(|token| token.id != "t1"));
    for id in ["t1", "p1", "nothing"] {
        let refused = write(store, &acme, revoke(id)).await;
        assert!(matches!(refused, Err(WriteError::Missing { id: named }) if named == id));
    }
}

/// Nobody else lists or ends them.
pub async fn a_person_has_tokens_of_their_own(store: &impl Store) {
    create(store, "acme").await;
    store.put_token(&sample::personal("p2", 5), &event("put", NOW)).await.unwrap();
    let ids = async |login: &str| -> Vec<String> {
        let tokens = store.list_personal_tokens(login).await.unwrap();
        tokens.into_iter().map(|token| token.id).collect()
    };
    let ended = event("ended", LATER);
    assert_eq!(ids("ada").await, ["p1", "p2"]);
    assert_eq!(ids("zoe").await, [""; 0]);
    assert!(!store.had_personal_tokens("zoe").await.unwrap());
    assert!(store.had_personal_tokens("ada").await.unwrap());
    assert!(!store.revoke_personal_token("zoe", "p1", &ended).await.unwrap());
    assert!(!store.revoke_personal_token("ada", "t1", &ended).await.unwrap());
    assert!(!store.was_revoked(hash(2)).await.unwrap());
    assert!(store.revoke_personal_token("ada", "p1", &ended).await.unwrap());
    assert!(store.was_revoked(hash(2)).await.unwrap());
    assert!(!store.was_revoked(hash(77)).await.unwrap(), "nobody ever had it");
    assert!(!store.revoke_personal_token("ada", "p1", &ended).await.unwrap());
    assert_eq!(ids("ada").await, ["p2"]);
    assert!(store.revoke_personal_token("ada", "p2", &ended).await.unwrap());
    assert!(store.had_personal_tokens("ada").await.unwrap(), "also those that were revoked");
    assert_eq!(store.find_token(hash(2)).await.unwrap(), None);
    let organization = store.find_organization("acme").await.unwrap().unwrap();
    assert!(organization.revision > Revision(2), "the tokens of a member are in its contents");
}

/// The organization `acme`, into which bob was taken with the token `first`, whose secret is 9.
async fn acme_with_somebody_new(store: &impl Store) -> Organization {
    let acme = create(store, "acme").await;
    let mut first = sample::personal("first", 9);
    first.token.kind = TokenKind::Personal { login: "bob".to_owned() };
    let bob = Member { login: "bob".to_owned(), role_id: None, created: LATER };
    let changes = [Change::CreateUser(first), Change::AddMember(bob)];
    records::write(store, &acme, &changes).await.unwrap();
    acme
}

/// By a token that is good still, and a first one only once; the browser in which it is made stays signed in, and no
/// other, as whoever gave the first token away could have opened one.
pub async fn a_person_makes_a_token_with_one_that_is_good(store: &impl Store) {
    let acme = acme_with_somebody_new(store).await;
    let sign_in = async |secret: u8, token: u8| {
        let (hash, token_hash) = (hash(secret), hash(token));
        let session = Session { hash, token_hash, created: NOW, expires: NOW.plus_secs(60) };
        store.create_session(&session).await.unwrap();
    };
    for secret in [20, 21] {
        sign_in(secret, 9).await;
    }
    let make_in = async |session: Option<SecretHash>, by: &str, id: &str, secret: u8| {
        let mut new = sample::personal(id, secret);
        new.token.kind = TokenKind::Personal { login: "bob".to_owned() };
        let (made, ended) = (event("made", LATER), event("ended", LATER));
        store.make_personal_token(by, session, &new, &made, &ended).await.unwrap()
    };
    let make = async |by: &str, id: &str, secret: u8| make_in(None, by, id, secret).await;
    assert!(!make("nothing", "own", 10).await);
    assert!(make_in(Some(hash(20)), "first", "own", 10).await);
    assert_eq!(store.find_token(hash(9)).await.unwrap(), None, "a first token is good once");
    let signed_in = store.find_session(hash(20), NOW).await.unwrap().unwrap();
    assert_eq!(signed_in.id, "own");
    assert_eq!(store.find_session(hash(21), NOW).await.unwrap(), None, "it was another's");
    assert!(!make("first", "other", 11).await);
    assert_eq!(store.find_token(hash(11)).await.unwrap(), None);
    assert!(make("own", "second", 12).await);
    assert!(store.find_token(hash(10)).await.unwrap().is_some(), "others stay");
    assert!(store.find_session(hash(20), NOW).await.unwrap().is_some(), "with their sessions");
    let told = store.list_entries(&acme.id, &EntryQuery::first(10)).await.unwrap();
    let told: Vec<_> = told.iter().map(|entry| entry.event.name.as_str()).collect();
    assert_eq!(told.iter().filter(|name| **name == "made").count(), 2, "{told:?}");
    assert_eq!(told.iter().filter(|name| **name == "ended").count(), 1, "{told:?}");
    let found = store.find_organization("acme").await.unwrap().unwrap();
    assert_eq!(found.revision, Revision(4), "each is in what its organization has");
}

/// Whoever makes it without a browser leaves none signed in with the first token.
pub async fn no_session_outlives_a_first_token_by_itself(store: &impl Store) {
    acme_with_somebody_new(store).await;
    let session =
        Session { hash: hash(20), token_hash: hash(9), created: NOW, expires: NOW.plus_secs(60) };
    store.create_session(&session).await.unwrap();
    assert!(store.find_session(hash(20), NOW).await.unwrap().is_some());
    let mut own = sample::personal("own", 10);
    own.token.kind = TokenKind::Personal { login: "bob".to_owned() };
    let (made, ended) = (event("made", LATER), event("ended", LATER));
    // Nor does a session of another token become one of the new.
    assert!(store.make_personal_token("first", Some(hash(99)), &own, &made, &ended).await.unwrap());
    assert_eq!(store.find_session(hash(20), NOW).await.unwrap(), None);
}
