//! The parts that the program is taken apart into.
//!
//! Each function says which part it belongs to and returns how a page is drawn; what only these pages need is in the
//! part, and what several parts share comes beside them. The part is fetched when the function is called for the first
//! time: the attribute declares it twice, as an import of the program and as an export of the part.

#[cfg(not(feature = "split"))]
use std::future::{Ready, ready};
use std::pin::Pin;

use frontend::pages::roles::marks::{self, Brought, Find};
use frontend::{gallery, pages};
use leptos::prelude::*;
#[cfg(feature = "split")]
use wasm_split_helpers::wasm_split;

/// How a page is drawn, once its part is there.
pub(crate) type Loaded = Result<fn() -> AnyView, Missing>;

/// A part that did not come. What the browser says of it stands in its console.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Missing;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Waits for a part.
pub(crate) type Load = fn() -> Pin<Box<dyn Future<Output = Loaded>>>;

macro_rules! parts {
    ($($part:ident { $($name:ident: $page:path,)+ })+) => {
        mod entry {
            use super::*;

            $($(
                #[cfg(feature = "split")]
                #[wasm_split($part, fallible)]
                pub(super) fn $name() -> Loaded {
                    Ok(|| $page().into_any())
                }

                #[cfg(not(feature = "split"))]
                pub(super) fn $name() -> Ready<Loaded> {
                    ready(Ok(|| $page().into_any()))
                }
            )+)+
        }

        $($(
            pub(crate) fn $name() -> Pin<Box<dyn Future<Output = Loaded>>> {
                Box::pin(entry::$name())
            }
        )+)+
    };
}

/// Brings what the engine has to say about saved roles, which the list of them tells after it is drawn.
pub(crate) fn findings() -> Brought {
    // Where it does not come, the list says so.
    Box::pin(async { finding::find().await.ok() })
}

#[cfg_attr(
    feature = "split",
    expect(
        clippy::unnecessary_wraps,
        reason = "what fetches a part makes it a failure where it does not come"
    )
)]
mod finding {
    #[cfg(feature = "split")]
    use super::wasm_split;
    use super::{Find, Missing, marks};
    #[cfg(not(feature = "split"))]
    use super::{Ready, ready};

    #[cfg(feature = "split")]
    #[wasm_split(findings, fallible)]
    pub(super) fn find() -> Result<Find, Missing> {
        Ok(marks::find)
    }

    #[cfg(not(feature = "split"))]
    pub(super) fn find() -> Ready<Result<Find, Missing>> {
        ready(Ok(marks::find))
    }
}

// Few, since each combination of parts that share code is a module of its own.
parts! {
    editor {
        role: pages::role::RolePage,
        new_role: pages::role::NewRolePage,
    }
    managing {
        sets: pages::sets::SetsPage,
        set: pages::set::SetPage,
        new_set: pages::set::NewSetPage,
        tokens: pages::tokens::TokensPage,
        token: pages::token::TokenPage,
        new_token: pages::tokens::create::NewTokenPage,
        token_policy: pages::tokens::policy::TokenPolicyPage,
        people: pages::people::PeoplePage,
        person: pages::people::person::PersonPage,
        teams: pages::teams::TeamsPage,
        team: pages::team::TeamPage,
    }
    asking {
        explorer: pages::explorer::ExplorerPage,
        guardrails: pages::guardrails::GuardrailsPage,
        audit: pages::audit::AuditPage,
        settings: pages::settings::SettingsPage,
        about: pages::about::AboutPage,
    }
    showing {
        gallery: gallery::GalleryPage,
    }
}
