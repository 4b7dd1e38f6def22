//! Making a team.

use axum::Extension;
use axum::extract::State as Shared;
use store::{Change, TeamMember, TokenKind};
use wire::rest::name::MAX_NAME;
use wire::rest::team::{CreateTeam, Team};

use crate::extract::{Body, Segments};
use crate::gate::Admitted;
use crate::names;
use crate::refusal::Refusal;
use crate::reply::Created;
use crate::{State, answer};

/// `POST …/teams/pulumi`: a team that is kept here; whoever makes it administers it.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
    Body(request): Body<CreateTeam>,
) -> Result<Created<Team>, Refusal> {
    check_place(&organization, &request)?;
    check_name(&request.name)?;
    names::check_description(&request.description, "/description")?;
    let display_name = request.display_name.as_str();
    let display_name = if display_name.is_empty() { &request.name } else { display_name };
    names::check_name(display_name, MAX_NAME, "/displayName")?;
    let maker = match &admitted.caller.token.kind {
        TokenKind::Personal { login } => Some(login),
        TokenKind::Organization { .. } | TokenKind::Team { .. } => None,
    };
    // A team that has nothing and gives nothing can break no guardrail.
    let created = state.write(&organization, admitted.right(), false, |loaded, _| {
        if loaded.contents.teams.iter().any(|team| team.name == request.name) {
            return Err(Refusal::Conflict(format!("a team called `{}` exists", request.name)));
        }
        let member = |login: &String| TeamMember { login: login.clone(), is_admin: true };
        let team = store::Team {
            name: request.name.clone(),
            display_name: display_name.to_owned(),
            description: request.description.clone(),
            members: maker.map(member).into_iter().collect(),
            role_ids: Vec::new(),
            entity_grants: Vec::new(),
        };
        let answer = answer::team(loaded, &team, Some(&admitted.caller));
        Ok((vec![Change::CreateTeam(team)], answer))
    });
    created.await.map(|written| Created(written.made))
}

/// Refuses to make a team elsewhere, or one of another kind, than the path says.
fn check_place(organization: &str, request: &CreateTeam) -> Result<(), Refusal> {
    if let Some(found) = request.organization.as_deref().filter(|found| *found != organization) {
        let message = format!("expected `{organization}`, as the path says, found `{found}`");
        return Err(Refusal::body("/organization", message));
    }
    if let Some(found) = request.team_type.as_deref().filter(|found| *found != "pulumi") {
        let message = format!("expected `pulumi`, as the path says, found `{found}`");
        return Err(Refusal::body("/teamType", message));
    }
    if let Some(found) = request.github_team_id.filter(|found| *found != 0) {
        let message = format!("expected 0, as teams of GitHub are not kept here, found {found}");
        return Err(Refusal::body("/githubTeamID", message));
    }
    Ok(())
}

/// Refuses a name that cannot stand in an address.
fn check_name(name: &str) -> Result<(), Refusal> {
    let is_fit = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    // Their addresses would be those of making a team.
    if ["pulumi", "github"].contains(&name) {
        return Err(Refusal::body("/name", format!("a team cannot be called `{name}`")));
    }
    let begins_well = name.starts_with(|first: char| first.is_ascii_alphanumeric());
    if begins_well && name.len() <= MAX_NAME && name.chars().all(is_fit) {
        return Ok(());
    }
    let message = format!(
        "expected 1 to {MAX_NAME} letters, digits, `-`, `_` or `.`, the first of them a letter or a digit"
    );
    Err(Refusal::body("/name", message))
}
