//! What is shown while something is on its way, or did not come.

use leptos::prelude::*;

use super::prose::marked;
use crate::api::Failure;

/// Something that comes from the server.
#[derive(Debug, Clone, Default)]
pub enum Loading<T> {
    /// It is on its way.
    #[default]
    Waiting,
    /// It did not come.
    Failed(Failure),
    /// It is here.
    Ready(T),
}

/// The place of something that is on its way.
#[component]
pub fn Waiting(
    /// What is on its way.
    what: &'static str,
) -> impl IntoView {
    view! { <p class="loading" role="status">{format!("Loading {what}…")}</p> }
}

/// The place of something that did not come.
#[component]
pub fn Failed(
    /// Why it did not come, for people.
    #[prop(into)]
    message: Signal<String>,
    /// Asks for it once more.
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="loading" role="alert">
            <p>{move || marked(&message.get())}</p>
            <button class="button" type="button" on:click=move |_| on_retry.run(())>
                "Try again"
            </button>
        </div>
    }
}
