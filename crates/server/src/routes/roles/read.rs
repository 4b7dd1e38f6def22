//! Listing and finding.

use axum::Json;
use axum::extract::State as Shared;
use schemars::JsonSchema;
use serde::Deserialize;
use wire::rest::role::{Record, Records};
use wire::snapshot::UxPurpose;

use crate::State;
use crate::answer;
use crate::extract::{Parameters, Segments};
use crate::records::Found;
use crate::refusal::Refusal;
use crate::reply::Versioned;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Filter {
    /// `role`, `policy`, `set` and so on: which of them are listed.
    #[schemars(required)]
    ux_purpose: Option<String>,
}

/// `GET …/roles?uxPurpose=`: the built-in ones first.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
    Parameters(filter): Parameters<Filter>,
) -> Result<Json<Records>, Refusal> {
    let purpose = purpose(filter.ux_purpose.as_deref())?;
    let loaded = state.organization(&organization).await?;
    let records = loaded.engine.records.iter().filter(|record| record.purpose == purpose);
    let roles = records.filter_map(|record| loaded.find(&record.id)).map(|found| match found {
        Found::Own(record) => answer::record(&loaded, record),
        Found::BuiltIn(record) => answer::built_in(&loaded, record),
    });
    Ok(Json(Records { roles: roles.collect::<Result<_, _>>()? }))
}

/// `GET …/roles/{id}`: any record, whatever its purpose.
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Segments((organization, id)): Segments<(String, String)>,
) -> Result<Versioned<Record>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let record = match loaded.find(&id).ok_or_else(|| Refusal::no_role(&id))? {
        Found::Own(record) => answer::record(&loaded, record)?,
        Found::BuiltIn(record) => answer::built_in(&loaded, record)?,
    };
    Ok(Versioned { version: record.version, value: record })
}

fn purpose(found: Option<&str>) -> Result<policy::UxPurpose, Refusal> {
    found.and_then(policy::UxPurpose::from_name).ok_or_else(|| {
        let names = policy::UxPurpose::ALL.map(policy::UxPurpose::name).join("`, `");
        let found = found.map_or_else(String::new, |found| format!(", found `{found}`"));
        Refusal::BadRequest(format!("expected `uxPurpose`, one of `{names}`{found}"))
    })
}

/// The words of the wire for a purpose, for messages.
pub(super) fn purpose_name(purpose: UxPurpose) -> &'static str {
    policy::UxPurpose::from(purpose).name()
}
