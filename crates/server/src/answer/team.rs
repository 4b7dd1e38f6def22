//! Teams in the shape of `wire`.

use store::{EntityType, TokenKind};
use wire::rest::holder::User;
use wire::rest::team::{Team, TeamAccount, TeamEnvironment, TeamMember, TeamStack};

use crate::caller::Caller;
use crate::level;
use crate::loaded::{Loaded, name_parts};

/// A team, and what `caller` is in it where somebody in particular asks.
///
/// What it was granted on entities that are gone is not told.
pub(crate) fn team(loaded: &Loaded, team: &store::Team, caller: Option<&Caller>) -> Team {
    let member = |member: &store::TeamMember| TeamMember {
        user: User::new(&member.login),
        role: word(member).to_owned(),
    };
    let mut told = Team {
        kind: "pulumi".to_owned(),
        name: team.name.clone(),
        display_name: team.display_name.clone(),
        description: team.description.clone(),
        members: team.members.iter().map(member).collect(),
        role_ids: team.role_ids.clone(),
        stacks: Vec::new(),
        environments: Vec::new(),
        accounts: Vec::new(),
        user_role: caller.map(|caller| role_of(team, caller).to_owned()),
    };
    for grant in &team.entity_grants {
        let id = &grant.permission_set_id;
        let set = loaded.engine.records.find(id);
        let permission_set_name = set.map_or(id, |set| &set.name).clone();
        let identifier = set.and_then(|set| set.default_identifier.as_deref());
        let entity_type = crate::export::entity_type(grant.entity.entity_type);
        let inventory = &loaded.engine.inventory;
        let row = inventory.row(entity_type, &grant.entity.id);
        let Some(entity) = row.and_then(|row| inventory.entity(row)) else { continue };
        let name = entity.name.clone();
        let (project, own) = name_parts(&name);
        let (project_name, own_name) = (project.to_owned(), own.to_owned());
        match grant.entity.entity_type {
            EntityType::Stack => told.stacks.push(TeamStack {
                project_name,
                stack_name: own_name,
                permission: level::of_stack_set(identifier),
                permission_set_name,
            }),
            EntityType::Environment => told.environments.push(TeamEnvironment {
                project_name,
                env_name: own_name,
                permission: level::of_environment_set(identifier).to_owned(),
                permission_set_name,
            }),
            EntityType::InsightsAccount => told.accounts.push(TeamAccount {
                account_name: name,
                permission: level::of_account_set(identifier),
                permission_set_name,
            }),
        }
    }
    told
}

fn role_of(team: &store::Team, caller: &Caller) -> &'static str {
    let TokenKind::Personal { login } = &caller.token.kind else { return "none" };
    team.members.iter().find(|member| member.login == *login).map_or("none", word)
}

/// Whether `caller` is one of the people of `team`.
pub(crate) fn is_in(team: &store::Team, caller: &Caller) -> bool {
    role_of(team, caller) != "none"
}

const fn word(member: &store::TeamMember) -> &'static str {
    if member.is_admin { "admin" } else { "member" }
}
