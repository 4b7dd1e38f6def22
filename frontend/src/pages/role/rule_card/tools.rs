//! What can be done with a rule as a whole.

use leptos::prelude::*;

use crate::components::icon::{Glyph, Icon};
use crate::pages::role::editor::Editor;
use crate::pages::role::rules::focus_rule;

/// What can be done with a rule as a whole.
#[component]
pub fn Tools(
    /// Which of the rules.
    index: usize,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let number = index + 1;
    let duplicate = move |_| {
        editor.edit_form(None, |form| {
            if let Some(rule) = form.rules.get(index).cloned() {
                form.rules.insert(number, rule);
            }
        });
        focus_rule(number);
    };
    let remove = move |event: leptos::ev::MouseEvent| {
        event.stop_propagation();
        editor.edit_form(None, |form| {
            if index < form.rules.len() {
                form.rules.remove(index);
            }
        });
        editor.focus.set(None);
        editor.selected.set(None);
        focus_rule(index.saturating_sub(1));
    };
    if editor.is_read_only() {
        return ().into_any();
    }
    view! {
        <span class="rule__tools">
            <button
                class="button button--icon button--small button--quiet"
                type="button"
                aria-label=format!("Duplicate rule {number}")
                title="Duplicate"
                disabled=move || editor.is_locked()
                on:click=duplicate
            >
                <Icon glyph=Glyph::Copy/>
            </button>
            <button
                class="button button--icon button--small button--quiet"
                type="button"
                aria-label=format!("Remove rule {number}")
                title="Remove"
                disabled=move || editor.is_locked()
                on:click=remove
            >
                <Icon glyph=Glyph::Bin/>
            </button>
        </span>
    }
    .into_any()
}
