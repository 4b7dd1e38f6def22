//! How somebody who was just taken in signs in first, told this once.

use leptos::prelude::*;
use wire::rest::member::FirstToken;

use crate::app::guard::{Guard, LeaveDialog};
use crate::components::token_value::TokenValue;
use crate::state::moment::day;

/// The first token of who was just taken in and is new to the server; nothing once it was handed over.
#[derive(Debug, Clone, Copy)]
pub struct Welcome(RwSignal<Option<(String, FirstToken)>>);

impl Default for Welcome {
    fn default() -> Self {
        Self(RwSignal::new(None))
    }
}

impl Welcome {
    /// `login` was taken in, and signs in with `first`.
    pub fn tell(self, login: String, first: FirstToken) {
        self.0.set(Some((login, first)));
    }
}

/// The first token of a person, where it was just made.
#[component]
pub fn Welcomed(
    /// The person.
    login: String,
) -> impl IntoView {
    let (welcome, guard) = (expect_context::<Welcome>(), expect_context::<Guard>());
    let is_kept = RwSignal::new(false);
    let is_told = Memo::new(move |_| {
        welcome.0.with(|told| told.as_ref().is_some_and(|(whose, _)| *whose == login))
    });
    guard.watch(Signal::derive(move || is_told.get() && !is_kept.get()));
    on_cleanup(move || {
        guard.release();
        // Nobody finds it here later.
        welcome.0.set(None);
    });
    let told = move || {
        let (login, first) = is_told.get().then(|| welcome.0.get_untracked()).flatten()?;
        let done = move |_| welcome.0.set(None);
        Some(view! {
            <div class="told welcome" role="status" data-testid="welcome">
                <p class="text">
                    <b>{login.clone()}</b>
                    " is new to this server and signs in with this token. It is shown this once, and good until "
                    {day(first.expires)}
                    "."
                </p>
                <TokenValue value=first.token.token_value is_kept/>
                <p class="text">
                    "Hand it over where nobody else reads along: whoever has it is "
                    {login}
                    " to this server. Once signed in, they make a personal token of their own, and this one ends."
                </p>
                <div>
                    <button class="button" type="button" disabled=move || !is_kept.get() on:click=done>
                        "Done"
                    </button>
                </div>
            </div>
        })
    };
    view! {
        {told}
        <LeaveDialog/>
    }
}
