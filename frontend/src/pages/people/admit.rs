//! Taking a person in.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::change_dialog::ChangeDialog;
use super::choices;
use crate::app::desk::Desk;
use crate::components::choose_one::ChooseOne;
use crate::routes::Page;
use crate::state::change::Change;

/// Takes somebody in, with a role whose effect is seen before.
#[component]
pub fn AdmitDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let login = RwSignal::new(String::new());
    let role = RwSignal::new(None::<String>);
    let default = Memo::new(move |_| choices::default_role(&*desk.ready()?));
    Effect::new(move |_| {
        if open.get() {
            login.set(String::new());
            role.set(default.get_untracked());
        }
    });
    let is_known = Memo::new(move |_| {
        let login = login.get();
        let login = login.trim();
        desk.ready().is_some_and(|workspace| {
            workspace.organization.members.iter().any(|member| member.login == login)
        })
    });
    let change = Signal::derive(move || {
        let login = login.get().trim().to_owned();
        let role_id = role.get()?;
        let is_default = default.get().as_ref() == Some(&role_id);
        (!login.is_empty() && !is_known.get()).then_some(Change::Admit {
            login,
            role_id,
            is_default,
        })
    });
    let roles = Signal::derive(move || {
        desk.ready().map(|workspace| choices::roles(&workspace, &[])).unwrap_or_default()
    });
    let chooser = move || {
        view! {
            <label class="field">
                <span class="field__label">"Login"</span>
                <input
                    class="input"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="admit-hint"
                    aria-invalid=move || is_known.get().to_string()
                    prop:value=move || login.get()
                    on:input:target=move |event| login.set(event.target().value())
                />
            </label>
            <p class="field__hint people__hint" id="admit-hint" role="status">
                {move || {
                    if is_known.get() {
                        "This person is in the organization already"
                    } else {
                        "Whoever is new to this server gets a first token to sign in with, which you hand over"
                    }
                }}
            </p>
            <ChooseOne label="Role" choices=roles chosen=role/>
        }
    };
    let told = Callback::new(|change| match change {
        Change::Admit { login, .. } => format!("{login} is in the organization"),
        _ => String::new(),
    });
    let on_made = Callback::new(move |change| {
        if let (Change::Admit { login, .. }, Some(organization)) =
            (change, desk.name.get_untracked())
        {
            navigate(&Page::Person { organization, login }.path(), NavigateOptions::default());
        }
    });
    view! {
        <ChangeDialog
            open
            title="Add a person"
            change
            confirm="Add person"
            chooser=chooser
            told
            on_made
        />
    }
}
