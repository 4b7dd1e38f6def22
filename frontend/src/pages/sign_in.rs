//! Signing in with a personal token.

use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};
use leptos_meta::Title;

use crate::api::{self, Failure};
use crate::app::session::Session;

/// The page of somebody who is not signed in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let on_done = Callback::new(move |()| spawn_local(session.refresh()));
    view! {
        <Title text="Sign in"/>
        <main class="sign-in">
            <div class="sign-in__card">
                <div class="sign-in__brand">
                    <span class="mark" aria-hidden="true"></span>
                    "Scopesight"
                </div>
                <h1>"Sign in"</h1>
                <p class="sign-in__lead">
                    "See what a role lets its holder do, on every stack, environment and account, before you save it."
                </p>
                <SignInForm on_done/>
                <p class="sign-in__hint">
                    "Whoever is new here gets a first token from who takes them in. The very first is printed when the server starts on an empty database."
                </p>
            </div>
        </main>
    }
}

/// Asks for a token and signs in with it.
#[component]
pub fn SignInForm(
    /// Called once the browser is signed in.
    on_done: Callback<()>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            drop(input.focus());
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(field) = input.get() else { return };
        let token = field.value().trim().to_owned();
        if token.is_empty() {
            problem.set(Some("Paste a token first".to_owned()));
            return;
        }
        is_busy.set(true);
        problem.set(None);
        spawn_local(async move {
            match api::sign_in(&token).await {
                Ok(()) => {
                    field.set_value("");
                    on_done.run(());
                }
                Err(failure) => {
                    problem.set(Some(in_words(&failure)));
                    field.select();
                }
            }
            // What asked may be gone by now.
            is_busy.try_set(false);
        });
    };
    view! {
        <form class="sign-in__form" method="post" on:submit=submit>
            <label class="field">
                <span class="field__label">"Access token"</span>
                <input
                    class="input"
                    type="password"
                    node_ref=input
                    autocomplete="off"
                    spellcheck="false"
                    placeholder="pul-…"
                    aria-invalid=move || problem.with(Option::is_some).to_string()
                    aria-describedby="sign-in-problem"
                />
            </label>
            <p class="sign-in__problem" id="sign-in-problem" role="alert">{move || problem.get()}</p>
            <button class="button button--primary" type="submit" disabled=move || is_busy.get()>
                {move || if is_busy.get() { "Signing in…" } else { "Sign in" }}
            </button>
        </form>
    }
}

fn in_words(failure: &Failure) -> String {
    match failure {
        Failure::SignedOut => {
            "This token is not accepted. Check that it is complete and has not expired".to_owned()
        }
        Failure::Refused { status: 429, .. } => {
            "Too many wrong tokens came from here. Try again in a minute".to_owned()
        }
        other => other.in_words(),
    }
}
