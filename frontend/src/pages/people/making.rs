//! Making a change that was seen.

use policy::{EntityType, Organization};
use wire::rest::member::FirstToken;
use wire::rest::team::MemberAction;

use crate::api::members::Agreed;
use crate::api::{Failure, members, teams};
use crate::state::change::Change;
use crate::state::form::words::entity_name;
use crate::state::levels::Level;

/// Makes `change`, and whatever is `agreed` to with it. Whoever is new to the server signs in with what it answers.
pub async fn make(
    organization: &Organization,
    change: &Change,
    agreed: Agreed,
) -> Result<Option<FirstToken>, Failure> {
    let may_break = agreed.may_break;
    let name = organization.name.as_str();
    let made = match change {
        Change::Admit { login, role_id, is_default } => {
            let role_id = (!is_default).then_some(role_id.as_str());
            return members::admit(name, login, role_id, agreed).await;
        }
        Change::Dismiss { login } => members::dismiss(name, login, may_break).await,
        Change::Role { login, role_id } => members::set_role(name, login, role_id, may_break).await,
        Change::Join { team, login } => {
            teams::set_member(name, team, login, MemberAction::Add, may_break).await
        }
        Change::Leave { team, login } => {
            teams::set_member(name, team, login, MemberAction::Remove, may_break).await
        }
        Change::Bind { team, role_id, .. } => teams::bind(name, team, role_id, may_break).await,
        Change::Unbind { team, role_id } => teams::unbind(name, team, role_id, may_break).await,
        Change::Grant { team, grant } => {
            let levels = Level::of(grant.entity_type).iter().copied();
            let set = Some(grant.permission_set_id.as_str());
            let level = levels.into_iter().find(|level| level.set(grant.entity_type) == set);
            on_entity(organization, team, (grant.entity_type, &grant.entity_id), level, may_break)
                .await
        }
        Change::Revoke { team, entity_type, id } => {
            on_entity(organization, team, (*entity_type, id), None, may_break).await
        }
        Change::Disband { team } => teams::disband(name, team, may_break).await,
    };
    made.map(|()| None)
}

async fn on_entity(
    organization: &Organization,
    team: &str,
    (entity_type, id): (EntityType, &str),
    level: Option<Level>,
    may_break: bool,
) -> Result<(), Failure> {
    let entity = entity_name(organization, entity_type, id);
    teams::grant(&organization.name, team, entity_type, entity, level, may_break).await
}
