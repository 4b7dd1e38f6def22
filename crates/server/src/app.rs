//! The whole server as one service.

use std::any::Any;

use axum::Router;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::begun::Begun;
use crate::gate::{Need, admit};
use crate::limit::hold_back;
use crate::metrics::measure;
use crate::refusal::{Refusal, Silent};
use crate::unread::read_away;
use crate::{State, routes, tls};

/// Only our own scripts, styles, pictures and addresses; WebAssembly may be compiled.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The name that whoever asks gave a request: its answer has it as well.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Browsers that have come by TLS once come by nothing else for a year.
const STRICT_TRANSPORT_SECURITY: &str = "max-age=31536000"; // 365 × 24 × 60 × 60

/// The whole server as one service.
pub fn app(state: State) -> Router {
    app_with(state, Vec::new())
}

/// A route that no table describes: its path, what it asks of its caller, and what answers.
pub(crate) type Undescribed = (&'static str, Need, MethodRouter<State>);

/// The same with more routes.
pub(crate) fn app_with(state: State, more: Vec<Undescribed>) -> Router {
    let described = routes::table().into_iter().map(|of| (of.path, of.need, of.handler));
    let table = described.chain(more).fold(Router::new(), |router, (path, need, handler)| {
        let gate = from_fn_with_state((state.clone(), need), admit);
        router.route(path, handler.layer(gate))
    });
    around(table, state)
}

/// What every route has around it.
fn around(table: Router<State>, state: State) -> Router {
    table
        .fallback(routes::web::serve)
        .method_not_allowed_fallback(async |request: Request| Refusal::MethodNotAllowed {
            method: request.method().to_string(),
        })
        .layer(RequestDecompressionLayer::new())
        .layer(from_fn(read_coding))
        .layer(from_fn_with_state(state.clone(), give_up))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), hold_back))
        .layer(from_fn_with_state(state.clone(), measure))
        .layer(CompressionLayer::new())
        .layer(from_fn(read_away))
        .layer(from_fn_with_state(state.clone(), guard))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(|request: &Request| {
                    // The path alone: neither query nor headers can bring a secret into the log.
                    let (method, path) = (request.method(), request.uri().path());
                    let trace = trace_id(request.headers());
                    tracing::info_span!("request", %method, path, trace_id = trace)
                })
                .on_response(DefaultOnResponse::new().level(Level::INFO)),
        )
        .with_state(state)
}

/// The trace that a request is a part of, as W3C's `traceparent` names it: 32 hexadecimal digits.
fn trace_id(headers: &HeaderMap) -> Option<&str> {
    let parts: Vec<_> = headers.get("traceparent")?.to_str().ok()?.split('-').collect();
    let [_, trace, _, _, ..] = parts.as_slice() else { return None };
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let is_fit = trace.len() == 32 && trace.bytes().all(is_digit) && trace.contains(|of| of != '0');
    is_fit.then_some(*trace)
}

/// Refuses a body that is packed in a way that is not unpacked here: what is unpacked counts as what was sent.
async fn read_coding(request: Request, next: Next) -> Response {
    let coding = request.headers().get(header::CONTENT_ENCODING).map(HeaderValue::as_bytes);
    match coding {
        None | Some(b"gzip" | b"identity") => next.run(request).await,
        Some(other) => {
            let found = String::from_utf8_lossy(other).into_owned();
            Refusal::UnknownCoding { found }.into_response()
        }
    }
}

async fn give_up(Shared(state): Shared<State>, mut request: Request, next: Next) -> Response {
    let is_safe = request.method().is_safe();
    let begun = Begun::default();
    request.extensions_mut().insert(begun.clone());
    match tokio::time::timeout(state.limit(), next.run(request)).await {
        Ok(response) if response.extensions().get::<Silent>().is_none() => response,
        Ok(response) if is_safe || !begun.get() => response,
        Err(_) if is_safe => Refusal::Busy.into_response(),
        Err(_) if !begun.get() => Refusal::NotBegun.into_response(),
        // What it writes may be with the database already.
        _ => Refusal::Unsure.into_response(),
    }
}

