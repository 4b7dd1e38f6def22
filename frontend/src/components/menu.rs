//! A button that opens a list of things to do.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast as _;

use super::icon::{Glyph, Icon};

/// A list of buttons behind a button.
#[component]
pub fn Menu(
    /// What the list is about, for those who cannot see the dots.
    #[prop(into)]
    label: String,
    /// What the button says; dots without it.
    #[prop(optional)]
    text: Option<&'static str>,
    /// The buttons, each with the class `menu__item`.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let root = NodeRef::<html::Div>::new();
    let leave = move |event: ev::FocusEvent| {
        let next = event.related_target().and_then(|next| next.dyn_into::<web_sys::Node>().ok());
        let stays = root.get().is_some_and(|root| root.contains(next.as_ref()));
        if !stays {
            open.set(false);
        }
    };
    let key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Escape" if open.get() => {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get() {
                drop(button.focus());
            }
        }
        "ArrowDown" | "ArrowUp" if open.get() => {
            if let Some(root) = root.get() {
                event.prevent_default();
                super::picker::step(&root, "button, a", event.key() == "ArrowDown");
            }
        }
        _ => {}
    };
    // What was chosen may show a dialog, which gives the focus back to where it was.
    let close = move |_| {
        if let Some(button) = button.get() {
            drop(button.focus());
        }
        open.set(false);
    };
    view! {
        <div class="menu" node_ref=root on:focusout=leave on:keydown=key>
            <button
                class="button"
                class:button--icon=text.is_none()
                class:button--small=text.is_some()
                type="button"
                node_ref=button
                // What can be read on it is its name: people who speak to their computer say that.
                aria-label=text.is_none().then_some(label)
                aria-haspopup="true"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {match text {
                    Some(text) => text.into_any(),
                    None => view! { <Icon glyph=Glyph::Dots/> }.into_any(),
                }}
            </button>
            {move || {
                open.get()
                    .then(|| {
                        view! {
                            <div class="menu__list" on:click=close>
                                {children()}
                            </div>
                        }
                    })
            }}
        </div>
    }
}
