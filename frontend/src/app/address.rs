//! Addresses that carry what is asked on a page, so that a colleague can be sent there.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::desk::Desk;
use crate::components::pause::Pause;
use crate::routes::{Page, escaped};

/// Browsers refuse to change an address many times in a few seconds.
const PAUSE: Duration = Duration::from_millis(300);

/// A field that begins with what the address says under `name`.
pub fn field(name: &str) -> RwSignal<String> {
    let query = use_query_map();
    RwSignal::new(query.with_untracked(|query| query.get(name)).unwrap_or_default())
}

/// Has the address follow `fields`, which are names and what is typed under them, once nothing was typed for a while.
pub fn follow<const FIELDS: usize>(
    fields: impl Fn() -> [(&'static str, String); FIELDS] + 'static,
    page: fn(organization: String, query: String) -> Page,
) {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let pause = Pause::new(PAUSE);
    Effect::new(move |before: Option<String>| {
        let parts = fields().into_iter().filter(|(_, value)| !value.is_empty());
        let parts = parts.map(|(name, value)| format!("{name}={}", escaped(&value)));
        let query = parts.collect::<Vec<_>>().join("&");
        if before.as_ref().is_some_and(|before| *before != query) {
            let organization = desk.name.get_untracked().unwrap_or_default();
            let options =
                NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            let (navigate, path) = (navigate.clone(), page(organization, query.clone()).path());
            pause.after(move || navigate(&path, options));
        }
        query
    });
}
