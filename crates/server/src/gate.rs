//! The gate before every route: who is calling, and may they.

use std::fmt;

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{MatchedPath, RawPathParams, Request, State as Shared};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::Timestamp;

use crate::State;
use crate::audit::{Origin, Refused};
use crate::caller::Caller;
use crate::loaded::Loaded;
use crate::missing::told;
use crate::refusal::Refusal;
use crate::revision;

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
    /// This scope on the entity of this kind in the path, which the handler asks for: the gate knows no entities.
    On(&'static str, &'static str),
}

impl Need {
    /// The scopes, on whatever they are needed.
    pub(crate) fn scopes(self) -> impl Iterator<Item = &'static str> {
        let scopes = match self {
            Self::Nothing | Self::SignedIn | Self::Anything => [None, None],
            Self::Scope(scope) | Self::On(_, scope) => [Some(scope), None],
            Self::Both(one, other) => [Some(one), Some(other)],
        };
        scopes.into_iter().flatten()
    }
}

/// As it stands in the description of the API.
impl fmt::Display for Need {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("nothing"),
            Self::SignedIn => formatter.write_str("a token or a session"),
            Self::Anything => formatter.write_str("anything held in the organization"),
            Self::Scope(scope) => write!(formatter, "`{scope}`"),
            Self::Both(one, other) => write!(formatter, "`{one}` and `{other}`"),
            Self::On(kind, scope) => write!(formatter, "`{scope}` on the {kind}"),
        }
    }
}

/// Whom the gate has let through, and for what.
#[derive(Debug, Clone)]
pub(crate) struct Admitted {
    /// Who it is.
    pub(crate) caller: Caller,
    /// What the route asked for.
    pub(crate) need: Need,
    /// Where the request came from.
    pub(crate) origin: Origin,
}

/// By what right something is written, and where the wish came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Right<'a> {
    /// Who wishes it.
    pub(crate) caller: &'a Caller,
    /// The scope it takes.
    pub(crate) scope: &'static str,
    /// Where it came from.
    pub(crate) origin: &'a Origin,
}

impl Admitted {
    /// The three as a write wants them.
    pub(crate) const fn right(&self) -> Right<'_> {
        let scope = match self.need {
            Need::Scope(scope) | Need::Both(scope, _) => scope,
            Need::Nothing | Need::SignedIn | Need::Anything | Need::On(..) => "",
        };
        Right { caller: &self.caller, scope, origin: &self.origin }
    }

    /// The scope that is needed on the entity in the path; one that nobody holds where the route named none.
    pub(crate) const fn scope_on_entity(&self) -> &'static str {
        match self.need {
            Need::On(_, scope) => scope,
            _ => "",
        }
    }
}

/// Lets through whoever fulfils `need`; handlers find them as `Extension<Admitted>`.
///
/// Whoever is known to the organization in the path and is refused, here or later, is told of in its audit log.
pub(crate) async fn admit(
    Shared((state, need)): Shared<(State, Need)>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    if need == Need::Nothing {
        return Ok(next.run(request).await);
    }
    let origin = Origin::of(state.config(), request.headers(), request.extensions());
    let caller = Caller::identify(&state, request.method(), request.headers(), &origin).await?;
    if need == Need::SignedIn {
        let admitted = Admitted { caller: caller.clone(), need, origin };
        let mut response = pass(admitted, request, next).await;
        caller.sign(&state, &mut response);
        return Ok(response);
    }
    let path = path.map_err(|rejection| Refusal::BadRequest(rejection.body_text()))?;
    let name = path.iter().find(|(name, _)| *name == "org").map_or("", |(_, value)| value);
    let loaded = revision::find(&state, name, request.headers()).await?;
    let method = request.method().clone();
    // The pattern and not the path: nobody tells anything new by asking for other names.
    let pattern = request.extensions().get::<MatchedPath>();
    let pattern = pattern.map_or(String::new(), |path| path.as_str().to_owned());
    let asked = format!("{} {pattern}", request.method());
    let response = match held(need, &loaded, &caller, state.now()) {
        Ok(()) => {
            revision::check(&loaded, request.headers())?;
            let admitted = Admitted { caller: caller.clone(), need, origin: origin.clone() };
            let mut response = pass(admitted, request, next).await;
            revision::tell(&state, &loaded, &method, &mut response).await?;
            response
        }
        Err(refusal) => told(&loaded, refusal).await.into_response(),
    };
    if let Some(refused) = response.extensions().get::<Refused>().cloned() {
        state.tell_refused(&loaded, &caller, &origin, &asked, &refused).await;
    }
    Ok(response)
}

/// Refuses a `caller` who does not hold on the organization what is asked for there.
fn held(need: Need, loaded: &Loaded, caller: &Caller, now: Timestamp) -> Result<(), Refusal> {
    match need {
        Need::Nothing | Need::SignedIn => Ok(()),
        // Whoever has nothing there is not told that it is there.
        Need::Anything | Need::On(..) => loaded.access(caller, now).map(|_| ()),
        Need::Scope(_) | Need::Both(..) => {
            need.scopes().try_for_each(|scope| loaded.require(caller, scope, now))
        }
    }
}

async fn pass(admitted: Admitted, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(admitted);
    next.run(request).await
}
