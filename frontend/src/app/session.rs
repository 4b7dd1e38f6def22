//! Who is signed in.

use std::sync::Arc;

use js_sys::{Function, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wire::rest::account::Account;

use crate::api::ended::Renewal;
use crate::api::{self, Failure};
use crate::app::desk::Desk;

/// Who is signed in, as far as this page knows.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    state: RwSignal<SignIn>,
    /// Whether whoever is signed in has to do so again; the page stays meanwhile.
    has_ended: RwSignal<bool>,
    /// Whether somebody has signed in of whom it is not known yet who it is.
    is_unknown: StoredValue<bool>,
    /// Whom to tell whether they did.
    waiting: StoredValue<Vec<Function>, LocalStorage>,
    /// What whoever is signed in has before them, which is nobody else's to see.
    desk: Desk,
}

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

impl Session {
    /// Of whoever is found to be signed in, with `desk` before them.
    pub fn at(desk: Desk) -> Self {
        Self {
            state: RwSignal::new(SignIn::Asking),
            has_ended: RwSignal::new(false),
            is_unknown: StoredValue::new(false),
            waiting: StoredValue::new_local(Vec::new()),
            desk,
        }
    }

    /// Whether somebody is signed in.
    pub fn state(self) -> SignIn {
        self.state.get()
    }

    /// Who is signed in, where somebody is.
    pub fn account(self) -> Option<Arc<Account>> {
        self.state.with(|state| match state {
            SignIn::In(account) => Some(account.clone()),
            _ => None,
        })
    }

    /// Whether whoever is signed in has to do so again.
    pub fn has_ended(self) -> bool {
        self.has_ended.get()
    }

    /// Asks the server who is signed in; all pages begin anew.
    pub fn ask(self) {
        self.desk.clear();
        self.state.set(SignIn::Asking);
        spawn_local(self.refresh());
    }

    /// The same, with the page left as it is until there is an answer.
    pub async fn refresh(self) {
        self.state.set(match api::account().await {
            Ok(account) => SignIn::In(Arc::new(account)),
            Err(Failure::SignedOut) => SignIn::Out,
            Err(failure) => SignIn::Failed(failure),
        });
    }

    /// Shows the sign-in page: somebody is done here.
    pub fn end(self) {
        self.answer(false);
        self.desk.clear();
        self.state.set(SignIn::Out);
    }

    /// Waits until somebody has signed in again, with the page left as it is.
    pub fn renewal(self) -> Renewal {
        if untrack(|| self.account()).is_none() {
            return Box::pin(std::future::ready(false));
        }
        let promise = Promise::new(&mut |resolve, _| {
            self.waiting.update_value(|waiting| waiting.push(resolve));
        });
        self.has_ended.set(true);
        Box::pin(
            async move { JsFuture::from(promise).await.is_ok_and(|is_same| is_same.is_truthy()) },
        )
    }

    /// Asks who has signed in again, and tells whoever waits whether it is the same person.
    ///
    /// For anybody else all pages begin anew: what is on them, and what is typed in them, is not theirs to see.
    pub async fn renew(self) -> Result<bool, Failure> {
        self.is_unknown.set_value(true);
        let account = api::account().await?;
        let before = untrack(|| self.account());
        let is_same = before.as_ref().is_some_and(|before| {
            (&before.id, &before.token_info) == (&account.id, &account.token_info)
        });
        self.is_unknown.set_value(false);
        self.answer(is_same);
        if !is_same {
            self.ask();
        } else if before.as_deref() != Some(&account) {
            self.state.set(SignIn::In(Arc::new(account)));
        }
        Ok(is_same)
    }

    /// Leaves undone what waits for somebody to sign in again.
    pub fn give_up(self) {
        if self.has_ended.get_untracked() {
            self.answer(false);
        }
        // Nothing is asked for in the name of whom nobody knows.
        if self.is_unknown.try_update_value(std::mem::take) == Some(true) {
            self.ask();
        }
    }

    fn answer(self, is_same: bool) {
        self.has_ended.set(false);
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        for resolve in waiting {
            // What resolves a promise does not throw.
            drop(resolve.call1(&JsValue::NULL, &is_same.into()));
        }
    }
}
