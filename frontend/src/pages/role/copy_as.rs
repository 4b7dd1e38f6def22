//! The draft as code, to be pasted elsewhere.

use leptos::prelude::*;

use super::draft_link::CopyLink;
use super::editor::Editor;
use crate::components::clipboard::ByHand;
use crate::components::menu::Menu;
use crate::state::code::{Language, Role, SavedAs};

/// Puts the draft on the clipboard in a language.
#[component]
pub fn CopyAs() -> impl IntoView {
    let (editor, by_hand) = (expect_context::<Editor>(), expect_context::<ByHand>());
    let take = move |language: Language, name: &str| {
        let organization = editor.desk.name.get_untracked().unwrap_or_default();
        let origin = location().origin().unwrap_or_default();
        let text = editor.draft.with_untracked(|draft| {
            // A built-in role cannot be saved: what is made of it is a copy.
            let (is_built_in, version) = (editor.is_read_only(), editor.version.get_untracked());
            let id = editor.role.with_value(|role| role.id.clone());
            let saved = version.filter(|_| !is_built_in).map(|version| SavedAs {
                id: &id,
                version,
                role_version: editor.role_version.get_value(),
            });
            let copy = format!("{} copy", draft.name.trim());
            let is_copied = is_built_in && language == Language::Curl;
            let role = Role {
                origin: &origin,
                organization: &organization,
                name: if is_copied { &copy } else { draft.name.trim() },
                description: &draft.description,
                details: &draft.details.to_json(),
                saved,
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
