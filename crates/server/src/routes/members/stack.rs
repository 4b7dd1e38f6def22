//! By which levels somebody reaches a stack.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use store::{CreatorGrant, EntityType, Principal};
use wire::rest::holder::User;
use wire::rest::member::{StackPermissions, TeamPermission};
use wire::snapshot::Settings;

use super::find;
use crate::extract::Segments;
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::teams::find_entity;
use crate::{State, answer};

/// What the creator of a stack has on it, as a number.
const CREATOR: u32 = 104;

/// `GET /api/console/orgs/{org}/members/{login}/stacks/{project}/{stack}`
pub(crate) async fn find_permissions(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, login, project, stack)): Segments<(String, String, String, String)>,
) -> Result<Json<StackPermissions>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let member = find(&loaded, &login)?;
    let name = format!("{project}/{stack}");
    let entity = find_entity(&loaded, EntityType::Stack, &name)
        .ok_or(Refusal::NotFound { kind: "stack", name })?;
    let settings: Settings = serde_json::from_str(&loaded.organization().settings)
        .map_err(|error| Refusal::Internal(error.to_string()))?;
    let created = CreatorGrant { principal: Principal::User(login.clone()), entity };
    let is_creator = loaded.contents.creator_grants.contains(&created);
    let entity = created.entity;
    let is_in = |team: &&store::Team| team.members.iter().any(|member| member.login == login);
    let teams = loaded.contents.teams.iter().filter(is_in);
    let granted = teams.flat_map(|team| {
        let grants = team.entity_grants.iter().filter(|grant| grant.entity == entity);
        grants.map(move |grant| (team, grant))
    });
    let team_permissions = granted.map(|(team, grant)| TeamPermission {
        permission: loaded.stack_level(grant),
        team: answer::team(&loaded, team, Some(&admitted.caller)),
    });
    Ok(Json(StackPermissions {
        user_info: User::new(&login),
        organization_role: answer::legacy_role(answer::role_of(&loaded, member)).to_owned(),
        organization_default: settings.default_stack_permission,
        explicit_permission: if is_creator { CREATOR } else { 0 },
        team_permissions: team_permissions.collect(),
    }))
}
