//! A rule.

pub mod custom;
pub mod place;
pub mod reach;
pub mod tools;

use leptos::{html, prelude::*};

use super::chosen::ChosenEntities;
use super::conditions::Conditions;
use super::editor::Editor;
use super::findings::Findings;
use super::grants::GrantsRow;
use crate::components::distinct::distinct;
use crate::components::fields::Fields;
use crate::state::form::{Owner, RuleForm};
use custom::CustomRule;
use place::{Kind, Where};
use reach::ReachCount;
use tools::Tools;

/// The rule of the card around, as the draft has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ThisRule(ReadSignal<Option<RuleForm>>);

impl ThisRule {
    fn of(editor: &Editor, index: usize) -> Self {
        let draft = editor.draft;
        Self(distinct(move || draft.with(|draft| draft.form.rules.get(index).cloned())))
    }

    /// What `read` says of it; there is none for a moment while it is being deleted.
    pub(super) fn with<T>(self, read: impl FnOnce(Option<&RuleForm>) -> T) -> T {
        self.0.with(|rule| read(rule.as_ref()))
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
    let rule = ThisRule::of(&editor, index);
    provide_context(rule);
    let kind = Memo::new(move |_| rule.with(|rule| rule.map(Kind::of)));
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
            <Fields>{content} <Findings owner/></Fields>
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
        <Missing/>
    }
}

/// What is missing before the rule grants anything.
#[component]
fn Missing() -> impl IntoView {
    let rule = expect_context::<ThisRule>();
    let words = move || rule.with(|rule| rule.and_then(RuleForm::missing));
    move || {
        words().map(|words| {
            view! { <p class="rule__missing">{format!("Not finished, grants nothing yet. {words}")}</p> }
        })
    }
}
