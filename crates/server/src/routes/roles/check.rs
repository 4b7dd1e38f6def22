//! Guardrails with a draft in the place of a role's definition.

use axum::Json;
use axum::extract::State as Shared;
use wire::prove::DraftProofs;
use wire::subject::{Draft, Subject};

use crate::State;
use crate::extract::{Body, Segments};
use crate::refusal::Refusal;
use crate::state::blocking;

/// `POST …/scopesight/roles/{id}/check`: how every guardrail would fare if the draft were saved.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Segments((organization, id)): Segments<(String, String)>,
    Body(draft): Body<Draft>,
) -> Result<Json<DraftProofs>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let role = loaded.engine.records.find(&id).ok_or_else(|| Refusal::no_role(&id))?;
    let role = Subject::Role(role.id.clone());
    let proofs = blocking(move || {
        let (engine, now) = (&loaded.engine, Some(loaded.verdicts()));
        DraftProofs::beside(engine, now, &role, &Subject::Draft(draft))
            .map_err(|fault| Refusal::BadBody(fault.within("/details")))
    });
    proofs.await.map(Json)
}
