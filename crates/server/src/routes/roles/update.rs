//! Changing one record.

use axum::Extension;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use store::{Change, RecordUpdate};
use wire::rest::role::{Record, UpdateRole};

use super::Breaking;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::records::{differs, updated};
use crate::refusal::Refusal;
use crate::reply::Versioned;
use crate::{State, answer};

/// `PATCH …/roles/{id}?breakGuardrails=`: what is absent stays; `If-Match` may name the version it was made for.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, id)): Segments<(String, String)>,
    Parameters(options): Parameters<Breaking>,
    headers: HeaderMap,
    Body(request): Body<UpdateRole>,
) -> Result<Versioned<Record>, Refusal> {
    let may_break = options.break_guardrails;
    let written = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        let before = loaded.find_editable(&id)?;
        check_version(&headers, &id, before.version)?;
        let update = RecordUpdate {
            id: before.id.clone(),
            version: before.version,
            name: request.name.clone(),
            description: request.description.clone(),
            details: request.details.as_ref().map(|details| details.get().to_owned()),
        };
        let after = updated(before, &update, now);
        // What stays as it is is no change.
        if !differs(before, &after) {
            return Ok((Vec::new(), answer::record(loaded, before)?));
        }
        loaded.check(&after, Some(before))?;
        Ok((vec![Change::UpdateRecord(update)], answer::record(loaded, &after)?))
    });
    let record = written.await?.made;
    Ok(Versioned { version: record.version, value: record })
}

/// Refuses a request about a record at `version` whose `If-Match` names others.
pub(super) fn check_version(headers: &HeaderMap, id: &str, version: u32) -> Result<(), Refusal> {
    let mut wanted = headers.get_all(header::IF_MATCH).iter().peekable();
    let current = version.to_string();
    let is_fit = wanted.peek().is_none()
        || wanted.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(
            |wanted| {
                let wanted = wanted.trim().trim_start_matches("W/");
                wanted == "*" || wanted.trim_matches('"') == current
            },
        );
    if is_fit {
        return Ok(());
    }
    let message = format!("`{id}` has moved to version {version}, read it again");
    Err(Refusal::PreconditionFailed(message))
}
