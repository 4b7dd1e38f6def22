//! A draft that comes with the address, and its way into one.

use std::fmt::Write as _;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::editor::Editor;
use crate::components::clipboard::ByHand;
use crate::components::packing::{PackingError, packed, unpacked};
use crate::components::prose::{capital, marked};
use crate::routes::{Beginning, Page};
use crate::state::draft::Draft;
use crate::state::draft_link::{DraftLink, DraftLinkError, MOST_BYTES, fragment, packed_in};

/// From how many characters on a link is cut by some of the programs that people send links with.
const LONG: usize = 2_000;

/// What became of the draft in the address.
#[derive(Debug, Clone, PartialEq)]
enum Arrival {
    /// It is on screen; the version it was begun on, where another is saved now.
    Opened { begun_on: Option<u32> },
    /// It is what is saved.
    Same,
    /// It is not on screen.
    Refused(DraftLinkError),
    /// The role must stay as it is.
    ReadOnly,
}

/// Opens the draft that the address carries, as a change that is not saved, and says so.
#[component]
pub fn ArrivedDraft() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let (location, navigate) = (use_location(), use_navigate());
    let arrival = RwSignal::new(None::<Arrival>);
    Effect::new(move |_| {
        let Some(packed) = location.hash.with(|hash| packed_in(hash)) else { return };
        // Once it is here, loading the page anew must not bring back a draft that was saved or put away.
        let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
        let query = query.trim_start_matches('?');
        let address = if query.is_empty() { path } else { format!("{path}?{query}") };
        let options =
            NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&address, options);
        spawn_local(async move {
            let read = read(packed).await;
            // The page may have been left meanwhile.
            if editor.draft.try_get_untracked().is_some() {
                arrival.set(Some(arrive(&editor, read)));
            }
        });
    });
    let dismiss = move || {
        view! {
            <button class="button button--small" type="button" on:click=move |_| arrival.set(None)>
                "Dismiss"
            </button>
        }
    };
    move || {
        arrival.get().map(|arrival| match arrival {
            Arrival::Refused(error) => view! {
                <div class="banner banner--danger" role="alert" data-testid="arrived-draft">
                    <span>
                        <b>"The draft in the link was not opened. "</b>
                        {marked(&capital(&error.to_string()))}
                        ". "
                        {unharmed(&editor)}
                    </span>
                    {dismiss()}
                </div>
            }
            .into_any(),
            calm => view! {
                <div class="banner" role="status" data-testid="arrived-draft">
                    <span>{words(&calm)}</span>
                    {dismiss()}
                </div>
            }
            .into_any(),
        })
    }
}

async fn read(packed: Result<Vec<u8>, DraftLinkError>) -> Result<DraftLink, DraftLinkError> {
    let content = unpacked(&packed?, MOST_BYTES).await.map_err(because)?;
    DraftLink::of_content(&content)
}

const fn because(error: PackingError) -> DraftLinkError {
    match error {
        PackingError::TooLarge => DraftLinkError::TooLarge,
        PackingError::Damaged => DraftLinkError::Damaged,
        PackingError::Unsupported => DraftLinkError::Unsupported,
    }
}

fn arrive(editor: &Editor, read: Result<DraftLink, DraftLinkError>) -> Arrival {
    let version = editor.version.get_untracked();
    let id = editor.role.with_value(|role| role.id.clone());
    let organization = editor.desk.name.get_untracked().unwrap_or_default();
    let about = read.and_then(|link| link.about(&organization, version.map(|_| id.as_str())));
    let link = match about {
        Ok(_) if editor.is_read_only() => return Arrival::ReadOnly,
        Ok(link) => link,
        Err(error) => return Arrival::Refused(error),
    };
    let organization = editor.organization.get_untracked();
    let begun_on = link.version.filter(|begun_on| version.is_some_and(|now| now != *begun_on));
    let draft = Draft::new(link.name, link.description, link.details, &organization.records);
    editor.settle();
    editor.edit(None, |_| draft);
    if version.is_some() && editor.changes.get_untracked() == 0 {
        return Arrival::Same;
    }
    Arrival::Opened { begun_on }
}

