//! A dialog in front of the page.

use leptos::{context::Provider, ev, html, prelude::*};
use wasm_bindgen::JsCast as _;

use super::typed::Typed;

/// How a dialog stands on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// In the middle.
    Middle,
    /// At the left, so that what is on the right stays in view.
    Side,
}

/// Puts the dialog around it away, as Escape does.
#[derive(Debug, Clone, Copy)]
struct Close(Callback<()>);

/// A dialog that keeps the focus until it is closed, and then gives it back.
#[component]
pub fn Dialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// What it is called.
    #[prop(into)]
    title: Signal<String>,
    /// Where it stands.
    #[prop(default = Placement::Middle)]
    placement: Placement,
    /// Whether something that is typed in it would be lost; then closing it by Escape, by [`Cancel`] or by a click
    /// beside it asks.
    #[prop(optional, into)]
    unsaved: Option<Signal<bool>>,
    /// Whether it finds out by itself, from what is typed into its text fields.
    #[prop(optional)]
    keeps_typed: bool,
    /// What is in it, made anew each time it is shown.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            // It is only refused where the dialog is shown already.
            drop(dialog.show_modal());
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let typed = Typed::new();
    let is_unsaved = move || {
        unsaved.is_some_and(|unsaved| unsaved.get_untracked()) || (keeps_typed && typed.is_any())
    };
    let asking = RwSignal::new(false);
    // Where whoever keeps editing goes on.
    let before = StoredValue::new_local(None::<web_sys::Element>);
    let close = move || {
        if !is_unsaved() {
            open.set(false);
        } else if !asking.get_untracked() {
            before.set_value(document().active_element());
            asking.set(true);
        }
    };
    let stay = Callback::new(move |()| {
        asking.set(false);
        let before = before.get_value().and_then(|before| before.dyn_into().ok());
        if let Some(before) = before {
            drop(web_sys::HtmlElement::focus(&before));
        }
    });
    Effect::new(move |_| {
        // Not when it opens: the field that gets the focus then has been looked at by now.
        if !open.get() {
            typed.forget();
        }
        asking.set(false);
    });
    // Not at `cancel`, which browsers let a page refuse only once.
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && is_unsaved() {
            event.prevent_default();
            close();
        }
    };
    // A click beside the dialog is a click on the dialog element, which the content covers.
    let dismiss = move |event: ev::MouseEvent| {
        let beside = dialog.get().is_some_and(|dialog| {
            event
                .target()
                .is_some_and(|target| *AsRef::<web_sys::EventTarget>::as_ref(&*dialog) == target)
        });
        if beside && placement == Placement::Side {
            // What is asked takes the focus, which the click would take away again.
            event.prevent_default();
            close();
        }
    };
    view! {
        <dialog
            class="dialog"
            class:dialog--side=placement == Placement::Side
            node_ref=dialog
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
            on:mousedown=dismiss
            on:keydown=key
            on:focusin=move |event| typed.look(&event)
            on:input=move |event| typed.hear(&event)
        >
            {move || {
                open.get()
                    .then(|| {
                        let children = children.clone();
                        view! {
                            <div class="dialog__content">
                                <h2 class="dialog__title">{move || title.get()}</h2>
                                <Provider value=Close(Callback::new(move |()| close()))>{children()}</Provider>
                                {move || asking.get().then(|| view! { <Unsaved open on_stay=stay/> })}
                            </div>
                        }
                    })
            }}
        </dialog>
    }
}

/// The button that puts the dialog around it away, and asks as Escape does.
#[component]
pub fn Cancel() -> impl IntoView {
    let Close(close) = expect_context();
    view! {
        <button class="button" type="button" on:click=move |_| close.run(())>
            "Cancel"
        </button>
    }
}

/// Asks whether what is typed in a dialog is to be lost.
#[component]
fn Unsaved(
    /// Whether the dialog is shown.
    open: RwSignal<bool>,
    /// What follows when somebody keeps editing.
    on_stay: Callback<()>,
) -> impl IntoView {
    let stay = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(stay) = stay.get() {
            drop(stay.focus());
        }
    });
    view! {
        <div class="banner banner--warning dialog__unsaved" role="alert">
            <span>"What is typed here is not saved"</span>
            <button class="button button--small" type="button" node_ref=stay on:click=move |_| on_stay.run(())>
                "Keep editing"
            </button>
            <button class="button button--small button--danger" type="button" on:click=move |_| open.set(false)>
                "Close without saving"
            </button>
        </div>
    }
}
