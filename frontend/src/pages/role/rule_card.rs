//! A rule.

use std::collections::BTreeSet;

use leptos::{html, prelude::*};
use policy::{Descriptor, EntityType, ScopeSet};

use super::View;
use super::chosen::ChosenEntities;
use super::conditions::Conditions;
use super::editor::Editor;
use super::findings::Findings;
use super::grants::GrantsRow;
use super::rules::focus_rule;
use crate::components::icon::{Glyph, Icon};
use crate::state::form::words::noun;
use crate::state::form::{Chosen, Every, Leaf, Operator, Owner, RuleForm, Tagged};

/// Which entities a rule speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Every,
    Chosen,
    Tagged,
    Custom,
}

impl Kind {
    const OFFERED: [Self; 3] = [Self::Every, Self::Chosen, Self::Tagged];

    const fn of(rule: &RuleForm) -> Self {
        match rule {
            RuleForm::Every(_) => Self::Every,
            RuleForm::Chosen(_) => Self::Chosen,
            RuleForm::Tagged(_) => Self::Tagged,
            RuleForm::Custom(_) => Self::Custom,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::Chosen => "chosen",
            Self::Tagged => "tagged",
            Self::Custom => "custom",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Every => "all",
            Self::Chosen => "chosen",
            Self::Tagged => "tagged",
            Self::Custom => "whatever it says",
        }
    }
}

