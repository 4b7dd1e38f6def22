//! Everything that one can go to, by name.

use policy::{Organization, UxPurpose};

use super::asked::written_entity;
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
    let words: Vec<_> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let is_found = |place: &Place| {
        let text = format!("{} {}", place.kind, place.name).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let organization = &workspace.organization;
    let name = organization.name.as_str();
    let places = pages(name).chain(records(organization)).chain(holders(organization));
    // Entities are many, and nobody means all of them.
    let entities = (!words.is_empty()).then(|| entities(organization)).into_iter().flatten();
    places.chain(entities).filter(is_found).take(OFFERED).collect()
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

fn records(organization: &Organization) -> impl Iterator<Item = Place> {
    organization.records.iter().filter_map(|record| {
        let (name, id) = (organization.name.clone(), record.id.clone());
        let (kind, page) = match record.purpose {
            UxPurpose::Role => ("Role", Page::Role { organization: name, id }),
            UxPurpose::Set => ("Permission set", Page::Set { organization: name, id }),
            _ => return None,
        };
        Some(Place { kind, name: record.name.clone(), page })
    })
}

fn holders(organization: &Organization) -> impl Iterator<Item = Place> {
    let name = organization.name.as_str();
    let people = organization.members.iter().map(move |member| Place {
        kind: "Person",
        name: member.login.clone(),
        page: Page::Person { organization: name.to_owned(), login: member.login.clone() },
    });
    let teams = organization.teams.iter().map(move |team| Place {
        kind: "Team",
        name: team.name.clone(),
        page: Page::Team { organization: name.to_owned(), name: team.name.clone() },
    });
    let tokens = organization.tokens.iter().map(move |token| Place {
        kind: "Token",
        name: token.name.clone(),
        page: Page::Token { organization: name.to_owned(), id: token.id.clone() },
    });
    people.chain(teams).chain(tokens)
}

/// Entities lead to the question who can do something there.
fn entities(organization: &Organization) -> impl Iterator<Item = Place> {
    organization.inventory.entities().iter().map(|entity| Place {
        kind: "Who can, on",
        name: written_entity(entity),
        page: Page::Explorer {
            organization: organization.name.clone(),
            query: format!("ask=who&entity={}", escaped(&written_entity(entity))),
        },
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
        assert!(names("").len() <= super::OFFERED);
        Ok(())
    }
}
