//! The gate before every route: who is calling, and may they.

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State as Shared};
use axum::middleware::Next;
use axum::response::Response;

use crate::State;
use crate::caller::Caller;
use crate::missing::told;
use crate::refusal::Refusal;

/// What a route asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing.
    Nothing,
    /// A token or a session.
    SignedIn,
    /// Anything at all in the organization in the path.
    Anything,
    /// This scope on the organization in the path.
    Scope(&'static str),
    /// Both of these scopes on the organization in the path.
    Both(&'static str, &'static str),
}

impl Need {
    /// The scopes.
    pub(crate) const fn scopes(self) -> [Option<&'static str>; 2] {
        match self {
            Self::Nothing | Self::SignedIn | Self::Anything => [None, None],
            Self::Scope(scope) => [Some(scope), None],
            Self::Both(one, other) => [Some(one), Some(other)],
        }
    }
}

/// Whom the gate has let through, and for what.
#[derive(Debug, Clone)]
pub(crate) struct Admitted {
    /// Who it is.
    pub(crate) caller: Caller,
    /// The scope the route asked for, the first where it asked for two; empty when it asked for none.
    pub(crate) scope: &'static str,
}

impl Admitted {
    /// The two as a write wants them.
    pub(crate) fn right(&self) -> (&Caller, &'static str) {
        (&self.caller, self.scope)
    }
}

/// Lets through whoever fulfils `need`; handlers find them as `Extension<Admitted>`.
pub(crate) async fn admit(
    Shared((state, need)): Shared<(State, Need)>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    if need == Need::Nothing {
        return Ok(next.run(request).await);
    }
    let caller = Caller::identify(&state, request.method(), request.headers()).await?;
    if !matches!(need, Need::SignedIn) {
        let path = path.map_err(|rejection| Refusal::BadRequest(rejection.body_text()))?;
        let name = path.iter().find(|(name, _)| *name == "org").map_or("", |(_, value)| value);
        let loaded = state.organization(name).await?;
        if need == Need::Anything {
            // Whoever has nothing there is not told that it is there.
            loaded.access(&caller, state.now())?;
        }
        for needed in need.scopes().into_iter().flatten() {
            if let Err(refusal) = loaded.require(&caller, needed, state.now()) {
                return Err(told(&loaded, refusal).await);
            }
        }
    }
    let scope = need.scopes().into_iter().flatten().next().unwrap_or_default();
    request.extensions_mut().insert(Admitted { caller, scope });
    Ok(next.run(request).await)
}
