//! What two programs both grant, over everything that could ever be asked.

use crate::{
    Case, Entity, EntityType, Program, Scope, ScopeSet, TooComplex,
    compare::{abilities, regions},
    order,
    region::{Builder, Region},
};

/// What two programs both grant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overlap {
    /// What both grant on the organization.
    pub organization: ScopeSet,
    /// What both grant on entities, by type.
    pub shared: Vec<Shared>,
}

/// Scopes that two programs both grant on the same entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The type of the entities.
    pub entity_type: EntityType,
    /// The scopes.
    pub scopes: ScopeSet,
    /// On which entities, case by case.
    pub cases: Vec<Case>,
    /// Whether `cases` are all of them, as for [`crate::Change::is_complete`].
    pub is_complete: bool,
    /// An entity on which both grant them, also one that does not exist.
    pub example: Entity,
}

impl Overlap {
    /// What both programs grant: exactly, over all possible entities.
    ///
    /// # Errors
    ///
    /// [`TooComplex`] when the two distinguish more cases than can be compared.
    pub fn of(left: &Program, right: &Program) -> Result<Self, TooComplex> {
        let organization =
            left.on_organization().scopes.intersection(right.on_organization().scopes);
        let mut overlap = Self { organization, shared: Vec::new() };
        for entity_type in EntityType::ALL {
            overlap.shared.extend(shared(left, right, entity_type)?);
        }
        Ok(overlap)
    }

    /// Whether there is nothing that both grant: the two are disjoint.
    pub fn is_none(&self) -> bool {
        self.organization.is_empty() && self.shared.is_empty()
    }
}

fn shared(
    left: &Program,
    right: &Program,
    entity_type: EntityType,
) -> Result<Vec<Shared>, TooComplex> {
    let mut builder = Builder::new(&[left, right], entity_type)?;
    let mut abilities = abilities(&[left, right], entity_type);
    // For how long an environment opens does not matter: both open it.
    abilities.retain(|(_, longer_than)| longer_than.is_none());
    let lefts = regions(&mut builder, left, &abilities)?;
    let rights = regions(&mut builder, right, &abilities)?;
    let mut found = Vec::<(Region, Scope)>::new();
    for (((scope, _), left), right) in abilities.into_iter().zip(lefts).zip(rights) {
        let both = builder.diagram.and(left, right)?;
        if both != Region::NONE {
            found.push((both, scope));
        }
    }
    order::sort_by_key(&mut found, |(region, _)| *region);
    let told = |alike: &[(Region, Scope)]| {
        let region = alike.first()?.0;
        let scopes = alike.iter().map(|(_, scope)| *scope).collect();
        let (cases, is_complete) = builder.cases(region);
        // A region that is not empty has an example.
        let example = builder.example(region)?;
        Some(Shared { entity_type, scopes, cases, is_complete, example })
    };
    Ok(found.chunk_by(|(one, _), (other, _)| one == other).filter_map(told).collect())
}
