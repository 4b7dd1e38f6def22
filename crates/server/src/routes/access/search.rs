//! The three searches: who may, on what, and what.
//!
//! What is missing is told before the organization is looked for, so that nobody learns from it whether there is one.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use policy::{EntityType, ResourceType, Scope, ScopeSet};
use wire::authzen::{Found, FoundAction, Named, Page, PageInfo, Question, Search};

use super::{Asked, Whole, required, subject, whole};
use crate::State;
use crate::extract::JsonBody;
use crate::gate::Admitted;
use crate::refusal::Refusal;

/// How many results a page has at the most, and unless fewer are asked for.
const MAX_PAGE: usize = 1000;

/// `POST /access/v1/search/subject`: who of a type may do it there, by name.
pub(crate) async fn subjects(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    JsonBody(search): JsonBody<Search>,
) -> Result<Json<Found<Named>>, Refusal> {
    let question = question(&search);
    let of_type = search.subject.as_ref().and_then(|subject| subject.of_type.as_deref());
    let of_type = required(of_type.as_ref(), "subject/type", "")?.to_owned();
    let action = required(search.action.as_ref(), "action", "")?;
    let resource = whole(question.resource.as_ref(), "resource", "")?;
    let asked = Asked::of(&state, &admitted.caller, &question, "").await?;
    asked.check(&admitted, None)?;
    let engine = &asked.loaded.engine;
    let mut ids: Vec<String> = match of_type {
        "user" => engine.members.iter().map(|member| member.login.clone()).collect(),
        "team" => engine.teams.iter().map(|team| team.name.clone()).collect(),
        "token" => engine.tokens.iter().map(|token| token.id.clone()).collect(),
        _ => Vec::new(),
    };
    ids.sort_unstable();
    let mut found = Vec::new();
    if let (Some(scope), Ok(entity)) = (Scope::from_name(&action.name), asked.entity(resource)) {
        for (place, id) in ids.iter().enumerate() {
            let Some(one) = subject(Whole { of_type, id }) else { continue };
            if let Ok(held) = asked.held(one).await?
                && held.decider().allows(scope, entity)
            {
                found.push((place, Named { of_type: of_type.to_owned(), id: id.clone() }));
            }
        }
    }
    // Who is gone has a place among them still.
    let after = |last: &str| Some(ids.partition_point(|id| id.as_str() <= last));
    page(found, search.page.as_ref(), |named| &named.id, after)
}

/// `POST /access/v1/search/resource`: on which of a type somebody may do it, by id.
pub(crate) async fn resources(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    JsonBody(search): JsonBody<Search>,
) -> Result<Json<Found<Named>>, Refusal> {
    let question = question(&search);
    let who = whole(question.subject.as_ref(), "subject", "")?;
    let action = required(search.action.as_ref(), "action", "")?;
    let of_type = search.resource.as_ref().and_then(|resource| resource.of_type.as_deref());
    let of_type = required(of_type.as_ref(), "resource/type", "")?.to_owned();
    let asked = Asked::of(&state, &admitted.caller, &question, "").await?;
    let held = asked.held_by(&admitted, who).await?;
    let mut ids = Vec::new();
    if let (Some(held), Some(scope)) = (&held, Scope::from_name(&action.name)) {
        let decider = held.decider();
        if of_type == "organization" {
            let name = asked.loaded.organization().name.as_str();
            ids.extend(decider.allows(scope, None).then_some(name));
        } else if let Some(of_type) = EntityType::from_name(of_type) {
            let entities = asked.loaded.engine.inventory.entities().iter();
            let allowed = entities.filter(|entity| {
                entity.entity_type == of_type && decider.allows(scope, Some(entity))
            });
            ids.extend(allowed.map(|entity| entity.id.as_str()));
        }
    }
    // By id, what is gone has a place among them still.
    ids.sort_unstable();
    let named = |id: &str| Named { of_type: of_type.to_owned(), id: id.to_owned() };
    let found = ids.iter().map(|id| named(id)).enumerate().collect();
    let after = |last: &str| Some(ids.partition_point(|id| *id <= last));
    page(found, search.page.as_ref(), |named| &named.id, after)
}

/// `POST /access/v1/search/action`: which scopes somebody may use there, by name.
pub(crate) async fn actions(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    JsonBody(search): JsonBody<Search>,
) -> Result<Json<Found<FoundAction>>, Refusal> {
    let question = question(&search);
    let who = whole(question.subject.as_ref(), "subject", "")?;
    let resource = whole(question.resource.as_ref(), "resource", "")?;
    let asked = Asked::of(&state, &admitted.caller, &question, "").await?;
    let held = asked.held_by(&admitted, who).await?;
    let mut found = Vec::new();
    // By the type alone, so that a page says nothing of whether the entity is there.
    let place = match resource.of_type {
        "organization" => Some(ResourceType::Global),
        of_type => EntityType::from_name(of_type).map(ResourceType::Entity),
    };
    if let (Some(held), Some(place), Ok(entity)) = (held, place, asked.entity(resource)) {
        let scopes = ScopeSet::of_type(place);
        let scopes = scopes.iter().enumerate();
        let allowed = scopes.filter(|(_, scope)| held.decider().allows(*scope, entity));
        let named = |scope: Scope| FoundAction { name: scope.name().to_owned() };
        found.extend(allowed.map(|(place, scope)| (place, named(scope))));
    }
    let after = |last: &str| {
        let place = ScopeSet::of_type(place?).iter().position(|scope| scope.name() == last);
        place?.checked_add(1)
    };
    page(found, search.page.as_ref(), |action| &action.name, after)
}

/// What a search says, as a question says it.
fn question(search: &Search) -> Question {
    Question {
        subject: search.subject.clone(),
        action: search.action.clone(),
        resource: search.resource.clone(),
        context: search.context.clone(),
    }
}

/// One page of what was found, each with its place among all that were looked at: from the place `after` the one that
/// the token names, which may be found no longer.
fn page<T>(
    found: Vec<(usize, T)>,
    asked: Option<&Page>,
    name: impl Fn(&T) -> &str,
    after: impl Fn(&str) -> Option<usize>,
) -> Result<Json<Found<T>>, Refusal> {
    let token = asked.and_then(|page| page.token.as_deref()).filter(|token| !token.is_empty());
    let start = match token {
        None => 0,
        Some(token) => {
            let last = hex::decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let unknown = || Refusal::body("/page/token", "it is none that a page ended with");
            let next = last.and_then(|last| after(&last)).ok_or_else(unknown)?;
            found.partition_point(|(at, _)| *at < next)
        }
    };
    let size = asked.and_then(|page| page.limit).unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE);
    let total = found.len();
    let results = found.into_iter().skip(start).take(size).map(|(_, one)| one);
    let results: Vec<_> = results.collect();
    let is_more = start + results.len() < total;
    let last = results.last().filter(|_| is_more);
    let next_token = last.map_or(String::new(), |last| hex::encode(name(last)));
    let page = PageInfo { next_token, count: results.len(), total };
    Ok(Json(Found { results, page }))
}
