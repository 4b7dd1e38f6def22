//! The organizations that people look at.

use policy::{Entity, EntityType};

use crate::work;

/// The value of the tag that the first rule of every role asks for.
pub const VALUE: &str = "1";

/// Entities in projects of ten, as stacks and environments come.
pub fn entities(count: usize) -> Vec<Entity> {
    let in_project = |(index, mut entity): (usize, Entity)| {
        entity.name = format!("project-{}/{index}", index / 10);
        entity
    };
    work::entities(count).into_iter().enumerate().map(in_project).collect()
}

/// Twenty rules.
///
/// The first, which is typed in, grants everything on a third of all stacks, so that each key changes the matrix in
/// thousands of rows, some of them in sight.
pub fn rules(role: usize) -> Vec<work::Rule> {
    let first = work::Rule {
        entity_type: EntityType::Stack,
        is: None,
        tags: vec![("tier", VALUE)],
        set: work::SETS.len() - 1,
    };
    std::iter::once(first).chain(work::tag_role(19, 20 + role as u64)).collect()
}
