//! Who is calling, and what the server can do.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use store::{Organization, TokenKind};
use wire::rest::account::{self, Account, Capabilities, TokenInfo};

use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::{State, answer};

/// `GET /api/user`
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<Account>, Refusal> {
    let token = &admitted.caller.token;
    let (login, organizations, info) = match &token.kind {
        TokenKind::Personal { login } => {
            let organizations = state.store().list_organizations(login).await?;
            (login.clone(), organizations, None)
        }
        TokenKind::Organization { .. } | TokenKind::Team { .. } => {
            let id = token.organization_id.as_deref().unwrap_or_default();
            let home = state.store().find_organization_by_id(id).await?;
            let home = home.ok_or(Refusal::Unauthorized)?;
            let team = match &token.kind {
                TokenKind::Team { team } => team.clone(),
                _ => String::new(),
            };
            let organization = home.name.clone();
            let info = TokenInfo { name: token.name.clone(), organization, team };
            (home.name.clone(), vec![home], Some(info))
        }
    };
    let mut listed = Vec::with_capacity(organizations.len());
    for organization in organizations {
        listed.push(self::organization(&state, &admitted, &organization).await?);
    }
    Ok(Json(Account {
        id: login.clone(),
        name: login.clone(),
        github_login: login,
        organizations: listed,
        token_info: info,
        ..Account::default()
    }))
}

async fn organization(
    state: &State,
    admitted: &Admitted,
    organization: &Organization,
) -> Result<account::Organization, Refusal> {
    let loaded = state.organization(&organization.name).await?;
    Ok(account::Organization {
        name: organization.name.clone(),
        github_login: organization.name.clone(),
        avatar_url: String::new(),
        role: answer::user_role(&loaded, &admitted.caller).to_owned(),
    })
}

/// `GET /api/capabilities`
pub(crate) async fn capabilities() -> Json<Capabilities> {
    Json(Capabilities::default())
}
