//! How the page looks, as far as people choose it: its colours, and how much room things take.

use leptos::prelude::*;

/// A choice, which the browser remembers and the root of the page is marked with.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Under which name it is remembered.
    key: &'static str,
    /// The attribute of the root.
    attribute: &'static str,
    /// What is chosen.
    label: &'static str,
    /// Stable words, with what people read. The first is what it is unless somebody chooses.
    options: &'static [(&'static str, &'static str)],
}

/// Light, dark, or as the system has it.
pub const COLOURS: Look = Look {
    key: "theme",
    attribute: "data-theme",
    label: "Colours",
    options: &[("system", "System"), ("light", "Light"), ("dark", "Dark")],
};

/// Room to read, or more on a screen.
pub const DENSITY: Look = Look {
    key: "density",
    attribute: "data-density",
    label: "Density",
    options: &[("comfortable", "Comfortable"), (COMPACT, "Compact")],
};

const COMPACT: &str = "compact";

impl Look {
    fn usual(self) -> &'static str {
        self.options.first().map_or("", |(name, _)| name)
    }

    fn named(self, name: &str) -> &'static str {
        let found = self.options.iter().find(|(option, _)| *option == name);
        found.map_or(self.usual(), |(name, _)| name)
    }

    fn remembered(self) -> &'static str {
        let name = storage().and_then(|storage| storage.get_item(self.key).ok().flatten());
        self.named(&name.unwrap_or_default())
    }

    /// What a browser refuses here, such as storage in a private window, changes nothing else.
    fn apply(self, name: &str) {
        let is_usual = name == self.usual();
        if let Some(root) = document().document_element() {
            drop(if is_usual {
                root.remove_attribute(self.attribute)
            } else {
                root.set_attribute(self.attribute, name)
            });
        }
        if let Some(storage) = storage() {
            drop(if is_usual {
                storage.remove_item(self.key)
            } else {
                storage.set_item(self.key, name)
            });
        }
    }
}

/// The density that is chosen, for what is drawn line by line.
#[derive(Debug, Clone, Copy)]
struct Density(RwSignal<&'static str>);

/// Where the browser keeps what is chosen here, if it does.
pub fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Looks as was chosen the last time.
pub fn restore() {
    COLOURS.apply(COLOURS.remembered());
    let density = DENSITY.remembered();
    DENSITY.apply(density);
    provide_context(Density(RwSignal::new(density)));
}

/// The height of a line and the width of a column of the matrix, in pixels.
///
/// In somebody else's page nothing is chosen.
pub fn matrix_step() -> Signal<u32> {
    let density = use_context::<Density>();
    Signal::derive(move || {
        let is_compact = density.is_some_and(|density| density.0.get() == COMPACT);
        if is_compact { 22 } else { 26 }
    })
}

/// Chooses how the page looks.
#[component]
pub fn LookSwitch() -> impl IntoView {
    let density = use_context::<Density>();
    let select = move |look: Look| {
        let chosen = look.remembered();
        let choose = move |name: &str| {
            let name = look.named(name);
            look.apply(name);
            if let Some(density) = density.filter(|_| look.key == DENSITY.key) {
                density.0.set(name);
            }
        };
        let option = |(name, label): &(&'static str, &'static str)| {
            view! { <option value=*name selected=*name == chosen>{*label}</option> }
        };
        view! {
            <select
                class="select select--small"
                aria-label=look.label
                title=look.label
                on:change:target=move |event| choose(&event.target().value())
            >
                {look.options.iter().map(option).collect_view()}
            </select>
        }
    };
    view! { <div class="looks">{[COLOURS, DENSITY].map(select)}</div> }
}
