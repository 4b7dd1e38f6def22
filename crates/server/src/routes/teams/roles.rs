//! The roles of a team.

use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::{Extension, Json};
use store::Change;
use wire::rest::role::Records;

use super::find;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
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

/// `POST …/teams/{team}/roles/{id}?breakGuardrails=`: instead of the one it had, unless teams may have several.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, team, id)): Segments<(String, String, String)>,
    Parameters(options): Parameters<Breaking>,
) -> Result<StatusCode, Refusal> {
    let may_break = options.break_guardrails;
    let bound = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        loaded.require(&admitted.caller, BIND, now)?;
        let before = find(loaded, &team)?;
        loaded.find(&id).ok_or_else(|| Refusal::no_role(&id))?;
        let id = loaded.find_role(&id).map_err(Refusal::BadRequest)?.id.clone();
        let mut role_ids = before.role_ids.clone();
        if !state.config().several_team_roles {
            role_ids.clear();
        }
        if !role_ids.contains(&id) {
            role_ids.push(id);
        }
        Ok((vec![Change::SetTeamRoles { team: team.clone(), role_ids }], ()))
    });
    bound.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE …/teams/{team}/roles/{id}?breakGuardrails=`
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, team, id)): Segments<(String, String, String)>,
    Parameters(options): Parameters<Breaking>,
) -> Result<StatusCode, Refusal> {
    let may_break = options.break_guardrails;
    let released = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        loaded.require(&admitted.caller, BIND, now)?;
        let before = find(loaded, &team)?;
        let role_ids: Vec<_> =
            before.role_ids.iter().filter(|held| **held != id).cloned().collect();
        if role_ids.len() == before.role_ids.len() {
            return Err(Refusal::no_role(&id));
        }
        Ok((vec![Change::SetTeamRoles { team: team.clone(), role_ids }], ()))
    });
    released.await?;
    Ok(StatusCode::NO_CONTENT)
}
