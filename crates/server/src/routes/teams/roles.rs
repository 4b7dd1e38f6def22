//! The roles of a team.

use axum::extract::State as Shared;
use axum::response::NoContent;
use axum::{Extension, Json};
use store::Change;
use wire::rest::role::Records;

use super::find;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::records::Found;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::{State, answer};

/// What it takes to bind a role, beside changing the team.
const BIND: &str = "role:update";

/// `GET …/teams/{team}/roles`
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Segments((organization, team)): Segments<(String, String)>,
) -> Result<Json<Records>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let ids = find(&loaded, &team)?.role_ids.iter();
    let roles = ids.filter_map(|id| loaded.find(id)).map(|found| match found {
        Found::Own(record) => answer::record(&loaded, record),
        Found::BuiltIn(record) => answer::built_in(&loaded, record),
    });
    Ok(Json(Records { roles: roles.collect::<Result<_, _>>()? }))
}

/// The organization, the team and the role.
type Path = (String, String, String);

/// `POST …/teams/{team}/roles/{id}?breakGuardrails=`: instead of the one it had, unless teams may have several.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(path): Segments<Path>,
    Parameters(options): Parameters<Breaking>,
) -> Result<NoContent, Refusal> {
    change(&state, &admitted, &path, &options, |loaded, before| {
        let id = &path.2;
        loaded.find(id).ok_or_else(|| Refusal::no_role(id))?;
        let id = loaded.find_role(id).map_err(Refusal::BadRequest)?.id.clone();
        let mut role_ids =
            if state.config().several_team_roles { before.to_vec() } else { Vec::new() };
        if !role_ids.contains(&id) {
            role_ids.push(id);
        }
        Ok(role_ids)
    })
    .await
}

/// `DELETE …/teams/{team}/roles/{id}?breakGuardrails=`
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(path): Segments<Path>,
    Parameters(options): Parameters<Breaking>,
) -> Result<NoContent, Refusal> {
    change(&state, &admitted, &path, &options, |_, before| {
        let id = &path.2;
        let role_ids: Vec<_> = before.iter().filter(|held| *held != id).cloned().collect();
        if role_ids.len() == before.len() { Err(Refusal::no_role(id)) } else { Ok(role_ids) }
    })
    .await
}

/// Binds the roles that `edit` makes of those the team has.
async fn change(
    state: &State,
    admitted: &Admitted,
    (organization, team, _): &Path,
    options: &Breaking,
    edit: impl Fn(&Loaded, &[String]) -> Result<Vec<String>, Refusal>,
) -> Result<NoContent, Refusal> {
    let may_break = options.break_guardrails;
    let changed = state.write(organization, admitted.right(), may_break, |loaded, now| {
        loaded.require(&admitted.caller, BIND, now)?;
        let role_ids = edit(loaded, &find(loaded, team)?.role_ids)?;
        Ok((vec![Change::SetTeamRoles { team: team.clone(), role_ids }], ()))
    });
    changed.await?;
    Ok(NoContent)
}
