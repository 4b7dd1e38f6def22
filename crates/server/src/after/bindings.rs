//! Who is bound to what, as the store makes it of a change.

use store::{Change, Contents, CreatorGrant, EntityGrant, Principal, Team, TokenKind};

/// Makes a change to people, teams, tokens or settings; others change nothing here.
///
/// The personal tokens of a new member are not known here: they hold what the member holds.
pub(super) fn apply(bound: &mut Contents, change: &Change) {
    match change {
        Change::CreateRecord(_)
        | Change::UpdateRecord(_)
        | Change::DeleteRecord { .. }
        | Change::CreateGuardrail(_)
        | Change::UpdateGuardrail(_)
        | Change::DeleteGuardrail { .. }
        | Change::UpdateTeam(_)
        | Change::SetEntityTags { .. } => {}
        Change::ReleaseRecord { id } => release(bound, id),
        Change::SetDefaultRole { id } => bound.organization.default_role_id.clone_from(id),
        Change::CreateToken(new) => {
            // The organization's own come before the personal ones of its members.
            let personal = |token: &store::Token| token.organization_id.is_none();
            let place = bound.tokens.iter().position(personal).unwrap_or(bound.tokens.len());
            bound.tokens.insert(place, new.token.clone());
        }
        Change::RevokeToken { id } => {
            bound.tokens.retain(|token| token.id != *id || token.organization_id.is_none());
        }
        Change::CreateUser(first) => bound.tokens.push(first.token.clone()),
        Change::AddMember(member) => bound.members.push(member.clone()),
        Change::SetMemberRole { login, role_id } => {
            for member in bound.members.iter_mut().filter(|member| member.login == *login) {
                member.role_id.clone_from(role_id);
            }
        }
        Change::RemoveMember { login } => remove_member(bound, login),
        Change::CreateTeam(team) => bound.teams.push(team.clone()),
        Change::DeleteTeam { name } => delete_team(bound, name),
        Change::PutTeamMember { team, member } => {
            let Some(team) = find(bound, team) else { return };
            match team.members.iter_mut().find(|known| known.login == member.login) {
                Some(known) => known.clone_from(member),
                None => team.members.push(member.clone()),
            }
        }
        Change::RemoveTeamMember { team, login } => {
            let Some(team) = find(bound, team) else { return };
            team.members.retain(|member| member.login != *login);
        }
        Change::SetTeamRoles { team, role_ids } => {
            let Some(team) = find(bound, team) else { return };
            team.role_ids.clone_from(role_ids);
        }
        Change::SetTeamGrant { team, entity, permission_set_id } => {
            let Some(team) = find(bound, team) else { return };
            team.entity_grants.retain(|grant| grant.entity != *entity);
            let granted = permission_set_id
                .iter()
                .map(|set| EntityGrant { entity: entity.clone(), permission_set_id: set.clone() });
            team.entity_grants.extend(granted);
        }
        Change::UpdateSettings { settings } => bound.organization.settings.clone_from(settings),
        Change::CreateEntity { entity, creator, .. } => {
            let entity = entity.key.clone();
            bound.creator_grants.push(CreatorGrant { principal: creator.clone(), entity });
        }
        Change::DeleteEntity { key } => {
            bound.creator_grants.retain(|grant| grant.entity != *key);
            for team in &mut bound.teams {
                team.entity_grants.retain(|grant| grant.entity != *key);
            }
        }
    }
}

fn find<'b>(bound: &'b mut Contents, name: &str) -> Option<&'b mut Team> {
    bound.teams.iter_mut().find(|team| team.name == name)
}

/// Takes a record from everyone who holds it.
fn release(bound: &mut Contents, id: &String) {
    for member in &mut bound.members {
        member.role_id.take_if(|held| held == id);
    }
    for team in &mut bound.teams {
        team.role_ids.retain(|held| held != id);
        team.entity_grants.retain(|grant| grant.permission_set_id != *id);
    }
    bound.organization.default_role_id.take_if(|held| held == id);
    bound.tokens.retain(|token| match &token.kind {
        TokenKind::Organization { role_id } => role_id.as_ref() != Some(id),
        TokenKind::Personal { .. } | TokenKind::Team { .. } => true,
    });
}

fn remove_member(bound: &mut Contents, login: &str) {
    bound.members.retain(|member| member.login != login);
    for team in &mut bound.teams {
        team.members.retain(|member| member.login != login);
    }
    bound.creator_grants.retain(|grant| grant.principal != Principal::User(login.to_owned()));
    bound.tokens.retain(|token| match &token.kind {
        TokenKind::Personal { login: owner } => token.organization_id.is_some() || owner != login,
        TokenKind::Organization { .. } | TokenKind::Team { .. } => true,
    });
}

fn delete_team(bound: &mut Contents, name: &str) {
    bound.teams.retain(|team| team.name != name);
    let is_its =
        |token: &store::Token| matches!(&token.kind, TokenKind::Team { team } if team == name);
    let (tokens, kept) = std::mem::take(&mut bound.tokens).into_iter().partition(is_its);
    bound.tokens = kept;
    let tokens: Vec<_> = tokens;
    bound.creator_grants.retain(|grant| match &grant.principal {
        Principal::User(_) => true,
        Principal::Team(team) => team != name,
        Principal::Token(id) => tokens.iter().all(|token| token.id != *id),
    });
}
