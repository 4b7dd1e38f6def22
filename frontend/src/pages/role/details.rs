//! The name and description of the role.

use leptos::prelude::*;

use super::editor::Editor;
use crate::components::dialog::Dialog;
use crate::components::prose::{capital, marked};
use crate::pages::roles::create::NameForm;
use crate::routes::Beginning;

/// The name and description of the role.
#[component]
pub fn Details() -> impl IntoView {
    let editor = expect_context::<Editor>();
    // Nobody is blamed for a field that is yet to be filled in.
    let was_typed = RwSignal::new(editor.version.get_untracked().is_some());
    let rename = move |name: String| {
        was_typed.set(true);
        editor.edit(Some("name"), |draft| draft.renamed(name));
    };
    let describe =
        move |text: String| editor.edit(Some("description"), |draft| draft.described(text));
    view! {
        {editor.is_read_only().then(|| view! { <BuiltIn/> })}
        <div class="details">
            <label class="field">
                <span class="field__label">"Name"</span>
                <input
                    class="input"
                    autocomplete="off"
                    disabled=editor.is_read_only()
                    aria-invalid=move || {
                        let is_empty = || editor.draft.with(|draft| draft.name.trim().is_empty());
                        let is_unnamed = was_typed.get() && is_empty();
                        (is_unnamed || editor.taken.with(Option::is_some)).to_string()
                    }
                    prop:value=move || editor.draft.with(|draft| draft.name.clone())
                    on:input:target=move |event| rename(event.target().value())
                    on:change=move |_| editor.settle()
                />
                {move || editor.taken.get().map(|words| view! {
                    <span class="form__problem" role="alert">{marked(&capital(&words))}</span>
                })}
            </label>
            <label class="field">
                <span class="field__label">"Description"</span>
                <input
                    class="input"
                    autocomplete="off"
                    placeholder="What it is for"
                    disabled=editor.is_read_only()
                    prop:value=move || editor.draft.with(|draft| draft.description.clone())
                    on:input:target=move |event| describe(event.target().value())
                    on:change=move |_| editor.settle()
                />
            </label>
        </div>
    }
}

/// Says why nothing can be changed.
#[component]
fn BuiltIn() -> impl IntoView {
    let duplicating = RwSignal::new(false);
    view! {
        <div class="banner">
            <span>"Every organization has this role. It can be copied, but not changed."</span>
            <button class="button button--small" type="button" on:click=move |_| duplicating.set(true)>
                "Duplicate…"
            </button>
        </div>
        <DuplicateDialog open=duplicating/>
    }
}

/// Asks for the name of a copy.
#[component]
pub fn DuplicateDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let role = editor.role.get_value();
    view! {
        <Dialog open title="Duplicate role" keeps_typed=true>
            <p class="text">"The copy begins with the saved definition, not with unsaved changes."</p>
            <NameForm
                open
                begins_with=Some(Beginning::Copy(role.id.clone()))
                name=format!("{} copy", role.name)
                description=role.description.clone()
                button="Continue"
            />
        </Dialog>
    }
}
