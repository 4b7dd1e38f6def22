//! Every component in each of its states, on a page that no link leads to: to look at, and to be tested.

pub mod controls;
pub mod lists;

use leptos::prelude::*;

use crate::components::sheet::Sheet;
use controls::{Choosing, Controls, Fields, InFront};
use lists::{Consequences, Rows, Still};

/// Every component in each of its states.
#[component]
pub fn GalleryPage() -> impl IntoView {
    let query = RwSignal::new(String::new());
    let actions = || view! { <button class="button button--primary" type="button">"Beside the heading…"</button> };
    view! {
        <Sheet
            title="Gallery"
            lead="What the pages are made of, in each state. Nothing here changes anything."
            query
            actions
        >
            <Controls/>
            <Fields/>
            <Choosing/>
            <InFront/>
            <Still/>
            <Rows/>
            <Consequences/>
        </Sheet>
    }
}
