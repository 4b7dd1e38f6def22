//! Teams come, change and go.

use super::records::{missing, write};
use super::sample::{self, create, create_with, hash, token};
use crate::{
    Change, CreatorGrant, EntityGrant, EntityKey, EntityType, Organization, Principal, SecretToken,
    Store, Team, TeamMember, TeamUpdate, TokenKind, WriteError,
};

fn member(login: &str, is_admin: bool) -> TeamMember {
    TeamMember { login: login.to_owned(), is_admin }
}

fn key(entity_type: EntityType) -> EntityKey {
    EntityKey { entity_type, id: "20de".to_owned() }
}

async fn find(store: &impl Store, organization: &Organization, name: &str) -> Team {
    let contents = store.contents(&organization.id).await.unwrap().unwrap();
    contents.teams.into_iter().find(|team| team.name == name).unwrap()
}

/// With everything it is made with.
pub async fn a_new_team_comes_last_and_is_read_back(store: &impl Store) {
    let acme = create(store, "acme").await;
    let new = Team {
        name: "core".to_owned(),
        display_name: "The core".to_owned(),
        description: String::new(),
        members: vec![member("zoe", true), member("ada", false)],
        role_ids: vec!["r1".to_owned()],
        entity_grants: vec![EntityGrant {
            entity: key(EntityType::Environment),
            permission_set_id: "s1".to_owned(),
        }],
    };
    write(store, &acme, &[Change::CreateTeam(new.clone())]).await.unwrap();
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    assert_eq!(contents.teams, [sample::organization("acme").0.teams, vec![new.clone()]].concat());
    let refused = write(store, &acme, &[Change::CreateTeam(new)]).await;
    assert!(matches!(refused, Err(WriteError::NameTaken { name }) if name == "core"));
}

/// What is `None` stays, and an empty text is a value.
pub async fn a_team_is_renamed_for_people_alone(store: &impl Store) {
    let acme = create(store, "acme").await;
    let before = find(store, &acme, "platform").await;
    let update = |name: &str, display_name: Option<&str>, description: Option<&str>| {
        Change::UpdateTeam(TeamUpdate {
            name: name.to_owned(),
            display_name: display_name.map(str::to_owned),
            description: description.map(str::to_owned),
        })
    };
    write(store, &acme, &[update("platform", Some("Base"), None)]).await.unwrap();
    let renamed = Team { display_name: "Base".to_owned(), ..before };
    assert_eq!(find(store, &acme, "platform").await, renamed);
    write(store, &acme, &[update("platform", None, Some(""))]).await.unwrap();
    let described = Team { description: String::new(), ..renamed };
    assert_eq!(find(store, &acme, "platform").await, described);
    missing(write(store, &acme, &[update("core", None, None)]).await, "core");
}

/// Its tokens open nothing any more, and another team of that name holds nothing of it.
pub async fn a_deleted_team_leaves_nothing(store: &impl Store) {
    let (mut contents, mut tokens) = sample::organization("acme");
    let created = |principal: Principal| CreatorGrant { principal, entity: key(EntityType::Stack) };
    let team = "platform".to_owned();
    contents.creator_grants = vec![
        created(Principal::Team(team.clone())),
        created(Principal::Token("t2".to_owned())),
        created(Principal::User(team.clone())),
    ];
    let kind = TokenKind::Team { team: team.clone() };
    let working = token("t3", Some(&contents.organization.id), kind);
    tokens.push(SecretToken { token: working, hash: Some(hash(3)) });
    let acme = create_with(store, (contents, tokens)).await;
    assert!(store.find_token(hash(3)).await.unwrap().is_some());

    let delete = Change::DeleteTeam { name: team.clone() };
    write(store, &acme, std::slice::from_ref(&delete)).await.unwrap();
    let left = store.contents(&acme.id).await.unwrap().unwrap();
    assert_eq!(left.teams, []);
    let ids: Vec<_> = left.tokens.iter().map(|token| token.id.as_str()).collect();
    assert_eq!(ids, ["t1", "p1"]);
    assert_eq!(store.find_token(hash(3)).await.unwrap(), None);
    assert_eq!(left.creator_grants, [created(Principal::User(team.clone()))]);
    missing(write(store, &acme, &[delete]).await, "platform");
    let again = Team {
        name: team,
        display_name: String::new(),
        description: String::new(),
        members: Vec::new(),
        role_ids: Vec::new(),
        entity_grants: Vec::new(),
    };
    write(store, &acme, &[Change::CreateTeam(again.clone())]).await.unwrap();
    assert_eq!(find(store, &acme, "platform").await, again);
}

