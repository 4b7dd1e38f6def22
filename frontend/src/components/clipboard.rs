//! What people take along.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{html, prelude::window};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::dialog::Dialog;
use super::notice::Notices;

/// What could not be put on the clipboard, to be copied by hand.
#[derive(Debug, Clone, Copy)]
pub struct ByHand {
    text: RwSignal<Option<String>>,
    notices: Notices,
}

impl ByHand {
    /// With nothing to be copied; what is copied is told among `notices`.
    pub fn beside(notices: Notices) -> Self {
        Self { text: RwSignal::new(None), notices }
    }

    /// Puts `text` on the clipboard and tells that it is there; where it cannot be, shows it.
    pub fn take(self, text: String, told: impl Into<String>) {
        let (copied, told) = (copy(&text), told.into());
        spawn_local(async move {
            if copied.await {
                self.notices.tell(told);
            } else {
                self.text.set(Some(text));
            }
        });
    }
}

/// Puts `text` on the clipboard, and answers whether it is there.
///
/// It begins at once: some browsers allow it only while a key or a click is heard.
pub fn copy(text: &str) -> impl Future<Output = bool> + use<> {
    let begun = begin(text);
    async move {
        match begun {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        }
    }
}

/// The promise that the browser gives, if it has a clipboard: over plain HTTP it has none, whatever its types say.
fn begin(text: &str) -> Option<Promise> {
    let of = |object: &JsValue, name: &str| {
        Reflect::get(object, &name.into()).ok().filter(JsValue::is_object)
    };
    let clipboard = of(&window().navigator().into(), "clipboard")?;
    let write = Reflect::get(&clipboard, &"writeText".into()).ok()?;
    let promise = write.dyn_ref::<Function>()?.call1(&clipboard, &text.into()).ok()?;
    Some(Promise::resolve(&promise))
}

/// Shows what could not be put on the clipboard, selected.
#[component]
pub fn ByHandDialog() -> impl IntoView {
    let ByHand { text, .. } = expect_context();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(text.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && text.with_untracked(Option::is_some) {
            text.set(None);
        }
    });
    view! {
        <Dialog open title="It could not be copied">
            <p class="text">
                "This browser lets no page write to the clipboard here. It is selected: copy it with Ctrl C."
            </p>
            {move || text.get().map(|text| view! { <Selected text/> })}
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    "Close"
                </button>
            </div>
        </Dialog>
    }
}

#[component]
fn Selected(
    /// What is to be copied.
    text: String,
) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        // Once the dialog is shown, which moves the focus itself.
        request_animation_frame(move || {
            drop(field.focus());
            field.select();
        });
    });
    view! {
        <textarea
            class="input by-hand"
            node_ref=field
            readonly
            rows="8"
            spellcheck="false"
            aria-label="What could not be copied"
            prop:value=text
        ></textarea>
    }
}
