//! Which environments there are.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use wire::rest::entity::{Environment as Told, Environments, Referrers, Settings};

use super::{Environment, READ_TAGS};
use crate::export::tags;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::name_parts;
use crate::refusal::Refusal;
use crate::routes::entities::page::{Filter, View};
use crate::{State, answer};

/// `GET /api/esc/environments/{org}`: those that the caller may read, by name.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
    Parameters(filter): Parameters<Filter>,
) -> Result<Json<Environments>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let views = [View::new(loaded, &admitted.caller, &filter, state.now())?];
    let page = filter.page::<Environment>(&views)?;
    let environments = page.entities.iter().map(|(view, entity)| {
        let (project, name) = name_parts(&entity.name);
        let may_see = view.allows(READ_TAGS, entity);
        Told {
            id: entity.key.id.clone(),
            organization: organization.clone(),
            project: project.to_owned(),
            name: name.to_owned(),
            created: entity.created.to_string(),
            modified: entity.modified.to_string(),
            owned_by: answer::owner(&view.loaded, entity),
            tags: tags(&entity.tags).filter(|_| may_see).collect(),
            settings: Settings::default(),
            referrer_metadata: Referrers::default(),
        }
    });
    Ok(Json(Environments { environments: environments.collect(), next_token: page.next }))
}
