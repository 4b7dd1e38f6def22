//! Changes that leave everything as it is: nothing is written for them, and nothing told.

use store::{Change, Contents, Team};

/// Whether each of `changes` leaves `contents` as they are.
///
/// Asked of each alone, so that one that undoes another is a change. Of what is added or ended there is always more, or
/// less, afterwards; whether a record or the tags of an entity stay as they are is known where they are changed.
pub(crate) fn stays(contents: &Contents, changes: &[Change]) -> bool {
    changes.iter().all(|change| stays_after(contents, change))
}

fn stays_after(contents: &Contents, change: &Change) -> bool {
    let team = |name: &str, stays: &dyn Fn(&Team) -> bool| {
        contents.teams.iter().find(|team| team.name == name).is_some_and(stays)
    };
    match change {
        Change::SetDefaultRole { id } => contents.organization.default_role_id == *id,
        Change::UpdateSettings { settings } => contents.organization.settings == *settings,
        Change::UpdateGuardrail(update) => contents.guardrails.iter().any(|known| {
            (&known.id, &known.name, &known.statement)
                == (&update.id, &update.name, &update.statement)
        }),
        Change::SetMemberRole { login, role_id } => contents
            .members
            .iter()
            .any(|member| (&member.login, &member.role_id) == (login, role_id)),
        Change::UpdateTeam(update) => team(&update.name, &|team| {
            let same = |new: &Option<String>, old: &str| new.as_ref().is_none_or(|new| new == old);
            same(&update.display_name, &team.display_name)
                && same(&update.description, &team.description)
        }),
        Change::PutTeamMember { team: name, member } => {
            team(name, &|team| team.members.contains(member))
        }
        Change::SetTeamRoles { team: name, role_ids } => {
            team(name, &|team| team.role_ids == *role_ids)
        }
        Change::SetTeamGrant { team: name, entity, permission_set_id } => team(name, &|team| {
            let mut granted = team.entity_grants.iter().filter(|grant| grant.entity == *entity);
            let first = granted.next().map(|grant| &grant.permission_set_id);
            first == permission_set_id.as_ref() && granted.next().is_none()
        }),
        Change::CreateRecord(_)
        | Change::UpdateRecord(_)
        | Change::DeleteRecord { .. }
        | Change::ReleaseRecord { .. }
        | Change::CreateToken(_)
        | Change::RevokeToken { .. }
        | Change::CreateGuardrail(_)
        | Change::DeleteGuardrail { .. }
        | Change::CreateUser(_)
        | Change::AddMember(_)
        | Change::RemoveMember { .. }
        | Change::CreateTeam(_)
        | Change::DeleteTeam { .. }
        | Change::RemoveTeamMember { .. }
        | Change::CreateEntity { .. }
        | Change::DeleteEntity { .. }
        | Change::SetEntityTags { .. } => false,
    }
}
