//! Deleting entities.

use axum::Extension;
use axum::extract::State as Shared;
use store::Change;

use super::{Kind, Place, held};
use crate::State;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;

/// `DELETE` of an entity: what was granted on it alone goes with it.
pub(in crate::routes) async fn delete<K: Kind>(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
    Parameters(options): Parameters<Breaking>,
) -> Result<K::Deleted, Refusal> {
    let (name, may_break) = (place.name(), options.break_guardrails);
    let scope = admitted.scope_on_entity();
    let deleted = state.write(&place.organization, admitted.right(), may_break, |loaded, now| {
        let entity = held(loaded, &admitted.caller, scope, (K::TYPE, &name), now)?;
        Ok((vec![Change::DeleteEntity { key: entity.key }], ()))
    });
    deleted.await?;
    Ok(K::DELETED)
}
