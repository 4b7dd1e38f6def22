//! What a request does that comes too late for its session.

use std::cell::{Cell, RefCell};
use std::pin::Pin;

use gloo_net::http::{Request, Response};

use super::whose::Whose;
use super::{Failure, answered};

/// Waits until somebody has signed in again, and says whether it is the same person.
pub type Renewal = Pin<Box<dyn Future<Output = bool>>>;

thread_local! {
    /// How many times a request has heard that the same person has signed in again.
    static RENEWALS: Cell<u32> = const { Cell::new(0) };
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
    // Also when it is sent once more it is of whoever asked for it.
    let whose = Whose::of_page();
    let request = || request().inspect(|request| whose.mark(request)).map_err(Failure::unreachable);
    let before = RENEWALS.get();
    let answer = answered(request()?.send().await).await;
    if !matches!(answer, Err(Failure::SignedOut)) {
        return answer;
    }
    // Somebody may have signed in while it was on its way. Not a third time: then it is no matter of signing in.
    if RENEWALS.get() == before && !is_renewed().await {
        return answer;
    }
    answered(request()?.send().await).await
}

async fn is_renewed() -> bool {
    let renewal = RENEW.with_borrow(|renew| renew.as_ref().map(|renew| renew()));
    let is_same = match renewal {
        Some(renewal) => renewal.await,
        None => false,
    };
    if is_same {
        RENEWALS.set(RENEWALS.get().wrapping_add(1));
    }
    is_same
}
