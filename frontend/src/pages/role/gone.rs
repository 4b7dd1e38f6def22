//! The role was deleted meanwhile.

use leptos::prelude::*;

use super::editor::Editor;
use crate::components::dialog::Dialog;

/// Says that somebody deleted the role while it was open, and offers to make it anew from the draft.
///
/// Put away, it stays to be decided for as long as the draft is of a role that is gone.
#[component]
pub fn Gone() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let open = editor.telling_gone;
    Effect::new(move |_| open.set(editor.is_gone()));
    let create = move |_| {
        open.set(false);
        editor.begin_anew();
        editor.notices.tell("The draft is of a new role now, which is not saved");
    };
    let button = move |class: &'static str| {
        view! {
            <button class=class type="button" on:click=create>
                "Create it anew from this draft"
            </button>
        }
    };
    let name = move || editor.saved.with(|saved| saved.name.clone());
    view! {
        {move || editor.is_gone().then(|| view! {
            <div class="banner banner--warning" role="status" data-testid="gone">
                <span><b>"It was deleted meanwhile. "</b> "Your draft is here, and is saved nowhere"</span>
                {button("button button--small")}
            </div>
        })}
        <Dialog open title="It was deleted meanwhile">
            <p class="text">
                "Somebody deleted " <b>{name}</b> " while it was open here. Your draft is untouched, and is saved nowhere."
            </p>
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    "Close"
                </button>
                {button("button button--primary")}
            </div>
        </Dialog>
    }
}
