//! Where what is.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use wire::authzen::Configuration;

use crate::refusal::Refusal;
use crate::{State, tls};

/// `GET /.well-known/authzen-configuration`: by the address that the request came to.
pub(crate) async fn find(
    Shared(state): Shared<State>,
    headers: HeaderMap,
) -> Result<Json<Configuration>, Refusal> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host =
        host.ok_or_else(|| Refusal::BadRequest("the header `Host` is missing".to_owned()))?;
    let scheme = if tls::is_spoken(state.config(), &headers) { "https" } else { "http" };
    let base = format!("{scheme}://{host}");
    let at = |path: &str| format!("{base}/access/v1/{path}");
    Ok(Json(Configuration {
        access_evaluation_endpoint: at("evaluation"),
        access_evaluations_endpoint: at("evaluations"),
        search_subject_endpoint: at("search/subject"),
        search_resource_endpoint: at("search/resource"),
        search_action_endpoint: at("search/action"),
        policy_decision_point: base,
    }))
}
