//! Whom and what a question is about, as people write it and as an address carries it.

use policy::{Entity, EntityType, Organization, Subject, Token, TokenKind, UxPurpose};
use wire::subject::Label;

use super::sought::Sought;
use super::tokens::token_name;

/// How many suggestions are made at once.
const SUGGESTED: usize = 40;

/// Somebody who can be asked about.
struct Somebody<'o> {
    noun: &'static str,
    /// The parts of what they are called, which follow each other. No word of a search is in two of them.
    name: [&'o str; 3],
    id: &'o str,
    subject: fn(String) -> Subject,
}

impl<'o> Somebody<'o> {
    fn token(token: &'o Token) -> Self {
        let name = token_name(&token.id, &token.name);
        let name = match &token.kind {
            TokenKind::Personal { login } => [name, " of ", login],
            TokenKind::Team { team } => [name, " of team ", team],
            TokenKind::Organization { .. } => [name, "", ""],
        };
        Self { noun: "token", name, id: &token.id, subject: Subject::Token }
    }

    /// Everybody, people first.
    fn all(organization: &'o Organization) -> impl Iterator<Item = Self> {
        let called =
            |noun, name: &'o str, id, subject| Self { noun, name: [name, "", ""], id, subject };
        let people = organization.members.iter();
        let people =
            people.map(move |member| called("person", &member.login, &member.login, Subject::User));
        let teams = organization.teams.iter();
        let teams = teams.map(move |team| called("team", &team.name, &team.name, Subject::Team));
        let roles = organization.records.iter();
        let roles = roles.filter(|record| record.purpose == UxPurpose::Role);
        let roles = roles.map(move |role| called("role", &role.name, &role.id, Subject::Role));
        people.chain(teams).chain(roles).chain(organization.tokens.iter().map(Self::token))
    }

    /// As people write them.
    fn written(&self) -> String {
        format!("{} {}", self.noun, self.name.concat())
    }

    /// Whether they are written as a noun and a name.
    fn is_called(&self, noun: &str, name: &str) -> bool {
        let rest = || self.name.iter().try_fold(name, |rest, part| rest.strip_prefix(part));
        self.noun == noun && rest().is_some_and(str::is_empty)
    }

    fn is_found(&self, sought: &Sought) -> bool {
        let [name, joint, whose] = self.name;
        sought.is_in(&[self.noun, name, joint, whose])
    }
}

/// Somebody as people write them: `person ada`, `team payments`, `token ci`, `role Auditor`.
pub fn written(organization: &Organization, subject: &Subject) -> String {
    match subject {
        Subject::User(login) => format!("person {login}"),
        Subject::Team(name) => format!("team {name}"),
        Subject::Token(id) => {
            let token = organization.tokens.iter().find(|token| token.id == *id);
            token.map_or_else(|| format!("token {id}"), |token| Somebody::token(token).written())
        }
        Subject::Role(id) => {
            let role = organization.records.find(id);
            format!("role {}", role.map_or(id, |role| &role.name))
        }
        Subject::Draft { .. } => "a draft".to_owned(),
    }
}

/// What an answer calls somebody, without the word for what they are; behind the name of a token stands whose it is.
pub fn called(organization: &Organization, label: &Label) -> String {
    let is_it = |token: &&Token| {
        label.subject_type == "token" && label.id.as_deref() == Some(token.id.as_str())
    };
    let token = organization.tokens.iter().find(is_it);
    token.map_or_else(|| label.name.clone(), |token| Somebody::token(token).name.concat())
}

/// Some of those whose name has all words of `text`.
pub fn suggested_subjects(organization: &Organization, text: &str) -> Vec<String> {
    let sought = Sought::parse(text);
    let found = Somebody::all(organization).filter(|somebody| somebody.is_found(&sought));
    found.take(SUGGESTED).map(|somebody| somebody.written()).collect()
}

/// Who is written, if it is somebody; the first of those who are written alike.
pub fn subject(organization: &Organization, text: &str) -> Option<Subject> {
    let (noun, name) = text.trim().split_once(' ')?;
    let somebody = Somebody::all(organization).find(|somebody| somebody.is_called(noun, name))?;
    Some((somebody.subject)(somebody.id.to_owned()))
}

/// An entity as people write it: `stack shop/prod`.
pub fn written_entity(entity: &Entity) -> String {
    format!("{} {}", entity.entity_type.noun(), entity.name)
}

/// The word for the organization itself, where an entity may be written.
pub const ORGANIZATION: &str = "the organization";

