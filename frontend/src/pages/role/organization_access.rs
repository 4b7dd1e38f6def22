//! What is granted on the organization.

use leptos::prelude::*;

use super::editor::Editor;
use super::findings::Findings;
use super::grants::GrantsRow;
use crate::components::fields::Fields;
use crate::state::form::Owner;

/// What is granted on the organization.
#[component]
pub fn OrganizationAccess() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let is_selected = Memo::new(move |_| editor.is_selected(Owner::Organization));
    let granted = move || {
        let count = editor
            .comparison
            .get()
            .map_or(0, |comparison| comparison.draft.matrix.organization().scopes.len());
        match count {
            0 => "nothing".to_owned(),
            1 => "1 scope".to_owned(),
            more => format!("{more} scopes"),
        }
    };
    view! {
        <section class="rules" aria-label="Organization access">
            <header class="rules__head">
                <h2>"Organization access"</h2>
                <span class="rule__reach" title="By all rules together">{granted}</span>
            </header>
            <div
                class="rule"
                class:rule--selected=move || is_selected.get()
                on:focusin=move |_| editor.select(Owner::Organization)
                on:click=move |_| editor.select(Owner::Organization)
            >
                <Fields>
                    <GrantsRow owner=Owner::Organization/>
                    <Findings owner=Owner::Organization/>
                </Fields>
            </div>
        </section>
    }
}
