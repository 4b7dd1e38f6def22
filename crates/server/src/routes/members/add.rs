//! Taking a user in.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use store::{Change, SecretToken, TokenKind};
use wire::rest::member::{AddMember, Member};

use super::{check_admin, named_role};
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::{State, answer};

/// `POST …/members/{login}?breakGuardrails=`: a user who is in an organization of the server, with any role or the default
/// one.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, login)): Segments<(String, String)>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<AddMember>,
) -> Result<Json<Member>, Refusal> {
    // Users are never forgotten, so it can be asked before the write.
    let user = state.store().find_user(&login).await?;
    user.ok_or_else(|| Refusal::NotFound { kind: "user", name: login.clone() })?;
    // Whoever knew the login before may have kept a token of it for later: that ends where somebody begins anew with a
    // first token, which the answer here has no place for.
    if state.store().list_organizations(&login).await?.is_empty() {
        return Err(Refusal::Against(format!(
            "user `{login}` is in no organization, and begins anew with a first token: \
             `POST /api/orgs/{organization}/scopesight/people/{login}` takes them in"
        )));
    }
    added(&state, &admitted, (&organization, &login), (&options, &request), None).await.map(Json)
}

/// Takes somebody in, with a token where the server is to know them from now on.
pub(super) async fn added(
    state: &State,
    admitted: &Admitted,
    (organization, login): (&str, &str),
    (options, request): (&Breaking, &AddMember),
    first: Option<SecretToken>,
) -> Result<Member, Refusal> {
    let may_break = options.break_guardrails;
    let added = state.write(organization, admitted.right(), may_break, |loaded, now| {
        if loaded.contents.members.iter().any(|member| member.login == login) {
            return Err(Refusal::Conflict(format!("user `{login}` is a member already")));
        }
        check_no_tokens(loaded, login)?;
        let role = named_role(loaded, request.fga_role_id.as_deref(), request.role.as_deref())?;
        let role_id = role.map(|role| role.id.clone());
        let member = store::Member { login: login.to_owned(), role_id, created: now };
        let held = answer::role_of(loaded, &member);
        check_admin(loaded, &admitted.caller, (None, held), now)?;
        let answer = answer::member(loaded, &member);
        let user = first.clone().map(Change::CreateUser);
        Ok((user.into_iter().chain([Change::AddMember(member)]).collect(), answer))
    });
    added.await.map(|written| written.made)
}

/// Refuses a login by which a token goes that is no person's.
fn check_no_tokens(loaded: &Loaded, login: &str) -> Result<(), Refusal> {
    let is_so_called = |token: &&store::Token| {
        token.name == login && !matches!(token.kind, TokenKind::Personal { .. })
    };
    if loaded.contents.tokens.iter().any(|token| is_so_called(&token)) {
        let message = format!("a token is called `{login}`: put another in its place first");
        return Err(Refusal::Against(message));
    }
    Ok(())
}
