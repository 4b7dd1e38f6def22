//! Who is signed in.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::rest::account::Account;

use crate::api::{self, Failure};

/// Who is signed in, as far as this page knows.
#[derive(Debug, Clone, Copy)]
pub struct Session(RwSignal<SignIn>);

/// Whether somebody is signed in.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// The server is being asked.
    Asking,
    /// Nobody is.
    Out,
    /// This account is.
    In(Arc<Account>),
    /// The server did not say.
    Failed(Failure),
}

impl Default for Session {
    fn default() -> Self {
        Self(RwSignal::new(SignIn::Asking))
    }
}

impl Session {
    /// Whether somebody is signed in.
    pub fn state(self) -> SignIn {
        self.0.get()
    }

    /// Asks the server who is signed in.
    pub fn ask(self) {
        self.0.set(SignIn::Asking);
        spawn_local(self.refresh());
    }

    /// The same, with the page left as it is until there is an answer.
    pub async fn refresh(self) {
        self.0.set(match api::account().await {
            Ok(account) => SignIn::In(Arc::new(account)),
            Err(Failure::SignedOut) => SignIn::Out,
            Err(failure) => SignIn::Failed(failure),
        });
    }

    /// Shows the sign-in page: the server no longer knows this browser.
    pub fn end(self) {
        self.0.set(SignIn::Out);
    }
}
