//! People come, get roles, and go.

use super::records::{missing, write};
use super::sample::{self, LATER, create, create_with, hash};
use crate::{
    Change, CreatorGrant, EntityKey, EntityType, Member, Principal, Store, TokenKind, WriteError,
};

/// Whoever is new may be a new user as well.
pub async fn a_new_member_comes_last_and_once(store: &impl Store) {
    let acme = create(store, "acme").await;
    let role_id = Some("r1".to_owned());
    let new = Member { login: "bob".to_owned(), role_id, created: LATER };
    write(store, &acme, &[Change::AddMember(new.clone())]).await.unwrap();
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    assert_eq!(contents.members.len(), 3);
    assert_eq!(contents.members.last(), Some(&new));
    assert!(store.find_user("bob").await.unwrap().is_some());
    assert_eq!(store.list_organizations("bob").await.unwrap(), [contents.organization]);
    let again = Member { role_id: None, ..new };
    let refused = write(store, &acme, &[Change::AddMember(again)]).await;
    assert!(matches!(refused, Err(WriteError::NameTaken { name }) if name == "bob"));
}

/// A token of their own, and nobody else's: whoever is in an organization is not made again, and whoever is in none is
/// begun anew.
pub async fn a_new_user_has_a_token_to_sign_in_with(store: &impl Store) {
    let acme = create(store, "acme").await;
    let first = |login: &str, secret: u8| {
        let mut first = sample::personal(&format!("first-{login}"), secret);
        first.token.kind = TokenKind::Personal { login: login.to_owned() };
        first
    };
    let new = Member { login: "bob".to_owned(), role_id: None, created: LATER };
    let changes = [Change::CreateUser(first("bob", 9)), Change::AddMember(new.clone())];
    write(store, &acme, &changes).await.unwrap();
    let found = store.find_token(hash(9)).await.unwrap().unwrap();
    assert_eq!(found, first("bob", 9).token);
    assert_eq!(store.list_personal_tokens("bob").await.unwrap(), [found]);
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    assert_eq!(contents.members.last(), Some(&new));
    assert!(contents.tokens.iter().any(|token| token.id == "first-bob"));

    // Whoever has left every organization has nothing to sign in with but what they get when they come again.
    write(store, &acme, &[Change::RemoveMember { login: "bob".to_owned() }]).await.unwrap();
    let mut again = first("bob", 11);
    "again-bob".clone_into(&mut again.token.id);
    let changes = [Change::CreateUser(again), Change::AddMember(new.clone())];
    write(store, &acme, &changes).await.unwrap();
    assert_eq!(store.find_token(hash(9)).await.unwrap(), None);
    assert_eq!(store.list_personal_tokens("bob").await.unwrap().len(), 1);

    for known in ["bob", "ada"] {
        let refused = write(store, &acme, &[Change::CreateUser(first(known, 10))]).await;
        assert!(matches!(refused, Err(WriteError::NameTaken { name }) if name == known));
        assert_eq!(store.find_token(hash(10)).await.unwrap(), None);
    }
}

/// Back to the organization's default role.
pub async fn the_role_of_a_member_is_chosen_and_given_back(store: &impl Store) {
    let acme = create(store, "acme").await;
    let role = |login: &str, role_id: Option<&str>| Change::SetMemberRole {
        login: login.to_owned(),
        role_id: role_id.map(str::to_owned),
    };
    let roles = async || -> Vec<(String, Option<String>)> {
        let contents = store.contents(&acme.id).await.unwrap().unwrap();
        contents.members.into_iter().map(|member| (member.login, member.role_id)).collect()
    };
    write(store, &acme, &[role("zoe", Some("r1")), role("ada", None)]).await.unwrap();
    let expected = [("zoe".to_owned(), Some("r1".to_owned())), ("ada".to_owned(), None)];
    assert_eq!(roles().await, expected);
    missing(write(store, &acme, &[role("bob", None)]).await, "bob");
}

/// Neither in a team nor as a creator, here; elsewhere nothing changes.
pub async fn whoever_is_removed_is_nowhere_any_more(store: &impl Store) {
    let (mut contents, tokens) = sample::organization("acme");
    let entity = EntityKey { entity_type: EntityType::Stack, id: "20de".to_owned() };
    let created = |login: &str| CreatorGrant {
        principal: Principal::User(login.to_owned()),
        entity: entity.clone(),
    };
    contents.creator_grants.extend([created("ada"), created("zoe")]);
    let acme = create_with(store, (contents, tokens)).await;
    let widgets = create(store, "widgets").await;

    let remove = Change::RemoveMember { login: "ada".to_owned() };
    write(store, &acme, std::slice::from_ref(&remove)).await.unwrap();
    let left = store.contents(&acme.id).await.unwrap().unwrap();
    let logins: Vec<_> = left.members.iter().map(|member| member.login.as_str()).collect();
    assert_eq!(logins, ["zoe"]);
    assert!(left.teams.iter().all(|team| team.members.is_empty()));
    let creators: Vec<_> = left.creator_grants.iter().map(|grant| &grant.principal).collect();
    assert_eq!(creators, [&Principal::Token("t1".to_owned()), &Principal::User("zoe".to_owned())]);
    // A personal token is the person's, not the organization's.
    assert!(left.tokens.iter().all(|token| token.id != "p1"));
    assert!(store.find_token(sample::hash(2)).await.unwrap().is_some());
    assert_eq!(store.list_organizations("ada").await.unwrap(), [widgets]);
    missing(write(store, &acme, &[remove]).await, "ada");
}
