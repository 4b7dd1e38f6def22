//! The access tokens of an organization.

pub mod create;
pub mod described;
pub mod expiry;
pub mod form;
pub mod own;
pub mod policy;
pub mod revoke;
pub mod row;
pub mod told;

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;

use crate::app::desk::Desk;
use crate::app::may::Lacking;
use crate::components::later_reaches::Reckoned;
use crate::components::pager::{Listed, Pager, slice, to_first};
use crate::components::segments::{Segment, Segments};
use crate::components::sheet::{Empty, Sheet};
use crate::routes::Page;
use crate::state::moment::now;
use crate::state::own::Act;
use crate::state::sought::Sought;
use crate::state::tokens::{Kind, TokenEntry, creators};
use described::Described;
use own::OwnTokens;
use revoke::RevokeDialog;
use row::TokenRow;

/// Which tokens are in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Of(Kind),
    /// Those that are not good for anything.
    Stopped,
}

const ACTS: [Act; 4] = [
    ("Making a token of the organization", "org_token:create"),
    ("revoking one", "org_token:delete"),
    ("making one of a team", "team:create_token"),
    ("revoking one of a team", "team:delete_token"),
];

/// The access tokens of an organization, or one's own where no others may be looked at.
#[component]
pub fn TokensPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let is_refused = Memo::new(move |_| desk.refusal().is_some());
    move || {
        if is_refused.get() {
            view! { <OwnTokens/> }.into_any()
        } else {
            view! { <AllTokens/> }.into_any()
        }
    }
}

/// The access tokens of an organization, of its teams and of its people.
#[component]
fn AllTokens() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let asked = use_query_map().with_untracked(|query| query.get("kind"));
    let shown =
        RwSignal::new(asked.and_then(|kind| Kind::from_slug(&kind)).map_or(Shown::All, Shown::Of));
    let (query, page) = (RwSignal::new(String::new()), RwSignal::new(0));
    let reckoned = Reckoned::default();
    let revoking = RwSignal::new(None::<TokenEntry>);
    let described = Described::of_everybody(desk);
    let organization = Memo::new_with_compare(
        move |_| desk.ready().map(|workspace| workspace.organization.clone()),
        |_, _| true,
    );
    let tokens = Memo::new(move |_| {
        organization.with(|organization| {
            organization.as_deref().map(|all| TokenEntry::all(all, now())).unwrap_or_default()
        })
    });
    let creators = Memo::new(move |_| {
        organization.with(|organization| organization.as_deref().map(creators).unwrap_or_default())
    });
    let segments = Signal::derive(move || tokens.with(|tokens| segments(tokens)));
    let found = Memo::new(move |_| {
        let (sought, shown) = (query.with(|query| Sought::parse(query)), shown.get());
        let is_found = |token: &&TokenEntry| {
            let is_shown = match shown {
                Shown::All => true,
                Shown::Of(kind) => token.acts.kind() == kind,
                Shown::Stopped => !token.standing.is_active(),
            };
            let described = described.text(&token.id);
            is_shown && sought.is_in(&[&token.name, token.acts.name(), &described])
        };
        tokens.with(|tokens| tokens.iter().filter(is_found).cloned().collect::<Vec<_>>())
    });
    Effect::new(move |_| {
        query.track();
        shown.track();
        to_first(page);
    });
    // A table that stays is not built again with each key, only its rows are.
    let listed = Memo::new(move |_| Listed::of(tokens.with(Vec::len), found.with(Vec::len)));
    let list = move || {
        let organization = organization.get()?;
        let new = Page::NewToken { organization: organization.name.clone(), kind: None };
        Some(match listed.get() {
            Listed::Nothing => view! { <NoTokens path=new.path()/> }.into_any(),
            Listed::NotFound => {
                let query = query.get();
                let words = match query.trim() {
                    "" => "There is no such token".to_owned(),
                    words => format!("No token matches “{words}”"),
                };
                view! { <p class="sheet__none">{words}</p> }.into_any()
            }
            Listed::Rows => {
                let rows = move || {
                    let organization = organization.clone();
                    let rows = found.with(|found| slice(found, page.get()));
                    let row = move |token: TokenEntry| {
                        let organization = organization.clone();
                        let is_creator = creators.with(|creators| creators.contains(&token.id));
                        view! { <TokenRow organization token is_creator described reckoned revoking/> }
                    };
                    rows.into_iter().map(row).collect_view()
                };
                table(&["Acts as", "Reaches"], rows).into_any()
            }
        })
    };
    let actions = move || {
        let organization = desk.name().unwrap_or_default();
        let policy = Page::TokenPolicy { organization: organization.clone() };
        let new = Page::NewToken { organization, kind: None };
        view! {
            <A href=policy.path() attr:class="button">"Expiry policy"</A>
            <A href=new.path() attr:class="button button--primary">"Create token…"</A>
        }
    };
    view! {
        <Sheet title="Access tokens" query actions>
            <Lacking acts=&ACTS/>
            <div class="tokens__filters">
                <Segments label="Show" segments chosen=shown/>
            </div>
            <div class="tokens">{list}</div>
            <Pager total=Signal::derive(move || found.with(Vec::len)) page/>
            <RevokeDialog revoking on_revoked=Callback::new(|()| ())/>
        </Sheet>
    }
}

/// The kinds of tokens, and how many there are of each.
fn segments(tokens: &[TokenEntry]) -> Vec<Segment<Shown>> {
    let count =
        |is: &dyn Fn(&TokenEntry) -> bool| Some(tokens.iter().filter(|one| is(one)).count());
    let segment = |value, label, count| Segment { value, label, count };
    let mut segments = vec![segment(Shown::All, "All", Some(tokens.len()))];
    segments.extend(Kind::ALL.map(|kind| {
        segment(Shown::Of(kind), kind.word(), count(&|token| token.acts.kind() == kind))
    }));
    let stopped = count(&|token| !token.standing.is_active());
    segments.push(segment(Shown::Stopped, "Expired or stopped", stopped));
    segments
}

/// Tokens, each a row: its name, what is said under `more`, what came of it, and what can be done.
fn table(more: &'static [&'static str], rows: impl IntoView + 'static) -> impl IntoView {
    let more = more.iter().map(|head| view! { <th scope="col">{*head}</th> }).collect_view();
    view! {
        <table class="table tokens__table">
            <thead>
                <tr>
                    <th scope="col">"Token"</th>
                    {more}
                    <th scope="col">"Used and made"</th>
                    <th scope="col">"Expires"</th>
                    <th scope="col">
                        <span class="visually-hidden">"What can be done"</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The place of an organization's first token.
#[component]
fn NoTokens(
    /// The address where one is made.
    path: String,
) -> impl IntoView {
    view! {
        <Empty>
            <p>
                "An access token lets a program act: as the organization with a role of its own, as a team, or as you. You see what it can do before it exists, and its value once."
            </p>
            <A href=path attr:class="button">"Create the first token…"</A>
        </Empty>
    }
}
