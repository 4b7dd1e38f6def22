//! Deleting a stack.

use axum::Extension;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use store::Change;

use super::{Path, held};
use crate::State;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;

/// `DELETE /api/stacks/{org}/{project}/{stack}`: what was granted on it alone goes with it.
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, project, stack)): Segments<Path>,
    Parameters(options): Parameters<Breaking>,
) -> Result<StatusCode, Refusal> {
    let may_break = options.break_guardrails;
    let deleted = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        let path = (project.as_str(), stack.as_str());
        let entity = held(loaded, &admitted.caller, "stack:delete", path, now)?;
        Ok((vec![Change::DeleteEntity { key: entity.key }], ()))
    });
    deleted.await?;
    Ok(StatusCode::NO_CONTENT)
}
