//! How guardrails fare, for people.

use policy::{EntityType, Organization};
use wire::diff::Example;
use wire::prove::Proof;

use super::asked::called;

/// What is wrong, by whom and where: `somebody may do what nobody may, by ada, for example on stack …`.
pub fn problem(organization: &Organization, proof: &Proof) -> Option<String> {
    let problem = proof.problem.clone()?;
    let who = proof.subject.as_ref().filter(|who| !who.name.is_empty());
    let who = who.map(|who| match who.subject_type.as_str() {
        "user" => format!("by {}", who.name),
        noun => format!("by {noun} {}", called(organization, who)),
    });
    let example = proof.example.as_ref();
    let example = example.map(|example| format!("for example on {}", place(organization, example)));
    let parts: Vec<_> = std::iter::once(problem).chain(who).chain(example).collect();
    Some(parts.join(", "))
}

/// An entity that need not exist, by its tags; one that does by its name, with the tags it would have to have where
/// they are others than its own.
pub fn place(organization: &Organization, example: &Example) -> String {
    let entity_type = EntityType::from(example.entity.entity_type);
    let noun = entity_type.noun();
    let tags: Vec<_> = example.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let inventory = &organization.inventory;
    let row = inventory.row(entity_type, &example.entity.id);
    let Some(entity) = row.and_then(|row| inventory.entity(row)) else {
        let tags = if tags.is_empty() { "no tags".to_owned() } else { tags.join(", ") };
        return format!("{noun} `{}` with {tags}", example.entity.id);
    };
    let has = |(key, value): (&String, &String)| {
        entity.tags.iter().any(|(known, of)| known == key && of == value)
    };
    let are_its_own = entity.tags.len() == example.tags.len() && example.tags.iter().all(has);
    let condition = match tags.as_slice() {
        _ if are_its_own => String::new(),
        [] => ", if it had no tags".to_owned(),
        tags => format!(", if its tags were {}", tags.join(", ")),
    };
    format!("{noun} `{}`{condition}", entity.name)
}

#[cfg(test)]
mod tests {
    use policy::{EntityType, Organization};
    use wire::diff::Example;
    use wire::snapshot::EntityKey;

    use super::place;
    use crate::state::workspace::Workspace;

    const DEMO: &str = include_str!("../../../demo/acme.json");

    fn example(id: &str, tags: &[(String, String)]) -> Example {
        let entity = EntityKey { entity_type: EntityType::Stack.into(), id: id.to_owned() };
        Example { entity, tags: tags.iter().cloned().collect() }
    }

    fn told(organization: &Organization, id: &str, tags: &[(String, String)]) -> String {
        place(organization, &example(id, tags))
    }

    #[test]
    fn an_entity_that_is_there_goes_by_its_name_and_one_that_is_not_by_its_tags() {
        let organization = Workspace::parse(DEMO).unwrap().organization;
        let mut entities = organization.inventory.entities().iter();
        let stack = entities.find(|entity| entity.name == "payments-api/prod").unwrap();
        let other = [("env".to_owned(), "lab".to_owned())];
        assert_eq!(told(&organization, &stack.id, &stack.tags), "stack `payments-api/prod`");
        assert_eq!(
            told(&organization, &stack.id, &[]),
            "stack `payments-api/prod`, if it had no tags"
        );
        assert_eq!(
            told(&organization, &stack.id, &other),
            "stack `payments-api/prod`, if its tags were env=lab"
        );
        assert_eq!(told(&organization, "any-other", &[]), "stack `any-other` with no tags");
        assert_eq!(told(&organization, "any-other", &other), "stack `any-other` with env=lab");
    }
}
