//! What a subject may do, as the server sees it.

use axum::extract::State as Shared;
use wire::rest::PreviewRequest;
use wire::{Preview, Subject};

use crate::State;
use crate::extract::{Body, Segments};
use crate::refusal::Refusal;
use crate::reply::Written;
use crate::state::blocking;

/// `POST …/scopesight/preview`
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
    Body(request): Body<PreviewRequest>,
) -> Result<Written<Preview>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let previewed = blocking(move || {
        let preview = Preview::of(&loaded.engine, &request.subject).map_err(|fault| {
            let place = match request.subject {
                Subject::Draft(_) => "/subject/draft/details",
                _ => "/subject",
            };
            Refusal::BadBody(fault.within(place))
        })?;
        preview.to_text().map_err(|error| Refusal::Internal(error.to_string()))
    });
    previewed.await.map(Written::new)
}
