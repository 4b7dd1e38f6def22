//! How guardrails fare, for people.

use policy::EntityType;
use wire::diff::Example;
use wire::prove::Proof;

/// What is wrong, by whom and where: `somebody may do what nobody may, by ada, for example on stack …`.
pub fn problem(proof: &Proof) -> Option<String> {
    let problem = proof.problem.clone()?;
    let who = proof.subject.as_ref().filter(|who| !who.name.is_empty());
    let who = who.map(|who| format!("by {}", who.name));
    let example =
        proof.example.as_ref().map(|example| format!("for example on {}", place(example)));
    let parts: Vec<_> = std::iter::once(problem).chain(who).chain(example).collect();
    Some(parts.join(", "))
}

/// An entity that need not exist: stack `shop/prod` with env=prod.
pub fn place(example: &Example) -> String {
    let noun = EntityType::from(example.entity.entity_type).noun();
    let tags: Vec<_> = example.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let tags = if tags.is_empty() { "no tags".to_owned() } else { tags.join(", ") };
    format!("{noun} `{}` with {tags}", example.entity.id)
}
