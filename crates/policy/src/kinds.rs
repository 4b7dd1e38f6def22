//! The kinds of entities that a program tells apart, also those of which there is none yet.

use crate::{
    Case, Entity, EntityType, Granted, Program, TooComplex,
    compare::{abilities, regions},
    order,
    region::{Builder, Region},
};

/// Entities of one type that are granted the same: a row for the future.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// The type.
    pub entity_type: EntityType,
    /// Which entities these are, case by case; every entity of the type is of exactly one kind.
    pub cases: Vec<Case>,
    /// Whether `cases` are all of them, as for [`crate::Change::is_complete`].
    pub is_complete: bool,
    /// One of these entities, which need not exist.
    pub example: Entity,
    /// What is granted on each of them; the rules are those that hold on the example.
    pub granted: Granted,
}

/// How many kinds are told apart; a program that distinguishes more is too complex to be shown so.
const MAX_KINDS: usize = 500;

impl Kind {
    /// The kinds of entities of `entity_type` on which `program` grants different scopes, or opens for
    /// different times: exactly, over all possible entities. What is granted nothing comes last.
    ///
    /// # Errors
    ///
    /// [`TooComplex`] when there are more than 500, or when they cannot be told apart within the bounds of a comparison.
    pub fn of(program: &Program, entity_type: EntityType) -> Result<Vec<Self>, TooComplex> {
        let mut builder = Builder::new(&[program], entity_type)?;
        let abilities = abilities(&[program], entity_type);
        let mut distinct = regions(&mut builder, program, &abilities)?;
        order::sort(&mut distinct);
        distinct.dedup();
        let mut parts = vec![Region::ALL];
        for region in distinct {
            let mut finer = Vec::with_capacity(parts.len() + 1);
            for part in parts {
                let inside = builder.diagram.and(part, region)?;
                let outside = builder.diagram.without(part, region)?;
                finer.extend([inside, outside].into_iter().filter(|part| *part != Region::NONE));
            }
            if finer.len() > MAX_KINDS {
                return Err(TooComplex);
            }
            parts = finer;
        }
        let kind = |part| {
            let (cases, is_complete) = builder.cases(part);
            // A part that is not empty has an example.
            let example = builder.example(part)?;
            let granted = program.on_entity(&example);
            Some(Self { entity_type, cases, is_complete, example, granted })
        };
        let mut kinds: Vec<_> = parts.into_iter().filter_map(kind).collect();
        order::sort_by_key(&mut kinds, |kind| kind.granted.scopes.is_empty());
        Ok(kinds)
    }

    /// Whether `entity` is one of these, where the cases are complete.
    pub fn contains(&self, entity: &Entity) -> bool {
        self.cases.iter().any(|case| case.holds_for(entity))
    }
}