/// Whoever is there already keeps the place and changes what they are.
pub async fn people_join_and_leave_a_team(store: &impl Store) {
    let acme = create(store, "acme").await;
    let put =
        |team: &str, member: TeamMember| Change::PutTeamMember { team: team.to_owned(), member };
    let remove = |team: &str, login: &str| Change::RemoveTeamMember {
        team: team.to_owned(),
        login: login.to_owned(),
    };
    let joins = [put("platform", member("zoe", false)), put("platform", member("ada", false))];
    write(store, &acme, &joins).await.unwrap();
    let members = find(store, &acme, "platform").await.members;
    assert_eq!(members, [member("ada", false), member("zoe", false)]);
    write(store, &acme, &[put("platform", member("zoe", true))]).await.unwrap();
    write(store, &acme, &[remove("platform", "ada")]).await.unwrap();
    assert_eq!(find(store, &acme, "platform").await.members, [member("zoe", true)]);
    missing(write(store, &acme, &[put("core", member("zoe", true))]).await, "core");
    missing(write(store, &acme, &[remove("platform", "ada")]).await, "ada");
}

/// All of them, in the order they are given.
pub async fn the_roles_of_a_team_are_replaced(store: &impl Store) {
    let acme = create(store, "acme").await;
    let set = |team: &str, ids: &[&str]| Change::SetTeamRoles {
        team: team.to_owned(),
        role_ids: ids.iter().map(|id| (*id).to_owned()).collect(),
    };
    write(store, &acme, &[set("platform", &["r2", "r1"])]).await.unwrap();
    assert_eq!(find(store, &acme, "platform").await.role_ids, ["r2", "r1"]);
    write(store, &acme, &[set("platform", &[])]).await.unwrap();
    assert_eq!(find(store, &acme, "platform").await.role_ids, [""; 0]);
    missing(write(store, &acme, &[set("core", &["r1"])]).await, "core");
}

/// On that entity alone, and an entity of another type may have the same id.
pub async fn a_grant_replaces_what_was_granted_there(store: &impl Store) {
    let acme = create(store, "acme").await;
    let set = |team: &str, of: EntityType, set: Option<&str>| Change::SetTeamGrant {
        team: team.to_owned(),
        entity: key(of),
        permission_set_id: set.map(str::to_owned),
    };
    let grants = async || -> Vec<(EntityType, String)> {
        let grants = find(store, &acme, "platform").await.entity_grants;
        grants
            .into_iter()
            .map(|grant| (grant.entity.entity_type, grant.permission_set_id))
            .collect()
    };
    let (stack, environment) = (EntityType::Stack, EntityType::Environment);
    write(store, &acme, &[set("platform", environment, Some("e1"))]).await.unwrap();
    assert_eq!(grants().await, [(stack, "s1".to_owned()), (environment, "e1".to_owned())]);
    write(store, &acme, &[set("platform", stack, Some("s2"))]).await.unwrap();
    assert_eq!(grants().await, [(environment, "e1".to_owned()), (stack, "s2".to_owned())]);
    write(store, &acme, &[set("platform", environment, None)]).await.unwrap();
    assert_eq!(grants().await, [(stack, "s2".to_owned())]);
    missing(write(store, &acme, &[set("core", stack, None)]).await, "core");
}
