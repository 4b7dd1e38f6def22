//! What is shown of an organization whose access somebody may not look at.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use super::people::change_dialog::signed_in;
use crate::app::session::Session;
use crate::components::prose::marked;
use crate::routes::Page;

/// Says what is missing, who can help, and what can be done all the same.
#[component]
pub fn NoAccess(
    /// The name of the organization.
    organization: String,
    /// Why nothing is shown.
    #[prop(into)]
    why: Signal<String>,
    /// Asks once more.
    on_retry: Callback<()>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let heading = format!("You may not look at who may do what in {organization}");
    let own = Page::Tokens { organization: organization.clone() };
    let audit = Page::Audit { organization, query: String::new() };
    let tokens = move || {
        signed_in(session).is_some().then(|| {
            view! {
                <p>"Your own access tokens you can see, make and revoke without it."</p>
                <A href=own.path() attr:class="button">"Your access tokens"</A>
            }
        })
    };
    view! {
        <Title text="No access"/>
        <section class="missing">
            <h1>{heading}</h1>
            <p>
                {move || marked(&why.get())}
                ". Whoever administers it can give you a role that holds this."
            </p>
            {tokens}
            <p>{marked("The audit log takes `audit_logs:read` alone.")}</p>
            <A href=audit.path() attr:class="button">"Audit log"</A>
            <button class="button" type="button" on:click=move |_| on_retry.run(())>
                "Try again"
            </button>
        </section>
    }
}
