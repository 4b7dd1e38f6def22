//! The tags of a stack.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use store::Change;
use wire::rest::entity::StackTag;

use super::{Path, check_tag, check_tags, held};
use crate::State;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;

/// The organization, the project, the stack and the key of a tag.
type TagPath = (String, String, String, String);

/// What tags take.
const SCOPE: &str = "stack_tags:update";

/// `PATCH …/tags`: these instead of all that there were.
pub(crate) async fn replace(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(path): Segments<Path>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<BTreeMap<String, String>>,
) -> Result<StatusCode, Refusal> {
    check_tags(&request, "")?;
    change(&state, &admitted, &path, &options, |tags| {
        tags.clone_from(&request);
        Ok(())
    })
    .await
}

/// `POST …/tags`: one that is not there yet.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(path): Segments<Path>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<StackTag>,
) -> Result<StatusCode, Refusal> {
    check_tag(&request.name, &request.value, "/name")?;
    change(&state, &admitted, &path, &options, |tags| {
        if tags.contains_key(&request.name) {
            let name = &request.name;
            return Err(Refusal::Conflict(format!("the stack has a tag `{name}` already")));
        }
        tags.insert(request.name.clone(), request.value.clone());
        check_tags(tags, "")
    })
    .await
}

/// `PATCH …/tags/{tag}`: another value, and perhaps another key.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, project, stack, key)): Segments<TagPath>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<StackTag>,
) -> Result<StatusCode, Refusal> {
    check_tag(&request.name, &request.value, "/name")?;
    let path = (organization, project, stack);
    change(&state, &admitted, &path, &options, |tags| {
        remove(tags, &key)?;
        if tags.insert(request.name.clone(), request.value.clone()).is_some() {
            let name = &request.name;
            return Err(Refusal::Conflict(format!("the stack has a tag `{name}` already")));
        }
        Ok(())
    })
    .await
}

/// `DELETE …/tags/{tag}`
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, project, stack, key)): Segments<TagPath>,
    Parameters(options): Parameters<Breaking>,
) -> Result<StatusCode, Refusal> {
    let path = (organization, project, stack);
    change(&state, &admitted, &path, &options, |tags| remove(tags, &key)).await
}

fn remove(tags: &mut BTreeMap<String, String>, key: &str) -> Result<(), Refusal> {
    let gone = tags.remove(key);
    gone.map(|_| ()).ok_or_else(|| Refusal::NotFound { kind: "tag", name: key.to_owned() })
}

async fn change(
    state: &State,
    admitted: &Admitted,
    (organization, project, stack): &Path,
    options: &Breaking,
    edit: impl Fn(&mut BTreeMap<String, String>) -> Result<(), Refusal>,
) -> Result<StatusCode, Refusal> {
    let may_break = options.break_guardrails;
    let changed = state.write(organization, admitted.right(), may_break, |loaded, now| {
        let entity = held(loaded, &admitted.caller, SCOPE, (project, stack), now)?;
        let mut tags: BTreeMap<_, _> = entity.tags.iter().cloned().collect();
        edit(&mut tags)?;
        let tags: Vec<_> = tags.into_iter().collect();
        // What stays as it is is no change.
        let is_same = tags == entity.tags;
        let change = Change::SetEntityTags { key: entity.key, tags };
        Ok((if is_same { Vec::new() } else { vec![change] }, ()))
    });
    changed.await?;
    Ok(StatusCode::NO_CONTENT)
}
