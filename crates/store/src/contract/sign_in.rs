//! Tokens and sessions open doors only while they last.

use std::collections::HashMap;

use super::records::join;
use super::sample::{self, LATER, NOW, create, event, hash};
use crate::{Revision, SecretToken, Session, Store, Timestamp, TokenKind};

/// The id is no secret, and a token without a secret is never found.
pub async fn a_token_is_found_by_its_secret_alone(store: &impl Store) {
    let acme = create(store, "acme").await;
    let found = store.find_token(hash(1)).await.unwrap().unwrap();
    assert_eq!(found, sample::organization("acme").1.remove(0).token);
    assert_eq!(found.organization_id.as_deref(), Some(acme.id.as_str()));
    assert_eq!(store.find_token(hash(0)).await.unwrap(), None);
    let personal = store.find_token_at_home(hash(2)).await.unwrap().unwrap();
    assert_eq!((personal.0.organization_id, personal.1), (None, None), "it has no home");

    store.touch_token(hash(1), LATER, 60).await.unwrap();
    let used = async || store.find_token(hash(1)).await.unwrap().unwrap().last_used;
    for early in [NOW, LATER.plus_secs(59)] {
        store.touch_token(hash(1), early, 60).await.unwrap();
        assert_eq!(used().await, Some(LATER), "the last use stays until another is a step later");
    }
    let by_id = store.last_uses(&acme.id).await.unwrap();
    assert_eq!(by_id, HashMap::from([("t1".to_owned(), LATER)]), "of those that were used");
    let organization = store.find_organization("acme").await.unwrap().unwrap();
    assert_eq!(organization.revision, Revision(1), "being used changes nothing");
    let at = async || store.find_token_at_home(hash(1)).await.unwrap().unwrap().1;
    assert_eq!(at().await, Some(Revision(1)));
    store.put_token(&sample::organization("acme").1.remove(0), &event("put", NOW)).await.unwrap();
    assert_eq!(at().await, Some(Revision(2)), "the revision is the one of this moment");
}

/// Its sessions go on, and nothing about it has changed.
pub async fn a_token_with_another_hash_of_its_secret_is_the_same_token(store: &impl Store) {
    create(store, "acme").await;
    assert!(open(store, 1, 9).await);
    store.rehash_token(hash(1), hash(11)).await.unwrap();
    store.rehash_token(hash(77), hash(78)).await.unwrap();
    assert_eq!(store.find_token(hash(1)).await.unwrap(), None);
    assert_eq!(store.find_token(hash(78)).await.unwrap(), None);
    let token = sample::organization("acme").1.remove(0).token;
    assert_eq!(store.find_token(hash(11)).await.unwrap().as_ref(), Some(&token));
    assert_eq!(store.find_session(hash(9), NOW).await.unwrap().as_ref(), Some(&token));
    let organization = store.find_organization("acme").await.unwrap().unwrap();
    assert_eq!(organization.revision, Revision(1));
}

/// A second server does not replace what the first one has kept.
pub async fn what_shows_the_key_is_kept_once(store: &impl Store) {
    assert_eq!(store.find_key_check().await.unwrap(), None);
    assert_eq!(store.keep_key_check("one").await.unwrap(), "one");
    assert_eq!(store.keep_key_check("other").await.unwrap(), "one");
    assert_eq!(store.find_key_check().await.unwrap().as_deref(), Some("one"));
}

