//! What a team is granted on one entity, asked of the entity.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::NoContent;
use store::{Change, EntityType};
use wire::rest::team::{GrantAccount, GrantOnStack};

use super::{find, find_entity};
use crate::State;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;

/// `PATCH /api/console/stacks/{org}/{project}/{stack}/teams/{team}`
pub(crate) async fn on_stack(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, project, stack, team)): Segments<(String, String, String, String)>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<GrantOnStack>,
) -> Result<NoContent, Refusal> {
    let name = format!("{project}/{stack}");
    let may_break = options.break_guardrails;
    let granted = state.write(&organization, admitted.right(), may_break, |loaded, _| {
        find(loaded, &team)?;
        let entity = find_entity(loaded, EntityType::Stack, &name)
            .ok_or_else(|| Refusal::NotFound { kind: "stack", name: name.clone() })?;
        let level = request.permissions.unwrap_or(0);
        let permission_set_id = loaded.stack_set(level, "/permissions")?;
        let team = team.clone();
        Ok((vec![Change::SetTeamGrant { team, entity, permission_set_id }], ()))
    });
    granted.await?;
    Ok(NoContent)
}

/// `PATCH /api/preview/insights/{org}/accounts/{account}/teams/{team}`
pub(crate) async fn on_account(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, name, team)): Segments<(String, String, String)>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<GrantAccount>,
) -> Result<NoContent, Refusal> {
    let may_break = options.break_guardrails;
    let granted = state.write(&organization, admitted.right(), may_break, |loaded, _| {
        find(loaded, &team)?;
        let entity = find_entity(loaded, EntityType::InsightsAccount, &name)
            .ok_or_else(|| Refusal::NotFound { kind: "account", name: name.clone() })?;
        let level = request.permission.unwrap_or(0);
        let permission_set_id = loaded.account_set(level, "/permission")?;
        let team = team.clone();
        Ok((vec![Change::SetTeamGrant { team, entity, permission_set_id }], ()))
    });
    granted.await?;
    Ok(NoContent)
}
