//! Revoking a token.

use leptos::prelude::*;
use leptos::task::spawn_local;
use policy::{Organization, Subject};

use crate::api::{Failure, tokens};
use crate::app::desk::Desk;
use crate::app::may::May;
use crate::app::session::Session;
use crate::components::dialog::Dialog;
use crate::components::focus::once_lost;
use crate::components::notice::Notices;
use crate::components::prose::marked;
use crate::components::reaches::Reaches;
use crate::pages::people::change_dialog::signed_in;
use crate::state::standing::Standing;
use crate::state::tokens::{Acts, TokenEntry};

/// Why the signed-in person cannot revoke a token that acts so, where they cannot: there is no call to revoke other
/// people's.
pub fn kept_from(session: Session, may: May, acts: &Acts) -> Option<String> {
    match acts {
        Acts::Organization { .. } => may.lacks("org_token:delete"),
        Acts::Team(_) => may.lacks("team:delete_token"),
        Acts::Person(login) => (signed_in(session).as_ref() != Some(login))
            .then(|| "Only the person themselves can revoke a personal token".to_owned()),
    }
}

/// Where the focus goes once the line is gone whose button had it: to what the list is chosen by, else to what makes
/// another token.
const AFTER: [&str; 2] = [".tokens__filters [aria-pressed=true]", ".sheet__head .button--primary"];

/// Asks before a token is revoked, with what stops working.
#[component]
pub fn RevokeDialog(
    /// The token, while it is shown.
    revoking: RwSignal<Option<TokenEntry>>,
    /// What is done once it is revoked.
    on_revoked: Callback<()>,
) -> impl IntoView {
    let (desk, notices) = (expect_context::<Desk>(), expect_context::<Notices>());
    let open = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let is_busy = RwSignal::new(false);
    Effect::new(move |_| {
        if revoking.with(Option::is_some) {
            failure.set(None);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            revoking.set(None);
        }
    });
    let revoke = move |_| {
        let (Some(token), Some(organization)) =
            (revoking.get_untracked(), desk.name.get_untracked())
        else {
            return;
        };
        is_busy.set(true);
        spawn_local(async move {
            let revoked = match &token.acts {
                Acts::Organization { .. } => {
                    tokens::revoke_organization_token(&organization, &token.id).await
                }
                Acts::Team(team) => tokens::revoke_team_token(&organization, team, &token.id).await,
                Acts::Person(_) => tokens::revoke_own_token(&token.id).await,
            };
            is_busy.set(false);
            match revoked {
                Ok(()) => {
                    open.set(false);
                    notices.tell(format!("{} is revoked, and refused from now on", token.label()));
                    on_revoked.run(());
                    drop(desk.refresh().await);
                    once_lost(&AFTER);
                }
                // Somebody else was faster: what was wanted has come about.
                Err(Failure::Refused { status: 404, .. }) => {
                    open.set(false);
                    notices.tell(format!(
                        "{} is not there any more, somebody else was faster",
                        token.label()
                    ));
                    on_revoked.run(());
                    drop(desk.refresh().await);
                    once_lost(&AFTER);
                }
                Err(found) => failure.set(Some(found)),
            }
        });
    };
    let title = Signal::derive(move || match revoking.get() {
        Some(token) => format!("Revoke {}?", token.label()),
        None => String::new(),
    });
    let problem = move || {
        failure.get().map(|failure| {
            view! {
                <div class="banner banner--danger" role="alert">
                    <span>"Not revoked. " {marked(&failure.in_words())}</span>
                </div>
            }
        })
    };
    view! {
        <Dialog open title>
            {move || {
                let known = desk.ready().map(|workspace| workspace.organization.clone());
                Some(consequence(&revoking.get()?, known.as_deref()))
            }}
            {problem}
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    "Cancel"
                </button>
                <button
                    class="button button--danger"
                    type="button"
                    disabled=move || is_busy.get()
                    on:click=revoke
                >
                    "Revoke token"
                </button>
            </div>
        </Dialog>
    }
}

/// What stops working once `token` is revoked, as far as whoever asks may look at the organization.
fn consequence(token: &TokenEntry, organization: Option<&Organization>) -> AnyView {
    let reaches = |organization| Standing::of(organization, &Subject::Token(token.id.clone()));
    let standing = organization.and_then(reaches);
    let created = organization
        .into_iter()
        .flat_map(|organization| &organization.creator_grants)
        .filter(|grant| matches!(&grant.creator, policy::Principal::Token(id) if *id == token.id));
    let words =
        if organization.is_some() { "and can no longer do this" } else { "in every organization" };
    let created = match created.count() {
        0 => None,
        1 => Some(
            "What it created stays, and nobody administers it as its creator any more".to_owned(),
        ),
        more => Some(format!(
            "The {more} entities that it created stay, and nobody administers them as their creator any more"
        )),
    };
    let is_good = token.standing.is_active();
    view! {
        <p class="text">
            {if is_good {
                format!("Whatever uses it is refused at once, {words}")
            } else {
                "It is refused already; revoked, it stays refused whatever the expiry policy says".to_owned()
            }}
        </p>
        {standing.map(|standing| view! { <div><Reaches standing/></div> })}
        {created.map(|created| view! { <p class="text">{created}</p> })}
        <p class="text">"This cannot be undone: a new token has another value"</p>
    }
    .into_any()
}
