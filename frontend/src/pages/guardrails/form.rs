//! Writing a guardrail, and seeing how it would fare.

use leptos::task::spawn_local;
use leptos::{ev, prelude::*};
use wire::snapshot::Guardrail;

use super::fields::Fields;
use super::storing::{Refused, store};
use crate::api::guardrails::Stored;
use crate::app::desk::Desk;
use crate::components::dialog::Cancel;
use crate::components::focus::after_removal;
use crate::components::icon::{Glyph, Icon};
use crate::components::notice::Notices;
use crate::components::prose::{capital, marked};
use crate::components::segments::{Segment, Segments};
use crate::components::suggest::Suggest;
use crate::state::asked;
use crate::state::form::{Leaf, Operator};
use crate::state::guardrail_form::GuardrailForm;
use crate::state::names;

/// What every line of a list of conditions or exceptions is, as a selector.
const LINE: &str = ".guardrail-form__line";

/// What is edited: a stored guardrail, or a new one.
#[derive(Debug, Clone)]
pub struct Edited {
    /// The guardrail as it is stored.
    pub stored: Option<Stored>,
}

/// Writes a guardrail, with what it would find today.
#[component]
pub fn GuardrailEditor(
    /// What is edited.
    edited: Edited,
    /// Whether anything that is typed is not saved, as it is found here.
    unsaved: RwSignal<bool>,
    /// What follows once it is stored.
    on_done: Callback<()>,
    /// What follows once somebody else turns out to have stored something.
    on_stale: Callback<()>,
) -> impl IntoView {
    let (desk, notices) = (expect_context::<Desk>(), expect_context::<Notices>());
    let organization = desk.ready_untracked().map(|workspace| workspace.organization.clone());
    let form = match (&edited.stored, &organization) {
        (Some(stored), Some(organization)) => {
            GuardrailForm::read(organization, &stored.guardrail())
        }
        _ => GuardrailForm::default(),
    };
    let fields = Fields::new(desk, form.clone());
    Effect::new(move |_| unsaved.set(fields.form() != form));
    on_cleanup(move || unsaved.set(false));
    let refused = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let tried = Memo::new(move |_| fields.tried());
    let stored = StoredValue::new(edited.stored);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(workspace) = desk.ready_untracked() else { return };
        let form = untrack(|| fields.form());
        let written = form.write(&workspace.organization);
        let guardrail = match written.and_then(|guardrail| named(stored, guardrail)) {
            Ok(guardrail) => guardrail,
            Err(words) => {
                refused.set(Some(words));
                return;
            }
        };
        is_busy.set(true);
        refused.set(None);
        spawn_local(async move {
            let name = guardrail.name.clone();
            let answer = store(desk, stored, guardrail).await;
            is_busy.set(false);
            match answer {
                Ok(()) => {
                    notices.tell(format!("Saved {name}"));
                    on_done.run(());
                }
                Err(Refused { words, is_stale }) => {
                    refused.set(Some(words));
                    if is_stale {
                        on_stale.run(());
                    }
                }
            }
        });
    };
    let kinds = vec![
        Segment { value: true, label: "Nobody may", count: None },
        Segment { value: false, label: "An example", count: None },
    ];
    let scopes = Callback::new(|text: String| asked::suggested_scopes(&text));
    let is_scope = Signal::derive(move || {
        fields.scope.with(|name| policy::Scope::from_name(name.trim()).is_some())
    });
    view! {
        <form class="guardrail-form" on:submit=save>
            <label class="field">
                <span class="field__label">"Name"</span>
                <input
                    class="input"
                    autocomplete="off"
                    placeholder="Production stacks are never deleted"
                    prop:value=move || fields.name.get()
                    on:input:target=move |event| fields.name.set(event.target().value())
                />
            </label>
            <Segments label="Kind" segments=kinds chosen=fields.is_never/>
            <Suggest label="Scope" value=fields.scope suggestions=scopes is_known=is_scope placeholder="stack:delete"/>
            {move || if fields.is_never.get() {
                view! { <NeverFields fields/> }.into_any()
            } else {
                view! { <ExampleFields fields/> }.into_any()
            }}
            {move || match tried.get() {
                Err(words) => view! { <p class="guardrail-form__verdict" role="status">{marked(&words)}</p> }.into_any(),
                Ok(None) => view! {
                    <p class="guardrail-form__verdict guardrail-form__verdict--gain" role="status">"It holds today"</p>
                }.into_any(),
                Ok(Some(words)) => view! {
                    <p class="guardrail-form__verdict guardrail-form__verdict--danger" role="status">
                        "It does not hold today: " {marked(&words)}
                    </p>
                }.into_any(),
            }}
            {move || refused.get().map(|words| view! { <p class="form__problem" role="alert">{marked(&words)}</p> })}
            <div class="dialog__actions">
                <Cancel/>
                <button class="button button--primary" type="submit" disabled=move || is_busy.get()>
                    {move || if is_busy.get() { "Saving…" } else { "Save guardrail" }}
                </button>
            </div>
        </form>
    }
}

