//! The organization-wide settings, with whom a change of them affects.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use policy::{Edit, EntityType, Organization, Settings};

use crate::api;
use crate::api::Failure;
use crate::app::desk::Desk;
use crate::app::guard::{Guard, LeaveDialog};
use crate::app::may::{Lacking, Needing};
use crate::components::another::once_another;
use crate::components::answered::answered;
use crate::components::meant::Meant;
use crate::components::notice::Notices;
use crate::components::prose::{capital, marked};
use crate::components::sheet::{Section, Sheet};
use crate::routes::Page;
use crate::state::effects::impact::meaning;
use crate::state::form::words::noun;
use crate::state::settings::{SWITCHES, Switch, level, levels, set_level, update};

/// What those with the built-in Member role hold besides it, and what a change of it means.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let (desk, guard) = (expect_context::<Desk>(), expect_context::<Guard>());
    let organization = Memo::new_with_compare(
        move |_| desk.ready().map(|workspace| workspace.organization.clone()).unwrap_or_default(),
        |_, _| true,
    );
    // What a save sent is saved before the organization comes with it.
    let saved = RwSignal::new(untrack(|| organization.with(|organization| organization.settings)));
    let draft = RwSignal::new(saved.get_untracked());
    let is_busy = RwSignal::new(false);
    // Others may have changed what nobody touched here.
    Effect::new(move |_| {
        let now = organization.with(|organization| organization.settings);
        let is_untouched = draft.get_untracked() == saved.get_untracked();
        saved.set(now);
        if is_untouched {
            draft.set(now);
        }
    });
    let is_changed = Signal::derive(move || draft.with(|draft| saved.with(|saved| draft != saved)));
    guard.watch(is_changed);
    on_cleanup(move || guard.release());
    let policy = move || Page::TokenPolicy { organization: desk.name().unwrap_or_default() }.path();
    view! {
        <Sheet
            title="Settings"
            lead="What those with the built-in Member role hold besides it. Any other role as their own takes the place of both; what teams give comes on top."
        >
            <Lacking acts=&[("Changing the settings", "organization:update")]/>
            <Section heading="Access of members with the Member role">
                <div class="settings__levels">
                    {EntityType::ALL.map(|of| view! { <LevelField draft is_busy of/> }).collect_view()}
                </div>
            </Section>
            <Section heading="What members with the Member role can do">
                <div class="settings__switches">
                    {SWITCHES.map(|switch| view! { <SwitchField draft is_busy switch/> }).collect_view()}
                </div>
            </Section>
            <Section heading="Access tokens">
                <p class="text">
                    {move || match saved.with(|saved| saved.max_access_token_expiry_days) {
                        0 => "Tokens may live for any time. ".to_owned(),
                        1 => "A token may have 1 day of life left at the most. ".to_owned(),
                        days => format!("A token may have {days} days of life left at the most. "),
                    }}
                    <A href=policy>"Change the expiry policy"</A>
                </p>
            </Section>
            <Section heading="What the change means">
                <Meaning organization draft is_changed/>
            </Section>
            <Buttons saved draft is_changed is_busy/>
            <LeaveDialog/>
        </Sheet>
    }
}

