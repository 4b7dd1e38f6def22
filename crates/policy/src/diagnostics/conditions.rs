//! Conditions that hold nowhere, or in more places than they seem to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Code, Diagnostic, Severity};
use crate::{
    EntityType, Matrix, Organization, Place, Program, ResourceType, Rows,
    condition::{Atom, Condition},
    program::Want,
    satisfy,
};

/// On what each rule could ever hold.
pub(super) struct Possible {
    /// By rule; `None` where the search gave up.
    types: Vec<Option<Vec<ResourceType>>>,
}

/// How many rules under conditions are searched; beyond it, nothing is claimed.
///
/// A role of chosen entities has a rule for each, and they all look alike.
const MAX_SEARCHED: usize = 4000;

/// How many conditions deep a rule may stand to be searched.
const MAX_GUARDS: usize = 64;

impl Possible {
    pub(super) fn of(program: &Program) -> Self {
        let mut budget = satisfy::Budget::default();
        let types = |index| {
            if index >= MAX_SEARCHED {
                return None;
            }
            let guards: Vec<_> = program
                .guards_of(index)
                .take(MAX_GUARDS + 1)
                .map(|(site, want)| (&site.condition, want))
                .collect();
            if guards.len() > MAX_GUARDS {
                return None;
            }
            let mut types = Vec::new();
            if satisfy::on_organization(&guards) {
                types.push(ResourceType::Global);
            }
            for entity_type in EntityType::ALL {
                if satisfy::on_some_entity(&guards, entity_type, &mut budget)? {
                    types.push(ResourceType::Entity(entity_type));
                }
            }
            Some(types)
        };
        Self { types: (0..program.rules().len()).map(types).collect() }
    }

    /// On what the rule at `index` could ever hold, if that was found out.
    pub(super) fn types_of(&self, index: usize) -> Option<&[ResourceType]> {
        self.types.get(index)?.as_deref()
    }
}

/// What happens under one condition, its own and those around it.
#[derive(Default)]
struct Effect {
    /// Rules under it.
    rules: Vec<usize>,
}

pub(super) fn diagnose(
    organization: &Organization,
    program: &Program,
    matrix: &Matrix,
    possible: &Possible,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for site in program.sites.iter().filter(|site| site.names_team) {
        let message = "the team is only known when the role is held through a team, elsewhere this grants nothing";
        let place = site.place();
        found.push(Diagnostic::new(
            Code::TeamCondition,
            Severity::Warning,
            place,
            message.to_owned(),
        ));
    }

    // Rules by the innermost condition they stand under.
    let mut effects = BTreeMap::<usize, Effect>::new();
    for (index, rule) in program.rules().iter().enumerate() {
        let innermost = rule.guard.and_then(|guard| program.guards.get(guard));
        if let Some(guard) = innermost.filter(|_| rule.is_defined()) {
            effects.entry(guard.site).or_default().rules.push(index);
        }
    }
    for (site, effect) in effects {
        let Some(site) = program.sites.get(site) else { continue };
        let types: Vec<_> = effect.rules.iter().map(|index| possible.types_of(*index)).collect();
        if types.iter().all(|types| types.is_some_and(<[_]>::is_empty)) {
            let message =
                "this can never hold, whatever an entity is and however it is tagged".to_owned();
            let place = site.place();
            found.push(Diagnostic::new(
                Code::ConditionNeverHolds,
                Severity::Warning,
                place,
                message,
            ));
            continue;
        }
        let mut rows = Rows::default();
        for rule in effect.rules.iter().filter_map(|index| matrix.rows_of_rule(*index)) {
            rows.extend(rule, matrix.len());
        }
        let on_organization =
            effect.rules.iter().any(|index| matrix.organization().rules.contains(index));
        if rows.is_empty() && !on_organization {
            found.push(matches_nothing(organization, &site.place(), &site.condition));
        }
        let first = effect.rules.first().copied().unwrap_or(usize::MAX);
        let guards: Vec<_> = program
            .guards_of(first)
            .take(MAX_GUARDS)
            .map(|(site, want)| (&site.condition, want))
            .collect();
        let mut excluded = BTreeMap::<_, BTreeSet<&str>>::new();
        for (condition, want) in guards.iter().filter(|(_, want)| *want != Want::NotTrue) {
            tags_not_equal(condition, *want == Want::True, &mut |entity_type, key, value| {
                excluded.entry((entity_type, key)).or_default().insert(value);
            });
        }
        excluded.retain(|(entity_type, key), _| !requires_tag(&guards, *entity_type, key));
        for ((entity_type, key), values) in excluded {
            found.extend(untagged(organization, &site.place(), &rows, (entity_type, key), &values));
        }
    }
    found
}

