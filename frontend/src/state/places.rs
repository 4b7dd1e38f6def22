//! Everything that one can go to, by name.

use policy::{Organization, UxPurpose};

use super::asked::written_entity;
use super::sought::Sought;
use super::workspace::Workspace;
use crate::routes::{Page, escaped};

/// How many places are offered at once.
const OFFERED: usize = 30;

/// Something that one can go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What it is.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub page: Page,
}

/// The places whose kind and name have all words of `query`, pages first.
pub fn found(workspace: &Workspace, query: &str) -> Vec<Place> {
    let sought = &Sought::parse(query);
    let organization = &workspace.organization;
    let pages = pages(&organization.name);
    let pages = pages.filter(|place| sought.is_in(&[place.kind, &place.name]));
    let places = pages.chain(records(organization, sought)).chain(holders(organization, sought));
    // Entities are many, and nobody means all of them.
    let entities = (!sought.is_empty()).then(|| entities(organization, sought));
    places.chain(entities.into_iter().flatten()).take(OFFERED).collect()
}

fn pages(organization: &str) -> impl Iterator<Item = Place> + use<> {
    let own = organization.to_owned();
    let of = move |name: &str, page: fn(String) -> Page| Place {
        kind: "Page",
        name: name.to_owned(),
        page: page(own.clone()),
    };
    [
        of("Roles", |organization| Page::Roles { organization }),
        of("Permission sets", |organization| Page::Sets { organization }),
        of("Access tokens", |organization| Page::Tokens { organization }),
        of("New access token", |organization| Page::NewToken { organization, kind: None }),
        of("People", |organization| Page::People { organization }),
        of("Teams", |organization| Page::Teams { organization }),
        of("Explorer", |organization| Page::Explorer { organization, query: String::new() }),
        of("Guardrails", |organization| Page::Guardrails { organization }),
        of("Audit log", |organization| Page::Audit { organization, query: String::new() }),
        of("Settings", |organization| Page::Settings { organization }),
        of("About", |_| Page::About),
    ]
    .into_iter()
}

/// What is called `name`, if that is searched for; nothing is written down about the others, which are many.
fn place(
    sought: &Sought,
    kind: &'static str,
    name: &str,
    page: impl FnOnce() -> Page,
) -> Option<Place> {
    sought.is_in(&[kind, name]).then(|| Place { kind, name: name.to_owned(), page: page() })
}

fn records(organization: &Organization, sought: &Sought) -> impl Iterator<Item = Place> {
    organization.records.iter().filter_map(|record| {
        let of = || (organization.name.clone(), record.id.clone());
        match record.purpose {
            UxPurpose::Role => place(sought, "Role", &record.name, || {
                let (organization, id) = of();
                Page::Role { organization, id }
            }),
            UxPurpose::Set => place(sought, "Permission set", &record.name, || {
                let (organization, id) = of();
                Page::Set { organization, id }
            }),
            _ => None,
        }
    })
}

fn holders(organization: &Organization, sought: &Sought) -> impl Iterator<Item = Place> {
    let own = || organization.name.clone();
    let people = organization.members.iter().filter_map(move |member| {
        let page = || Page::Person { organization: own(), login: member.login.clone() };
        place(sought, "Person", &member.login, page)
    });
    let teams = organization.teams.iter().filter_map(move |team| {
        let page = || Page::Team { organization: own(), name: team.name.clone() };
        place(sought, "Team", &team.name, page)
    });
    let tokens = organization.tokens.iter().filter_map(move |token| {
        let page = || Page::Token { organization: own(), id: token.id.clone() };
        place(sought, "Token", &token.name, page)
    });
    people.chain(teams).chain(tokens)
}

/// Entities lead to the question who can do something there.
fn entities(organization: &Organization, sought: &Sought) -> impl Iterator<Item = Place> {
    let kind = "Who can, on";
    let entities = organization.inventory.entities().iter();
    let found = entities
        .filter(move |entity| sought.is_in(&[kind, entity.entity_type.noun(), &entity.name]));
    found.map(move |entity| {
        let name = written_entity(entity);
        let query = format!("ask=who&entity={}", escaped(&name));
        Place {
            kind,
            name,
            page: Page::Explorer { organization: organization.name.clone(), query },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::found;
    use crate::state::workspace::Workspace;

    const DEMO: &str = include_str!("../../../demo/acme.json");

    #[test]
    fn places_are_found_by_kind_and_name() -> Result<(), wire::Fault> {
        let workspace = Workspace::parse(DEMO)?;
        let names = |query: &str| {
            found(&workspace, query)
                .into_iter()
                .map(|place| format!("{} {}", place.kind, place.name))
                .collect::<Vec<_>>()
        };
        assert_eq!(names("audit log").first().map(String::as_str), Some("Page Audit log"));
        assert!(names("role DEPLOYER payments").contains(&"Role Payments deployer".to_owned()));
        assert!(names("person ada").contains(&"Person ada".to_owned()));
        assert!(
            names("stack payments-api/prod")
                .iter()
                .any(|name| name.contains("stack payments-api/prod"))
        );
        // An entity is found by what it leads to, its type and its name, in any case.
        assert_eq!(
            names("who ON Stack Payments-API/prod-EU"),
            ["Who can, on stack payments-api/prod-eu"]
        );
        assert_eq!(names("permission SET stack-read role"), Vec::<String>::new());
        assert!(names("").len() <= super::OFFERED);
        Ok(())
    }
}
