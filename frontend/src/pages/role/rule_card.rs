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
use crate::state::form::{Owner, RuleForm};
use custom::CustomRule;
use place::{Kind, Where};
use reach::ReachCount;
use tools::Tools;

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
