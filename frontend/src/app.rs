//! The web UI as a whole: who is signed in, and which page is shown.

pub mod address;
pub mod desk;
pub mod guard;
pub mod may;
pub mod session;
pub mod sign_in_again;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::Router;

use crate::api;
use crate::components::clipboard::{ByHand, ByHandDialog};
use crate::components::loading::{Failed, Waiting};
use crate::components::look_switch;
use crate::components::notice::{NoticeList, Notices};
use crate::pages::people::welcome::Welcome;
use crate::pages::shell::Shell;
use crate::pages::sign_in::SignInPage;
use desk::Desk;
use guard::Guard;
use may::May;
use session::{Session, SignIn};
use sign_in_again::SignInAgain;

/// The web UI.
#[component]
pub fn App(
    /// The page at the current address.
    pages: fn() -> AnyView,
) -> impl IntoView {
    provide_meta_context();
    look_switch::restore();
    let desk = Desk::default();
    let session = Session::at(desk);
    provide_context(session);
    let notices = Notices::default();
    provide_context(notices);
    provide_context(ByHand::beside(notices));
    provide_context(desk);
    provide_context(May::of(desk, session));
    provide_context(Welcome::default());
    let guard = Guard::default();
    guard.stand();
    provide_context(guard);
    api::ended::on_end(move || session.renewal());
    session.ask();
    // The pages stay when the same or another person signs in again.
    let is_in = Memo::new(move |_| session.account().is_some());
    let outside = move || match session.state() {
        SignIn::Failed(failure) => {
            let on_retry = Callback::new(move |()| session.ask());
            view! { <Failed message=failure.in_words() on_retry/> }.into_any()
        }
        SignIn::Out => view! { <SignInPage/> }.into_any(),
        SignIn::Asking | SignIn::In(_) => view! { <Waiting what="your account"/> }.into_any(),
    };
    view! {
        <Title formatter=|title: String| format!("{title} · Scopesight") text="Access"/>
        <Router>
            {move || {
                if is_in.get() {
                    view! { <Shell>{pages()}</Shell> <SignInAgain/> }.into_any()
                } else {
                    outside().into_any()
                }
            }}
        </Router>
        <ByHandDialog/>
        <NoticeList/>
    }
}
