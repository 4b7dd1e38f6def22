//! What surrounds every page: the side bar, and the organization the page is about.

pub mod keys;
pub mod navigation;
pub mod palette;
pub mod shortcuts;

use std::sync::Arc;

use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};
use leptos_router::components::{A, Outlet};
use leptos_router::hooks::{use_location, use_params_map};
use wasm_bindgen::JsCast as _;
use wire::rest::account::Account;

use crate::api;
use crate::app::desk::Desk;
use crate::app::guard::{Guard, use_go};
use crate::app::session::Session;
use crate::components::icon::{Glyph, Icon};
use crate::components::loading::{Failed, Loading, Waiting};
use crate::components::look_switch::LookSwitch;
use crate::components::notice::Notices;
use crate::pages::missing::Missing;
use crate::pages::no_access::NoAccess;
use crate::routes::Page;
use navigation::Navigation;
use palette::Palette;
use shortcuts::{Shortcuts, SingleKeys};

/// The side bar, with the page beside it.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let palette = RwSignal::new(false);
    provide_context(SingleKeys::remembered());
    let page = NodeRef::<html::Main>::new();
    let skip = move |event: ev::MouseEvent| {
        // Whoever follows it goes on from there; the router would scroll, and leave the focus on the link.
        event.prevent_default();
        if let Some(page) = page.get_untracked() {
            drop(page.focus());
        }
    };
    view! {
        <div class="shell">
            <a class="skip" href="#page" rel="external" on:click=skip>"Skip to the page"</a>
            <SideBar palette/>
            <main class="shell__page" id="page" tabindex="-1" node_ref=page>{children()}</main>
            <Palette open=palette/>
            <Shortcuts palette/>
        </div>
    }
}

#[component]
fn SideBar(
    /// Shows the palette.
    palette: RwSignal<bool>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    // Somebody else may sign in when the session has ended.
    let account = Memo::new(move |_| session.account());
    let login = move || account.get().map(|account| account.github_login.clone());
    let switch = move || account.get().map(|account| view! { <OrganizationSwitch account/> });
    view! {
        <header class="side-bar">
            <div class="side-bar__brand">
                <span class="mark" aria-hidden="true"></span>
                {switch}
            </div>
            <button class="side-bar__go" type="button" on:click=move |_| palette.set(true)>
                "Go to…"
                <kbd>"Ctrl K"</kbd>
            </button>
            <Navigation/>
            <Foot>
                <span class="side-bar__login" title="Signed in">{login}</span>
                <A href=Page::About.path() attr:class="side-bar__about">"About"</A>
                <LookSwitch/>
                <SignOut/>
            </Foot>
        </header>
    }
}

#[component]
fn OrganizationSwitch(
    /// Who is signed in.
    account: Arc<Account>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let leave_for = use_go();
    let organizations = account.organizations.clone();
    if organizations.len() < 2 {
        let name = organizations.first().map(|organization| organization.github_login.clone());
        return view! { <span class="side-bar__name">{name}</span> }.into_any();
    }
    let go = move |select: &web_sys::HtmlSelectElement| {
        let organization = select.value();
        // It says where the page is, also when somebody stays there after all.
        select.set_value(&desk.name.get_untracked().unwrap_or_default());
        leave_for(&Page::Roles { organization }.path());
    };
    view! {
        <select
            class="select side-bar__name"
            aria-label="Organization"
            on:change:target=move |event| go(&event.target())
        >
            // On a page of none, each of them can be chosen.
            <option value="" hidden prop:selected=move || desk.name().is_none()>
                "Organization…"
            </option>
            {organizations
                .into_iter()
                .map(|organization| {
                    let name = organization.github_login.clone();
                    let is_current = move || desk.name().as_deref() == Some(&name);
                    view! {
                        <option value=organization.github_login.clone() prop:selected=is_current>
                            {organization.github_login.clone()}
                        </option>
                    }
                })
                .collect_view()}
        </select>
    }
    .into_any()
}

#[component]
fn SignOut() -> impl IntoView {
    let (session, notices, guard) =
        (expect_context::<Session>(), expect_context::<Notices>(), expect_context::<Guard>());
    let sign_out = move |_| {
        if guard.is_closed() {
            notices.tell("Save or discard the changes first, signing out would lose them");
            return;
        }
        spawn_local(async move {
            match api::sign_out().await {
                Ok(()) | Err(api::Failure::SignedOut) => session.end(),
                Err(failure) => notices.tell(failure.in_words()),
            }
        });
    };
    view! {
        <button class="button button--quiet button--small" type="button" on:click=sign_out>
            "Sign out"
        </button>
    }
}

/// Whom the page is for and how it looks; behind a button where there is little room.
#[component]
fn Foot(
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let (root, button) = (NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    let leave = move |event: ev::FocusEvent| {
        let next = event.related_target().and_then(|next| next.dyn_into::<web_sys::Node>().ok());
        if !root.get_untracked().is_some_and(|root| root.contains(next.as_ref())) {
            open.set(false);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            open.set(false);
            if let Some(button) = button.get_untracked() {
                drop(button.focus());
            }
        }
    };
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        open.set(false);
    });
    view! {
        <div class="side-bar__more" node_ref=root on:focusout=leave on:keydown=key>
            <button
                class="button button--icon side-bar__open"
                type="button"
                node_ref=button
                aria-label="Account and looks"
                aria-controls="side-bar-foot"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon glyph=Glyph::Dots/>
            </button>
            <div class="side-bar__foot" class:side-bar__foot--open=move || open.get() id="side-bar-foot">
                {children()}
            </div>
        </div>
    }
}

/// Brings the organization of the address to the desk and shows its pages once it is there.
#[component]
pub fn Organization() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let params = use_params_map();
    let name =
        Memo::new(move |_| params.with(|params| params.get("organization").unwrap_or_default()));
    let path = use_location().pathname;
    let is_list = move |name: String| path.get() == Page::Roles { organization: name }.path();
    Effect::new(move |_| {
        let name = name.get();
        desk.open(&name, untrack(|| is_list(name.clone())));
    });
    // The pages stay while the organization is brought anew. The list of roles does with its roles.
    let is_ready = Memo::new(move |_| {
        let name = name.get();
        desk.name().as_ref() == Some(&name)
            && (desk.ready().is_some()
                || is_list(name.clone()) && desk.roles().is_some()
                || desk.refusal().is_some() && stands_alone(&path.get(), name))
    });
    let again = Callback::new(move |()| desk.open(&name.get_untracked(), false));
    let rest = move || match desk.workspace() {
        Loading::Failed(failure) if failure.status() == Some(404) => {
            view! { <Missing what="organization"/> }.into_any()
        }
        Loading::Failed(failure) if failure.status() == Some(403) => {
            view! { <NoAccess organization=name.get() why=failure.in_words() on_retry=again/> }
                .into_any()
        }
        Loading::Failed(failure) => {
            let on_retry = again;
            view! { <Failed message=failure.in_words() on_retry/> }.into_any()
        }
        _ => view! { <Waiting what="the organization"/> }.into_any(),
    };
    move || if is_ready.get() { view! { <Outlet/> }.into_any() } else { rest().into_any() }
}

/// Whether the page at `path` is for people who may not look at roles as well: their own access tokens people see and
/// make without it, and the audit log has a scope of its own.
fn stands_alone(path: &str, organization: String) -> bool {
    let tokens = Page::Tokens { organization: organization.clone() }.path();
    let audit = Page::Audit { organization: organization.clone(), query: String::new() }.path();
    let new = Page::NewToken { organization, kind: None }.path();
    path == new
        || path == audit
        || path.strip_prefix(&tokens).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
