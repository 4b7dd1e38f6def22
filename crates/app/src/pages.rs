//! Which page is where.

use frontend::pages::missing::Missing;
use frontend::pages::roles::RolesPage;
use frontend::pages::shell::Organization;
use frontend::pages::start::{OrganizationStart, StartPage};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};
use leptos_router::path;

use crate::part::part;
use crate::parts::{self, Load};

/// Says once in which part of the program the page at an address is: to the router, and to what is fetched ahead.
macro_rules! pages {
    (at_top { $($top:tt => $top_part:ident,)+ } of_organization { $($path:tt => $part:ident,)+ }) => {
        /// The pages that are in a part, by their address.
        const AT_TOP: &[(&str, Load)] = &[$(($top, parts::$top_part),)+];
        /// The same of an organization, by what follows its name.
        const OF_ORGANIZATION: &[(&str, Load)] = &[$(($path, parts::$part),)+];

        /// The page at the current address.
        pub(crate) fn pages() -> AnyView {
            view! {
                <Routes fallback=|| view! { <Missing what="page"/> }>
                    <Route path=path!("/") view=StartPage/>
                    $(<Route path=path!($top) view=|| part(parts::$top_part)/>)+
                    <ParentRoute path=path!("/orgs/:organization") view=Organization>
                        <Route path=path!("") view=OrganizationStart/>
                        <Route path=path!("/roles") view=RolesPage/>
                        $(<Route path=path!($path) view=|| part(parts::$part)/>)+
                    </ParentRoute>
                </Routes>
            }
            .into_any()
        }
    };
}

pages! {
    at_top {
        "/about" => about,
        // No link leads there.
        "/gallery" => gallery,
    }
    of_organization {
        "/roles/:id" => role,
        "/new-role" => new_role,
        "/explorer" => explorer,
        "/guardrails" => guardrails,
        "/audit" => audit,
        "/settings" => settings,
        "/sets" => sets,
        "/sets/:id" => set,
        "/new-set" => new_set,
        "/people" => people,
        "/people/:login" => person,
        "/teams" => teams,
        "/teams/:name" => team,
        "/tokens" => tokens,
        "/tokens/:id" => token,
        "/new-token" => new_token,
        "/token-policy" => token_policy,
    }
}

/// What loads the part that the page at `path` is in. The list of roles and the start are in none.
pub(crate) fn part_of(path: &str) -> Option<Load> {
    let inside = path.strip_prefix("/orgs/").and_then(|rest| rest.split_once('/'));
    let (pages, path) = match inside {
        Some((_organization, rest)) => (OF_ORGANIZATION, rest),
        None => (AT_TOP, path.trim_start_matches('/')),
    };
    let page = pages.iter().find(|(page, _)| leads_to(path, page));
    page.map(|(_, load)| *load)
}

/// Whether `path`, without its first slash, is an address of `page`.
fn leads_to(path: &str, page: &str) -> bool {
    let (mut given, mut wanted) = (path.split('/'), page.split('/').skip(1));
    loop {
        match (given.next(), wanted.next()) {
            (None, None) => return true,
            (Some(given), Some(wanted)) if given == wanted || wanted.starts_with(':') => {}
            _ => return false,
        }
    }
}
