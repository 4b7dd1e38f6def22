//! A rule that only JSON can say.

use leptos::prelude::*;
use policy::Descriptor;

use super::reach::ReachCount;
use super::tools::Tools;
use crate::pages::role::View;
use crate::pages::role::editor::Editor;
use crate::pages::role::rule_card::ThisRule;
use crate::state::form::RuleForm;

/// A rule that only JSON can say.
#[component]
pub fn CustomRule(
    /// Which of the rules.
    index: usize,
) -> impl IntoView {
    let (editor, rule) = (expect_context::<Editor>(), expect_context::<ThisRule>());
    let entry = move || {
        editor.draft.with_untracked(|draft| match draft.form.rules.get(index) {
            Some(RuleForm::Custom(entry)) => Some(entry.clone()),
            _ => None,
        })
    };
    let text = move || {
        rule.with(|rule| match rule {
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
