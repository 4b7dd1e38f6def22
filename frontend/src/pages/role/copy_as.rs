//! The draft as code, to be pasted elsewhere.

use leptos::prelude::*;

use super::draft_link::CopyLink;
use super::editor::Editor;
use crate::components::clipboard::ByHand;
use crate::components::menu::Menu;
use crate::state::code::{Language, Role};

/// Puts the draft on the clipboard in a language.
#[component]
pub fn CopyAs() -> impl IntoView {
    let (editor, by_hand) = (expect_context::<Editor>(), expect_context::<ByHand>());
    let take = move |language: Language, name: &str| {
        let organization = editor.desk.name.get_untracked().unwrap_or_default();
        let origin = location().origin().unwrap_or_default();
        let text = editor.draft.with_untracked(|draft| {
            let role = Role {
                origin: &origin,
                organization: &organization,
                name: draft.name.trim(),
                description: &draft.description,
                details: &draft.details.to_json(),
            };
            role.write(language)
        });
        if let Ok(text) = text {
            by_hand.take(text, format!("The role is on the clipboard, as {name}"));
        }
    };
    view! {
        <Menu label="Copy as code" text="Copy as…">
            <CopyLink/>
            <hr class="menu__line"/>
            {Language::ALL
                .into_iter()
                .map(|(language, name)| {
                    view! {
                        <button class="menu__item" type="button" on:click=move |_| take(language, name)>
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </Menu>
    }
}
