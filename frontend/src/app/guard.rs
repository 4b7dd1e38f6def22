//! Keeps people from leaving what they have not saved.

use leptos::{ev, prelude::*};
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

use crate::components::dialog::Dialog;

/// Whether something would be lost by leaving.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    /// What would be lost, asked for when somebody leaves.
    watch: StoredValue<Option<Signal<bool>>>,
    /// The address of the page that is guarded.
    here: StoredValue<String>,
    /// Where somebody wants to go.
    asked: RwSignal<Option<String>>,
}

impl Default for Guard {
    fn default() -> Self {
        Self {
            watch: StoredValue::new(None),
            here: StoredValue::new(String::new()),
            asked: RwSignal::new(None),
        }
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

    /// Asks whether to leave for `address`.
    pub fn ask(self, address: &str) {
        self.asked.set(Some(address.to_owned()));
    }

    /// Stands at every way out of a page.
    ///
    /// To be called before the router is made: browsers tell of the back button in the order of asking.
    pub fn stand(self) {
        // The listeners live as long as the page.
        let _: WindowListenerHandle = window_event_listener(ev::beforeunload, move |event| {
            if self.is_closed() {
                event.prevent_default();
            }
        });
        listen("click", move |event| {
            if let Some(address) = followed(event).filter(|_| self.is_closed()) {
                // The router leaves alone what somebody else has taken.
                event.prevent_default();
                self.asked.set(Some(address));
            }
        });
        listen("popstate", move |event| {
            let (address, here) = (current_address(), self.here.get_value());
            if self.is_closed() && address != here {
                event.stop_immediate_propagation();
                // Back to where the page still is; without history the question is all that is lost.
                if let Ok(history) = window().history() {
                    drop(history.push_state_with_url(&JsValue::NULL, "", Some(&here)));
                }
                self.asked.set(Some(address));
            }
        });
    }
}

/// What goes to an address on this server, once it is asked about what is not saved.
///
/// To be made where the page is: a link is heard by the guard itself, and what a program does is not.
pub fn use_go() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let (guard, navigate) = (expect_context::<Guard>(), use_navigate());
    move |address: &str| {
        if guard.is_closed() {
            guard.ask(address);
        } else {
            navigate(address, NavigateOptions::default());
        }
    }
}

/// Asks before a page with unsaved changes is left, by a link or by the back button.
#[component]
pub fn LeaveDialog(
    /// What is asked.
    #[prop(default = "Leave without saving?".into(), into)]
    title: Signal<&'static str>,
    /// What would be lost.
    #[prop(default = "What is changed here is not saved. Leaving discards it.".into(), into)]
    text: Signal<&'static str>,
    /// What the button that leaves says.
    #[prop(default = "Leave without saving".into(), into)]
    leave: Signal<&'static str>,
    /// What the button that stays says.
    #[prop(default = "Keep editing".into(), into)]
    stay: Signal<&'static str>,
) -> impl IntoView {
    let guard = expect_context::<Guard>();
    let (location, navigate) = (use_location(), use_navigate());
    Effect::new(move |_| {
        let (path, query) = (location.pathname.get(), location.search.get());
        let query = query.trim_start_matches('?');
        guard.here.set_value(if query.is_empty() { path } else { format!("{path}?{query}") });
    });
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(guard.asked.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && guard.asked.with_untracked(Option::is_some) {
            guard.asked.set(None);
        }
    });
    let go = Callback::new(move |()| {
        let address = guard.asked.get_untracked().unwrap_or_default();
        guard.release();
        guard.asked.set(None);
        navigate(&address, NavigateOptions::default());
    });
    view! {
        <Dialog open title=Signal::derive(move || title.get().to_owned())>
            <p class="text">{move || text.get()}</p>
            <div class="dialog__actions">
                <button class="button button--danger" type="button" on:click=move |_| go.run(())>
                    {move || leave.get()}
                </button>
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    {move || stay.get()}
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

/// Hears an event before those who ask later, as long as the page lives.
fn listen(name: &str, hear: impl Fn(&web_sys::Event) + 'static) {
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event| hear(&event));
    let listener = closure.as_ref().unchecked_ref();
    if window().add_event_listener_with_callback_and_bool(name, listener, true).is_ok() {
        closure.forget();
    }
}

fn current_address() -> String {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    format!("{}{}", part(location.pathname()), part(location.search()))
}
