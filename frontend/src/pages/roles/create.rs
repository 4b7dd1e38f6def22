//! Naming a new role.

use leptos::{ev, html, prelude::*};

use crate::app::desk::Desk;
use crate::app::guard::use_go;
use crate::components::dialog::{Cancel, Dialog};
use crate::components::prose::{capital, marked};
use crate::routes::{Beginning, Page};
use crate::state::names;
use crate::state::templates::Template;
use crate::state::workspace::RoleEntry;

/// Asks for the name of a new role and opens the editor with it.
#[component]
pub fn CreateDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open title="Create role" keeps_typed=true>
            <NameForm
                open
                begins_with=None
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
    /// What the new role begins with; asked where it is left out.
    begins_with: Option<Beginning>,
    /// The name to begin with.
    name: String,
    /// The description to begin with.
    description: String,
    /// What the button says.
    button: &'static str,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let go = use_go();
    let (name_input, description_input) =
        (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let problem = RwSignal::new(None::<String>);
    let is_misnamed = RwSignal::new(false);
    let is_asked = begins_with.is_none();
    let begins_with = RwSignal::new(begins_with.unwrap_or(Beginning::Nothing));
    // A template brings its name, until somebody gives another.
    let choose = move |chosen: Beginning| {
        if let Some(input) = name_input.get_untracked() {
            let is_offered = Template::ALL.iter().any(|offered| offered.name() == input.value());
            if is_offered || input.value().is_empty() {
                input.set_value(template(&chosen).map_or("", Template::name));
            }
        }
        begins_with.set(chosen);
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
        let name_problem = names::problem("role", (&name, ""), None);
        let taken = || desk.ready_untracked().and_then(|known| known.taken(&name, ""));
        let name_problem = name_problem.or_else(taken);
        is_misnamed.set(name_problem.is_some());
        let unfit = name_problem.or_else(|| names::problem("role", (&name, &description), None));
        if let Some(words) = unfit {
            problem.set(Some(capital(&words)));
            return;
        }
        open.set(false);
        let begins_with = begins_with.get_untracked();
        let page = Page::NewRole { organization, begins_with, name, description };
        go(&page.path());
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
                    aria-invalid=move || is_misnamed.get().to_string()
                />
            </label>
            {move || problem.get().map(|problem| view! { <p class="form__problem" role="alert">{marked(&problem)}</p> })}
            <label class="field">
                <span class="field__label">"Description, if it helps others"</span>
                <input class="input" node_ref=description_input value=description autocomplete="off"/>
            </label>
            {is_asked.then(|| view! { <BeginsWith chosen=begins_with.into() choose=Callback::new(choose)/> })}
            <div class="dialog__actions">
                <Cancel/>
                <button class="button button--primary" type="submit">
                    {button}
                </button>
            </div>
        </form>
    }
}

/// Asks what the definition begins with.
#[component]
fn BeginsWith(
    /// What is chosen.
    chosen: Signal<Beginning>,
    /// Chooses something else.
    choose: Callback<Beginning>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let roles = move || {
        let roles = desk.ready().map(|workspace| workspace.roles()).unwrap_or_default();
        let option = |role: RoleEntry| {
            view! { <option value=format!("copy {}", role.id)>{role.name}</option> }
        };
        roles.into_iter().map(option).collect_view()
    };
    let templates = Template::ALL.map(|template| {
        view! { <option value=format!("template {}", template.key())>{template.name()}</option> }
    });
    let hint = move || match chosen.get() {
        Beginning::Nothing => "You add rules, and see what they reach",
        Beginning::Json => "The editor opens with a field for it, and reads it as rules",
        Beginning::Copy(_) => "The saved definition, to be changed",
        chosen @ Beginning::Template(_) => template(&chosen).map_or("", Template::description),
    };
    view! {
        <div class="field">
            <label class="field">
                <span class="field__label">"Begin with"</span>
                <select
                    class="select"
                    aria-describedby="begins-with"
                    on:change:target=move |event| choose.run(beginning(&event.target().value()))
                >
                    <option value="">"Nothing"</option>
                    <option value="json">"JSON that you paste"</option>
                    <optgroup label="A template">{templates.into_iter().collect_view()}</optgroup>
                    <optgroup label="A copy of">{roles}</optgroup>
                </select>
            </label>
            <p class="form__hint" id="begins-with">{hint}</p>
        </div>
    }
}

/// What the value of an option stands for.
fn beginning(value: &str) -> Beginning {
    match value.split_once(' ') {
        Some(("copy", id)) => Beginning::Copy(id.to_owned()),
        Some(("template", key)) => Template::from_key(key)
            .map_or(Beginning::Nothing, |template| Beginning::Template(template.key())),
        _ if value == "json" => Beginning::Json,
        _ => Beginning::Nothing,
    }
}

fn template(begins_with: &Beginning) -> Option<Template> {
    match begins_with {
        Beginning::Template(key) => Template::from_key(key),
        _ => None,
    }
}
