//! An access token: what it can do, and where that comes from.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use policy::{Standing, Subject};

use crate::app::desk::Desk;
use crate::app::may::May;
use crate::app::session::Session;
use crate::components::sheet::{Section, Sheet};
use crate::pages::missing::Missing;
use crate::pages::people::origins::Origins;
use crate::pages::tokens::described::{Described, Description};
use crate::pages::tokens::own::OwnTokens;
use crate::pages::tokens::revoke::{RevokeDialog, kept_from};
use crate::pages::tokens::row::{acts, created, expires, last_used};
use crate::preview::PreviewPane;
use crate::routes::Page;
use crate::state::moment::now;
use crate::state::sources::tree;
use crate::state::subject::shown;
use crate::state::tokens::{TokenEntry, standing_in_words};

/// The page of the token that the address names.
#[component]
pub fn TokenPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let entry = Memo::new(move |_| {
        let workspace = desk.ready()?;
        let organization = &workspace.organization;
        let token = id.with(|id| organization.tokens.iter().find(|token| token.id == *id))?;
        Some(TokenEntry::of(organization, token, now()))
    });
    move || match entry.get() {
        Some(entry) => view! { <Token entry/> }.into_any(),
        None if desk.refusal().is_some() => view! { <OwnTokens/> }.into_any(),
        None => view! { <Missing what="token"/> }.into_any(),
    }
}

/// An access token: what it can do, and where that comes from.
#[component]
fn Token(
    /// The token.
    entry: TokenEntry,
) -> impl IntoView {
    let (desk, session) = (expect_context::<Desk>(), expect_context::<Session>());
    let may = May::here();
    let navigate = use_navigate();
    let described = Described::of_everybody(desk);
    let revoking = RwSignal::new(None::<TokenEntry>);
    let organization = Memo::new_with_compare(
        move |_| desk.ready().map(|workspace| workspace.organization.clone()),
        |_, _| true,
    );
    let subject = Subject::Token(entry.id.clone());
    let comparison = Memo::new_with_compare(
        move |_| organization.get().map(|organization| shown(&organization, &subject)),
        |_, _| true,
    );
    let id = entry.id.clone();
    let known = Memo::new(move |_| described.get(&id));
    let own = entry.clone();
    let actions = move || {
        let why_not = kept_from(session, may, &own.acts);
        let own = own.clone();
        view! {
            <button
                class="button button--danger"
                type="button"
                disabled=why_not.is_some()
                title=why_not
                on:click=move |_| revoking.set(Some(own.clone()))
            >
                "Revoke…"
            </button>
        }
    };
    let on_revoked = Callback::new(move |()| {
        if let Some(organization) = desk.name.get_untracked() {
            navigate(&Page::Tokens { organization }.path(), NavigateOptions::default());
        }
    });
    let (state, why) = standing_in_words(entry.standing, now());
    let stopped = (entry.standing != Standing::Active).then(|| {
        let why = why.map(|why| format!(": {why}")).unwrap_or_default();
        view! {
            <p class="banner banner--warning token__stopped" role="status">
                {format!("{state}{why}. It is refused now; below is what it could do if it were not")}
            </p>
        }
    });
    let description = move || match known.get() {
        Description::Known(token) if !token.description.is_empty() => token.description,
        Description::Known(_) => "It has no description".to_owned(),
        Description::Waiting => "…".to_owned(),
        Description::Unknown => "What it is for is known to its owner alone".to_owned(),
    };
    let label = entry.label();
    let tree_of = move || {
        let organization = organization.get()?;
        let comparison = comparison.get()?.ok()?;
        let branches = tree(&organization, &comparison.draft);
        let name = organization.name.clone();
        Some(view! { <Origins organization=name whose=label.clone() branches/> })
    };
    let acts_as = desk.name.get_untracked().map(|name| acts(&name, &entry.acts));
    view! {
        <Sheet title=entry.label() actions>
            <p class="sheet__lead">{description}</p>
            {stopped}
            <dl class="facts">
                <div class="facts__fact">
                    <dt>{format!("{} token, acts as", entry.acts.kind().word())}</dt>
                    <dd>{acts_as}</dd>
                </div>
                <div class="facts__fact">
                    <dt>"Created"</dt>
                    <dd>{move || created(known.get())}</dd>
                </div>
                <div class="facts__fact">
                    <dt>"Last used"</dt>
                    <dd>{move || last_used(known.get())}</dd>
                </div>
                <div class="facts__fact">
                    <dt>"Expires"</dt>
                    <dd>{expires(&entry)}</dd>
                </div>
            </dl>
            <Section heading="Where its access comes from">{tree_of}</Section>
            <Section heading="What it can do">
                <div class="people__preview">
                    <PreviewPane
                        comparison=Signal::derive(move || comparison.get().and_then(Result::ok))
                        stale=Signal::derive(move || comparison.get().and_then(Result::err))
                        selected_rule=RwSignal::new(None)
                    />
                </div>
            </Section>
            <RevokeDialog revoking on_revoked/>
        </Sheet>
    }
}