/// A rule, with everything that can be changed about it.
#[component]
pub fn RuleCard(
    /// Which of the rules.
    index: usize,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let card = NodeRef::<html::Section>::new();
    let owner = Owner::Rule(index);
    let kind =
        Memo::new(move |_| editor.draft.with(|draft| draft.form.rules.get(index).map(Kind::of)));
    let is_selected = Memo::new(move |_| editor.is_selected(owner));
    Effect::new(move |_| {
        // What is under the hand must not move away from it.
        let is_far =
            |card: &web_sys::HtmlElement| !card.matches(":focus-within, :hover").unwrap_or(false);
        if let Some(card) = card.get().filter(|card| is_selected.get() && is_far(card)) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            card.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let content = move || match kind.get() {
        Some(Kind::Custom) => view! { <CustomRule index/> }.into_any(),
        Some(kind) => view! { <PlainRule index kind/> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <section
            class="rule"
            class:rule--selected=move || is_selected.get()
            id=format!("rule-{index}")
            aria-label=format!("Rule {}", index + 1)
            aria-current=move || is_selected.get().then_some("true")
            node_ref=card
            on:focusin=move |_| editor.select(owner)
            on:click=move |_| editor.select(owner)
        >
            {content}
            <Findings owner/>
        </section>
    }
}

/// A rule that the editor can say.
#[component]
fn PlainRule(
    /// Which of the rules.
    index: usize,
    /// Which entities it speaks of.
    kind: Kind,
) -> impl IntoView {
    view! {
        <div class="rule__head">
            <Where index kind/>
            <ReachCount index/>
            <Tools index/>
        </div>
        {match kind {
            Kind::Chosen => view! { <ChosenEntities index/> }.into_any(),
            Kind::Tagged => view! { <Conditions index/> }.into_any(),
            Kind::Every | Kind::Custom => ().into_any(),
        }}
        <GrantsRow owner=Owner::Rule(index)/>
        <Missing index/>
    }
}

/// On which entities.
#[component]
fn Where(
    /// Which of the rules.
    index: usize,
    /// Which entities it speaks of.
    kind: Kind,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let entity_type = Memo::new(move |_| {
        editor.draft.with(|draft| draft.form.rules.get(index).and_then(RuleForm::entity_type))
    });
    let change_kind = move |name: String| {
        let chosen = Kind::OFFERED.into_iter().find(|kind| kind.name() == name);
        let Some(chosen) = chosen else { return };
        editor.edit_rule(index, None, |rule| *rule = converted(rule, chosen));
    };
    let change_type = move |name: String| {
        let Some(chosen) = EntityType::from_name(&name) else { return };
        editor.edit_rule(index, None, |rule| retype(rule, chosen));
    };
    view! {
        <span class="rule__where">
            "On"
            <select
                class="select select--small"
                aria-label="Which entities"
                disabled=move || editor.is_locked()
                on:change:target=move |event| change_kind(event.target().value())
            >
                {Kind::OFFERED
                    .into_iter()
                    .map(|option| {
                        view! {
                            <option value=option.name() selected=option == kind>
                                {option.label()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <select
                class="select select--small"
                aria-label="Entity type"
                disabled=move || editor.is_locked()
                on:change:target=move |event| change_type(event.target().value())
            >
                {EntityType::ALL
                    .into_iter()
                    .map(|option| {
                        view! {
                            <option
                                value=option.name()
                                selected=move || entity_type.get() == Some(option)
                            >
                                {noun(option, 2)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </span>
    }
}

/// The same grants, for other entities.
fn converted(rule: &RuleForm, kind: Kind) -> RuleForm {
    let (Some(entity_type), Some(grants)) = (rule.entity_type(), rule.grants().cloned()) else {
        return rule.clone();
    };
    match kind {
        Kind::Every => RuleForm::Every(Every { entity_type, grants, stands_apart: false }),
        Kind::Chosen => RuleForm::Chosen(Chosen { entity_type, ids: Vec::new(), grants }),
        Kind::Tagged => {
            let leaf =
                Leaf { key: String::new(), operator: Operator::Equals, value: String::new() };
            RuleForm::Tagged(Tagged { entity_type, leaves: vec![leaf], grants })
        }
        Kind::Custom => rule.clone(),
    }
}

/// The same rule for entities of another type; what cannot be granted there stays and is commented on.
fn retype(rule: &mut RuleForm, to: EntityType) {
    match rule {
        RuleForm::Every(Every { entity_type, .. })
        | RuleForm::Tagged(Tagged { entity_type, .. }) => {
            *entity_type = to;
        }
        RuleForm::Chosen(Chosen { entity_type, ids, .. }) => {
            *entity_type = to;
            ids.clear();
        }
        RuleForm::Custom(_) => {}
    }
}

/// How many entities the rule reaches.
#[component]
fn ReachCount(
    /// Which of the rules.
    index: usize,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let words = move || {
        let organization = editor.organization.get();
        editor.draft.with(|draft| {
            let rule = draft.form.rules.get(index)?;
            match (rule.reach(&organization.inventory), rule.entity_type()) {
                (Some(reach), Some(entity_type)) => {
                    Some(format!("{reach} {}", noun(entity_type, reach)))
                }
                _ => custom_reach(&editor, index),
            }
        })
    };
    view! { <span class="rule__reach" data-testid="rule-reach">{words}</span> }
}

/// What a rule reaches that only the engine can tell.
fn custom_reach(editor: &Editor, index: usize) -> Option<String> {
    let (comparison, owners) = (editor.comparison.get()?, editor.owners.get());
    let (draft, inventory) = (&comparison.draft, &comparison.organization.inventory);
    let rules = draft.access.program.rules().iter().enumerate().filter(|(_, rule)| {
        let place = rule.path.first();
        place.and_then(|place| owners.at(&place.pointer)) == Some(Owner::Rule(index))
    });
    let rules: Vec<_> = rules.collect();
    let parts = EntityType::ALL.into_iter().filter_map(|entity_type| {
        let of_type = ScopeSet::of_type(entity_type.into());
        let granting = rules
            .iter()
            .filter(|(_, rule)| !rule.scopes.intersection(of_type).is_empty())
            .filter_map(|(index, _)| draft.matrix.rows_of_rule(*index));
        let fitting = inventory.of_type(entity_type);
        let rows: BTreeSet<_> = granting
            .flat_map(|rows| rows.intersection(fitting).iter().collect::<Vec<_>>())
            .collect();
        (!rows.is_empty()).then(|| format!("{} {}", rows.len(), noun(entity_type, rows.len())))
    });
    let parts: Vec<_> = parts.collect();
    Some(if parts.is_empty() { "no entity".to_owned() } else { parts.join(", ") })
}

/// What can be done with a rule as a whole.
#[component]
fn Tools(
    /// Which of the rules.
    index: usize,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let number = index + 1;
    let duplicate = move |_| {
        editor.edit_form(None, |form| {
            if let Some(rule) = form.rules.get(index).cloned() {
                form.rules.insert(number, rule);
            }
        });
        focus_rule(number);
    };
    let remove = move |event: leptos::ev::MouseEvent| {
        event.stop_propagation();
        editor.edit_form(None, |form| {
            if index < form.rules.len() {
                form.rules.remove(index);
            }
        });
        editor.focus.set(None);
        editor.selected.set(None);
        focus_rule(index.saturating_sub(1));
    };
    if editor.is_read_only() {
        return ().into_any();
    }
    view! {
        <span class="rule__tools">
            <button
                class="button button--icon button--small button--quiet"
                type="button"
                aria-label=format!("Duplicate rule {number}")
                title="Duplicate"
                disabled=move || editor.is_locked()
                on:click=duplicate
            >
                <Icon glyph=Glyph::Copy/>
            </button>
            <button
                class="button button--icon button--small button--quiet"
                type="button"
                aria-label=format!("Remove rule {number}")
                title="Remove"
                disabled=move || editor.is_locked()
                on:click=remove
            >
                <Icon glyph=Glyph::Bin/>
            </button>
        </span>
    }
    .into_any()
}

/// What is missing before the rule grants anything.
#[component]
fn Missing(
    /// Which of the rules.
    index: usize,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let words =
        move || editor.draft.with(|draft| draft.form.rules.get(index).and_then(RuleForm::missing));
    move || {
        words().map(|words| {
            view! { <p class="rule__missing">{format!("Not finished, grants nothing yet. {words}")}</p> }
        })
    }
}

/// A rule that only JSON can say.
#[component]
fn CustomRule(
    /// Which of the rules.
    index: usize,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let entry = move || {
        editor.draft.with_untracked(|draft| match draft.form.rules.get(index) {
            Some(RuleForm::Custom(entry)) => Some(entry.clone()),
            _ => None,
        })
    };
    let text = move || {
        editor.draft.with(|draft| match draft.form.rules.get(index) {
            Some(RuleForm::Custom(entry)) => Descriptor::to_json_pretty(entry),
            _ => String::new(),
        })
    };
    view! {
        <div class="rule__head">
            <span class="rule__custom">"Custom rule"</span>
            <ReachCount index/>
            <button
                class="button button--small"
                type="button"
                on:click=move |_| {
                    editor.shown_entry.set(entry());
                    editor.view.set(View::Json);
                }
            >
                {if editor.is_read_only() { "View as JSON" } else { "Edit as JSON" }}
            </button>
            <Tools index/>
        </div>
        <p class="rule__note">"Kept exactly as it stands. It says more than a rule here can show."</p>
        <pre class="rule__json" tabindex="0" aria-label="Definition of the custom rule">{text}</pre>
    }
}
