//! What a team is called and what it is for.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::rest::team::UpdateTeam;

use crate::api::{Failure, teams};
use crate::app::desk::Desk;
use crate::app::may::Needing;
use crate::components::dialog::{Cancel, Dialog};
use crate::components::loading::Loading;
use crate::components::notice::Notices;
use crate::components::prose::marked;

/// The name for people and the description.
type Words = (String, String);

/// What a team is for, and what else it is called, with a way to change both.
#[component]
pub fn About(
    /// The name of the team.
    name: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let words = RwSignal::new(Loading::<Words>::Waiting);
    let editing = RwSignal::new(false);
    let own = name.clone();
    Effect::new(move |_| {
        let (Some(organization), name) = (desk.name(), own.clone()) else { return };
        spawn_local(async move {
            let found = read(&organization, &name).await;
            words.try_set(found.map_or_else(Loading::Failed, Loading::Ready));
        });
    });
    let own = name.clone();
    let told = move || match words.get() {
        Loading::Waiting => "…".to_owned(),
        Loading::Failed(failure) => format!("What it is for is not known. {}", failure.in_words()),
        Loading::Ready((display, description)) => {
            let display = (!display.is_empty() && display != own).then_some(display);
            let parts: Vec<_> = display
                .into_iter()
                .chain((!description.is_empty()).then_some(description))
                .collect();
            if parts.is_empty() { "It has no description".to_owned() } else { parts.join(": ") }
        }
    };
    let is_ready = move || words.with(|words| matches!(words, Loading::Ready(_)));
    view! {
        <p class="sheet__lead team__about">
            <span>{told}</span>
            <Needing needs="team:update" class="button button--link" is_unready=Signal::derive(move || !is_ready()) on_press=move || editing.set(true)>
                "Edit…"
            </Needing>
        </p>
        <EditDialog open=editing name words/>
    }
}

async fn read(organization: &str, name: &str) -> Result<Words, Failure> {
    let team = teams::find(organization, name).await?;
    Ok((team.display_name, team.description))
}

/// Changes what a team is called and what it is for.
#[component]
fn EditDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The name of the team.
    name: String,
    /// What is said of it now.
    words: RwSignal<Loading<Words>>,
) -> impl IntoView {
    let (desk, notices) = (expect_context::<Desk>(), expect_context::<Notices>());
    let (display, description) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (failure, is_busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let seen = RwSignal::new(None::<Words>);
    Effect::new(move |_| {
        if let (true, Loading::Ready(now)) = (open.get(), words.get_untracked()) {
            seen.set(Some(now.clone()));
            display.set(now.0);
            description.set(now.1);
            failure.set(None);
        }
    });
    let own = StoredValue::new(name);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(organization) = desk.name.get_untracked() else { return };
        let name = own.get_value();
        let wanted = (
            display.get_untracked().trim().to_owned(),
            description.get_untracked().trim().to_owned(),
        );
        is_busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let saved = save(&organization, &name, &wanted, seen).await;
            is_busy.set(false);
            match saved {
                Ok(()) => {
                    words.set(Loading::Ready(wanted));
                    open.set(false);
                    notices.tell("What the team is for is saved");
                }
                Err(found) => failure.set(Some(found)),
            }
        });
    };
    let field = move |label: &'static str, value: RwSignal<String>, pointer: &'static str| {
        let is_refused = move || {
            failure
                .with(|failure| failure.as_ref().is_some_and(|one| one.pointer() == Some(pointer)))
        };
        view! {
            <label class="field">
                <span class="field__label">{label}</span>
                <input
                    class="input"
                    autocomplete="off"
                    aria-invalid=move || is_refused().to_string()
                    prop:value=move || value.get()
                    on:input:target=move |event| value.set(event.target().value())
                />
            </label>
        }
    };
    let problem = move || {
        failure.get().map(|failure| {
            view! { <p class="form__problem" role="alert">{marked(&failure.in_words())}</p> }
        })
    };
    view! {
        <Dialog open title=Signal::derive(move || format!("What {} is for", own.get_value())) keeps_typed=true>
            <form class="form" on:submit=submit>
                {field("Name for people", display, "/newDisplayName")}
                {field("Description", description, "/newDescription")}
                {problem}
                <div class="dialog__actions">
                    <Cancel/>
                    <button class="button button--primary" type="submit" disabled=move || is_busy.get()>
                        "Save"
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

/// Saves what is wanted, if what was `seen` is still said.
async fn save(
    organization: &str,
    name: &str,
    wanted: &Words,
    seen: RwSignal<Option<Words>>,
) -> Result<(), Failure> {
    let now = read(organization, name).await?;
    if seen.get_untracked().as_ref() != Some(&now) {
        let message = format!(
            "somebody else changed this meanwhile, and nothing was saved. It now says “{}” and “{}”: save once more to replace it",
            now.0, now.1
        );
        seen.set(Some(now));
        return Err(Failure::Refused { status: 409, message, pointer: None });
    }
    let update = UpdateTeam {
        new_display_name: Some(wanted.0.clone()),
        new_description: Some(wanted.1.clone()),
        ..UpdateTeam::default()
    };
    teams::update(organization, name, &update, false).await
}
