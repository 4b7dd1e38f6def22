//! Keeps people from leaving what they have not saved.

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

use crate::components::dialog::Dialog;

/// Whether something would be lost by leaving.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    /// What would be lost, asked for when somebody leaves.
    watch: StoredValue<Option<Signal<bool>>>,
}

impl Default for Guard {
    fn default() -> Self {
        Self { watch: StoredValue::new(None) }
    }
}

impl Guard {
    /// Guards a page as long as `unsaved` says so.
    pub fn watch(self, unsaved: Signal<bool>) {
        self.watch.set_value(Some(unsaved));
    }

    /// Lets everybody go.
    pub fn release(self) {
        self.watch.set_value(None);
    }

    /// Whether somebody would lose something by leaving now.
    pub fn is_closed(self) -> bool {
        let unsaved = self.watch.get_value();
        unsaved.and_then(|unsaved| unsaved.try_get_untracked()).unwrap_or(false)
    }
}

/// Asks before a page with unsaved changes is left, by a link, the back button or the browser's own ways.
#[component]
pub fn LeaveDialog() -> impl IntoView {
    let guard = expect_context::<Guard>();
    let open = RwSignal::new(false);
    let destination = StoredValue::new(String::new());
    let here = current_address();
    let navigate = use_navigate();
    let ask = move |address: String| {
        destination.set_value(address);
        open.set(true);
    };

    let before_unload = window_event_listener(ev::beforeunload, move |event| {
        if guard.is_closed() {
            event.prevent_default();
        }
    });
    on_cleanup(move || before_unload.remove());
    early("click", move |event| {
        if let Some(address) = followed(event).filter(|_| guard.is_closed()) {
            // The router leaves alone what somebody else has taken.
            event.prevent_default();
            ask(address);
        }
    });
    early("popstate", move |event| {
        let address = current_address();
        if guard.is_closed() && address != here {
            event.stop_immediate_propagation();
            // Back to where the page still is; without history the question is all that is lost.
            if let Ok(history) = window().history() {
                drop(history.push_state_with_url(&JsValue::NULL, "", Some(&here)));
            }
            ask(address);
        }
    });

    let leave = Callback::new(move |()| {
        guard.release();
        open.set(false);
        navigate(&destination.get_value(), NavigateOptions::default());
    });
    view! {
        <Dialog open title="Leave without saving?">
            <p class="text">"The changes to this role are not saved. Leaving discards them."</p>
            <div class="dialog__actions">
                <button class="button button--danger" type="button" on:click=move |_| leave.run(())>
                    "Leave without saving"
                </button>
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    "Keep editing"
                </button>
            </div>
        </Dialog>
    }
}

/// The address on this server that a plain click leads to.
fn followed(event: &web_sys::Event) -> Option<String> {
    let event = event.dyn_ref::<web_sys::MouseEvent>()?;
    let is_modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if is_modified || event.button() != 0 {
        return None;
    }
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = target.closest("a[href]").ok()??;
    link.get_attribute("href").filter(|address| address.starts_with('/'))
}

/// Hears an event before everything else does, until the component goes.
fn early(name: &'static str, hear: impl Fn(&web_sys::Event) + 'static) {
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event| hear(&event));
    let listener = closure.as_ref().unchecked_ref();
    if window().add_event_listener_with_callback_and_bool(name, listener, true).is_ok() {
        let closure = StoredValue::new_local(closure);
        on_cleanup(move || {
            closure.with_value(|closure| {
                let listener = closure.as_ref().unchecked_ref();
                drop(window().remove_event_listener_with_callback_and_bool(name, listener, true));
            });
            closure.dispose();
        });
    }
}

fn current_address() -> String {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    format!("{}{}", part(location.pathname()), part(location.search()))
}
