//! Ending a team.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::NoContent;
use store::Change;

use super::find;
use crate::State;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;

/// `DELETE …/teams/{team}?breakGuardrails=`: with its tokens and everything that it gave.
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, name)): Segments<(String, String)>,
    Parameters(options): Parameters<Breaking>,
) -> Result<NoContent, Refusal> {
    let may_break = options.break_guardrails;
    let deleted = state.write(&organization, admitted.right(), may_break, |loaded, _| {
        find(loaded, &name)?;
        Ok((vec![Change::DeleteTeam { name: name.clone() }], ()))
    });
    deleted.await?;
    Ok(NoContent)
}
