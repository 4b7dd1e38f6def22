//! Decisions for others to enforce: the `OpenID` `AuthZEN` Authorization API 1.0.

pub(crate) mod discovery;
pub(crate) mod search;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State as Shared;
use axum::{Extension, Json};
use policy::{EntityType, Scope, Subject};
use serde_json::Value;
use store::{Timestamp, TokenKind};
use wire::authzen::{
    Decision, Decisions, Evaluated, Partly, Question, Questions, Reason, Semantic,
};
use wire::fault;

use crate::State;
use crate::caller::Caller;
use crate::extract::JsonBody;
use crate::gate::Admitted;
use crate::held::Held;
use crate::loaded::Loaded;
use crate::refusal::Refusal;
use crate::state::blocking;

/// How many questions one request may ask.
const MAX_QUESTIONS: usize = 1000;

/// `POST /access/v1/evaluation`
pub(crate) async fn evaluate(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    JsonBody(question): JsonBody<Question>,
) -> Result<Json<Decision>, Refusal> {
    let decision = decide(&state, &admitted, &question, "", &mut Known::default()).await?;
    Ok(Json(decision))
}

/// `POST /access/v1/evaluations`
pub(crate) async fn evaluate_all(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    JsonBody(questions): JsonBody<Questions>,
) -> Result<Json<Evaluated>, Refusal> {
    let Questions { subject, action, resource, context, evaluations, options } = questions;
    let common = Question { subject, action, resource, context };
    let mut known = Known::default();
    if evaluations.is_empty() {
        let decision = decide(&state, &admitted, &common, "", &mut known).await?;
        return Ok(Json(Evaluated::One(decision)));
    }
    if evaluations.len() > MAX_QUESTIONS {
        let found = evaluations.len();
        let message = format!("{found} questions; one request may ask {MAX_QUESTIONS}");
        return Err(Refusal::body("/evaluations", message));
    }
    let mut decisions = Vec::with_capacity(evaluations.len());
    for (index, own) in evaluations.into_iter().enumerate() {
        let place = format!("/evaluations/{index}");
        let decided = match fault::read::<Question>(own.get()) {
            Ok(own) => decide(&state, &admitted, &own.over(&common), &place, &mut known).await,
            Err(fault) => Err(Refusal::BadBody(fault.within(&place))),
        };
        let decision = match decided {
            // What is wrong with a question is the answer to it; what the caller may not ask refuses the request.
            Err(Refusal::BadBody(fault)) => no(fault.to_string()),
            decided => decided?,
        };
        let is_allowed = decision.decision;
        decisions.push(decision);
        let is_last = match options.evaluations_semantic {
            Semantic::ExecuteAll => false,
            Semantic::DenyOnFirstDeny => !is_allowed,
            Semantic::PermitOnFirstPermit => is_allowed,
        };
        if is_last {
            break;
        }
    }
    Ok(Json(Evaluated::Many(Decisions { evaluations: decisions })))
}

/// The organizations that a request has asked about: every question of a batch is answered by one revision, by whatever
/// name it asks, or by none.
#[derive(Default)]
struct Known {
    by_name: HashMap<Option<String>, Arc<Asked>>,
    by_id: HashMap<String, Arc<Asked>>,
}

impl Known {
    async fn ask(
        &mut self,
        state: &State,
        caller: &Caller,
        name: Option<&str>,
        place: &str,
    ) -> Result<Arc<Asked>, Refusal> {
        let name = name.map(str::to_owned);
        if let Some(known) = self.by_name.get(&name) {
            return Ok(Arc::clone(known));
        }
        let asked = Asked::named(state, caller, name.as_deref(), place).await?;
        let id = asked.loaded.organization().id.clone();
        let asked = Arc::clone(self.by_id.entry(id).or_insert_with(|| Arc::new(asked)));
        self.by_name.insert(name, Arc::clone(&asked));
        Ok(asked)
    }
}

