//! How guardrails fare, for people.

use policy::{EntityType, Guardrail, Organization, Statement};
use wire::diff::Example;
use wire::prove::Proof;

use super::asked::called;

/// What is wrong with the guardrail of this name in `organization`, as [`problem_with`] says.
pub fn problem(organization: &Organization, proof: &Proof) -> Option<String> {
    let mut guardrails = organization.guardrails.iter();
    problem_with(organization, guardrails.find(|one| one.name == proof.name), proof)
}

/// What is wrong, by whom and where: `ada may `stack:delete`, which nobody may, for example on stack …`.
pub fn problem_with(
    organization: &Organization,
    guardrail: Option<&Guardrail>,
    proof: &Proof,
) -> Option<String> {
    let problem = proof.problem.clone()?;
    let who = proof.subject.as_ref().map(|who| match who.subject_type.as_str() {
        // It has no name, and is judged by itself.
        "draft" => "its holders".to_owned(),
        "user" => who.name.clone(),
        noun => format!("{noun} {}", called(organization, who)),
    });
    let problem = match (who, guardrail.map(|one| &one.statement)) {
        (Some(who), Some(Statement::Never { never, .. })) => {
            format!("{who} may `{}`, which nobody may", never.scope)
        }
        (Some(who), _) => format!("{problem}, by {who}"),
        (None, _) => problem,
    };
    let example = proof.example.as_ref();
    let example = example.map(|example| format!("for example on {}", place(organization, example)));
    let parts: Vec<_> = std::iter::once(problem).chain(example).collect();
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
    use policy::{EntityType, Organization, Statement};
    use wire::diff::Example;
    use wire::prove::Proof;
    use wire::snapshot::EntityKey;
    use wire::subject::Label;

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

    #[test]
    fn who_may_what_nobody_may_is_named() {
        let mut organization = (*Workspace::parse(DEMO).unwrap().organization).clone();
        let guardrail = organization
            .guardrails
            .iter()
            .find(|one| matches!(&one.statement, Statement::Never { .. }));
        let guardrail = guardrail.cloned().unwrap();
        let Statement::Never { never, .. } = &guardrail.statement else { unreachable!() };
        let scope = never.scope;
        let label = |subject_type: &str, name: &str| Label {
            subject_type: subject_type.to_owned(),
            id: Some(name.to_owned()),
            name: name.to_owned(),
        };
        let proof = |subject: Option<Label>| Proof {
            name: guardrail.name.clone(),
            holds: false,
            problem: Some("somebody may do what nobody may".to_owned()),
            subject,
            example: None,
            grants: Vec::new(),
        };
        let told = |organization: &Organization, who| {
            super::problem(organization, &proof(Some(who))).unwrap()
        };
        let may = format!("may `{scope}`, which nobody may");
        assert_eq!(told(&organization, label("user", "ada")), format!("ada {may}"));
        assert_eq!(told(&organization, label("team", "data")), format!("team data {may}"));
        assert_eq!(told(&organization, label("draft", "")), format!("its holders {may}"));
        organization.guardrails.clear();
        assert_eq!(
            told(&organization, label("user", "ada")),
            "somebody may do what nobody may, by ada"
        );
    }
}
