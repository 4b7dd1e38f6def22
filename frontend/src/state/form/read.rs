//! From a descriptor to rules.

use policy::{
    Allow, Context, Descriptor, EntityType, Expression, Permission, Records, ResourceType,
    UxPurpose,
};

use super::{Chosen, Every, Form, Grants, Leaf, RuleForm, Tagged};

impl Form {
    /// The rules that `details` is made of; `records` tell what the named sets are for.
    pub fn read(details: &Descriptor, records: &Records) -> Self {
        let (entries, is_bare) = match details {
            Descriptor::Group(entries) => (entries.as_slice(), false),
            other => (std::slice::from_ref(other), true),
        };
        let empty = Self { is_bare, ..Self::default() };
        // From the reading that merges most to the one that merges nothing: the first that loses nothing.
        let joined = empty.clone().with_entries(entries, records, true);
        if joined.write() == *details {
            return joined;
        }
        let apart = empty.clone().with_entries(entries, records, false);
        if apart.write() == *details {
            return apart;
        }
        Self { rules: entries.iter().cloned().map(RuleForm::Custom).collect(), ..empty }
    }

    fn with_entries(mut self, entries: &[Descriptor], records: &Records, joins: bool) -> Self {
        for (index, entry) in entries.iter().enumerate() {
            match entry {
                Descriptor::Compose(ids) if index == 0 => self.read_unconditional(ids, records),
                Descriptor::Allow(allow)
                    if self.rules.iter().all(is_shared) && is_global(allow) =>
                {
                    self.organization_access.scopes.extend(names(allow));
                }
                Descriptor::Allow(allow) if joins && self.join(allow) => {}
                other => self.push(rule(other, records)),
            }
        }
        self
    }

    /// The one list of unconditional sets: the organization's, and those of each type.
    fn read_unconditional(&mut self, ids: &[String], records: &Records) {
        if ids.iter().any(|id| records.find(id).is_some_and(|set| set.purpose != UxPurpose::Set)) {
            self.rules.push(RuleForm::Custom(Descriptor::Compose(ids.into())));
            return;
        }
        for id in ids {
            match set_type(id, records) {
                // A set without a type, or one that is gone, is not about entities as far as anyone knows.
                None | Some(ResourceType::Global) => self.organization_access.sets.push(id.clone()),
                Some(ResourceType::Entity(entity_type)) => match self.rules.last_mut() {
                    Some(RuleForm::Every(rule)) if rule.entity_type == entity_type => {
                        rule.grants.sets.push(id.clone());
                    }
                    _ => self.rules.push(RuleForm::Every(Every {
                        entity_type,
                        grants: Grants { sets: vec![id.clone()], scopes: Vec::new() },
                        stands_apart: false,
                    })),
                },
            }
        }
        if self.unconditional() != ids {
            self.order = Some(ids.to_vec());
        }
    }

    /// Adds unconditional scopes to the one rule for every entity of their type, if there is one.
    fn join(&mut self, allow: &Allow) -> bool {
        let Some(ResourceType::Entity(of)) = type_of(allow) else { return false };
        let mut rules = self.rules.iter_mut().filter_map(|rule| match rule {
            RuleForm::Every(rule) if rule.entity_type == of => Some(rule),
            _ => None,
        });
        match (rules.next(), rules.next()) {
            (Some(rule), None) if rule.grants.scopes.is_empty() && !rule.stands_apart => {
                rule.grants.scopes = names(allow).collect();
                true
            }
            _ => false,
        }
    }

    /// Adds a rule; one more chosen entity with the same grants belongs to the rule before.
    fn push(&mut self, rule: RuleForm) {
        if let (Some(RuleForm::Chosen(before)), RuleForm::Chosen(more)) =
            (self.rules.last_mut(), &rule)
            && before.entity_type == more.entity_type
            && before.grants == more.grants
        {
            before.ids.extend(more.ids.iter().cloned());
            return;
        }
        self.rules.push(rule);
    }
}

/// The rule that writes exactly `entry`.
fn rule(entry: &Descriptor, records: &Records) -> RuleForm {
    let rule = match entry {
        Descriptor::Condition { condition, node } => conditional(condition, node, records),
        other => every(other, records),
    };
    match rule {
        Some(rule) if rule.write() == std::slice::from_ref(entry) => rule,
        _ => RuleForm::Custom(entry.clone()),
    }
}

