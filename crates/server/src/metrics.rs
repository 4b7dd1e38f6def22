//! What the server counts about itself, for Prometheus.
//!
//! No name of an organization, a person or an entity is in it: whoever scrapes it need not be one of them.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::State;
use crate::refusal::Refusal;
use crate::reply::Exposition;

/// The upper ends of the buckets of durations, in seconds.
const DURATIONS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// What the server counts about itself; copies count together.
#[derive(Debug, Clone)]
pub(crate) struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Answered, Counter>,
    durations: Family<Asked, Histogram>,
    open: Gauge<i64, AtomicI64>,
}

/// The pattern of a path and a method; there is a fixed number of both.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    status: u32,
}

impl Default for Metrics {
    fn default() -> Self {
        let requests = Family::<Answered, Counter>::default();
        let durations = Family::new_with_constructor((|| Histogram::new(DURATIONS)) as fn() -> _);
        let open = Gauge::default();
        let mut registry = Registry::with_prefix("scopesight");
        registry.register("http_requests", "Requests that were answered", requests.clone());
        let told = "How long requests took, from the first byte until the answer began";
        registry.register("http_request_duration_seconds", told, durations.clone());
        registry.register("http_requests_open", "Requests that are being answered", open.clone());
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The program", build);
        Self { registry: Arc::new(registry), requests, durations, open }
    }
}

impl Metrics {
    /// Everything in Prometheus' text format.
    pub(crate) fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Counts one more while it is there.
struct Open(Gauge<i64, AtomicI64>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Counts a request and how long it takes.
pub(crate) async fn measure(
    Shared(state): Shared<State>,
    request: Request,
    next: Next,
) -> Response {
    let metrics = state.metrics();
    metrics.open.inc();
    // Also when whoever asked goes away before the answer.
    let open = Open(metrics.open.clone());
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or("other", MatchedPath::as_str).to_owned();
    let method = known(request.method());
    let begun = Instant::now();
    let response = next.run(request).await;
    drop(open);
    let asked = Asked { route: route.clone(), method };
    metrics.durations.get_or_create(&asked).observe(begun.elapsed().as_secs_f64());
    let status = u32::from(response.status().as_u16());
    metrics.requests.get_or_create(&Answered { route, method, status }).inc();
    response
}

/// The name of a method; anybody can make up others.
const fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// `GET /metrics`.
pub(crate) async fn find(Shared(state): Shared<State>) -> Result<Exposition, Refusal> {
    let text = state.metrics().text().map_err(|error| Refusal::Internal(error.to_string()))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(Exposition(([(header::CONTENT_TYPE, kind)], text).into_response()))
}
