//! What is shown where there is nothing.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::routes::Page;

/// Says that something does not exist, and where to go instead.
#[component]
pub fn Missing(
    /// What does not exist.
    what: &'static str,
) -> impl IntoView {
    view! {
        <Title text="Not found"/>
        <section class="missing">
            <h1>{format!("This {what} does not exist")}</h1>
            <p>"It may have been deleted, or the address is not complete."</p>
            <a class="button" href=Page::Start.path()>"Go to the start page"</a>
        </section>
    }
}
