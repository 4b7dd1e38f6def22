//! The list of rules.

use leptos::prelude::*;
use policy::EntityType;

use super::editor::Editor;
use super::findings::Findings;
use super::rule_card::RuleCard;
use crate::components::menu::Menu;
use crate::state::form::{Chosen, Every, Grants, Leaf, Operator, Owner, RuleForm, Tagged};

/// What is granted on entities, rule by rule.
#[component]
pub fn Rules() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let count = Memo::new(move |_| editor.draft.with(|draft| draft.form.rules.len()));
    view! {
        {move || {
            (editor.is_locked() && !editor.is_read_only()).then(|| view! { <Locked/> })
        }}
        <section class="rules" part="rules" aria-label="Entity access">
            <header class="rules__head" id="rules-head">
                <h2>"Entity access"</h2>
                <AddRule/>
            </header>
            <Findings owner=Owner::Everywhere/>
            {move || (count.get() == 0).then(|| view! { <NoRules/> })}
            <ForEnumerate each=move || 0..count.get() key=|index| *index children=|_, index| view! { <RuleCard index/> }/>
            <TagSuggestions/>
        </section>
    }
}

/// Says why the rules cannot be edited, and how they can again.
#[component]
fn Locked() -> impl IntoView {
    let editor = expect_context::<Editor>();
    view! {
        <div class="banner banner--warning" role="status">
            <span>
                "The JSON cannot be read, so these are the rules as last understood."
            </span>
            <span class="rules__choices">
                <button class="button button--small" type="button" on:click=move |_| editor.view.set(super::View::Json)>
                    "Mend the JSON"
                </button>
                <button
                    class="button button--small"
                    type="button"
                    on:click=move |_| editor.edit(None, crate::state::draft::Draft::without_text)
                >
                    "Go on with these rules"
                </button>
            </span>
        </div>
    }
}

/// The place of the first rule.
#[component]
fn NoRules() -> impl IntoView {
    view! {
        <p class="rules__none">
            "No rule yet, so this role reaches no stack, environment or account. Add one and watch the preview."
        </p>
    }
}

/// Adds a rule of a kind.
#[component]
fn AddRule() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let add = move |rule: RuleForm| {
        let index = editor.draft.with_untracked(|draft| draft.form.rules.len());
        editor.edit_form(None, |form| form.rules.push(rule));
        editor.select(Owner::Rule(index));
        focus_rule(index);
    };
    let (entity_type, grants) = (EntityType::Stack, Grants::default);
    let every =
        move || RuleForm::Every(Every { entity_type, grants: grants(), stands_apart: false });
    let chosen =
        move || RuleForm::Chosen(Chosen { entity_type, ids: Vec::new(), grants: grants() });
    let tagged = move || {
        let leaf = Leaf { key: String::new(), operator: Operator::Equals, value: String::new() };
        RuleForm::Tagged(Tagged { entity_type, leaves: vec![leaf], grants: grants() })
    };
    view! {
        {move || {
            (!editor.is_locked())
                .then(|| {
                    view! {
                        <Menu label="Add rule…" text="Add rule…">
                            <button class="menu__item" type="button" on:click=move |_| add(every())>
                                "For every entity of a type"
                            </button>
                            <button class="menu__item" type="button" on:click=move |_| add(chosen())>
                                "For chosen entities"
                            </button>
                            <button class="menu__item" type="button" on:click=move |_| add(tagged())>
                                "For entities with tags"
                            </button>
                        </Menu>
                    }
                })
        }}
    }
}

/// Brings the first thing to fill in of a rule to the keyboard, once it is drawn.
pub(super) fn focus_rule(index: usize) {
    request_animation_frame(move || {
        use wasm_bindgen::JsCast as _;
        let card = crate::components::focus::near(&format!("rule-{index}"));
        // Without any rule, what adds one.
        let place = card.or_else(|| crate::components::focus::near("rules-head"));
        let first = place.and_then(|card| card.query_selector("select, button").ok().flatten());
        if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(first.focus());
        }
    });
}

/// The tag keys in use, for the fields to suggest.
#[component]
fn TagSuggestions() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let keys = move |entity_type: EntityType| {
        let organization = editor.organization.get();
        let keys = organization.inventory.tag_keys(entity_type);
        keys.into_iter().map(|key| view! { <option value=key.to_owned()></option> }).collect_view()
    };
    EntityType::ALL
        .into_iter()
        .map(|entity_type| {
            view! {
                <datalist id=format!("tag-keys-{}", entity_type.name())>
                    {move || keys(entity_type)}
                </datalist>
            }
        })
        .collect_view()
}
