//! A dialog in front of the page.

use leptos::{ev, html, prelude::*};

/// How a dialog stands on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// In the middle.
    Middle,
    /// At the left, so that what is on the right stays in view.
    Side,
}

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
    // A click beside the dialog is a click on the dialog element, which the content covers.
    let dismiss = move |event: ev::MouseEvent| {
        let beside = dialog.get().is_some_and(|dialog| {
            event
                .target()
                .is_some_and(|target| *AsRef::<web_sys::EventTarget>::as_ref(&*dialog) == target)
        });
        if beside && placement == Placement::Side {
            open.set(false);
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
        >
            {move || {
                open.get()
                    .then(|| {
                        view! {
                            <div class="dialog__content">
                                <h2 class="dialog__title">{move || title.get()}</h2>
                                {children()}
                            </div>
                        }
                    })
            }}
        </dialog>
    }
}
