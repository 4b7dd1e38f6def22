//! Whom this page takes for signed in.
//!
//! All pages of a browser share one cookie: where another one signs in somebody else, what this page goes on to ask for
//! would be done in that person's name. So every request says whom it is of, in the words of the server, which refuses it
//! where that is wrong; then it is as if the session had ended.

use std::cell::RefCell;

use gloo_net::http::{Request, Response};

const HEADER: &str = "X-Scopesight-Whose";

thread_local! {
    static WHOSE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Takes whoever `response` is for to be signed in.
pub(super) fn remember(response: &Response) {
    WHOSE.set(response.headers().get(HEADER));
}

/// Says on `request` whom it is of.
pub(super) fn mark(request: &Request) {
    WHOSE.with_borrow(|whose| {
        if let Some(whose) = whose {
            request.headers().set(HEADER, whose);
        }
    });
}
