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

/// Whom somebody is, in the words of the server.
#[derive(Debug, Clone)]
pub(super) struct Whose(Option<String>);

impl Whose {
    /// Whom this page takes for signed in.
    pub(super) fn of_page() -> Self {
        Self(WHOSE.with_borrow(Clone::clone))
    }

    /// Whom `response` is for.
    pub(super) fn of(response: &Response) -> Self {
        Self(response.headers().get(HEADER))
    }

    /// Has the page take them for signed in from now on.
    pub(super) fn remember(self) {
        WHOSE.set(self.0);
    }

    /// Says on `request` that it is theirs.
    pub(super) fn mark(&self, request: &Request) {
        if let Some(whose) = &self.0 {
            request.headers().set(HEADER, whose);
        }
    }
}