/// Whether no entity without the tag can satisfy `guards`: then there is nothing to say about those.
fn requires_tag(guards: &[(&Condition, Want)], entity_type: EntityType, key: &str) -> bool {
    let tagged = Condition::Atom(entity_type, Atom::HasTag(key.into()));
    let untagged: Vec<_> = guards.iter().copied().chain([(&tagged, Want::False)]).collect();
    satisfy::on_some_entity(&untagged, entity_type, &mut satisfy::Budget::default()) == Some(false)
}

fn matches_nothing(
    organization: &Organization,
    place: &Place,
    condition: &Condition,
) -> Diagnostic {
    let mut message = "no entity matches today".to_owned();
    let mut hint = None;
    condition.each_atom(&mut |entity_type, atom| {
        let inventory = &organization.inventory;
        let missing = match atom {
            Atom::Is(id) if inventory.row(entity_type, id).is_none() => {
                Some(format!("there is no {} with the id `{id}` today", entity_type.noun()))
            }
            Atom::HasTag(key) | Atom::TagIs(key, _)
                if inventory.with_tag(entity_type, key).is_empty() =>
            {
                Some(format!("no {} has a tag `{key}` today", entity_type.noun()))
            }
            Atom::TagIs(key, value)
                if inventory.with_tag_value(entity_type, key, value).is_empty() =>
            {
                let values = inventory.tag_values(entity_type, key);
                let near = crate::nearest::nearest(value, values.iter().map(|(value, _)| *value));
                let near = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
                Some(format!("no {} has `{key}` = `{value}` today{near}", entity_type.noun()))
            }
            _ => None,
        };
        hint = hint.take().or(missing);
    });
    if let Some(hint) = hint {
        message = hint;
    }
    let mut found =
        Diagnostic::new(Code::ConditionMatchesNothing, Severity::Warning, place.clone(), message);
    found.count = Some(0);
    found
}

/// Calls `see` with the tag values that `condition` must not find, where it is wanted to be `positive`.
fn tags_not_equal<'c>(
    condition: &'c Condition,
    positive: bool,
    see: &mut impl FnMut(EntityType, &'c str, &'c str),
) {
    match condition {
        Condition::Atom(entity_type, Atom::TagIs(key, value)) if !positive => {
            see(*entity_type, key, value);
        }
        Condition::Not(node) => tags_not_equal(node, !positive, see),
        Condition::And(left, right) | Condition::Or(left, right) => {
            tags_not_equal(left, positive, see);
            tags_not_equal(right, positive, see);
        }
        _ => {}
    }
}

/// How many of `rows` lack the tag; nothing where there is no such row that could lack it.
fn untagged(
    organization: &Organization,
    place: &Place,
    rows: &Rows,
    (entity_type, key): (EntityType, &str),
    values: &BTreeSet<&str>,
) -> Option<Diagnostic> {
    let inventory = &organization.inventory;
    let fitting = rows.intersection(inventory.of_type(entity_type));
    let count = fitting.difference(inventory.with_tag(entity_type, key)).len();
    if fitting.is_empty() {
        return None;
    }
    let noun = entity_type.noun();
    let (severity, message) = match count {
        0 => (Severity::Info, format!("every {noun} this reaches today has a tag `{key}`")),
        count => {
            let have = if count == 1 { "has" } else { "have" };
            let values: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
            let message = format!(
                "{count} of the {} {noun}s this reaches {have} no tag `{key}`: not equal to {} includes them",
                fitting.len(),
                values.join(" or ")
            );
            (Severity::Warning, message)
        }
    };
    let mut found = Diagnostic::new(Code::NotEqualsUntagged, severity, place.clone(), message);
    found.tag_key = Some(key.to_owned());
    found.count = Some(count);
    Some(found)
}
