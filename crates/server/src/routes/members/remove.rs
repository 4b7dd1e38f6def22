//! Sending somebody away.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::NoContent;
use store::{Change, TokenKind};

use super::{check_admin, find};
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::{State, answer};

/// `DELETE …/members/{login}?breakGuardrails=`: out of the organization and of all its teams.
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, login)): Segments<(String, String)>,
    Parameters(options): Parameters<Breaking>,
) -> Result<NoContent, Refusal> {
    let is_self =
        matches!(&admitted.caller.token.kind, TokenKind::Personal { login: own } if *own == login);
    let may_break = options.break_guardrails;
    let removed = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        let held = answer::role_of(loaded, find(loaded, &login)?);
        if is_self {
            let message = "you cannot remove yourself from the organization, somebody else can";
            return Err(Refusal::BadRequest(message.to_owned()));
        }
        check_admin(loaded, &admitted.caller, (held, None), now)?;
        Ok((vec![Change::RemoveMember { login: login.clone() }], ()))
    });
    removed.await?;
    Ok(NoContent)
}

/// `POST …/members/{login}/set-admin`: for organizations that have one administrator at the most, which none is here.
pub(crate) async fn set_sole_admin(
    Shared(state): Shared<State>,
    Segments((organization, login)): Segments<(String, String)>,
) -> Result<NoContent, Refusal> {
    find(&*state.organization(&organization).await?, &login)?;
    let message = "an organization may have many administrators: change the member's role instead";
    Err(Refusal::BadRequest(message.to_owned()))
}