async fn decide(
    state: &State,
    admitted: &Admitted,
    question: &Question,
    place: &str,
    known: &mut Known,
) -> Result<Decision, Refusal> {
    let who = whole(question.subject.as_ref(), "subject", place)?;
    let action = required(question.action.as_ref(), "action", place)?;
    let resource = whole(question.resource.as_ref(), "resource", place)?;
    let name = organization(question, place)?;
    let asked = known.ask(state, &admitted.caller, name, place).await?;
    let subject = subject(who);
    asked.check(admitted, subject.as_ref())?;
    let Some(subject) = subject else {
        return Ok(no(format!("subjects are `user`, `team` or `token`, not `{}`", who.of_type)));
    };
    let Some(scope) = Scope::from_name(&action.name) else {
        return Ok(no(format!("there is no scope `{}`", action.name)));
    };
    let entity = match asked.entity(resource) {
        Ok(entity) => entity,
        Err(reason) if asked.may_read_roles(&admitted.caller) => return Ok(no(reason)),
        // To anybody else it is as one that is there on which nothing is held.
        Err(_) => return Ok(Decision { decision: false, context: None }),
    };
    Ok(match asked.held(subject).await? {
        Ok(held) => Decision { decision: held.decider().allows(scope, entity), context: None },
        Err(reason) => no(reason),
    })
}

/// What a question cannot do without.
fn required<'q, T>(part: Option<&'q T>, name: &str, place: &str) -> Result<&'q T, Refusal> {
    part.ok_or_else(|| Refusal::body(&format!("{place}/{name}"), format!("`{name}` is missing")))
}

/// A subject or a resource of which everything is said.
#[derive(Debug, Clone, Copy)]
struct Whole<'q> {
    of_type: &'q str,
    id: &'q str,
}

fn whole<'q>(part: Option<&'q Partly>, name: &str, place: &str) -> Result<Whole<'q>, Refusal> {
    let part = required(part, name, place)?;
    let of_type = required(part.of_type.as_ref(), &format!("{name}/type"), place)?;
    let id = required(part.id.as_ref(), &format!("{name}/id"), place)?;
    Ok(Whole { of_type, id })
}

fn subject(who: Whole<'_>) -> Option<Subject> {
    let id = who.id.to_owned();
    match who.of_type {
        "user" => Some(Subject::User(id)),
        "team" => Some(Subject::Team(id)),
        "token" => Some(Subject::Token(id)),
        _ => None,
    }
}

/// The organization that is asked, now.
struct Asked {
    loaded: Arc<Loaded>,
    now: Timestamp,
}

impl Asked {
    async fn of(
        state: &State,
        caller: &Caller,
        question: &Question,
        place: &str,
    ) -> Result<Self, Refusal> {
        Self::named(state, caller, organization(question, place)?, place).await
    }

    /// The organization called `name`; where none is named, the home of the caller's token, or the only organization
    /// of the caller.
    async fn named(
        state: &State,
        caller: &Caller,
        name: Option<&str>,
        place: &str,
    ) -> Result<Self, Refusal> {
        let loaded = match name {
            Some(name) => state.organization(name).await?,
            None => match state.home(caller).await? {
                Some(home) => home,
                None => state.organization(&only(state, caller, place).await?).await?,
            },
        };
        Ok(Self { loaded, now: state.now() })
    }

    /// Refuses a caller who may not ask about `subject`: about oneself anybody may who holds anything there, about
    /// others whoever may read roles. The organization hears of it, as its path names none.
    fn check(&self, admitted: &Admitted, subject: Option<&Subject>) -> Result<(), Refusal> {
        let caller = &admitted.caller;
        let own = caller.subject(self.loaded.organization());
        let checked = if subject.is_some() && subject == own.as_ref() {
            self.loaded.access(caller, self.now).map(|_| ())
        } else {
            self.loaded.require(caller, "role:read", self.now)
        };
        checked.inspect_err(|refusal| admitted.note(&self.loaded, refusal))
    }

    /// Whether the caller may ask about others, and so about every entity.
    fn may_read_roles(&self, caller: &Caller) -> bool {
        self.loaded.require(caller, "role:read", self.now).is_ok()
    }

    /// The entity that is asked about, none for the organization itself; or why there is none.
    fn entity(&self, resource: Whole<'_>) -> Result<Option<&policy::Entity>, String> {
        if resource.of_type == "organization" {
            if resource.id != self.loaded.organization().name {
                return Err(format!("`{}` is not the organization asked about", resource.id));
            }
            return Ok(None);
        }
        let inventory = &self.loaded.engine.inventory;
        let found = EntityType::from_name(resource.of_type)
            .and_then(|of_type| inventory.row(of_type, resource.id))
            .and_then(|row| inventory.entity(row));
        found.map(Some).ok_or_else(|| format!("there is no {} `{}`", resource.of_type, resource.id))
    }

