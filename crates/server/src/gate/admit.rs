//! Who is let through.

use std::mem::take;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{MatchedPath, RawPathParams, Request, State as Shared};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::Timestamp;
use tokio::time::Instant;

use super::{Admitted, Need, lock};
use crate::State;
use crate::audit::{Origin, Refused};
use crate::begun::Begun;
use crate::caller::Caller;
use crate::extract::whole;
use crate::loaded::Loaded;
use crate::missing::told;
use crate::refusal::{Refusal, Unchanged};
use crate::revision;

/// How long a body may be on its way before it is asked anew who sends it and what that one may do: a token may have
/// been revoked meanwhile, and who holds a body back does not hold back the time.
const FRESH: Duration = Duration::from_millis(100);

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
        begin(&request);
        return Ok(next.run(request).await);
    }
    let (parts, body) = request.into_parts();
    if parts.uri.path_and_query().is_some_and(|asked| asked.as_str().contains("%00")) {
        let message = "the address has a NUL (`%00`) in it, which no name and no text here has";
        return Err(Refusal::BadRequest(message.to_owned()));
    }
    let asking = Asking {
        name: match need {
            Need::SignedIn => None,
            _ => Some(organization(path)?),
        },
        origin: Origin::of(state.config(), &parts.headers, &parts.extensions),
        method: parts.method.clone(),
        pattern: parts.extensions.get().cloned(),
        state,
        need,
    };
    let mut door = asking.knock(&parts).await?;
    let begun = Instant::now();
    let body =
        if door.is_open() { whole(&asking.state, body).await?.into() } else { Body::empty() };
    if door.is_open() && begun.elapsed() > FRESH {
        door = asking.knock(&parts).await?;
    }
    asking.answer(door, Request::from_parts(parts, body), next).await
}

/// What is asked for, and from where.
struct Asking {
    state: State,
    need: Need,
    /// The organization in the path.
    name: Option<String>,
    origin: Origin,
    method: Method,
    pattern: Option<MatchedPath>,
}

/// Who asks, and whether they may.
struct Door {
    caller: Caller,
    /// The organization in the path.
    loaded: Option<Arc<Loaded>>,
    refusal: Option<Refusal>,
}

impl Door {
    const fn is_open(&self) -> bool {
        self.refusal.is_none()
    }
}

impl Asking {
    /// Finds out who asks, and whether they may now.
    async fn knock(&self, parts: &Parts) -> Result<Door, Refusal> {
        let Self { state, need, origin, .. } = self;
        let mut caller = Caller::identify(state, &parts.method, &parts.headers, origin).await?;
        let Some(name) = &self.name else {
            return Ok(Door { caller, loaded: None, refusal: None });
        };
        let mut loaded = state.organization(name).await?;
        let mut answer = held(*need, &loaded, &caller, state.now());
        // Only of an organization that they may know of does anybody wait for another revision.
        if answer.is_ok() && revision::is_before(&loaded, &parts.headers)? {
            loaded = revision::wait(state, name, &parts.headers).await?;
            // What was waited for may be that the caller's token or session was ended.
            caller = Caller::identify(state, &parts.method, &parts.headers, origin).await?;
            answer = held(*need, &loaded, &caller, state.now());
            if answer.is_ok() {
                revision::check(&loaded, &parts.headers)?;
            }
        }
        Ok(Door { caller, loaded: Some(loaded), refusal: answer.err() })
    }

    /// The pattern and not the path: nobody tells anything new by asking for other names.
    fn asked(&self) -> String {
        let pattern = self.pattern.as_ref().map_or("", MatchedPath::as_str);
        format!("{} {pattern}", self.method)
    }

    /// Has the request answered where the door is open, and tells what is to be told of it.
    async fn answer(self, door: Door, request: Request, next: Next) -> Result<Response, Refusal> {
        let Self { state, need, origin, .. } = &self;
        let Door { caller, loaded, refusal } = door;
        let admitted = Admitted::new(caller.clone(), *need, origin.clone());
        let is_passed = refusal.is_none();
        let mut response = match (refusal, &loaded) {
            (Some(refusal), Some(loaded)) => told(loaded, refusal).await.into_response(),
            (Some(refusal), None) => refusal.into_response(),
            (None, _) => pass(admitted.clone(), request, next).await,
        };
        let written = *lock(&admitted.left.written);
        if written.is_some() && response.extensions().get::<Unchanged>().is_some() {
            // What could not be done came after it.
            response = Refusal::Unsure.into_response();
        }
        let mut refused = take(&mut *lock(&admitted.left.refused));
        // Where no organization is asked, the home of the token hears of it.
        if let (None, Some(home), true) =
            (&loaded, &caller.token.organization_id, refused.is_empty())
        {
            let of_answer = response.extensions().get::<Refused>();
            refused.extend(of_answer.map(|refused| (home.clone(), refused.clone())));
        }
        for (organization_id, refused) in refused {
            state.tell_refused(&organization_id, &caller, origin, &self.asked(), &refused).await;
        }
        let Some(loaded) = loaded else {
            caller.sign(state, &mut response);
            return Ok(response);
        };
        if let Some(refused) = response.extensions().get::<Refused>().cloned() {
            let id = &loaded.organization().id;
            state.tell_refused(id, &caller, origin, &self.asked(), &refused).await;
        }
        if is_passed {
            revision::tell(written.unwrap_or(loaded.organization().revision), &mut response);
        }
        Ok(response)
    }
}

fn organization(path: Result<RawPathParams, RawPathParamsRejection>) -> Result<String, Refusal> {
    let path = path.map_err(|rejection| Refusal::BadRequest(rejection.body_text()))?;
    let name = path.iter().find(|(name, _)| *name == "org").map_or("", |(_, value)| value);
    Ok(name.to_owned())
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

/// Notes that something may be done from here on.
fn begin(request: &Request) {
    if let Some(begun) = request.extensions().get::<Begun>() {
        begun.set();
    }
}

async fn pass(admitted: Admitted, mut request: Request, next: Next) -> Response {
    begin(&request);
    request.extensions_mut().insert(admitted);
    next.run(request).await
}
