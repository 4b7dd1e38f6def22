//! The ways to the pages of an organization.

use leptos::{html, prelude::*};
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use policy::UxPurpose;

use crate::app::desk::Desk;
use crate::app::session::Session;
use crate::routes::Page;
use crate::state::workspace::Workspace;

/// A page in the side bar.
struct Entry {
    name: &'static str,
    page: fn(String) -> Page,
    /// How many there are of what the page lists.
    count: Option<fn(&Workspace) -> usize>,
}

impl Entry {
    const fn new(name: &'static str, page: fn(String) -> Page) -> Self {
        Self { name, page, count: None }
    }

    const fn counted(self, count: fn(&Workspace) -> usize) -> Self {
        Self { count: Some(count), ..self }
    }
}

/// The pages, by what one comes for.
const GROUPS: [(&str, &[Entry]); 4] = [
    (
        "Access",
        &[
            Entry::new("Roles", |organization| Page::Roles { organization })
                .counted(|workspace| workspace.count(UxPurpose::Role)),
            Entry::new("Permission sets", |organization| Page::Sets { organization })
                .counted(|workspace| workspace.count(UxPurpose::Set)),
            Entry::new("Access tokens", |organization| Page::Tokens { organization })
                .counted(|workspace| workspace.organization.tokens.len()),
        ],
    ),
    (
        "People",
        &[
            Entry::new("People", |organization| Page::People { organization })
                .counted(|workspace| workspace.organization.members.len()),
            Entry::new("Teams", |organization| Page::Teams { organization })
                .counted(|workspace| workspace.organization.teams.len()),
        ],
    ),
    (
        "Review",
        &[
            Entry::new("Explorer", |organization| Page::Explorer {
                organization,
                query: String::new(),
            }),
            Entry::new("Guardrails", |organization| Page::Guardrails { organization })
                .counted(|workspace| workspace.organization.guardrails.len()),
            Entry::new("Audit log", |organization| Page::Audit {
                organization,
                query: String::new(),
            }),
        ],
    ),
    ("Organization", &[Entry::new("Settings", |organization| Page::Settings { organization })]),
];

/// The ways to the pages of the organization on the desk.
#[component]
pub fn Navigation() -> impl IntoView {
    let (desk, session) = (expect_context::<Desk>(), expect_context::<Session>());
    let link = move |organization: &str, entry: &'static Entry| {
        let count = move || Some(entry.count?(&*desk.ready()?));
        view! {
            <li>
                <A href=(entry.page)(organization.to_owned()).path() attr:class="side-bar__link">
                    {entry.name}
                    {move || count().map(|count| view! { <span class="side-bar__count">{count}</span> })}
                </A>
            </li>
        }
    };
    let group = move |organization: &str, (heading, entries): (&'static str, &'static [Entry])| {
        let links = entries.iter().map(|entry| link(organization, entry)).collect_view();
        view! {
            <li class="side-bar__group">
                <span class="side-bar__heading">{heading}</span>
                <ul>{links}</ul>
            </li>
        }
    };
    let groups = move |organization: &str| {
        GROUPS.into_iter().map(|one| group(organization, one)).collect_view()
    };
    // A page of no organization leads into each.
    let organizations = move || {
        let account = session.account();
        let known = account.iter().flat_map(|account| &account.organizations);
        let links = known.map(|organization| {
            let name = organization.github_login.clone();
            let page = Page::Roles { organization: name.clone() };
            view! { <li><A href=page.path() attr:class="side-bar__link">{name}</A></li> }
        });
        view! {
            <li class="side-bar__group">
                <span class="side-bar__heading">"Organizations"</span>
                <ul>{links.collect_view()}</ul>
            </li>
        }
    };
    let pages = NodeRef::<html::Nav>::new();
    let path = use_location().pathname;
    // Where there is little room the links are a strip that is wider than the screen.
    Effect::new(move |_| {
        let (Some(pages), Some(_)) = (pages.get(), desk.name()) else { return };
        path.track();
        // The counts come with the organization and make the links before it wider.
        desk.ready();
        request_animation_frame(move || {
            if let Ok(Some(current)) = pages.query_selector("[aria-current=page]") {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
                current.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    });
    view! {
        <nav class="side-bar__pages" aria-label="Pages" node_ref=pages>
            <ul>
                {move || match desk.name() {
                    Some(organization) => groups(&organization).into_any(),
                    None => organizations().into_any(),
                }}
            </ul>
        </nav>
    }
}
