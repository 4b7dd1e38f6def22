//! Changing one record.

use axum::Extension;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use store::{Change, RecordUpdate};
use wire::rest::role::{Record, UpdateRole};

use super::Breaking;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::records::updated;
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
        if !matches_version(&headers, before.version) {
            let version = before.version;
            let message = format!("`{id}` has moved to version {version}, read it again");
            return Err(Refusal::PreconditionFailed(message));
        }
        let update = RecordUpdate {
            id: before.id.clone(),
            version: before.version,
            name: request.name.clone(),
            description: request.description.clone(),
            details: request.details.as_ref().map(|details| details.get().to_owned()),
        };
        let after = updated(before, &update, now);
        loaded.check(&after, Some(before))?;
        Ok((vec![Change::UpdateRecord(update)], answer::record(loaded, &after)?))
    });
    let record = written.await?.made;
    Ok(Versioned { version: record.version, value: record })
}

/// Whether `If-Match`, where there is one, names `version`.
fn matches_version(headers: &HeaderMap, version: u32) -> bool {
    let mut wanted = headers.get_all(header::IF_MATCH).iter().peekable();
    let current = version.to_string();
    wanted.peek().is_none()
        || wanted.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(
            |wanted| {
                let wanted = wanted.trim().trim_start_matches("W/");
                wanted == "*" || wanted.trim_matches('"') == current
            },
        )
}
