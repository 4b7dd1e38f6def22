//! A dialog that leads anywhere by name.

use leptos::{ev, html, prelude::*};

use crate::app::desk::Desk;
use crate::app::guard::use_go;
use crate::components::dialog::Dialog;
use crate::state::places::{Place, found};

/// A dialog that leads to pages, roles, sets, people, teams, tokens and entities by name.
#[component]
pub fn Palette(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open title="Go to">
            <Search open/>
        </Dialog>
    }
}

#[component]
fn Search(
    /// Whether the dialog around it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let (desk, leave_for) = (expect_context::<Desk>(), use_go());
    let query = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            drop(field.focus());
        }
    });
    let places = Memo::new(move |_| {
        let query = query.get();
        desk.ready().map(|workspace| found(&workspace, &query)).unwrap_or_default()
    });
    let go = Callback::new(move |place: Place| {
        open.set(false);
        leave_for(&place.page.path());
    });
    let key = move |event: ev::KeyboardEvent| {
        let count = places.with(Vec::len);
        let next = match event.key().as_str() {
            "ArrowDown" => active.get_untracked() + 1,
            "ArrowUp" => active.get_untracked() + count.saturating_sub(1),
            "Enter" => {
                event.prevent_default();
                let place = places.with(|places| places.get(active.get_untracked()).cloned());
                if let Some(place) = place {
                    go.run(place);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next.checked_rem(count).unwrap_or_default());
    };
    let option = move |(index, place): (usize, Place)| {
        let Place { kind, name, .. } = place.clone();
        view! {
            <li
                id=format!("place-{index}")
                class="palette__place"
                role="option"
                aria-selected=move || (active.get() == index).to_string()
                on:click=move |_| go.run(place.clone())
                on:pointermove=move |_| active.set(index)
            >
                <span class="palette__kind">{kind}</span>
                <span>{name}</span>
            </li>
        }
    };
    view! {
        <div class="palette">
            <input
                class="input"
                type="text"
                node_ref=field
                role="combobox"
                aria-label="Name of a page, a role, a person, a team, a token or an entity"
                aria-expanded="true"
                aria-controls="places"
                aria-activedescendant=move || format!("place-{}", active.get())
                autocomplete="off"
                prop:value=move || query.get()
                on:input:target=move |event| {
                    query.set(event.target().value());
                    active.set(0);
                }
                on:keydown=key
            />
            <ul class="palette__places" id="places" role="listbox" aria-label="Places">
                {move || places.get().into_iter().enumerate().map(option).collect_view()}
            </ul>
            <p class="sheet__none" role="status" hidden=move || !places.with(Vec::is_empty)>
                "Nothing is called that"
            </p>
        </div>
    }
}
