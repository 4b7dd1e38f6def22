//! The session ended while somebody was editing.

use leptos::prelude::*;

use super::editor::Editor;
use super::save::review;
use crate::components::dialog::Dialog;
use crate::pages::sign_in::SignInForm;

/// Asks to sign in again and then shows again what would be saved; the draft stays where it is.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let on_done = Callback::new(move |()| {
        editor.signed_out.set(false);
        review(&editor);
    });
    view! {
        <Dialog open=editor.signed_out title="Sign in again to save">
            <p class="text">"Your session has ended. The draft is still here and can be saved once you are signed in."</p>
            <SignInForm on_done/>
        </Dialog>
    }
}