fn conditional(condition: &Expression, node: &Descriptor, records: &Records) -> Option<RuleForm> {
    let grants = Grants::read(node).filter(|grants| are_sets(grants, records))?;
    if let Some((entity_type, id)) = identity(condition) {
        return Some(RuleForm::Chosen(Chosen { entity_type, ids: vec![id], grants }));
    }
    let mut leaves = Vec::new();
    let entity_type = fold(condition, &mut leaves)?;
    Some(RuleForm::Tagged(Tagged { entity_type, leaves, grants }))
}

/// What a condition asks of the tags of entities of one type, where it is nothing but such questions.
pub fn leaves(condition: &Expression) -> Option<(EntityType, Vec<Leaf>)> {
    let mut leaves = Vec::new();
    let entity_type = fold(condition, &mut leaves)?;
    Some((entity_type, leaves))
}

/// The leaves of a condition folded from the left, all about entities of one type.
fn fold(condition: &Expression, leaves: &mut Vec<Leaf>) -> Option<EntityType> {
    // A loop, as a condition may nest 256 levels deep on the left.
    let mut left = condition;
    let mut reversed = Vec::new();
    while let Expression::And(sides) = left {
        let [inner, leaf] = &**sides;
        reversed.push(leaf);
        left = inner;
    }
    reversed.push(left);
    let mut found = None;
    for condition in reversed.into_iter().rev() {
        let (entity_type, leaf) = Leaf::read(condition)?;
        if *found.get_or_insert(entity_type) != entity_type {
            return None;
        }
        leaves.push(leaf);
    }
    found
}

fn identity(condition: &Expression) -> Option<(EntityType, String)> {
    let Expression::Equal(sides) = condition else { return None };
    match &**sides {
        [
            Expression::Context(Context::Entity(entity_type)),
            Expression::Identity(Context::Entity(of), id),
        ] if entity_type == of => Some((*entity_type, id.to_string())),
        _ => None,
    }
}

/// A rule without a condition whose sets and scopes are all of one entity type.
fn every(node: &Descriptor, records: &Records) -> Option<RuleForm> {
    let grants = Grants::read(node).filter(|grants| are_sets(grants, records))?;
    let mut types = grants.sets.iter().map(|id| set_type(id, records)).collect::<Vec<_>>();
    if !grants.scopes.is_empty() {
        types.push(scopes_type(&grants.scopes));
    }
    match types.first().copied().flatten()? {
        ResourceType::Entity(of) if types.iter().all(|found| *found == Some(of.into())) => {
            let stands_apart = !grants.sets.is_empty();
            Some(RuleForm::Every(Every { entity_type: of, grants, stands_apart }))
        }
        _ => None,
    }
}

/// Whether everything named is a set, or gone.
fn are_sets(grants: &Grants, records: &Records) -> bool {
    grants
        .sets
        .iter()
        .all(|id| records.find(id).is_none_or(|record| record.purpose == UxPurpose::Set))
}

fn set_type(id: &str, records: &Records) -> Option<ResourceType> {
    records.find(id).and_then(|set| set.resource_type)
}

/// Whether the rule has no entry before which the scopes of the organization would have to stand.
fn is_shared(rule: &RuleForm) -> bool {
    matches!(rule, RuleForm::Every(rule) if !rule.stands_apart && rule.grants.scopes.is_empty())
}

fn names(allow: &Allow) -> impl Iterator<Item = String> {
    allow.permissions.iter().map(|permission| permission.name().to_owned())
}

fn is_global(allow: &Allow) -> bool {
    type_of(allow) == Some(ResourceType::Global)
}

/// What all scopes of a grant can be granted on, when that is one thing; the organization first.
fn type_of(allow: &Allow) -> Option<ResourceType> {
    if allow.max_open_secs > 0 || allow.permissions.is_empty() {
        return None;
    }
    ResourceType::ALL.into_iter().find(|of| {
        allow.permissions.iter().all(
            |permission| matches!(permission, Permission::Known(scope) if scope.applies_to(*of)),
        )
    })
}

fn scopes_type(scopes: &[String]) -> Option<ResourceType> {
    let permissions = scopes.iter().map(|name| Permission::from_name(name)).collect();
    type_of(&Allow { permissions, max_open_secs: 0 })
}
