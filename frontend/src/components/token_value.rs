//! The value of a token, told once and copied.

use leptos::task::spawn_local;
use leptos::{html, prelude::*};

use super::clipboard;
use super::icon::{Glyph, Icon};
use super::notice::Notices;

/// The value of a token, selected, with what copies it.
#[component]
pub fn TokenValue(
    /// What it is.
    value: String,
    /// Whether it was copied.
    is_kept: RwSignal<bool>,
) -> impl IntoView {
    let notices = expect_context::<Notices>();
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            drop(field.focus());
            field.select();
        }
    });
    let value = StoredValue::new(value);
    let is_refused = RwSignal::new(false);
    let copy = move |_| {
        let copied = value.with_value(|value| clipboard::copy(value));
        spawn_local(async move {
            if copied.await {
                is_kept.try_set(true);
                is_refused.try_set(false);
                notices.tell("The value is on the clipboard");
                return;
            }
            is_refused.try_set(true);
            if let Some(Some(field)) = field.try_get_untracked() {
                drop(field.focus());
                field.select();
            }
        });
    };
    view! {
        <div class="token-value">
            <input
                class="input token-value__field"
                node_ref=field
                readonly
                autocomplete="off"
                spellcheck="false"
                aria-label="Value of the token"
                prop:value=value.get_value()
                on:copy=move |_| is_kept.set(true)
            />
            <button class="button button--primary" type="button" on:click=copy>
                <Icon glyph=Glyph::Copy/>
                "Copy value"
            </button>
        </div>
        <p class="token-value__state" role="status">
            {move || match (is_kept.get(), is_refused.get()) {
                (true, _) => "Copied",
                (false, true) => "It could not be copied here. It is selected: copy it with Ctrl C",
                (false, false) => "Not copied yet",
            }}
        </p>
    }
}
