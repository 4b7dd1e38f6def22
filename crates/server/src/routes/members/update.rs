//! Giving somebody another role.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::NoContent;
use store::Change;
use wire::rest::member::UpdateMember;

use super::{check_admin, find, named_role};
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::{State, answer};

/// `PATCH …/members/{login}?breakGuardrails=`: a built-in role by name, or any role by id.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, login)): Segments<(String, String)>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<UpdateMember>,
) -> Result<NoContent, Refusal> {
    let may_break = options.break_guardrails;
    let updated = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        let before = answer::role_of(loaded, find(loaded, &login)?);
        let role = named_role(loaded, request.fga_role_id.as_deref(), request.role.as_deref())?
            .ok_or_else(|| Refusal::body("", "expected `role` or `fgaRoleId`"))?;
        check_admin(loaded, &admitted.caller, (before, Some(role)), now)?;
        let (login, role_id) = (login.clone(), Some(role.id.clone()));
        Ok((vec![Change::SetMemberRole { login, role_id }], ()))
    });
    updated.await?;
    Ok(NoContent)
}
