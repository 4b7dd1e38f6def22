//! What a holder could come to hold by changing tags, where rules go by tags.

use crate::{
    Case, Entity, EntityType, Program, ResourceType, Scope, ScopeSet, TooComplex,
    region::{Builder, Moves, Region},
};

/// Scopes that a holder lacks on some entities and could have there, by changing the tags of those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Widening {
    /// The type of the entities.
    pub entity_type: EntityType,
    /// What could be had.
    pub scopes: ScopeSet,
    /// The scopes that let the holder change tags there.
    pub through: ScopeSet,
    /// On which entities, case by case, as they are tagged before.
    pub cases: Vec<Case>,
    /// Whether `cases` are all of them, as for [`crate::Change::is_complete`].
    pub is_complete: bool,
    /// One of these entities, which need not exist.
    pub example: Entity,
}

/// The scopes that let one change tags, and which changes each of them is for.
const KEYS: [(EntityType, &str, Moves); 4] = [
    (EntityType::Stack, "stack_tags:update", Moves { create: true, update: true, delete: true }),
    (
        EntityType::Environment,
        "environment_tag:create",
        Moves { create: true, update: false, delete: false },
    ),
    (
        EntityType::Environment,
        "environment_tag:update",
        Moves { create: false, update: true, delete: false },
    ),
    (
        EntityType::Environment,
        "environment_tag:delete",
        Moves { create: false, update: false, delete: true },
    ),
];

impl Widening {
    /// Everything that the holder of `program` could come to hold by changing tags: exactly, over all possible
    /// entities, all changes to an entity being made at once.
    ///
    /// # Errors
    ///
    /// [`TooComplex`] when the program distinguishes more cases than can be looked at.
    pub fn of(program: &Program) -> Result<Vec<Self>, TooComplex> {
        let mut found = Vec::new();
        for entity_type in EntityType::ALL {
            of_type(program, entity_type, &mut found)?;
        }
        Ok(found)
    }
}

fn of_type(
    program: &Program,
    entity_type: EntityType,
    found: &mut Vec<Widening>,
) -> Result<(), TooComplex> {
    let keys = KEYS.iter().filter(|(of_type, ..)| *of_type == entity_type);
    let keys = keys.filter_map(|(_, name, moves)| Some((Scope::from_name(name)?, *moves)));
    let named = program.rules().iter().fold(ScopeSet::EMPTY, |all, rule| all.union(rule.scopes));
    let keys: Vec<_> = keys.filter(|(key, _)| named.contains(*key)).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let mut builder = Builder::new(&[program], entity_type)?;
    let rules = builder.rules(program, &|_| true)?;
    let mut granted = |wanted: &dyn Fn(ScopeSet) -> bool| {
        let naming = program.rules().iter().zip(&rules).filter(|(rule, _)| wanted(rule.scopes));
        builder.diagram.any(&naming.map(|(_, region)| *region).collect::<Vec<_>>())
    };
    let of_type = ScopeSet::of_type(ResourceType::Entity(entity_type));
    let parts =
        ScopeSet::partition(program.rules().iter().map(|rule| rule.scopes.intersection(of_type)));
    let mut held = Vec::with_capacity(parts.len());
    for scopes in parts {
        held.push((scopes, granted(&|named| scopes.is_within(named))?));
    }
    let mut places = Vec::with_capacity(keys.len());
    for (key, moves) in keys {
        places.push((key, moves, granted(&|named| named.contains(key))?));
    }
    // What can be had is told by where, and by what lets one have it.
    let mut gained: Vec<(Region, ScopeSet, ScopeSet)> = Vec::new();
    for (through, moves, place) in combinations(&mut builder, &places)? {
        for (scopes, region) in &held {
            let reached = builder.diagram.leading_to(*region, moves)?;
            let reached = builder.diagram.and(place, reached)?;
            let new = builder.diagram.without(reached, *region)?;
            if new == Region::NONE {
                continue;
            }
            let same = gained.iter_mut().find(|(at, by, _)| *at == new && *by == through);
            match same {
                Some((_, _, known)) => *known = known.union(*scopes),
                None => gained.push((new, through, *scopes)),
            }
        }
    }
    for (region, through, scopes) in gained {
        let (cases, is_complete) = builder.cases(region);
        // A region that is not empty has an example.
        let Some(example) = builder.example(region) else { continue };
        found.push(Widening { entity_type, scopes, through, cases, is_complete, example });
    }
    Ok(())
}

/// Where exactly some of the keys are held, for each choice of them, and what those allow together.
fn combinations(
    builder: &mut Builder<'_>,
    places: &[(Scope, Moves, Region)],
) -> Result<Vec<(ScopeSet, Moves, Region)>, TooComplex> {
    let none = Moves { create: false, update: false, delete: false };
    let mut parts = vec![(ScopeSet::EMPTY, none, Region::ALL)];
    for (key, moves, place) in places {
        let mut finer = Vec::with_capacity(parts.len() * 2);
        for (held, allowed, region) in parts {
            let (create, delete) = (allowed.create || moves.create, allowed.delete || moves.delete);
            // A tag that is taken away and made anew has another value.
            let update = allowed.update || moves.update || (create && delete);
            let both = Moves { create, update, delete };
            let with = held.union([*key].into_iter().collect());
            let inside = builder.diagram.and(region, *place)?;
            let outside = builder.diagram.without(region, *place)?;
            finer.extend([(with, both, inside), (held, allowed, outside)]);
        }
        finer.retain(|(.., region)| *region != Region::NONE);
        parts = finer;
    }
    parts.retain(|(held, ..)| !held.is_empty());
    Ok(parts)
}