/// A new secret for the same token.
pub async fn a_replaced_token_ends_its_sessions(store: &impl Store) {
    create(store, "acme").await;
    assert!(open(store, 2, 9).await);
    store.put_token(&sample::personal("p1", 3), &event("put", NOW)).await.unwrap();
    assert_eq!(store.find_token(hash(2)).await.unwrap(), None);
    assert_eq!(store.find_session(hash(9), NOW).await.unwrap(), None);
    assert!(store.was_revoked(hash(2)).await.unwrap(), "it is not forgotten");
    let token = store.find_token(hash(3)).await.unwrap().unwrap();
    assert_eq!(token.kind, TokenKind::Personal { login: "ada".to_owned() });
    let organization = store.find_organization("acme").await.unwrap().unwrap();
    assert_eq!(organization.revision, Revision(2), "the tokens of a member are in its contents");

    let mut token = sample::organization("acme").1.remove(0);
    token.hash = Some(hash(4));
    store.put_token(&token, &event("put", NOW)).await.unwrap();
    assert_eq!(store.find_token(hash(1)).await.unwrap(), None);
    assert_eq!(store.find_token(hash(4)).await.unwrap(), Some(token.token));
    let organization = store.find_organization("acme").await.unwrap().unwrap();
    assert_eq!(organization.revision, Revision(3));
}

/// Neither by another who puts one at the same time nor later, also not where it was revoked.
pub async fn a_token_that_is_put_once_is_never_replaced(store: &impl Store) {
    create(store, "acme").await;
    let put = async |secret: u8| {
        let new = sample::personal("first", secret);
        store.put_token_once(&new, &event("put", NOW)).await.unwrap()
    };
    let (one, other) = join(put(20), put(21)).await;
    assert_ne!(one, other, "one of them is kept");
    let (kept, lost) = if one { (20, 21) } else { (21, 20) };
    assert!(store.find_token(hash(kept)).await.unwrap().is_some());
    assert_eq!(store.find_token(hash(lost)).await.unwrap(), None);
    assert!(!store.was_revoked(hash(lost)).await.unwrap(), "it never was one");
    let organization = store.find_organization("acme").await.unwrap().unwrap();
    assert_eq!(organization.revision, Revision(2), "it is told once");
    assert!(!put(22).await);
    assert!(store.revoke_personal_token("ada", "first", &event("ended", LATER)).await.unwrap());
    assert!(!put(23).await);

    let unused = SecretToken { hash: None, ..sample::personal("other", 0) };
    store.put_token(&unused, &event("put", NOW)).await.unwrap();
    let used = sample::personal("other", 24);
    assert!(store.put_token_once(&used, &event("put", NOW)).await.unwrap(), "nobody had it");
    assert!(store.find_token(hash(24)).await.unwrap().is_some());
}

/// By its own clock, or when the person signs out.
pub async fn a_session_ends(store: &impl Store) {
    create(store, "acme").await;
    assert!(open(store, 1, 9).await);
    let found = async |now: Timestamp| {
        store.find_session(hash(9), now).await.unwrap().map(|token| token.id)
    };
    assert_eq!(found(NOW).await.as_deref(), Some("t1"));
    assert_eq!(found(NOW.plus_secs(59)).await.as_deref(), Some("t1"));
    assert_eq!(found(NOW.plus_secs(60)).await, None);
    store.delete_session(hash(9)).await.unwrap();
    assert_eq!(found(NOW).await, None);
}

/// Nobody keeps a session for a token that is not there.
pub async fn a_session_needs_its_token(store: &impl Store) {
    create(store, "acme").await;
    assert!(open(store, 1, 8).await);
    assert!(!open(store, 77, 9).await, "nobody is told that it is kept");
    assert_eq!(store.find_session(hash(9), NOW).await.unwrap(), None);
    store.put_token(&sample::personal("p1", 3), &event("put", NOW)).await.unwrap();
    assert!(!open(store, 2, 9).await, "nor one for a token that was revoked");
    assert_eq!(store.find_session(hash(9), NOW).await.unwrap(), None);
}

/// Opens a session; whether it is kept.
async fn open(store: &impl Store, token: u8, secret: u8) -> bool {
    let session = Session {
        hash: hash(secret),
        token_hash: hash(token),
        created: NOW,
        expires: NOW.plus_secs(60),
    };
    store.create_session(&session).await.unwrap()
}
