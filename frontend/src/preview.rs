//! What a draft lets its holder do, beside the draft.

pub mod columns;
pub mod difference;
pub mod mentioned;
pub mod opening;
pub mod outline;
pub mod reading;
#[cfg(test)]
mod sample;
pub mod search;
pub mod shared;
pub mod tally;
pub mod why;
pub mod words;

use std::sync::Arc;

use leptos::prelude::*;

use crate::state::evaluation::Comparison;

/// What the draft grants, entity by entity, and how that differs from what is saved.
#[component]
pub fn PreviewPane(
    /// The draft as last understood, and what is saved.
    comparison: Signal<Option<Arc<Comparison>>>,
    /// Why the shown preview is not of the text on screen.
    stale: Signal<Option<String>>,
    /// The entry of the draft that is selected, by index.
    selected_rule: RwSignal<Option<usize>>,
) -> impl IntoView {
    let entities = move || {
        let comparison = comparison.get()?;
        Some(comparison.organization.inventory.entities().len())
    };
    view! {
        <section class="preview" aria-label="Preview">
            <p>{move || stale.get()}</p>
            <p>{move || entities().map(|entities| format!("{entities} entities"))}</p>
            <p hidden=move || selected_rule.get().is_none()>"One rule is selected"</p>
        </section>
    }
}
