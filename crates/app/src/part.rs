//! A page whose part of the program may not be here yet.

use frontend::components::loading::{Failed, Waiting};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::parts::{Load, Loaded, Missing};

const FAILED: &str = "This page could not be loaded. The connection may be gone, or the server was \
    updated meanwhile: then load the whole page again.";

/// Loads the part of a page, and draws the page.
pub(crate) fn part(load: Load) -> impl IntoView {
    let loaded = RwSignal::new(None::<Loaded>);
    let ask = move || {
        loaded.set(None);
        spawn_local(async move {
            let answer = load().await;
            // The page may have been left meanwhile.
            loaded.try_set(Some(answer));
        });
    };
    ask();
    move || match loaded.get() {
        None => view! { <Waiting what="the page"/> }.into_any(),
        Some(Ok(page)) => page(),
        Some(Err(Missing)) => {
            view! { <Failed message=FAILED on_retry=Callback::new(move |()| ask())/> }.into_any()
        }
    }
}
