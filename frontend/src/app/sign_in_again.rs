//! The session ended while somebody was at work.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use crate::components::dialog::Dialog;
use crate::components::notice::Notices;
use crate::pages::sign_in::SignInForm;

/// Asks to sign in again in front of the page, which stays with everything that is typed in it.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let session = expect_context::<Session>();
    let notices = expect_context::<Notices>();
    let open = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    Effect::new(move |_| open.set(session.has_ended()));
    Effect::new(move |_| {
        // Put away by somebody who does not want to sign in now.
        if !open.get() {
            session.give_up();
        }
    });
    let on_done = Callback::new(move |()| {
        problem.set(None);
        spawn_local(async move {
            match session.renew().await {
                Ok(true) => {}
                Ok(false) => notices.tell(
                    "Somebody else is signed in now, so this page begins anew. Nothing that was typed was sent",
                ),
                Err(failure) => problem.set(Some(failure.in_words())),
            }
        });
    });
    view! {
        <Dialog open title="Sign in again">
            <p class="text">
                "Your session has ended, or somebody else has signed in in this browser. What is typed on this page is still here, and what you asked for is done once you have signed in. Whoever else signs in does not see it."
            </p>
            <SignInForm on_done/>
            {move || problem.get().map(|words| view! { <p class="form__problem" role="alert">{words}</p> })}
        </Dialog>
    }
}
