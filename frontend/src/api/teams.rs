//! Teams: their people, their roles, and what they are granted on single entities.

use gloo_net::http::Method;
use policy::EntityType;
use wire::rest::organization::Metadata;
use wire::rest::team::{
    CreateTeam, EnvironmentName, GrantAccount, GrantEnvironment, GrantStack, MemberAction,
    StackName, Team, Teams, UpdateTeam,
};

use super::{Failure, at, breaking, get, read, write};
use crate::state::levels::Level;

/// Every team, as the server describes it.
pub async fn list(organization: &str) -> Result<Vec<Team>, Failure> {
    let teams: Teams = read(get(&at(organization, &["teams"])).await?).await?;
    Ok(teams.teams)
}

/// A team, as the server describes it.
pub async fn find(organization: &str, team: &str) -> Result<Team, Failure> {
    read(get(&at(organization, &["teams", team])).await?).await
}

/// Whether a team keeps the roles it has when it is given another.
pub async fn keeps_roles(organization: &str) -> Result<bool, Failure> {
    let metadata: Metadata = read(get(&at(organization, &["metadata"])).await?).await?;
    Ok(metadata.several_team_roles)
}

/// Makes a team.
pub async fn create(organization: &str, team: &CreateTeam) -> Result<Team, Failure> {
    read(write(Method::POST, &at(organization, &["teams", "pulumi"]), Some(team)).await?).await
}

/// Deletes a team and its access tokens.
pub async fn disband(organization: &str, team: &str, may_break: bool) -> Result<(), Failure> {
    let path = breaking(at(organization, &["teams", team]), may_break);
    write::<()>(Method::DELETE, &path, None).await.map(drop)
}

/// Changes what a team is called, who is in it, or what it is granted.
pub async fn update(
    organization: &str,
    team: &str,
    update: &UpdateTeam,
    may_break: bool,
) -> Result<(), Failure> {
    let path = breaking(at(organization, &["teams", team]), may_break);
    write(Method::PATCH, &path, Some(update)).await.map(drop)
}

/// Puts a person into a team, or takes one out.
pub async fn set_member(
    organization: &str,
    team: &str,
    login: &str,
    action: MemberAction,
    may_break: bool,
) -> Result<(), Failure> {
    let member = Some(login.to_owned());
    let change = UpdateTeam { member, member_action: Some(action), ..UpdateTeam::default() };
    update(organization, team, &change, may_break).await
}

/// Gives a team a role; it takes the place of the one before, unless the server lets teams have several.
pub async fn bind(
    organization: &str,
    team: &str,
    role_id: &str,
    may_break: bool,
) -> Result<(), Failure> {
    let path = breaking(at(organization, &["teams", team, "roles", role_id]), may_break);
    write::<()>(Method::POST, &path, None).await.map(drop)
}

/// Takes a role from a team.
pub async fn unbind(
    organization: &str,
    team: &str,
    role_id: &str,
    may_break: bool,
) -> Result<(), Failure> {
    let path = breaking(at(organization, &["teams", team, "roles", role_id]), may_break);
    write::<()>(Method::DELETE, &path, None).await.map(drop)
}

/// Grants a team a level on an entity, instead of what it was granted there; nothing where there is no level.
pub async fn grant(
    organization: &str,
    team: &str,
    entity_type: EntityType,
    name: &str,
    level: Option<Level>,
    may_break: bool,
) -> Result<(), Failure> {
    let (project, own) = name.split_once('/').unwrap_or(("", name));
    let (project_name, own) = (project.to_owned(), own.to_owned());
    let change = match (entity_type, level) {
        (EntityType::InsightsAccount, level) => {
            let path = format!(
                "/api/preview/insights/{}/accounts/{}/teams/{}",
                crate::routes::escaped(organization),
                crate::routes::escaped(name),
                crate::routes::escaped(team)
            );
            let body = GrantAccount { permission: Some(level.map_or(0, Level::on_account)) };
            return write(Method::PATCH, &breaking(path, may_break), Some(&body)).await.map(drop);
        }
        (EntityType::Stack, Some(level)) => {
            let permission = level.on_stack();
            let stack_name = own;
            let permission_set_name = None;
            let add = GrantStack { project_name, stack_name, permission, permission_set_name };
            UpdateTeam { add_stack_permission: Some(add), ..UpdateTeam::default() }
        }
        (EntityType::Stack, None) => {
            let remove = StackName { project_name, stack_name: own };
            UpdateTeam { remove_stack: Some(remove), ..UpdateTeam::default() }
        }
        (EntityType::Environment, Some(level)) => {
            let add = GrantEnvironment {
                project_name,
                env_name: own,
                permission: level.on_environment().to_owned(),
                max_open_duration: None,
                permission_set_name: None,
            };
            UpdateTeam { add_environment_permission: Some(add), ..UpdateTeam::default() }
        }
        (EntityType::Environment, None) => {
            let remove = EnvironmentName { project_name, env_name: own };
            UpdateTeam { remove_environment: Some(remove), ..UpdateTeam::default() }
        }
    };
    update(organization, team, &change, may_break).await
}