/// Some of the entities whose name has all words of `text`.
pub fn suggested_entities(organization: &Organization, text: &str) -> Vec<String> {
    let sought = Sought::parse(text);
    let entities = organization.inventory.entities().iter();
    let found = entities.filter(|entity| sought.is_in(&[entity.entity_type.noun(), &entity.name]));
    found.take(SUGGESTED).map(written_entity).collect()
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
    let sought = Sought::parse(text);
    let names = policy::catalogue::scopes().map(policy::Scope::name);
    let found = names.filter(|name| sought.is_in(&[name]));
    found.take(SUGGESTED).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use policy::{Member, Organization, Subject, Team, Token, TokenKind};

    use super::{
        Somebody, entity, subject, suggested_entities, suggested_scopes, suggested_subjects,
        written, written_entity,
    };
    use crate::state::workspace::Workspace;

    const DEMO: &str = include_str!("../../../demo/acme.json");

    /// The demo organization, with people, teams and tokens whose names are easily confused.
    fn confusing() -> Result<Organization, wire::Fault> {
        let mut organization = (*Workspace::parse(DEMO)?.organization).clone();
        for login in ["a", "b", "b of c", " x", "team b", ""] {
            organization.members.push(Member { login: login.to_owned(), role_id: None });
            organization.teams.push(Team {
                name: login.to_owned(),
                members: Vec::new(),
                role_ids: Vec::new(),
                entity_grants: Vec::new(),
            });
        }
        let personal = |login: &str| TokenKind::Personal { login: login.to_owned() };
        let team = |team: &str| TokenKind::Team { team: team.to_owned() };
        let own = || TokenKind::Organization { role_id: None };
        let tokens = [
            ("a", personal("b")),
            ("a of b", own()),
            ("a of b", personal("c")),
            ("a", personal("b of c")),
            ("a of b of c", own()),
            ("a of team b", own()),
            ("a", team("b")),
            ("a", personal("team b")),
            ("", personal("b")),
            ("", own()),
            ("trailing ", own()),
            (" of ", team(" of team ")),
            ("Größe", personal("Ada of ÉCOLE")),
        ];
        for (place, (name, kind)) in tokens.into_iter().enumerate() {
            let (id, name) = (format!("confusing-{place}"), name.to_owned());
            organization.tokens.push(Token { id, name, kind, expires: 0 });
        }
        Ok(organization)
    }

    fn subjects(organization: &Organization) -> Vec<Subject> {
        Somebody::all(organization).map(|one| (one.subject)(one.id.to_owned())).collect()
    }

    #[test]
    fn everybody_is_found_by_what_is_written() -> Result<(), wire::Fault> {
        let organization = Workspace::parse(DEMO)?.organization;
        for one in subjects(&organization) {
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

    #[test]
    fn whoever_is_written_alike_is_the_first_of_them() -> Result<(), wire::Fault> {
        let organization = confusing()?;
        let all = subjects(&organization);
        let texts: Vec<_> = all.iter().map(|one| written(&organization, one)).collect();
        let strange =
            ["person", "person ", "ada", "a draft", "token", " token a  ", "Token ci", "é a"];
        let asked = texts.iter().map(String::as_str).chain(strange);
        for text in asked {
            // What is written of everybody, one after the other.
            let place = texts.iter().position(|written| written == text.trim());
            let first = place.and_then(|place| all.get(place).cloned());
            assert_eq!(subject(&organization, text), first, "{text:?}");
        }
        let called = |id: &str| written(&organization, &Subject::Token(id.to_owned()));
        assert_eq!(called("confusing-0"), "token a of b");
        assert_eq!(called("confusing-1"), "token a of b");
        assert_eq!(called("confusing-6"), "token a of team b");
        assert_eq!(called("nobody"), "token nobody");
        // A personal token without a name is told by what tells it from the others of the same person.
        assert_eq!(called("confusing-8"), "token confusing-8 of b");
        let token = |id: &str| Some(Subject::Token(id.to_owned()));
        assert_eq!(subject(&organization, "token a of b"), token("confusing-0"));
        assert_eq!(subject(&organization, "token a of b of c"), token("confusing-2"));
        assert_eq!(subject(&organization, "token a of team b"), token("confusing-5"));
        Ok(())
    }

    #[test]
    fn what_is_suggested_has_every_word_in_what_is_written() -> Result<(), wire::Fault> {
        let organization = confusing()?;
        let has = |name: &str, text: &str| {
            let (name, text) = (name.to_lowercase(), text.to_lowercase());
            text.split_whitespace().all(|word| name.contains(word))
        };
        let first = |names: Vec<String>, text: &str| {
            let found = names.into_iter().filter(|name| has(name, text));
            found.take(super::SUGGESTED).collect::<Vec<_>>()
        };
        for text in
            ["", "OF b", "team", "größe école", "TOKEN a of", "ken", "stack PROD", "nothing"]
        {
            let all = subjects(&organization).into_iter();
            let written = all.map(|one| written(&organization, &one)).collect();
            assert_eq!(suggested_subjects(&organization, text), first(written, text), "{text:?}");
            let entities = organization.inventory.entities().iter().map(written_entity).collect();
            assert_eq!(suggested_entities(&organization, text), first(entities, text), "{text:?}");
            let scopes = policy::catalogue::scopes().map(|scope| scope.name().to_owned()).collect();
            assert_eq!(suggested_scopes(text), first(scopes, text), "{text:?}");
        }
        Ok(())
    }
}
