//! Which teams somebody is in.

use axum::Json;
use axum::extract::State as Shared;
use wire::rest::member::MemberTeams;

use super::find;
use crate::State;
use crate::extract::Segments;
use crate::refusal::Refusal;

/// `GET …/members/{login}/teams`: their names for people.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Segments((organization, login)): Segments<(String, String)>,
) -> Result<Json<MemberTeams>, Refusal> {
    let loaded = state.organization(&organization).await?;
    find(&loaded, &login)?;
    let is_in = |team: &&store::Team| team.members.iter().any(|member| member.login == login);
    let teams = loaded.contents.teams.iter().filter(is_in);
    Ok(Json(MemberTeams { teams: teams.map(|team| team.display_name.clone()).collect() }))
}
