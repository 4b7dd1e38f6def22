//! The revision of an organization that an answer was decided at, and a caller's wish for at least one.
//!
//! Every request asks the database for the revision first, so no server decides by what was true before the last
//! acknowledged write. The headers are for callers who talk to several servers and want to see it.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use store::Revision;
use tokio::time::Instant;

use crate::State;
use crate::loaded::Loaded;
use crate::refusal::Refusal;

/// A revision that an answer was decided at, or a later one was; after a change, the one that the change made.
pub(crate) const REVISION: HeaderName = HeaderName::from_static("scopesight-revision");
/// The revision that a caller wants at the least.
pub(crate) const AT_LEAST: HeaderName = HeaderName::from_static("scopesight-at-least-revision");

/// How long a revision is waited for that is not there yet.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long it is between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// Whether `headers` ask for a later revision than this one.
pub(crate) fn is_before(loaded: &Loaded, headers: &HeaderMap) -> Result<bool, Refusal> {
    Ok(wanted(headers)?.is_some_and(|wanted| wanted > loaded.organization().revision.0))
}

/// The organization called `name`, at the revision that `headers` ask for or a later one if it comes to that soon.
///
/// Asked once it is clear that the caller may know of the organization: how long an answer takes tells whether there
/// is one.
pub(crate) async fn wait(
    state: &State,
    name: &str,
    headers: &HeaderMap,
) -> Result<Arc<Loaded>, Refusal> {
    let begun = Instant::now();
    loop {
        let loaded = state.organization(name).await?;
        if !is_before(&loaded, headers)? || begun.elapsed() >= PATIENCE {
            return Ok(loaded);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Refuses to answer by an older revision than `headers` ask for.
pub(crate) fn check(loaded: &Loaded, headers: &HeaderMap) -> Result<(), Refusal> {
    let current = loaded.organization().revision.0;
    match wanted(headers)? {
        Some(wanted) if wanted > current => Err(Refusal::PreconditionFailed(format!(
            "the organization is at revision {current}, and at least {wanted} is asked for"
        ))),
        _ => Ok(()),
    }
}

fn wanted(headers: &HeaderMap) -> Result<Option<i64>, Refusal> {
    let Some(text) = headers.get(AT_LEAST) else { return Ok(None) };
    let number = text.to_str().ok().and_then(|text| text.parse().ok());
    number.filter(|number| *number >= 0).map(Some).ok_or_else(|| {
        let expected = "expected a revision, such as an answer's `Scopesight-Revision` has it";
        Refusal::BadRequest(format!("in the header `Scopesight-At-Least-Revision`: {expected}"))
    })
}

/// Says at which revision a request was answered.
pub(crate) fn tell(revision: Revision, response: &mut Response) {
    response.headers_mut().insert(REVISION, HeaderValue::from(revision.0));
}
