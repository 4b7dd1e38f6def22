//! Naming a new role.

use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_navigate;

use crate::app::desk::Desk;
use crate::components::dialog::Dialog;
use crate::routes::Page;

/// Asks for the name of a new role and opens the editor with it.
#[component]
pub fn CreateDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open title="Create role">
            <NameForm
                open
                copied_from=None
                name=String::new()
                description=String::new()
                button="Continue"
            />
        </Dialog>
    }
}

/// Asks for the name and description of a new role.
#[component]
pub fn NameForm(
    /// Whether the dialog around it is shown.
    open: RwSignal<bool>,
    /// The role that the new one begins as a copy of.
    copied_from: Option<String>,
    /// The name to begin with.
    name: String,
    /// The description to begin with.
    description: String,
    /// What the button says.
    button: &'static str,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let (name_input, description_input) =
        (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let problem = RwSignal::new(None::<&'static str>);
    let is_copy = copied_from.is_some();
    let begins_with = RwSignal::new(copied_from.unwrap_or_default());
    let others = move || {
        let roles = desk.ready().map(|workspace| workspace.roles()).unwrap_or_default();
        let option = |role: crate::state::workspace::RoleEntry| {
            view! { <option value=role.id>{format!("A copy of {}", role.name)}</option> }
        };
        roles.into_iter().map(option).collect_view()
    };
    Effect::new(move |_| {
        if let Some(input) = name_input.get() {
            drop(input.focus());
            input.select();
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let value = |input: NodeRef<html::Input>| {
            input.get_untracked().map(|input| input.value().trim().to_owned()).unwrap_or_default()
        };
        let (name, description) = (value(name_input), value(description_input));
        let Some(organization) = desk.name() else { return };
        if name.is_empty() {
            problem.set(Some("A role needs a name"));
            return;
        }
        open.set(false);
        let begins_with = begins_with.get_untracked();
        let copied_from = (!begins_with.is_empty()).then_some(begins_with);
        let page = Page::NewRole { organization, copied_from, name, description };
        navigate(&page.path(), leptos_router::NavigateOptions::default());
    };
    view! {
        <form class="form" on:submit=submit>
            <label class="field">
                <span class="field__label">"Name"</span>
                <input
                    class="input"
                    node_ref=name_input
                    value=name
                    autocomplete="off"
                    aria-invalid=move || problem.get().is_some().to_string()
                />
            </label>
            {move || problem.get().map(|problem| view! { <p class="form__problem" role="alert">{problem}</p> })}
            <label class="field">
                <span class="field__label">"Description, if it helps others"</span>
                <input class="input" node_ref=description_input value=description autocomplete="off"/>
            </label>
            {(!is_copy)
                .then(|| {
                    view! {
                        <label class="field">
                            <span class="field__label">"Begin with"</span>
                            <select
                                class="select"
                                on:change:target=move |event| begins_with.set(event.target().value())
                            >
                                <option value="">"Nothing, or JSON to be pasted"</option>
                                {others}
                            </select>
                        </label>
                    }
                })}
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    "Cancel"
                </button>
                <button class="button button--primary" type="submit">
                    {button}
                </button>
            </div>
        </form>
    }
}
