//! Single decisions: may this scope be used on this entity, as fast as can be.

use std::{collections::HashMap, sync::Arc};

use crate::{
    Entity, EntityType, Program, ResourceType, Rule, Scope, ScopeSet,
    region::{Answer, Builder, Region},
};

/// A program prepared for being asked about one entity after another.
///
/// It answers what the program answers. Where a scope is granted is kept as a decision diagram, which asks for
/// each thing at most once and for nothing that does not matter, however many rules there are. Entities of a type
/// for which that cannot be had (conditions compare tags with each other, or distinguish too many cases) are
/// decided rule by rule. Deciding allocates nothing.
#[derive(Debug, Clone)]
pub struct Decider {
    organization: ScopeSet,
    /// In the order of [`EntityType::ALL`].
    types: [Plan; 3],
}

/// How entities of one type are decided.
#[derive(Debug, Clone)]
enum Plan {
    /// Rule by rule.
    Rules(Arc<Program>),
    Diagram(Diagram),
}

/// Where each scope is granted, as diagrams that share their nodes.
#[derive(Debug, Clone, Default)]
struct Diagram {
    /// Scopes that are granted on the same entities, and where.
    granted: Vec<(ScopeSet, Target)>,
    /// For each scope of the catalogue, where it is granted.
    by_scope: Vec<Target>,
    nodes: Vec<Node>,
}

/// Where an answer leads: to a node, or to one of the two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Target(u32);

impl Target {
    const NO: Self = Self(u32::MAX);
    const YES: Self = Self(u32::MAX - 1);
}

#[derive(Debug, Clone)]
struct Node {
    /// The tag that it asks for; the identity where there is none.
    key: Option<Arc<str>>,
    branches: Branches,
    /// Where it leads without the tag.
    absent: Target,
    /// Where every other answer leads.
    rest: Target,
}

/// Answers that lead elsewhere than all others.
#[derive(Debug, Clone)]
enum Branches {
    Few(Box<[(Box<str>, Target)]>),
    Many(HashMap<Box<str>, Target>),
}

/// How many answers are compared one by one; looking one up costs as much as comparing about so many.
const FEW: usize = 8;

impl Decider {
    /// Prepares `program`.
    pub fn new(program: &Program) -> Self {
        let mut rules = None;
        let types = EntityType::ALL.map(|entity_type| {
            Diagram::of(program, entity_type).map_or_else(
                || Plan::Rules(Arc::clone(rules.get_or_insert_with(|| Arc::new(program.clone())))),
                Plan::Diagram,
            )
        });
        Self { organization: program.on_organization().scopes, types }
    }

    fn plan(&self, entity_type: EntityType) -> &Plan {
        let [stack, environment, account] = &self.types;
        match entity_type {
            EntityType::Stack => stack,
            EntityType::Environment => environment,
            EntityType::InsightsAccount => account,
        }
    }

    /// Whether `scope` may be used on `entity`, or on the organization where there is none.
    pub fn allows(&self, scope: Scope, entity: Option<&Entity>) -> bool {
        let Some(entity) = entity else { return self.organization.contains(scope) };
        match self.plan(entity.entity_type) {
            Plan::Rules(program) => program.allows(scope, entity),
            Plan::Diagram(diagram) => {
                let target = diagram.by_scope.get(scope.index()).copied();
                diagram.holds(target.unwrap_or(Target::NO), entity)
            }
        }
    }

    /// Every scope that may be used on `entity`, or on the organization where there is none.
    pub fn scopes(&self, entity: Option<&Entity>) -> ScopeSet {
        let Some(entity) = entity else { return self.organization };
        match self.plan(entity.entity_type) {
            Plan::Rules(program) => program.scopes_on(entity),
            Plan::Diagram(diagram) => {
                let granted = diagram.granted.iter();
                let here = granted.filter(|(_, target)| diagram.holds(*target, entity));
                here.fold(ScopeSet::EMPTY, |scopes, (more, _)| scopes.union(*more))
            }
        }
    }
}

impl Diagram {
    /// The diagrams of everything that `program` grants; `None` where they cannot be had.
    fn of(program: &Program, entity_type: EntityType) -> Option<Self> {
        let mut builder = Builder::new(&[program], entity_type).ok()?;
        if builder.compares_tags() {
            return None;
        }
        let of_type = ScopeSet::of_type(ResourceType::Entity(entity_type));
        let names_any = |rule: &Rule| !rule.scopes.intersection(of_type).is_empty();
        let regions = builder.rules(program, &names_any).ok()?;
        let rules: Vec<_> = program.rules().iter().zip(regions).collect();
        let sets: Vec<_> =
            rules.iter().map(|(rule, _)| rule.scopes.intersection(of_type)).collect();
        let mut made = Self {
            by_scope: vec![Target::NO; crate::catalogue::scopes().len()],
            ..Self::default()
        };
        let mut known = HashMap::new();
        for scopes in ScopeSet::partition(sets.iter().copied()) {
            let naming = rules.iter().filter(|(rule, _)| scopes.is_within(rule.scopes));
            let naming: Vec<_> = naming.map(|(_, region)| *region).collect();
            let region = builder.diagram.any(&naming).ok()?;
            let target = made.add(&builder, region, &mut known);
            for scope in scopes.iter() {
                *made.by_scope.get_mut(scope.index())? = target;
            }
            made.granted.push((scopes, target));
        }
        Some(made)
    }

    /// Copies a region, without what only serves to build it.
    fn add(
        &mut self,
        builder: &Builder<'_>,
        region: Region,
        known: &mut HashMap<Region, Target>,
    ) -> Target {
        let Some((key, node)) = builder.first_question(region) else {
            return if region == Region::ALL { Target::YES } else { Target::NO };
        };
        if let Some(target) = known.get(&region) {
            return *target;
        }
        let rest = self.add(builder, node.rest, known);
        let mut absent = rest;
        let mut texts = Vec::with_capacity(node.branches.len());
        for (answer, next) in node.branches {
            let next = self.add(builder, *next, known);
            if *answer == Answer::ABSENT {
                absent = next;
            } else if let Some(text) = builder.text(*answer) {
                texts.push((Box::<str>::from(text), next));
            }
        }
        let branches = if texts.len() <= FEW {
            Branches::Few(texts.into())
        } else {
            Branches::Many(texts.into_iter().collect())
        };
        let target = Target(u32::try_from(self.nodes.len()).unwrap_or(Target::NO.0));
        self.nodes.push(Node { key: key.map(Arc::from), branches, absent, rest });
        known.insert(region, target);
        target
    }

    fn holds(&self, mut target: Target, entity: &Entity) -> bool {
        while let Some(node) = self.nodes.get(target.0 as usize) {
            target = node.next(entity);
        }
        target == Target::YES
    }
}

impl Node {
    fn next(&self, entity: &Entity) -> Target {
        let text = match &self.key {
            None => entity.id.as_str(),
            Some(key) => match entity.tag(key) {
                None => return self.absent,
                Some(value) => value,
            },
        };
        let found = match &self.branches {
            Branches::Few(few) => {
                few.iter().find(|(known, _)| **known == *text).map(|(_, next)| *next)
            }
            Branches::Many(many) => many.get(text).copied(),
        };
        found.unwrap_or(self.rest)
    }
}
