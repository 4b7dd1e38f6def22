//! What of a request was not read when it was answered.
//!
//! A connection cannot serve another request before that has come. Without a word it would be closed, and the next
//! request on it, of whomever behind a proxy, would get no answer.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderValue, Version, header};
use axum::middleware::Next;
use axum::response::Response;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt as _;
use tokio::time::timeout;

/// How much is read away, in bytes, and for how long; where there is more, the connection ends, and the answer says so.
const MOST: usize = 65_536; // 64 × 1024
const PATIENCE: Duration = Duration::from_secs(1);

/// Reads what the request brings and nobody wanted, or says that the connection ends.
pub(crate) async fn read_away(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let is_over_http1 = request.version() < Version::HTTP_2;
    // Whoever waits to be asked for the body does not send it.
    let is_sent = !request.headers().contains_key(header::EXPECT);
    let (parts, body) = request.into_parts();
    let body = Lent(Arc::new(Mutex::new(body)));
    let mut rest = body.clone();
    let mut response = next.run(Request::from_parts(parts, Body::new(body))).await;
    let is_read = rest.is_end_stream()
        || (is_sent && timeout(PATIENCE, rest.is_short()).await.unwrap_or_default());
    if is_over_http1 && !is_read {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// A body that is still there once whoever reads it has gone.
#[derive(Debug, Clone)]
struct Lent(Arc<Mutex<Body>>);

impl Lent {
    /// Reads the rest; whether it came to its end.
    async fn is_short(&mut self) -> bool {
        let mut read = 0;
        while let Some(frame) = self.frame().await {
            let Ok(frame) = frame else { return false };
            read += frame.data_ref().map_or(0, Bytes::len);
            if read > MOST {
                return false;
            }
        }
        true
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let mut body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Pin::new(&mut *body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::body::{Body, Bytes, to_bytes};
    use axum::extract::Request;
    use axum::http::header::{CONNECTION, EXPECT};
    use axum::middleware::from_fn;
    use axum::routing::post;
    use futures_util::stream;
    use tower::ServiceExt as _;

    use super::read_away;

    /// How many pieces of `count` were read for `path`, and whether the answer says that the connection ends.
    async fn asked(path: &str, count: usize, waits: bool) -> (usize, bool) {
        let routes = Router::new()
            .route("/refuses", post(async || "no"))
            .route(
                "/reads",
                post(async |request: Request| {
                    to_bytes(request.into_body(), usize::MAX).await.unwrap().len().to_string()
                }),
            )
            .layer(from_fn(read_away));
        let read = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&read);
        let pieces = (0..count).map(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok::<_, Infallible>(Bytes::from_static(&[b' '; 1024]))
        });
        let mut request = Request::post(path);
        if waits {
            request = request.header(EXPECT, "100-continue");
        }
        let request = request.body(Body::from_stream(stream::iter(pieces))).unwrap();
        let response = routes.oneshot(request).await.unwrap();
        let ends = response.headers().get(CONNECTION).is_some_and(|value| value == "close");
        (read.load(Ordering::Relaxed), ends)
    }

    #[tokio::test]
    async fn what_nobody_read_is_read_away_or_the_connection_is_said_to_end() {
        assert_eq!(asked("/refuses", 60, false).await, (60, false));
        assert_eq!(asked("/reads", 600, false).await, (600, false));
        let (read, ends) = asked("/refuses", 600, false).await;
        assert!(read < 70 && ends, "{read}");
        assert_eq!(asked("/refuses", 60, true).await, (0, true));
    }
}
