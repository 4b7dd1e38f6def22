//! Light, dark, or as the system has it.

use leptos::prelude::*;

const KEY: &str = "theme";

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::System => "System colours",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    fn remembered() -> Self {
        let name = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        name.map_or(Self::System, |name| Self::from_name(&name))
    }

    /// What a browser refuses here, such as storage in a private window, changes nothing else.
    fn apply(self) {
        if let Some(root) = document().document_element() {
            drop(match self {
                Self::System => root.remove_attribute("data-theme"),
                chosen => root.set_attribute("data-theme", chosen.name()),
            });
        }
        if let Some(storage) = storage() {
            drop(match self {
                Self::System => storage.remove_item(KEY),
                chosen => storage.set_item(KEY, chosen.name()),
            });
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Uses the colours that were chosen the last time.
pub fn restore() {
    Theme::remembered().apply();
}

/// Chooses the colours.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let theme = RwSignal::new(Theme::remembered());
    let choose = move |name: String| {
        theme.set(Theme::from_name(&name));
        theme.get().apply();
    };
    view! {
        <select
            class="select select--small"
            aria-label="Colours"
            on:change:target=move |event| choose(event.target().value())
        >
            {Theme::ALL
                .into_iter()
                .map(|option| {
                    view! {
                        <option value=option.name() selected=move || theme.get() == option>
                            {option.label()}
                        </option>
                    }
                })
                .collect_view()}
        </select>
    }
}