/// Where nobody may, and who may all the same.
#[component]
fn NeverFields(
    /// The form.
    fields: Fields,
) -> impl IntoView {
    let has_entities = move || fields.form().entity_type().is_some();
    let count = Memo::new(move |_| fields.leaves.with(Vec::len));
    let add = move |_| {
        fields.leaves.update(|leaves| {
            leaves.push(Leaf {
                key: String::new(),
                operator: Operator::Equals,
                value: String::new(),
            });
        });
    };
    view! {
        {move || fields.kept.get().map(|kept| view! {
            <div class="guardrail-form__list">
                <p class="field__label">"Its condition is more than questions about tags, and stays as it is"</p>
                <code>{kept.to_json()}</code>
                <div>
                    <button class="button button--small" type="button" on:click=move |_| fields.kept.set(None)>
                        "Write another condition"
                    </button>
                </div>
            </div>
        })}
        <fieldset class="guardrail-form__list" hidden=move || !has_entities() || fields.kept.with(Option::is_some)>
            <legend>"Where, all of which has to hold; everywhere without a condition"</legend>
            {move || (0..count.get()).map(|place| view! { <LeafLine fields place/> }).collect_view()}
            <div>
                <button class="button button--small" type="button" on:click=add>
                    <Icon glyph=Glyph::Plus/>
                    "Add condition"
                </button>
            </div>
        </fieldset>
        <fieldset class="guardrail-form__list">
            <legend>"Who may all the same"</legend>
            {move || fields.except.get().into_iter().map(|one| view! { <ExceptLine fields one/> }).collect_view()}
            <div>
                <button
                    class="button button--small"
                    type="button"
                    on:click=move |_| fields.except.update(|all| all.push(RwSignal::new(String::new())))
                >
                    <Icon glyph=Glyph::Plus/>
                    "Add exception"
                </button>
            </div>
        </fieldset>
    }
}

/// One question about a tag.
#[component]
fn LeafLine(
    /// The form.
    fields: Fields,
    /// Which one it is, from 0.
    place: usize,
) -> impl IntoView {
    let at = move || fields.leaves.with(|leaves| leaves.get(place).cloned());
    let change = move |change: &dyn Fn(&mut Leaf)| {
        fields.leaves.update(|leaves| {
            if let Some(leaf) = leaves.get_mut(place) {
                change(leaf);
            }
        });
    };
    let remove = move |event: ev::MouseEvent| {
        after_removal(&event, LINE);
        fields.leaves.update(|leaves| {
            if place < leaves.len() {
                leaves.remove(place);
            }
        });
    };
    let takes_value = move || at().is_some_and(|leaf| leaf.operator.takes_value());
    view! {
        <div class="guardrail-form__line" role="group" aria-label=format!("Condition {}", place + 1)>
            <input
                class="input input--small"
                aria-label="Tag key"
                placeholder="tag"
                autocomplete="off"
                prop:value=move || at().map(|leaf| leaf.key).unwrap_or_default()
                on:input:target=move |event| change(&|leaf| leaf.key = event.target().value())
            />
            <select
                class="select select--small"
                aria-label="Operator"
                on:change:target=move |event| {
                    if let Some(operator) = Operator::from_name(&event.target().value()) {
                        change(&|leaf| leaf.operator = operator);
                    }
                }
            >
                {Operator::ALL
                    .into_iter()
                    .map(|option| {
                        let is_chosen = move || at().is_some_and(|leaf| leaf.operator == option);
                        view! { <option value=option.name() selected=is_chosen>{option.label()}</option> }
                    })
                    .collect_view()}
            </select>
            <input
                class="input input--small"
                aria-label="Tag value"
                placeholder="value"
                autocomplete="off"
                hidden=move || !takes_value()
                prop:value=move || at().map(|leaf| leaf.value).unwrap_or_default()
                on:input:target=move |event| change(&|leaf| leaf.value = event.target().value())
            />
            <button
                class="button button--icon button--small button--quiet"
                type="button"
                aria-label=format!("Remove condition {}", place + 1)
                on:click=remove
            >
                <Icon glyph=Glyph::Cross/>
            </button>
        </div>
    }
}

