//! Which teams were granted something on a stack.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use wire::rest::entity::{StackTeam, StackTeams};

use super::Stack;
use crate::extract::Segments;
use crate::gate::Admitted;
use crate::loaded::name_parts;
use crate::refusal::Refusal;
use crate::routes::entities::{Place, seen};
use crate::{State, answer};

/// `GET /api/stacks/{org}/{project}/{stack}/teams`: by name; what they reach by their roles is not in it.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(place): Segments<Place>,
) -> Result<Json<StackTeams>, Refusal> {
    let (loaded, entity) = seen::<Stack>(&state, &admitted, &place).await?;
    let mut teams: Vec<_> = loaded
        .contents
        .teams
        .iter()
        .filter_map(|team| {
            let mut grants = team.entity_grants.iter();
            let grant = grants.find(|grant| grant.entity == entity.key)?;
            Some(StackTeam {
                name: team.name.clone(),
                display_name: team.display_name.clone(),
                description: team.description.clone(),
                is_member: answer::is_in(team, &admitted.caller),
                permission: loaded.stack_level(grant),
            })
        })
        .collect();
    teams.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(Json(StackTeams { project_name: name_parts(&entity.name).0.to_owned(), teams }))
}