/// The level of those with the Member role on every entity of a type.
#[component]
fn LevelField(
    /// The settings as they stand here.
    draft: RwSignal<Settings>,
    /// Whether they are being saved.
    is_busy: RwSignal<bool>,
    /// The type.
    of: EntityType,
) -> impl IntoView {
    let choose = move |name: &str| {
        let chosen = levels(of).iter().find(|(_, known)| *known == name);
        if let Some((level, _)) = chosen {
            draft.update(|draft| set_level(draft, of, *level));
        }
    };
    view! {
        <label class="field">
            <span class="field__label">{capital(noun(of, 2))}</span>
            <select class="select" disabled=is_busy on:change:target=move |event| choose(&event.target().value())>
                {levels(of)
                    .iter()
                    .map(|(known, name)| {
                        let is_chosen = move || draft.with(|draft| level(draft, of) == *known);
                        view! { <option value=*name selected=is_chosen prop:selected=is_chosen>{*name}</option> }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}

/// Something that is on or off.
#[component]
fn SwitchField(
    /// The settings as they stand here.
    draft: RwSignal<Settings>,
    /// Whether they are being saved.
    is_busy: RwSignal<bool>,
    /// What it switches.
    switch: Switch,
) -> impl IntoView {
    view! {
        <label class="settings__switch">
            <input
                type="checkbox"
                disabled=is_busy
                prop:checked=move || draft.with(|draft| (switch.is_on)(draft))
                on:change:target=move |event| {
                    let on = event.target().checked();
                    draft.update(|draft| (switch.set)(draft, on));
                }
            />
            <span>{switch.label}</span>
        </label>
    }
}

/// Whom the change affects, while it is not saved.
#[component]
fn Meaning(
    /// The organization as it is.
    organization: Memo<Arc<Organization>>,
    /// The settings as they stand here.
    draft: RwSignal<Settings>,
    /// Whether they are others than those saved.
    #[prop(into)]
    is_changed: Signal<bool>,
) -> impl IntoView {
    let found = answered(
        move || is_changed.get().then(|| (organization.get(), draft.get())),
        |(organization, settings)| meaning(&organization, Edit::Settings(settings)),
    );
    view! {
        <div data-testid="settings-effects">
            {move || {
                if is_changed.get() {
                    view! { <Meant found/> }.into_any()
                } else {
                    view! { <p class="sheet__none">"Nothing is changed. Change a setting and see here who gains and who loses what."</p> }.into_any()
                }
            }}
        </div>
    }
}

/// Saves what is changed, or forgets it.
#[component]
fn Buttons(
    /// The settings as they are saved.
    saved: RwSignal<Settings>,
    /// The settings as they stand here.
    draft: RwSignal<Settings>,
    /// Whether they are others than those saved.
    #[prop(into)]
    is_changed: Signal<bool>,
    /// Whether they are being saved.
    is_busy: RwSignal<bool>,
) -> impl IntoView {
    let (desk, notices) = (expect_context::<Desk>(), expect_context::<Notices>());
    let failure = RwSignal::new(None::<Failure>);
    // What was refused is not what stands here any more, nor is it agreed to.
    once_another(move || draft.get(), move || failure.set(None));
    let save = move |may_break: bool| {
        is_busy.set(true);
        failure.set(None);
        let sent = draft.get_untracked();
        let change = update(&saved.get_untracked(), &sent);
        spawn_local(async move {
            let organization = desk.name.get_untracked().unwrap_or_default();
            let answer = api::organization::update(&organization, &change, may_break).await;
            match answer {
                Ok(()) => {
                    saved.set(sent);
                    notices.tell("Saved the settings");
                    desk.follow_up(notices).await;
                }
                Err(found) => failure.set(Some(found)),
            }
            is_busy.set(false);
        });
    };
    let problem = move || {
        let found = failure.get()?;
        let again = found.breaks_guardrails().then(|| {
            view! {
                <button class="button button--small button--danger" type="button" on:click=move |_| save(true)>
                    "Save and break them"
                </button>
            }
        });
        Some(view! {
            <div class="banner banner--danger" role="alert">
                <span>"Not saved. " {marked(&found.in_words())}</span>
                {again}
            </div>
        })
    };
    let nothing = move || !is_changed.get() || is_busy.get();
    view! {
        <div class="settings__end">
            {problem}
            <div class="dialog__actions">
                <button class="button" type="button" disabled=nothing on:click=move |_| draft.set(saved.get_untracked())>
                    "Discard"
                </button>
                <Needing needs="organization:update" class="button button--primary" is_unready=Signal::derive(nothing) on_press=move || save(false)>
                    {move || if is_busy.get() { "Saving…" } else { "Save" }}
                </Needing>
            </div>
        </div>
    }
}