    /// What decides now about whom a caller asks about, where there is anybody who may do something.
    async fn held_by(
        &self,
        admitted: &Admitted,
        who: Whole<'_>,
    ) -> Result<Option<Arc<Held>>, Refusal> {
        let subject = subject(who);
        self.check(admitted, subject.as_ref())?;
        let Some(subject) = subject else { return Ok(None) };
        Ok(self.held(subject).await?.ok())
    }

    /// What `subject` holds now, ready to be decided about, or why it may do nothing.
    async fn held(&self, subject: Subject) -> Result<Result<Arc<Held>, String>, Refusal> {
        if !subject.standing(&self.loaded.engine, self.now.secs()).is_active() {
            let reason = "the token has expired or is refused by the expiry policy";
            return Ok(Err(reason.to_owned()));
        }
        let known = self.loaded.subjects.known(&subject);
        if let Some(known) = known.filter(|known| known.is_decided()) {
            return Ok(Ok(known));
        }
        let loaded = Arc::clone(&self.loaded);
        // Following everything that somebody was given can take longer than a request may hold a thread.
        let held = blocking(move || {
            let held = loaded.subjects.find(&loaded.engine, &subject);
            if let Ok(held) = &held {
                held.decider();
            }
            Ok(held)
        });
        Ok(held.await?.map_err(|error| error.to_string()))
    }
}

fn no(reason: String) -> Decision {
    Decision { decision: false, context: Some(Reason { reason }) }
}

/// The name of the organization that is asked, where the question says it: in its context, or by its resource.
fn organization<'q>(question: &'q Question, place: &str) -> Result<Option<&'q str>, Refusal> {
    match question.context.as_ref().and_then(|context| context.get("organization")) {
        Some(Value::String(name)) => Ok(Some(name)),
        Some(_) => {
            let pointer = format!("{place}/context/organization");
            Err(Refusal::body(&pointer, "expected the name of an organization"))
        }
        None => {
            let resource = question.resource.as_ref();
            let is_one = |resource: &&Partly| resource.of_type.as_deref() == Some("organization");
            Ok(resource.filter(is_one).and_then(|resource| resource.id.as_deref()))
        }
    }
}

/// The name of the only organization of the caller.
async fn only(state: &State, caller: &Caller, place: &str) -> Result<String, Refusal> {
    if let Some(id) = &caller.token.organization_id {
        let home = state.store().find_organization_by_id(id).await?;
        return home.map(|home| home.name).ok_or(Refusal::Unauthorized);
    }
    let TokenKind::Personal { login } = &caller.token.kind else {
        return Err(Refusal::Unauthorized);
    };
    let mut all = state.store().list_organizations(login).await?;
    if let (Some(only), true) = (all.pop(), all.is_empty()) {
        return Ok(only.name);
    }
    let pointer = format!("{place}/context/organization");
    Err(Refusal::body(&pointer, "which organization is asked? you are not in exactly one"))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, Method, header};
    use store::{Actor, Change, Organizations as _};
    use wire::audit::EventName;

    use super::Known;
    use crate::Config;
    use crate::audit::{Origin, Told};
    use crate::caller::Caller;
    use crate::fixture::{Fixture, started};

    #[tokio::test]
    async fn one_organization_is_asked_at_one_revision_whatever_it_is_called() {
        let Fixture { store, state, token, .. } = &started(Config::default()).await;
        let token = token.as_ref().unwrap();
        let token = HeaderValue::try_from(format!("token {}", token.reveal())).unwrap();
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, token)]);
        let origin = Origin::default();
        let caller = Caller::identify(state, &Method::POST, &headers, &origin).await.unwrap();

        let mut known = Known::default();
        let first = known.ask(state, &caller, None, "").await.unwrap();
        let organization = first.loaded.organization();
        let told = Told {
            name: EventName::OrganizationCreated,
            description: String::new(),
            details: None,
        };
        let event = origin.event(Actor::default(), state.now(), told);
        let change = Change::UpdateSettings { settings: organization.settings.clone() };
        let (id, at) = (&organization.id, organization.revision);
        store.write(id, at, &[change], &[event], state.now()).await.unwrap();

        let again = known.ask(state, &caller, Some("main"), "").await.unwrap();
        assert_eq!(again.loaded.organization().revision, at);
        let another = Known::default().ask(state, &caller, Some("main"), "").await.unwrap();
        assert!(another.loaded.organization().revision > at, "another request sees it");
    }
}
