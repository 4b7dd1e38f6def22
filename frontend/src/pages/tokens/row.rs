//! A token in the list.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use policy::{Organization, Standing, Subject};

use super::described::{Described, Description};
use super::revoke::kept_from;
use crate::app::may::May;
use crate::app::session::Session;
use crate::components::icon::{Glyph, Icon};
use crate::components::later_reaches::{LaterReaches, Reckoned};
use crate::routes::Page;
use crate::state::date;
use crate::state::moment::{day, from_now, now};
use crate::state::tokens::{Acts, TokenEntry, standing_in_words};

/// A token in the list.
#[component]
pub fn TokenRow(
    /// The organization.
    organization: Arc<Organization>,
    /// The token.
    token: TokenEntry,
    /// Whether it created something.
    is_creator: bool,
    /// What the server says of tokens.
    described: Described,
    /// What was reckoned already.
    reckoned: Reckoned,
    /// The token that is going to be revoked.
    revoking: RwSignal<Option<TokenEntry>>,
) -> impl IntoView {
    let (session, may) = (expect_context::<Session>(), May::here());
    let name = organization.name.clone();
    let page = Page::Token { organization: name.clone(), id: token.id.clone() };
    let known = Memo::new({
        let id = token.id.clone();
        move |_| described.get(&id)
    });
    let (label, kind) = (token.label(), token.acts.kind().word());
    let description = move || match known.get() {
        Description::Known(token) => token.description,
        Description::Waiting | Description::Unknown => String::new(),
    };
    let key = match &token.acts {
        // What a creator has is the token's own.
        _ if is_creator => format!("token {}", token.id),
        Acts::Organization { role_id, .. } => format!("role {role_id}"),
        Acts::Team(name) => format!("team token {name}"),
        Acts::Person(login) => format!("person {login}"),
    };
    let subject = Subject::Token(token.id.clone());
    let (acts, expires) = (acts(&name, &token.acts), expires(&token));
    let revoke = {
        let label = format!("Revoke {label}");
        move || {
            // A personal token that the server does not list among one's own cannot be revoked here.
            let is_listed = !matches!(known.get(), Description::Unknown);
            let is_personal = matches!(token.acts, Acts::Person(_));
            (kept_from(session, may, &token.acts).is_none() && (is_listed || !is_personal)).then(
                || {
                    let token = token.clone();
                    view! {
                        <button
                            class="button button--icon button--small button--quiet"
                            type="button"
                            aria-label=label.clone()
                            title="Revoke…"
                            on:click=move |_| revoking.set(Some(token.clone()))
                        >
                            <Icon glyph=Glyph::Bin/>
                        </button>
                    }
                },
            )
        }
    };
    view! {
        <tr class="table__row--link">
            <th scope="row" class="table__name">
                <A href=page.path()>{label}</A>
                <p>{description}</p>
            </th>
            <td class="tokens__acts">
                {acts}
                <span class="tokens__kind">{kind}</span>
            </td>
            <td class="table__wide">
                <LaterReaches organization subject key reckoned/>
            </td>
            <td class="table__date">{move || used_and_made(known.get())}</td>
            <td class="table__date">{expires}</td>
            <td class="tokens__actions">{revoke}</td>
        </tr>
    }
}

/// Whom a token acts as, with the way to it.
pub fn acts(organization: &str, acts: &Acts) -> AnyView {
    let organization = organization.to_owned();
    let page = match acts {
        Acts::Organization { role_id, .. } => Page::Role { organization, id: role_id.clone() },
        Acts::Team(name) => Page::Team { organization, name: name.clone() },
        Acts::Person(login) => Page::Person { organization, login: login.clone() },
    };
    let name = acts.name().to_owned();
    view! { <A href=page.path()>{name}</A> }.into_any()
}

/// When a token was made, and by whom.
pub fn created(description: Description) -> AnyView {
    match description {
        Description::Waiting => "…".into_any(),
        Description::Unknown => "Not known".into_any(),
        Description::Known(token) => {
            let by = (!token.created_by.is_empty()).then(|| format!("by {}", token.created_by));
            view! {
                <time datetime=token.created.clone()>{date::day(&token.created)}</time>
                {by.map(|by| view! { <span class="tokens__kind">{by}</span> })}
            }
            .into_any()
        }
    }
}

/// When a token was last used, and below, when it was made and by whom.
pub fn used_and_made(description: Description) -> AnyView {
    let used = last_used(description.clone());
    let made = match description {
        Description::Known(token) => {
            let day = date::day(&token.created);
            match token.created_by.as_str() {
                "" => format!("made {day}"),
                by => format!("made {day} by {by}"),
            }
        }
        Description::Waiting => "…".to_owned(),
        Description::Unknown => {
            return view! { <span title="Only its owner may know">{used}</span> }.into_any();
        }
    };
    let used = if used == "Never" { "Never used".to_owned() } else { used };
    view! { {used}<span class="tokens__kind">{made}</span> }.into_any()
}

/// When a token was last used.
pub fn last_used(description: Description) -> String {
    match description {
        Description::Waiting => "…".to_owned(),
        Description::Unknown => "Not known".to_owned(),
        Description::Known(token) if token.last_used == 0 => "Never".to_owned(),
        Description::Known(token) => from_now(token.last_used, now()),
    }
}

/// When a token expires, and how it stands.
pub fn expires(token: &TokenEntry) -> AnyView {
    let now = now();
    let when = if token.expires == 0 { "Never".to_owned() } else { day(token.expires) };
    let class = match token.standing {
        Standing::Expired { .. } => "tokens__state tokens__state--expired",
        _ => "tokens__state",
    };
    let (state, why) = standing_in_words(token.standing, now);
    let state = match (token.standing, why) {
        (Standing::Active, _) if token.expires == 0 => None,
        (Standing::Active, _) => {
            return view! {
                {when}
                <span class="tokens__kind">{from_now(token.expires, now)}</span>
            }
            .into_any();
        }
        (Standing::Expired { .. }, Some(ago)) => Some(format!("{state} {ago}")),
        (_, why) => {
            return view! {
                {when}
                <span class=class title=why>{state}</span>
            }
            .into_any();
        }
    };
    view! {
        {when}
        {state.map(|state| view! { <span class=class>{state}</span> })}
    }
    .into_any()
}
