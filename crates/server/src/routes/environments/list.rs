//! Which environments there are.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use wire::rest::entity::{Environment as Told, Environments, Referrers, Settings};

use super::{Environment, READ_TAGS};
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::name_parts;
use crate::refusal::Refusal;
use crate::routes::entities::page::{Filter, View};
use crate::routes::entities::{Kind as _, described};
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
    let ids: Vec<_> = page.entities.iter().map(|(_, entity)| entity.id.as_str()).collect();
    let [view] = &views;
    let mut about = described(&state, &view.loaded, Environment::TYPE, &ids).await?;
    let environments = page.entities.iter().filter_map(|(view, entity)| {
        // What is gone since is not there.
        let about = about.remove(&entity.id)?;
        let (project, name) = name_parts(&entity.name);
        let may_see = view.allows(READ_TAGS, entity);
        Some(Told {
            id: entity.id.clone(),
            organization: organization.clone(),
            project: project.to_owned(),
            name: name.to_owned(),
            created: about.created.to_string(),
            modified: about.modified.to_string(),
            owned_by: answer::owner(&view.loaded, &about.key),
            tags: entity.tags.iter().filter(|_| may_see).cloned().collect(),
            settings: Settings::default(),
            referrer_metadata: Referrers::default(),
        })
    });
    Ok(Json(Environments { environments: environments.collect(), next_token: page.next }))
}
