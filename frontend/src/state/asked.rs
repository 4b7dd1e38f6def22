//! Whom and what a question is about, as people write it and as an address carries it.

use policy::{Entity, EntityType, Organization, Subject, TokenKind, UxPurpose};

/// How many suggestions are made at once.
const SUGGESTED: usize = 40;

/// Somebody as people write them: `person ada`, `team payments`, `token ci`, `role Auditor`.
pub fn written(organization: &Organization, subject: &Subject) -> String {
    match subject {
        Subject::User(login) => format!("person {login}"),
        Subject::Team(name) => format!("team {name}"),
        Subject::Token(id) => {
            let token = organization.tokens.iter().find(|token| token.id == *id);
            match token.map(|token| (&token.kind, &token.name)) {
                Some((TokenKind::Personal { login }, name)) => format!("token {name} of {login}"),
                Some((TokenKind::Team { team }, name)) => format!("token {name} of team {team}"),
                Some((TokenKind::Organization { .. }, name)) => format!("token {name}"),
                None => format!("token {id}"),
            }
        }
        Subject::Role(id) => {
            let role = organization.records.find(id);
            format!("role {}", role.map_or(id, |role| &role.name))
        }
        Subject::Draft { .. } => "a draft".to_owned(),
    }
}

/// Everybody who can be asked about, people first.
fn subjects(organization: &Organization) -> impl Iterator<Item = Subject> {
    let people = organization.members.iter().map(|member| Subject::User(member.login.clone()));
    let teams = organization.teams.iter().map(|team| Subject::Team(team.name.clone()));
    let roles = organization.records.iter();
    let roles = roles.filter(|record| record.purpose == UxPurpose::Role);
    let roles = roles.map(|role| Subject::Role(role.id.clone()));
    let tokens = organization.tokens.iter().map(|token| Subject::Token(token.id.clone()));
    people.chain(teams).chain(roles).chain(tokens)
}

/// Some of those whose name has all words of `text`.
pub fn suggested_subjects(organization: &Organization, text: &str) -> Vec<String> {
    let names = subjects(organization).map(|subject| written(organization, &subject));
    suggested(names, text)
}

/// Who is written, if it is somebody.
pub fn subject(organization: &Organization, text: &str) -> Option<Subject> {
    let text = text.trim();
    let mut all = subjects(organization);
    all.find(|subject| written(organization, subject) == text)
}

/// An entity as people write it: `stack shop/prod`.
pub fn written_entity(entity: &Entity) -> String {
    format!("{} {}", entity.entity_type.noun(), entity.name)
}

/// The word for the organization itself, where an entity may be written.
pub const ORGANIZATION: &str = "the organization";

/// Some of the entities whose name has all words of `text`.
pub fn suggested_entities(organization: &Organization, text: &str) -> Vec<String> {
    suggested(organization.inventory.entities().iter().map(written_entity), text)
}

/// The entity that is written, if there is one.
pub fn entity<'o>(organization: &'o Organization, text: &str) -> Option<&'o Entity> {
    let (noun, name) = text.trim().split_once(' ')?;
    let of_type = EntityType::ALL.into_iter().find(|of| of.noun() == noun)?;
    let name = name.trim();
    let mut entities = organization.inventory.entities().iter();
    entities.find(|entity| entity.entity_type == of_type && entity.name == name)
}

/// Some of the scopes whose name has all words of `text`.
pub fn suggested_scopes(text: &str) -> Vec<String> {
    suggested(policy::catalogue::scopes().map(|scope| scope.name().to_owned()), text)
}

/// The first names that have all words of `text`, whatever their case.
fn suggested(names: impl Iterator<Item = String>, text: &str) -> Vec<String> {
    let words: Vec<_> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let is_found = |name: &String| {
        let name = name.to_lowercase();
        words.iter().all(|word| name.contains(word))
    };
    names.filter(is_found).take(SUGGESTED).collect()
}

#[cfg(test)]
mod tests {
    use super::{entity, subject, suggested_entities, suggested_subjects, written, written_entity};
    use crate::state::workspace::Workspace;

    const DEMO: &str = include_str!("../../../demo/acme.json");

    #[test]
    fn everybody_is_found_by_what_is_written() -> Result<(), wire::Fault> {
        let organization = Workspace::parse(DEMO)?.organization;
        for one in super::subjects(&organization) {
            let text = written(&organization, &one);
            assert_eq!(
                subject(&organization, &text).map(|found| written(&organization, &found)),
                Some(text)
            );
        }
        for one in organization.inventory.entities() {
            let text = written_entity(one);
            assert_eq!(entity(&organization, &text).map(written_entity), Some(text));
        }
        assert_eq!(subject(&organization, "person nobody"), None);
        assert!(
            suggested_subjects(&organization, "ADA person").iter().any(|name| name == "person ada")
        );
        assert!(suggested_entities(&organization, "").len() <= super::SUGGESTED);
        Ok(())
    }
}
