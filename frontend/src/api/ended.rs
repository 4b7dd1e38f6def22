//! What a request does that comes too late for its session.

use std::cell::RefCell;
use std::pin::Pin;

use gloo_net::http::{Request, Response};

use super::{Failure, answered};

/// Waits until somebody has signed in again, and says whether it is the same person.
pub type Renewal = Pin<Box<dyn Future<Output = bool>>>;

thread_local! {
    static RENEW: RefCell<Option<Box<dyn Fn() -> Renewal>>> = const { RefCell::new(None) };
}

/// Has every request whose session has ended wait for what `renew` gives.
pub fn on_end(renew: impl Fn() -> Renewal + 'static) {
    RENEW.with_borrow_mut(|known| *known = Some(Box::new(renew)));
}

/// Sends a request, and once more after the same person has signed in again.
///
/// What is answered with 401 was not done, so nothing is done twice; and nothing that one person asked for is sent in
/// the name of another.
pub(super) async fn sent(
    request: impl Fn() -> Result<Request, gloo_net::Error>,
) -> Result<Response, Failure> {
    loop {
        let answer = answered(request().map_err(Failure::unreachable)?.send().await).await;
        if !matches!(answer, Err(Failure::SignedOut)) || !is_renewed().await {
            return answer;
        }
    }
}

async fn is_renewed() -> bool {
    let renewal = RENEW.with_borrow(|renew| renew.as_ref().map(|renew| renew()));
    match renewal {
        Some(renewal) => renewal.await,
        None => false,
    }
}
