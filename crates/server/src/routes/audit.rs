//! The audit log: read page by page, exported as a stream, and how far it has come.

mod cef;
mod csv;

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use futures_util::stream;
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Entry, EntryQuery, Order, Timestamp};
use wire::rest::audit::{AuditHead, AuditPage};

use crate::State;
use crate::answer::audit_event;
use crate::extract::{Parameters, Segments};
use crate::refusal::Refusal;
use crate::reply;

/// How many events a page has where the request does not say.
const PAGE: u32 = 100;
/// How many it may ask for.
const MAX_PAGE: u32 = 1000;
/// How many entries an export holds in memory at once.
const EXPORT_PAGE: u32 = 500;

/// Which events are asked for; times are Unix seconds, and both ends belong to the range.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listing {
    /// What the page before said.
    continuation_token: Option<String>,
    /// From when on, in Unix seconds.
    start_time: Option<i64>,
    /// Until when, in Unix seconds.
    end_time: Option<i64>,
    /// Events of this name.
    event_filter: Option<String>,
    /// What this person did.
    user_filter: Option<String>,
    /// `json`.
    format: Option<String>,
    /// How many a page has at the most: 1 to 1000, 100 where it is left out.
    #[schemars(range(min = 1, max = 1000))]
    max_results: Option<u32>,
}

/// Which events are exported, which are all that are asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Exporting {
    /// What a page of the list said: the events after it.
    continuation_token: Option<String>,
    /// From when on, in Unix seconds.
    start_time: Option<i64>,
    /// Until when, in Unix seconds.
    end_time: Option<i64>,
    /// Events of this name.
    event_filter: Option<String>,
    /// What this person did.
    user_filter: Option<String>,
    /// `csv`, which it is where it is left out, `cef` or `json`.
    format: Option<String>,
}

impl From<Exporting> for Listing {
    fn from(asked: Exporting) -> Self {
        Self {
            continuation_token: asked.continuation_token,
            start_time: asked.start_time,
            end_time: asked.end_time,
            event_filter: asked.event_filter,
            user_filter: asked.user_filter,
            format: asked.format,
            max_results: None,
        }
    }
}

impl Listing {
    fn query(&self, limit: u32) -> Result<EntryQuery, Refusal> {
        let (from, until) = (self.start_time, self.end_time);
        if let (Some(from), Some(until)) = (from, until)
            && from > until
        {
            let message =
                format!("expected a `startTime` before the `endTime`, found {from} and {until}");
            return Err(Refusal::BadRequest(message));
        }
        let before = match self.continuation_token.as_deref() {
            None | Some("") => i64::MAX,
            Some(text) => {
                let sequence = text.parse().ok().filter(|sequence| *sequence > 0);
                sequence.ok_or_else(|| {
                    let shown: String = text.chars().take(100).collect();
                    Refusal::BadRequest(format!(
                        "the `continuationToken` `{shown}` is not of this list: ask for the first page again"
                    ))
                })?
            }
        };
        let millis = |secs: i64| Timestamp::from_millis(secs.saturating_mul(1000));
        let named = |filter: &Option<String>| filter.clone().filter(|name| !name.is_empty());
        Ok(EntryQuery {
            before,
            from: from.map_or(Timestamp::from_millis(i64::MIN), millis),
            // The last second belongs to the range, and the store asks for what comes before a time.
            until: until
                .map_or(Timestamp::from_millis(i64::MAX), |until| millis(until.saturating_add(1))),
            name: named(&self.event_filter),
            actor: named(&self.user_filter),
            order: Order::NewestFirst,
            ..EntryQuery::first(limit)
        })
    }

    /// Refuses a format that is none of `known`, of which the first is meant where none is named.
    fn format(&self, known: &[&'static str]) -> Result<&'static str, Refusal> {
        let wanted = self.format.as_deref().filter(|format| !format.is_empty());
        let Some(wanted) = wanted else { return Ok(known.first().copied().unwrap_or_default()) };
        let found = known.iter().find(|known| known.eq_ignore_ascii_case(wanted));
        found.copied().ok_or_else(|| {
            let (known, shown) = (known.join("`, `"), wanted.chars().take(100).collect::<String>());
            Refusal::BadRequest(format!("expected a `format` of `{known}`, found `{shown}`"))
        })
    }
}

/// `GET …/auditlogs/v2`: the latest first.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
    Parameters(listing): Parameters<Listing>,
) -> Result<Json<AuditPage>, Refusal> {
    listing.format(&["json"])?;
    let most = listing.max_results.unwrap_or(PAGE);
    if !(1..=MAX_PAGE).contains(&most) {
        let message = format!("expected a `maxResults` of 1 to {MAX_PAGE}, found {most}");
        return Err(Refusal::BadRequest(message));
    }
    let query = listing.query(most + 1)?;
    let loaded = state.organization(&organization).await?;
    let mut entries = state.store().list_entries(&loaded.organization().id, &query).await?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let is_last = entries.len() <= most;
    entries.truncate(most);
    let last = entries.last().filter(|_| !is_last).map(|entry| entry.sequence.to_string());
    let events = entries.into_iter().map(|entry| audit_event(&organization, entry)).collect();
    Ok(Json(AuditPage { audit_log_events: events, continuation_token: last }))
}

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Cef,
    Json,
}