/// Somebody who may all the same.
#[component]
fn ExceptLine(
    /// The form.
    fields: Fields,
    /// What is typed.
    one: RwSignal<String>,
) -> impl IntoView {
    let remove = move |event: ev::MouseEvent| {
        after_removal(&event, LINE);
        fields.except.update(|all| all.retain(|other| *other != one));
    };
    view! {
        <div class="guardrail-form__line">
            {somebody(fields, "Exception", one)}
            <button
                class="button button--icon button--small button--quiet"
                type="button"
                aria-label="Remove exception"
                on:click=remove
            >
                <Icon glyph=Glyph::Cross/>
            </button>
        </div>
    }
}

/// Of whom an example speaks, and what it says.
#[component]
fn ExampleFields(
    /// The form.
    fields: Fields,
) -> impl IntoView {
    let entities = Callback::new(move |text: String| {
        let found = fields
            .desk
            .ready()
            .map(|workspace| asked::suggested_entities(&workspace.organization, &text));
        std::iter::once(asked::ORGANIZATION.to_owned()).chain(found.unwrap_or_default()).collect()
    });
    let is_entity = Signal::derive(move || {
        fields.entity.with(|text| {
            text.trim() == asked::ORGANIZATION
                || fields
                    .desk
                    .ready()
                    .is_some_and(|workspace| asked::entity(&workspace.organization, text).is_some())
        })
    });
    let kinds = vec![
        Segment { value: true, label: "may", count: None },
        Segment { value: false, label: "may not", count: None },
    ];
    view! {
        {somebody(fields, "Who", fields.who)}
        <Segments label="Whether they may" segments=kinds chosen=fields.is_allowed/>
        <Suggest label="On" value=fields.entity suggestions=entities is_known=is_entity placeholder="stack shop/prod"/>
    }
}

/// Asks for a person, a team or a token.
fn somebody(fields: Fields, label: &'static str, value: RwSignal<String>) -> impl IntoView {
    let suggestions = Callback::new(move |text: String| {
        let found = fields
            .desk
            .ready()
            .map(|workspace| asked::suggested_subjects(&workspace.organization, &text));
        let found = found.unwrap_or_default().into_iter();
        found.filter(|name| !name.starts_with("role ")).collect::<Vec<_>>()
    });
    let is_known = Signal::derive(move || {
        fields.desk.ready().is_some_and(|workspace| {
            value.with(|text| asked::subject(&workspace.organization, text).is_some())
        })
    });
    view! { <Suggest label value suggestions is_known placeholder="person ada, team payments, token ci"/> }
}

/// `guardrail`, unless it cannot be called so; one that is stored keeps its name.
fn named(stored: StoredValue<Option<Stored>>, guardrail: Guardrail) -> Result<Guardrail, String> {
    let kept = stored.with_value(|stored| stored.as_ref().map(|stored| stored.name.clone()));
    let kept = kept.as_deref().map(|name| (name, ""));
    match names::problem("guardrail", (&guardrail.name, ""), kept) {
        Some(words) => Err(capital(&words)),
        None => Ok(guardrail),
    }
}
