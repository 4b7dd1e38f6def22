//! The access tokens of whoever is signed in, where they may look at nothing else.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use wire::rest::holder::Token;

use super::described::Description;
use super::revoke::RevokeDialog;
use super::row::{expires, used_and_made};
use super::table;
use crate::api::tokens::own_tokens;
use crate::app::desk::Desk;
use crate::app::session::Session;
use crate::components::icon::{Glyph, Icon};
use crate::components::loading::{Failed, Loading, Waiting};
use crate::components::sheet::{Empty, Sheet};
use crate::pages::people::change_dialog::signed_in;
use crate::routes::Page;
use crate::state::moment::now;
use crate::state::tokens::TokenEntry;

/// The access tokens of whoever is signed in, as the server lists them to everybody.
#[component]
pub fn OwnTokens() -> impl IntoView {
    let (desk, session) = (expect_context::<Desk>(), expect_context::<Session>());
    let listed = RwSignal::new(Loading::<Vec<Token>>::Waiting);
    let revoking = RwSignal::new(None::<TokenEntry>);
    let bring = Callback::new(move |()| {
        spawn_local(async move {
            let found = own_tokens().await;
            listed.try_set(found.map_or_else(Loading::Failed, Loading::Ready));
        });
    });
    bring.run(());
    let new = move || {
        let organization = desk.name().unwrap_or_default();
        Page::NewToken { organization, kind: Some(("personal".to_owned(), None)) }.path()
    };
    let list = move || {
        match listed.get() {
        Loading::Waiting => view! { <Waiting what="your tokens"/> }.into_any(),
        Loading::Failed(failure) => {
            view! { <Failed message=failure.in_words() on_retry=bring/> }.into_any()
        }
        Loading::Ready(tokens) if tokens.is_empty() => view! {
            <Empty>
                <p>"You have no access token. One lets a program act as you, with everything that you can do."</p>
            </Empty>
        }
        .into_any(),
        Loading::Ready(tokens) => {
            let login = signed_in(session).unwrap_or_default();
            let rows = tokens.into_iter().map(|token| row(token, &login, revoking)).collect_view();
            table(&[], rows).into_any()
        }
    }
    };
    view! {
        <Sheet
            title="Your access tokens"
            lead="They act as you. Those of others, and what any of them can do, are not shown to you here."
            actions=move || view! { <A href=new attr:class="button button--primary">"Create token…"</A> }
        >
            <div class="tokens">{list}</div>
            <RevokeDialog revoking on_revoked=bring/>
        </Sheet>
    }
}

fn row(token: Token, login: &str, revoking: RwSignal<Option<TokenEntry>>) -> impl IntoView + use<> {
    let entry = TokenEntry::own(&token, login, now());
    let label = entry.label();
    let expires = expires(&entry);
    view! {
        <tr>
            <th scope="row" class="table__name">
                {label.clone()}
            </th>
            <td class="table__date">{used_and_made(Description::Known(Box::new(token)))}</td>
            <td class="table__date">{expires}</td>
            <td class="tokens__actions">
                <button
                    class="button button--icon button--small button--quiet"
                    type="button"
                    aria-label=format!("Revoke {label}")
                    title="Revoke…"
                    on:click=move |_| revoking.set(Some(entry.clone()))
                >
                    <Icon glyph=Glyph::Bin/>
                </button>
            </td>
        </tr>
    }
}
