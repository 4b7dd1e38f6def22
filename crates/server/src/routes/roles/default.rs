//! The role of members without one.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::NoContent;
use store::Change;

use super::Breaking;
use crate::State;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;

/// `PATCH …/roles/{id}/default?breakGuardrails=`
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, id)): Segments<(String, String)>,
    Parameters(options): Parameters<Breaking>,
) -> Result<NoContent, Refusal> {
    let may_break = options.break_guardrails;
    let written = state.write(&organization, admitted.right(), may_break, |loaded, _| {
        let record = loaded.engine.records.find(&id).ok_or_else(|| Refusal::no_role(&id))?;
        if record.purpose != policy::UxPurpose::Role {
            let found = record.purpose.name();
            let message = format!("Invalid role type: expected a `role`, `{id}` is a `{found}`");
            return Err(Refusal::BadRequest(message));
        }
        let is_member = record.default_identifier.as_deref() == Some("member");
        let id = (!is_member).then(|| record.id.clone());
        Ok((vec![Change::SetDefaultRole { id }], ()))
    });
    written.await?;
    Ok(NoContent)
}
