//! Saving a role from an editor, as one thing.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use store::{Change, Record, RecordUpdate};
use wire::rest::role::{EditedRole, SaveRole, SavedRole};

use crate::extract::{Body, Segments};
use crate::gate::Admitted;
use crate::records::{Found, differs, updated};
use crate::refusal::Refusal;
use crate::{State, answer};

/// `GET …/scopesight/roles/{id}`: a role and the definition that an editor changes.
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Segments((organization, id)): Segments<(String, String)>,
) -> Result<Json<EditedRole>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let Some(Found::Own(role)) = loaded.find(&id) else { return Err(Refusal::no_role(&id)) };
    answer::edited(role, loaded.policy_of(role).unwrap_or(role)).map(Json)
}

/// `PUT …/scopesight/roles/{id}`: name, description and definition, all or nothing.
///
/// Refused with what is saved now when the role or its policy has moved since the editor read it, with what differs
/// when it would not grant what the editor showed, and with the guardrails that it would break unless it says
/// `breakGuardrails`.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, id)): Segments<(String, String)>,
    Body(request): Body<SaveRole>,
) -> Result<Json<SavedRole>, Refusal> {
    let may_break = request.break_guardrails;
    let saved = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        let role = loaded.find_editable(&id)?;
        let holder = loaded.policy_of(role);
        let target = holder.unwrap_or(role);
        if let Some(message) = stale(role, target, &request)? {
            let current = Box::new(answer::edited(role, target)?);
            return Err(Refusal::Stale { message, current });
        }
        // The console gives a role and its policy one name; a policy with another one keeps it.
        let shares_name = target.id == role.id || target.name == role.name;
        let update = RecordUpdate {
            id: target.id.clone(),
            version: target.version,
            name: shares_name.then(|| request.name.clone()),
            description: shares_name.then(|| request.description.clone()),
            details: Some(request.details.get().to_owned()),
        };
        let after = updated(target, &update, now);
        loaded.check(&after, Some(target))?;
        let (shown, parts) = (request.digest.as_deref(), request.digest_parts.as_ref());
        let digest = loaded.digest(&after.details, shown, parts)?;
        let mut changes = Vec::new();
        // What stays as it is is no change.
        let mut holder = target;
        if differs(target, &after) {
            changes.push(Change::UpdateRecord(update));
            holder = &after;
        }
        if target.id == role.id {
            return Ok((changes, EditedRole { digest, ..answer::edited(holder, holder)? }));
        }
        let update = RecordUpdate {
            id: role.id.clone(),
            version: role.version,
            name: Some(request.name.clone()),
            description: Some(request.description.clone()),
            details: None,
        };
        let renamed = updated(role, &update, now);
        let mut named = role;
        if differs(role, &renamed) {
            loaded.check(&renamed, Some(role))?;
            changes.push(Change::UpdateRecord(update));
            named = &renamed;
        }
        Ok((changes, EditedRole { digest, ..answer::edited(named, holder)? }))
    });
    let saved = saved.await?;
    Ok(Json(SavedRole { role: saved.made, broken_guardrails: saved.broken }))
}

/// What has moved since the editor read `role` and the record that holds its definition.
///
/// A name is saved with every definition, so that both must be as they were: one version of two is not enough.
fn stale(role: &Record, holder: &Record, request: &SaveRole) -> Result<Option<String>, Refusal> {
    let name = &role.name;
    if holder.version != request.version {
        let version = holder.version;
        return Ok(Some(format!("`{name}` was changed meanwhile, it is at version {version}")));
    }
    let version = role.version;
    match request.role_version {
        Some(read) if read != version => Ok(Some(format!(
            "the name or description of `{name}` was changed meanwhile, the role is at version {version}"
        ))),
        None if role.id != holder.id => Err(Refusal::body(
            "/roleVersion",
            format!(
                "`{name}` has a policy: `roleVersion`, the version of the role itself, is missing"
            ),
        )),
        _ => Ok(None),
    }
}
