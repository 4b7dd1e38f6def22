//! Which teams there are.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use wire::rest::team::{Team, Teams};

use super::find;
use crate::extract::Segments;
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::{State, answer};

/// `GET …/teams`
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
) -> Result<Json<Teams>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let teams = loaded.contents.teams.iter();
    let teams = teams.map(|team| answer::team(&loaded, team, Some(&admitted.caller)));
    Ok(Json(Teams { teams: teams.collect() }))
}

/// `GET …/teams/{team}`
pub(crate) async fn find_one(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, name)): Segments<(String, String)>,
) -> Result<Json<Team>, Refusal> {
    let loaded = state.organization(&organization).await?;
    Ok(Json(answer::team(&loaded, find(&loaded, &name)?, Some(&admitted.caller))))
}
