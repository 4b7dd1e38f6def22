//! Tokens are made once, end at once, and keep their names for ever.

use super::sample::{self, LATER, NOW, create, event, hash, token};
use crate::{
    Change, Organization, Revision, SecretToken, Session, Store, Token, TokenKind, WriteError,
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
    assert!(!store.revoke_personal_token("zoe", "p1", &ended).await.unwrap());
    assert!(!store.revoke_personal_token("ada", "t1", &ended).await.unwrap());
    assert!(!store.was_revoked(hash(2)).await.unwrap());
    assert!(store.revoke_personal_token("ada", "p1", &ended).await.unwrap());
    assert!(store.was_revoked(hash(2)).await.unwrap());
    assert!(!store.was_revoked(hash(77)).await.unwrap(), "nobody ever had it");
    assert!(!store.revoke_personal_token("ada", "p1", &ended).await.unwrap());
    assert_eq!(ids("ada").await, ["p2"]);
    assert_eq!(store.find_token(hash(2)).await.unwrap(), None);
    let organization = store.find_organization("acme").await.unwrap().unwrap();
    assert!(organization.revision > Revision(2), "the tokens of a member are in its contents");
}
