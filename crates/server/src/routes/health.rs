//! Whether the server lives, and whether it can work.

use std::time::Duration;

use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use store::Unavailable;
use tokio::time::timeout;

use crate::State;
use crate::reply::{PlainText, Readiness};

/// How long the store may take: less than the second that whoever watches waits unless told otherwise, and so finds
/// out nothing.
const PATIENCE: Duration = Duration::from_millis(900);

/// The process answers.
pub(crate) async fn alive() -> PlainText {
    PlainText("ok\n".into_response())
}

/// The store answers too.
pub(crate) async fn ready(Shared(state): Shared<State>) -> Readiness {
    let (status, text) = told(state.store().ready()).await;
    Readiness((status, text).into_response())
}

async fn told(asking: impl Future<Output = Result<(), Unavailable>>) -> (StatusCode, &'static str) {
    let late = |error| Err(Unavailable::Silent(Box::new(error)));
    match timeout(PATIENCE, asking).await.unwrap_or_else(late) {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use axum::http::StatusCode;
    use store::Unavailable;

    use super::told;

    #[tokio::test]
    async fn a_store_that_says_nothing_is_not_ready() {
        assert_eq!(told(ready(Ok(()))).await.0, StatusCode::OK);
        let failed = ready(Err(Unavailable::Failed("x".into())));
        assert_eq!(told(failed).await.0, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(told(pending()).await.0, StatusCode::SERVICE_UNAVAILABLE);
    }
}
