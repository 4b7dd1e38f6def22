//! Changing a team: what it is called, who is in it, and what it is granted on single entities.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::NoContent;
use store::{Change, EntityKey, EntityType, TeamMember, TeamUpdate};
use wire::rest::name::MAX_NAME;
use wire::rest::team::{GrantEnvironment, GrantStack, MemberAction, UpdateTeam};

use super::{find, find_entity};
use crate::State;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::names::{check_description, check_name};
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;

/// `PATCH …/teams/{team}?breakGuardrails=`: everything that the request names, or nothing.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, team)): Segments<(String, String)>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<UpdateTeam>,
) -> Result<NoContent, Refusal> {
    let may_break = options.break_guardrails;
    let updated = state.write(&organization, admitted.right(), may_break, |loaded, _| {
        let plan = Plan { loaded, team: find(loaded, &team)? };
        let mut changes = Vec::new();
        changes.extend(plan.names(&request)?);
        changes.extend(plan.member(&request)?);
        changes.extend(plan.stacks(&request)?);
        changes.extend(plan.environments(&request)?);
        Ok((changes, ()))
    });
    updated.await?;
    Ok(NoContent)
}

/// What a request comes to.
struct Plan<'l> {
    loaded: &'l Loaded,
    team: &'l store::Team,
}

impl Plan<'_> {
    fn names(&self, request: &UpdateTeam) -> Result<Option<Change>, Refusal> {
        let UpdateTeam { new_display_name, new_description, .. } = request;
        let name = &self.team.name;
        let display_name =
            new_display_name.as_ref().map(|new| if new.is_empty() { name } else { new });
        if let Some(name) = display_name {
            check_name(name, MAX_NAME, "/newDisplayName")?;
        }
        if let Some(text) = new_description {
            check_description(text, "/newDescription")?;
        }
        let is_named = display_name.is_some() || new_description.is_some();
        Ok(is_named.then(|| {
            Change::UpdateTeam(TeamUpdate {
                name: name.clone(),
                display_name: display_name.cloned(),
                description: new_description.clone(),
            })
        }))
    }

    fn member(&self, request: &UpdateTeam) -> Result<Option<Change>, Refusal> {
        let (login, action) = match (&request.member, request.member_action) {
            (Some(login), Some(action)) => (login, action),
            (None, None) => return Ok(None),
            (Some(_), None) => {
                return Err(Refusal::body("", "expected a `memberAction` beside the `member`"));
            }
            (None, Some(_)) => {
                return Err(Refusal::body("", "expected a `member` beside the `memberAction`"));
            }
        };
        let team = self.team.name.clone();
        let place = self.team.members.iter().find(|member| member.login == *login);
        let put = |is_admin| {
            let member = TeamMember { login: login.clone(), is_admin };
            Some(Change::PutTeamMember { team: team.clone(), member })
        };
        match (action, place) {
            (MemberAction::Add, None) => {
                let mut members = self.loaded.contents.members.iter();
                if members.any(|member| member.login == *login) {
                    return Ok(put(false));
                }
                let message = format!("`{login}` is no member of the organization");
                Err(Refusal::body("/member", message))
            }
            (MemberAction::Add, Some(_)) => {
                let message = format!("`{login}` is a member of the team `{team}` already");
                Err(Refusal::Conflict(message))
            }
            (MemberAction::Remove, Some(_)) => {
                Ok(Some(Change::RemoveTeamMember { team: team.clone(), login: login.clone() }))
            }
            (MemberAction::Promote, Some(_)) => Ok(put(true)),
            (MemberAction::Demote, Some(_)) => Ok(put(false)),
            (MemberAction::Remove | MemberAction::Promote | MemberAction::Demote, None) => {
                let message = format!("`{login}` is no member of the team `{team}`");
                Err(Refusal::body("/member", message))
            }
        }
    }

    fn stacks(&self, request: &UpdateTeam) -> Result<Vec<Change>, Refusal> {
        let mut changes = Vec::new();
        let grants = [
            ("/addStackPermission", &request.add_stack_permission),
            ("/editStackPermission", &request.edit_stack_permission),
        ];
        for (pointer, grant) in grants {
            let Some(grant) = grant else { continue };
            let GrantStack { project_name, stack_name, permission, .. } = grant;
            let entity = self.entity(EntityType::Stack, (project_name, stack_name), pointer)?;
            let set = self.loaded.stack_set(*permission, &format!("{pointer}/permission"))?;
            changes.push(self.grant(entity, set));
        }
        if let Some(stack) = &request.remove_stack {
            let name = (stack.project_name.as_str(), stack.stack_name.as_str());
            let entity = self.entity(EntityType::Stack, name, "/removeStack")?;
            changes.push(self.grant(entity, None));
        }
        Ok(changes)
    }

    fn environments(&self, request: &UpdateTeam) -> Result<Vec<Change>, Refusal> {
        let mut changes = Vec::new();
        let grants = [
            ("/addEnvironmentPermission", &request.add_environment_permission),
            ("/editEnvironmentPermission", &request.edit_environment_permission),
        ];
        for (pointer, grant) in grants {
            let Some(grant) = grant else { continue };
            let GrantEnvironment { project_name, env_name, permission, .. } = grant;
            if grant.max_open_duration.as_ref().is_some_and(|duration| !duration.is_empty()) {
                let pointer = format!("{pointer}/maxOpenDuration");
                let message = "a team is not granted an environment for a time: bind a role that says `MaxOpenDuration`";
                return Err(Refusal::body(&pointer, message));
            }
            let entity = self.entity(EntityType::Environment, (project_name, env_name), pointer)?;
            let set = self.loaded.environment_set(permission, &format!("{pointer}/permission"))?;
            changes.push(self.grant(entity, set));
        }
        if let Some(environment) = &request.remove_environment {
            let name = (environment.project_name.as_str(), environment.env_name.as_str());
            let entity = self.entity(EntityType::Environment, name, "/removeEnvironment")?;
            changes.push(self.grant(entity, None));
        }
        Ok(changes)
    }

    fn entity(
        &self,
        entity_type: EntityType,
        (project, own): (&str, &str),
        pointer: &str,
    ) -> Result<EntityKey, Refusal> {
        let name = format!("{project}/{own}");
        find_entity(self.loaded, entity_type, &name).ok_or_else(|| {
            let message = format!("there is no {} `{name}`", entity_type.name());
            Refusal::body(pointer, message)
        })
    }

    fn grant(&self, entity: EntityKey, permission_set_id: Option<String>) -> Change {
        Change::SetTeamGrant { team: self.team.name.clone(), entity, permission_set_id }
    }
}
