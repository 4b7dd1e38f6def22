//! What is told of changes to members, teams and settings.

use serde_json::{Value, json};
use store::{Change, EntityKey, Member, Team};
use wire::audit::Details;

use super::{Said, of, short, unknown};
use crate::loaded::Loaded;

/// What is told of `change`; nothing of a change to something else.
pub(super) fn tell(loaded: &Loaded, change: &Change) -> Said {
    match change {
        Change::AddMember(member) => {
            let role = role(loaded, member.role_id.as_deref());
            let description = format!("added `{}` with {role}", member.login);
            let after = json!({"roleId": member.role_id});
            member_told(&member.login, description, (None, Some(after)))
        }
        Change::SetMemberRole { login, role_id } => {
            let Some(before) = member(loaded, login) else { return unknown("member", login) };
            let (old, new) =
                (role(loaded, before.role_id.as_deref()), role(loaded, role_id.as_deref()));
            let description = format!("gave `{login}` {new}, instead of {old}");
            let ids = (json!({"roleId": before.role_id}), json!({"roleId": role_id}));
            member_told(login, description, (Some(ids.0), Some(ids.1)))
        }
        Change::RemoveMember { login } => {
            let Some(before) = member(loaded, login) else { return unknown("member", login) };
            let description = format!(
                "removed `{login}`, who had {}, also from all teams",
                role(loaded, before.role_id.as_deref())
            );
            let before = json!({"roleId": before.role_id});
            member_told(login, description, (Some(before), None))
        }
        Change::CreateTeam(team) => {
            let description = format!("created team `{}`", team.name);
            team_told(&team.name, description, (None, Some(shape(team))))
        }
        Change::UpdateTeam(update) => {
            let parts =
                [("name for people", &update.display_name), ("description", &update.description)];
            let parts = parts.into_iter().filter(|(_, new)| new.is_some()).map(|(what, _)| what);
            let parts = parts.collect::<Vec<_>>().join(" and the ");
            let after =
                json!({"displayName": update.display_name, "description": update.description});
            let description = format!("changed the {parts} of team `{}`", update.name);
            team_told(&update.name, description, (None, Some(after)))
        }
        Change::DeleteTeam { name } => {
            let Some(before) = team(loaded, name) else { return unknown("team", name) };
            let description = format!("deleted team `{name}`, and revoked its tokens");
            team_told(name, description, (Some(shape(before)), None))
        }
        Change::PutTeamMember { team, member } => {
            let place = if member.is_admin { "an admin" } else { "a member" };
            let description = format!("made `{}` {place} of team `{team}`", member.login);
            let after = json!({"login": member.login, "isAdmin": member.is_admin});
            team_told(team, description, (None, Some(after)))
        }
        Change::RemoveTeamMember { team, login } => {
            let description = format!("took `{login}` out of team `{team}`");
            team_told(team, description, (Some(json!({"login": login})), None))
        }
        Change::SetTeamRoles { team: name, role_ids } => {
            let Some(before) = team(loaded, name) else { return unknown("team", name) };
            let description = format!(
                "gave team `{name}` {}, instead of {}",
                roles(loaded, role_ids),
                roles(loaded, &before.role_ids)
            );
            let ids = (json!({"roleIds": before.role_ids}), json!({"roleIds": role_ids}));
            team_told(name, description, (Some(ids.0), Some(ids.1)))
        }
        Change::SetTeamGrant { team: name, entity, permission_set_id } => {
            let Some(before) = team(loaded, name) else { return unknown("team", name) };
            let place = place(loaded, entity);
            let sets = |ids: Vec<&str>| match ids.as_slice() {
                [] => "nothing".to_owned(),
                ids => ids.iter().map(|id| record(loaded, id)).collect::<Vec<_>>().join(", "),
            };
            let held = before.entity_grants.iter().filter(|grant| grant.entity == *entity);
            let old: Vec<_> = held.map(|grant| grant.permission_set_id.as_str()).collect();
            let new: Vec<_> = permission_set_id.as_deref().into_iter().collect();
            let on = json!({"type": entity.entity_type.name(), "id": entity.id});
            let ids = (
                json!({"entity": on, "permissionSetIds": old}),
                json!({"entity": on, "permissionSetIds": new}),
            );
            let description =
                format!("granted team `{name}` {} on {place}, instead of {}", sets(new), sets(old));
            team_told(name, description, (Some(ids.0), Some(ids.1)))
        }
        Change::UpdateSettings { settings } => {
            let organization = loaded.organization();
            Said {
                description: "changed the organization-wide role settings".to_owned(),
                details: Details {
                    before: serde_json::from_str(&organization.settings).ok(),
                    after: serde_json::from_str(settings).ok(),
                    ..of("organization", &organization.id, &organization.name)
                },
            }
        }
        _ => unknown("organization", &loaded.organization().id),
    }
}

type Sides = (Option<Value>, Option<Value>);

fn member_told(login: &str, description: String, (before, after): Sides) -> Said {
    Said { description, details: Details { before, after, ..of("member", login, login) } }
}

fn team_told(team: &str, description: String, (before, after): Sides) -> Said {
    Said { description, details: Details { before, after, ..of("team", team, team) } }
}

fn member<'l>(loaded: &'l Loaded, login: &str) -> Option<&'l Member> {
    loaded.contents.members.iter().find(|member| member.login == login)
}

fn team<'l>(loaded: &'l Loaded, name: &str) -> Option<&'l Team> {
    loaded.contents.teams.iter().find(|team| team.name == name)
}

fn record(loaded: &Loaded, id: &str) -> String {
    let record = loaded.engine.records.find(id);
    format!("`{}`", short(record.map_or(id, |record| record.name.as_str())))
}

fn role(loaded: &Loaded, id: Option<&str>) -> String {
    id.map_or_else(|| "the default role".to_owned(), |id| format!("role {}", record(loaded, id)))
}

fn roles(loaded: &Loaded, ids: &[String]) -> String {
    match ids {
        [] => "no role".to_owned(),
        ids => ids.iter().map(|id| role(loaded, Some(id))).collect::<Vec<_>>().join(", "),
    }
}

fn place(loaded: &Loaded, key: &EntityKey) -> String {
    let name = loaded.entity_by_key(key).map_or_else(|| key.id.clone(), |entity| entity.name);
    format!("{} `{name}`", key.entity_type.name())
}

fn shape(team: &Team) -> Value {
    let grants = team.entity_grants.iter().map(|grant| {
        json!({
            "type": grant.entity.entity_type.name(),
            "id": grant.entity.id,
            "permissionSetId": grant.permission_set_id,
        })
    });
    json!({
        "members": team.members.iter().map(|member| &member.login).collect::<Vec<_>>(),
        "roleIds": team.role_ids,
        "entityGrants": grants.collect::<Vec<_>>(),
    })
}