/// An export that is being written.
struct Export {
    state: State,
    organization: Arc<str>,
    organization_id: String,
    host: String,
    format: Format,
    query: EntryQuery,
    place: Place,
}

/// How far it has been written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Head,
    First,
    Later,
    Done,
}

/// `GET …/auditlogs/v2/export`: everything that is asked for, in one answer, the latest first.
pub(crate) async fn export(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
    Parameters(asked): Parameters<Exporting>,
    headers: HeaderMap,
) -> Result<reply::Export, Refusal> {
    let listing = Listing::from(asked);
    let format = match listing.format(&["csv", "cef", "json"])? {
        "cef" => Format::Cef,
        "json" => Format::Json,
        _ => Format::Csv,
    };
    let query = listing.query(EXPORT_PAGE)?;
    let loaded = state.organization(&organization).await?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let export = Export {
        state,
        organization: organization.into(),
        organization_id: loaded.organization().id.clone(),
        host: host.to_owned(),
        format,
        query,
        place: Place::Head,
    };
    let body = Body::from_stream(stream::try_unfold(export, Export::next));
    let (kind, name) = match format {
        Format::Csv => ("text/plain; charset=utf-8", "attachment; filename=\"audit-log.csv\""),
        Format::Cef => ("text/plain; charset=utf-8", "attachment; filename=\"audit-log.cef\""),
        Format::Json => ("application/json", "attachment; filename=\"audit-log.json\""),
    };
    let about = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    Ok(reply::Export((about, body).into_response()))
}

impl Export {
    /// The next part of the text, one page of the log at most; `None` after the last.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, ExportError> {
        let mut text = Vec::new();
        match self.place {
            Place::Done => return Ok(None),
            Place::Head => {
                match self.format {
                    Format::Csv => text = csv::head()?,
                    Format::Cef => {}
                    Format::Json => text.extend_from_slice(b"{\"auditLogEvents\":["),
                }
                self.place = Place::First;
            }
            Place::First | Place::Later => {}
        }
        let entries = self.state.store().list_entries(&self.organization_id, &self.query).await?;
        let is_last = entries.len() < usize::try_from(self.query.limit).unwrap_or(usize::MAX);
        if let Some(last) = entries.last() {
            self.query.before = last.sequence;
        }
        for entry in entries {
            self.write(entry, &mut text)?;
            self.place = Place::Later;
        }
        if is_last {
            self.place = Place::Done;
            if self.format == Format::Json {
                text.extend_from_slice(b"]}");
            }
        }
        Ok(Some((text.into(), self)))
    }

    fn write(&self, entry: Entry, text: &mut Vec<u8>) -> Result<(), ExportError> {
        let event = audit_event(&self.organization, entry);
        match self.format {
            Format::Csv => text.extend(csv::row(&event)?),
            Format::Cef => {
                text.extend(cef::line(&event, &self.organization_id, &self.host).into_bytes());
            }
            Format::Json => {
                if self.place == Place::Later {
                    text.push(b',');
                }
                serde_json::to_writer(text, &event)?;
            }
        }
        Ok(())
    }
}

/// Why an export ends before its end; the connection is closed, so nobody takes a part for the whole.
#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error(transparent)]
    Unavailable(#[from] store::Unavailable),
    #[error("an event could not be written: {0}")]
    Csv(#[from] ::csv::Error),
    #[error("an event could not be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// `GET …/scopesight/audit/head`: how far the log has come, to be noted elsewhere.
pub(crate) async fn head(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
) -> Result<Json<AuditHead>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let head = state.store().find_head(&loaded.organization().id).await?;
    let head = head.ok_or_else(|| Refusal::no_organization(&organization))?;
    let encoding = store::audit::ENCODING.to_owned();
    Ok(Json(AuditHead { count: head.count, head: head.hash.to_string(), encoding }))
}
