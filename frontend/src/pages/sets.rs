//! The permission sets of an organization.

use leptos::prelude::*;
use leptos_router::components::A;
use policy::{EntityType, ResourceType};

use crate::app::desk::Desk;
use crate::app::may::{Lacking, May};
use crate::components::icon::{Glyph, Icon};
use crate::components::menu::Menu;
use crate::components::sheet::{Section, Sheet};
use crate::pages::set::ACTS;
use crate::preview::words::amount;
use crate::routes::Page;
use crate::state::date::day;
use crate::state::sets::SetEntry;
use crate::state::sought::Sought;

/// What sets are meant for, with the heading they stand under.
pub const KINDS: [(ResourceType, &str); 4] = [
    (ResourceType::Entity(EntityType::Stack), "For stacks"),
    (ResourceType::Entity(EntityType::Environment), "For environments"),
    (ResourceType::Entity(EntityType::InsightsAccount), "For accounts"),
    (ResourceType::Global, "For the organization"),
];

/// The permission sets of an organization, by what they are meant for.
#[component]
pub fn SetsPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let (may, query) = (May::here(), RwSignal::new(String::new()));
    let organization = move || desk.name().unwrap_or_default();
    // Whatever is searched for, they are read once.
    let sets = Memo::new(move |_| desk.ready().map(|workspace| workspace.sets()));
    let create = move || {
        may.holds("role:create").then(|| view! {
            <Menu label="Create set…" text="Create set…">
                {KINDS
                    .into_iter()
                    .map(|(of, heading)| {
                        let page = Page::NewSet { organization: organization(), resource_type: of.name() };
                        view! { <A href=page.path() attr:class="menu__item">{heading}</A> }
                    })
                    .collect_view()}
            </Menu>
        })
    };
    let sections = move || {
        let (organization, query) = (organization(), query.get());
        sets.with(|sets| {
            let sets = sets.as_ref()?;
            let of = |resource_type: Option<ResourceType>| -> Vec<_> {
                sets.iter().filter(|set| set.resource_type == resource_type).collect()
            };
            let kind = |(kind, heading): (ResourceType, &'static str)| {
                section(&organization, heading, &of(Some(kind)), &query)
            };
            let others = of(None);
            let others = (!others.is_empty())
                .then(|| section(&organization, "For nothing in particular", &others, &query));
            Some(view! { {KINDS.into_iter().map(kind).collect_view()} {others} })
        })
    };
    view! {
        <Sheet
            title="Permission sets"
            lead="Bundles of scopes that roles grant by name. A change to a set reaches every role that uses it."
            query
            actions=create
        >
            <Lacking acts=&ACTS/>
            {sections}
        </Sheet>
    }
}

fn section(
    organization: &str,
    heading: &'static str,
    sets: &[&SetEntry],
    query: &str,
) -> impl IntoView + use<> {
    let total = sets.len();
    let sought = Sought::parse(query);
    let is_found = |set: &&&SetEntry| {
        let scopes = set.scopes().iter().map(policy::Scope::name).collect::<Vec<_>>().join(" ");
        sought.is_in(&[&set.name, &set.description, &scopes])
    };
    let found: Vec<_> = sets.iter().filter(is_found).collect();
    let content = if found.is_empty() {
        let words = match total {
            0 => "None yet".to_owned(),
            _ => format!("No set for them matches “{}”", query.trim()),
        };
        view! { <p class="sheet__none">{words}</p> }.into_any()
    } else {
        let rows = found.into_iter().map(|set| row(organization, (*set).clone())).collect_view();
        view! {
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Set"</th>
                        <th scope="col">"Scopes"</th>
                        <th scope="col">"Used by"</th>
                        <th scope="col" class="table__number">"Version"</th>
                        <th scope="col">"Last change"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! { <Section heading total>{content}</Section> }
}

fn row(organization: &str, set: SetEntry) -> impl IntoView + use<> {
    let page = Page::Set { organization: organization.to_owned(), id: set.id.clone() };
    let scopes = set.scopes();
    let sensitive = scopes.iter().filter(|scope| scope.sensitivity().is_some()).count();
    let names: Vec<_> = set.used_by.iter().map(|(_, name)| name.clone()).collect();
    let used = match names.len() {
        0 => "No role".to_owned(),
        count => amount(count, "role"),
    };
    let modified = set.edition.modified.clone();
    view! {
        <tr class="table__row--link">
            <th scope="row" class="table__name set-row__name">
                <A href=page.path()>{set.name}</A>
                {set.is_built_in.then(|| view! { <span class="pill pill--plain">"Built in"</span> })}
                <p>{set.description}</p>
            </th>
            <td>
                {amount(scopes.len(), "scope")}
                {(sensitive > 0)
                    .then(|| {
                        view! {
                            <span class="set-row__sensitive">
                                <Icon glyph=Glyph::Shield/>
                                {format!("{sensitive} sensitive")}
                            </span>
                        }
                    })}
            </td>
            <td class="table__date" title=names.join(", ")>{used}</td>
            <td class="table__number">{format!("v{}", set.edition.version)}</td>
            <td class="table__date">
                {if modified.is_empty() { "Never".to_owned() } else { day(&modified) }}
            </td>
        </tr>
    }
}