async fn guard(Shared(state): Shared<State>, mut request: Request, next: Next) -> Response {
    let is_over_tls = tls::is_spoken(state.config(), request.headers());
    // HTTP/2 names the host in the address instead.
    if let Some(host) = request.uri().authority().map(ToString::to_string)
        && let Ok(host) = HeaderValue::try_from(host)
    {
        request.headers_mut().entry(header::HOST).or_insert(host);
    }
    let request_id = request.headers().get(&REQUEST_ID).filter(|id| id.len() <= 256).cloned();
    let mut response = next.run(request).await;
    if let Some(id) = request_id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    let guards: [(HeaderName, &str); 3] = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in guards {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if is_over_tls {
        let always = HeaderValue::from_static(STRICT_TRANSPORT_SECURITY);
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, always);
    }
    // What the API says is for the one who asked, now.
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        let private = HeaderValue::from_static("no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, private);
    }
    response
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let reason = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
    Refusal::Internal(reason.to_owned()).into_response()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::Extension;
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use axum::http::request::Builder;
    use axum::routing::{any, get};
    use serde_json::{Value, json};
    use store::Timestamp;
    use tower::ServiceExt;

    use super::{HeaderMap, Router, State, around, trace_id};
    use crate::Config;
    use crate::begun::Begun;
    use crate::refusal::Refusal;

    async fn hang(Extension(begun): Extension<Begun>) -> &'static str {
        begun.set();
        std::future::pending().await
    }

    async fn lose(Extension(begun): Extension<Begun>) -> Refusal {
        begun.set();
        Refusal::Unavailable("a secret reason".to_owned())
    }

    async fn answer(path: &str) -> (u16, Value) {
        answer_to(Request::get(path)).await
    }

    async fn answer_to(request: Builder) -> (u16, Value) {
        let folder = tempfile::tempdir().unwrap();
        let store = store_sqlite::open(&folder.path().join("test.db")).await.unwrap();
        let config = Config { request_timeout_secs: 1, ..Config::default() };
        let clock = Box::new(|| Timestamp::from_millis(0));
        let key = crate::TokenKey::new([3; 32]);
        let state = State::new(config, key, Arc::new(store), clock, Box::new(|| Ok([7; 32])));
        let table = Router::new()
            .route("/api/panics", get(async || -> &str { panic!("a secret reason") }))
            .route("/api/hangs", any(hang))
            .route("/api/waits", any(std::future::pending::<&str>))
            .route("/api/silent", any(async || Refusal::Unavailable("a secret reason".to_owned())))
            .route("/api/lost", any(lose));
        let request = request.body(Body::empty()).unwrap();
        let response = around(table, state).oneshot(request).await.unwrap();
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    #[test]
    fn a_trace_is_known_by_its_digits_alone() {
        let known = |text: &str| {
            let headers =
                HeaderMap::from_iter([("traceparent".parse().unwrap(), text.parse().unwrap())]);
            trace_id(&headers).map(str::to_owned)
        };
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        assert_eq!(known(&format!("00-{trace}-00f067aa0ba902b7-01")).as_deref(), Some(trace));
        for wrong in ["", "00", "00-x-00f067aa0ba902b7-01", &format!("00-{}-b7-01", "0".repeat(32))]
        {
            assert_eq!(known(wrong), None);
        }
        assert_eq!(trace_id(&HeaderMap::new()), None);
    }

    #[tokio::test]
    async fn a_panic_is_an_internal_error_and_says_no_more() {
        let expected = json!({"code": 500, "message": "internal error"});
        assert_eq!(answer("/api/panics").await, (500, expected));
    }

    #[tokio::test]
    async fn a_request_that_hangs_is_given_up() {
        let (status, body) = answer("/api/hangs").await;
        assert_eq!((status, &body["message"]), (503, &json!("the server is too busy, try again")));
    }

    #[tokio::test]
    async fn a_change_that_may_have_been_made_is_not_to_be_tried_again_unseen() {
        for path in ["/api/hangs", "/api/lost"] {
            let (status, body) = answer_to(Request::post(path)).await;
            let message = body["message"].as_str().unwrap();
            assert_eq!(status, 503, "{path}: {body}");
            assert!(message.contains("not known whether this was done"), "{path}: {message}");
        }
        let (status, body) = answer_to(Request::post("/api/waits")).await;
        let message = body["message"].as_str().unwrap();
        assert!(status == 503 && message.contains("nothing was done"), "{message}");
        // Nobody had begun to do what was asked.
        for request in [Request::get("/api/lost"), Request::post("/api/silent")] {
            let (status, body) = answer_to(request).await;
            let message = "the database does not answer, try again";
            assert_eq!((status, &body["message"]), (503, &json!(message)));
        }
    }
}