fn words(arrival: &Arrival) -> String {
    match arrival {
        Arrival::Opened { begun_on: None } => {
            "This draft came with the link; nothing is saved. Undo takes it away again".to_owned()
        }
        Arrival::Opened { begun_on: Some(version) } => format!(
            "This draft came with the link; nothing is saved. It was begun on version {version}, and another is saved now: see below what it would change. Undo takes it away again"
        ),
        Arrival::Same => "The draft in the link is what is saved".to_owned(),
        Arrival::ReadOnly | Arrival::Refused(_) => {
            "The link carries a draft, but this role is built in and stays as it is".to_owned()
        }
    }
}

/// What is on screen instead.
fn unharmed(editor: &Editor) -> &'static str {
    match (editor.version.get_untracked(), editor.changes.get_untracked()) {
        (None, _) => "What stands here is as it was",
        (Some(_), 0) => "You see the role as it is saved",
        (Some(_), _) => "Your own changes are as they were",
    }
}

/// Puts an address on the clipboard that opens the draft for somebody else.
#[component]
pub fn CopyLink() -> impl IntoView {
    let (editor, by_hand) = (expect_context::<Editor>(), expect_context::<ByHand>());
    let link = RwSignal::new(None::<Result<Link, String>>);
    // It is packed while the menu opens: some browsers let a page write to the clipboard only at once.
    spawn_local(async move {
        let made = make(&editor).await;
        link.try_set(Some(made));
    });
    let take = move |_| match link.get_untracked() {
        None => {}
        Some(Err(reason)) => editor.notices.tell(reason),
        Some(Ok(Link { address, told })) => by_hand.take(address, told),
    };
    view! {
        <button
            class="menu__item"
            type="button"
            aria-disabled=move || link.with(Option::is_none).to_string()
            on:click=take
        >
            "Link to this draft"
        </button>
    }
}

/// An address that carries the draft, and what is told of it.
#[derive(Debug, Clone)]
struct Link {
    address: String,
    told: String,
}

/// Makes the link; why not, where it cannot be made.
async fn make(editor: &Editor) -> Result<Link, String> {
    let draft = editor.draft.get_untracked();
    if let Some(problem) = draft.problem() {
        return Err(format!("Nothing was copied, the JSON cannot be read: {problem}"));
    }
    let organization = editor.desk.name.get_untracked().unwrap_or_default();
    let version = editor.version.get_untracked();
    let role = version.map(|_| editor.role.with_value(|role| role.id.clone()));
    let page = match role.clone() {
        Some(id) => Page::Role { organization: organization.clone(), id },
        None => Page::NewRole {
            organization: organization.clone(),
            begins_with: Beginning::Nothing,
            name: String::new(),
            description: String::new(),
        },
    };
    let link = DraftLink {
        organization,
        role,
        version,
        name: draft.name.clone(),
        description: draft.description.clone(),
        details: draft.details.as_ref().clone(),
    };
    let written = async {
        let packed = packed(&link.content()?).await.map_err(because)?;
        fragment(&packed)
    };
    let fragment = written
        .await
        .map_err(|error| format!("Nothing was copied, {error}. Copy it as JSON instead"))?;
    let address = format!("{}{}#{fragment}", location().origin().unwrap_or_default(), page.path());
    let mut told = "The link is on the clipboard. Whoever opens it sees this draft, if they may see the organization; nothing is saved or sent".to_owned();
    if draft.form.rules.iter().any(|rule| !rule.is_said()) {
        told += ". Rules that are not finished are not in it";
    }
    if address.len() > LONG {
        // Writing to a string cannot fail.
        let _ = write!(told, ". It has {} characters, which some programs cut", address.len());
    }
    Ok(Link { address, told })
}
