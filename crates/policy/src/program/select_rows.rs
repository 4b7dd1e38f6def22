//! Evaluating conditions on the whole inventory at once: sets of rows instead of single entities.

mod repeats;

use std::sync::Arc;

use repeats::{FEW_GUARDS, Repeats};

use super::{Guard, Program, Site, Want};
use crate::{
    EntityType, Inventory, Rows,
    condition::{Atom, Condition, Truth},
};

/// Where each guard of a program holds, together with all those around it.
#[derive(Debug, Clone, Default)]
pub(crate) struct GuardRows {
    sites: Arc<Vec<Site>>,
    guards: Arc<Vec<Guard>>,
    /// For each guard, its rows; `None` where that is every row, and for those under which no rule stands.
    rows: Vec<Option<Rows>>,
}

impl GuardRows {
    /// Evaluates the guards of `program`; what `earlier` knows about equal guards is taken from there.
    pub(crate) fn of(program: &Program, inventory: &Inventory, earlier: &Self) -> Self {
        let aligned = earlier.aligned(program);
        let mut found = Self {
            sites: Arc::clone(&program.sites),
            guards: Arc::clone(&program.guards),
            rows: direct(program, inventory, &aligned),
        };
        let selection = Selection { inventory };
        // For each guard, the earlier one whose rows it has; filled where there may be any.
        let mut same: Vec<Option<usize>> = Vec::new();
        let (mut repeats, are_many) = (Repeats::default(), program.guards.len() > FEW_GUARDS);
        // A guard always comes after the one around it.
        for (index, guard) in program.guards.iter().enumerate() {
            let around = guard.outer.map(|outer| same.get(outer).copied().flatten());
            let known =
                aligned.earlier(index).filter(|index| match (earlier.guards.get(*index), around) {
                    (Some(Guard { outer: None, .. }), None) => true,
                    (Some(Guard { outer, .. }), Some(around)) => {
                        outer.is_some() && *outer == around
                    }
                    _ => false,
                });
            if !aligned.is_empty() {
                same.push(known);
            }
            // Nobody asks where it holds. Options of a select that grant nothing can be thousands.
            if guard.is_bare() {
                continue;
            }
            let rows = match (found.around(Some(index)), found.around(guard.outer)) {
                (Some(_), None) => continue,
                (Some(direct), within) => Some(among(direct.single(), within)),
                (None, within) => {
                    // One row is kept in place, and looking for an equal guard would cost more than it.
                    let is_looked_for = are_many && one_identity(program, guard).is_none();
                    let repeated = if is_looked_for { repeats.see(program, index) } else { None };
                    let known = known.and_then(|index| earlier.rows.get(index));
                    match known.or_else(|| found.rows.get(repeated?)) {
                        Some(rows) => rows.clone(),
                        None => selection.guard(program, guard, within),
                    }
                }
            };
            if let Some(place) = found.rows.get_mut(index) {
                *place = rows;
            }
        }
        found
    }

    /// Where a rule under `guard` holds; `None` for every row.
    pub(crate) fn around(&self, guard: Option<usize>) -> Option<&Rows> {
        self.rows.get(guard?)?.as_ref()
    }

    /// For the guards of `program`, those of these that ask the same by themselves: from the front up to the first
    /// that differs, and from the back.
    fn aligned(&self, program: &Program) -> Aligned {
        let equal = |old: usize, new: usize| {
            let (Some(one), Some(other)) = (self.guards.get(old), program.guards.get(new)) else {
                return false;
            };
            let condition = |sites: &[Site], guard: &Guard| {
                sites.get(guard.site).map(|site| std::ptr::from_ref(&site.condition))
            };
            one.want == other.want
                && one.is_bare() == other.is_bare()
                && (condition(&self.sites, one) == condition(&program.sites, other)
                    || self.sites.get(one.site).map(|site| &site.condition)
                        == program.sites.get(other.site).map(|site| &site.condition))
        };
        let (old, new) = (self.guards.len(), program.guards.len());
        let shorter = old.min(new);
        let front = (0..shorter).take_while(|index| equal(*index, *index)).count();
        let back = (1..=shorter - front).take_while(|back| equal(old - back, new - back)).count();
        Aligned { front, back, old, new }
    }
}

/// Which guards of an earlier program and of another ask the same by themselves.
struct Aligned {
    /// How many of the first and of the last.
    front: usize,
    back: usize,
    /// How many guards the two programs have.
    old: usize,
    new: usize,
}

impl Aligned {
    const fn is_empty(&self) -> bool {
        self.front + self.back == 0
    }

    /// The earlier guard for the new one at `index`, if there is one.
    fn earlier(&self, index: usize) -> Option<usize> {
        if index < self.front {
            return Some(index);
        }
        let from_the_back = self.new.checked_sub(index)?;
        if from_the_back <= self.back { self.old.checked_sub(from_the_back) } else { None }
    }
}

/// For each guard of `program` that asks for one identity, except for those that are known already, the row with it,
/// and nothing for the others. Looked up together, because a role may have thousands of them.
fn direct(program: &Program, inventory: &Inventory, known: &Aligned) -> Vec<Option<Rows>> {
    let mut found = vec![None; program.guards.len()];
    let mut asked: [Vec<(usize, &str)>; 3] = Default::default();
    let guards = program.guards.iter().enumerate().filter(|(_, guard)| !guard.is_bare());
    for (place, guard) in guards.filter(|(place, _)| known.earlier(*place).is_none()) {
        if let Some((of_type, id)) = one_identity(program, guard)
            && let Some(asked) = asked.get_mut(of_type.index())
        {
            asked.push((place, id));
        }
    }
    for (entity_type, asked) in EntityType::ALL.into_iter().zip(asked) {
        let rows = inventory.rows(entity_type, asked.iter().map(|(_, id)| *id));
        for ((place, _), row) in asked.iter().zip(rows) {
            if let Some(place) = found.get_mut(*place) {
                *place = Some(row.map_or(Rows::NONE, Rows::one));
            }
        }
    }
    found
}

/// The one identity that `guard` asks for, where it does nothing else.
fn one_identity<'p>(program: &'p Program, guard: &Guard) -> Option<(EntityType, &'p str)> {
    match (&program.sites.get(guard.site)?.condition, guard.want) {
        (Condition::Atom(of_type, Atom::Is(id)), Want::True) => Some((*of_type, id)),
        _ => None,
    }
}

struct Selection<'i> {
    inventory: &'i Inventory,
}

/// The rows that are looked at: all of them where there is none.
type Within<'w> = Option<&'w Rows>;

/// The row, where it is one that is looked at.
fn among(row: Option<u32>, within: Within<'_>) -> Rows {
    let row = row.filter(|row| within.is_none_or(|within| within.contains(*row)));
    row.map_or(Rows::NONE, Rows::one)
}

fn narrowed(rows: &Rows, within: Within<'_>) -> Rows {
    within.map_or_else(|| rows.clone(), |within| rows.intersection(within))
}

impl Selection<'_> {
    fn guard(&self, program: &Program, guard: &Guard, within: Within<'_>) -> Option<Rows> {
        // INVARIANT: guards only name sites of their own program. Deny when in doubt.
        let Some(site) = program.sites.get(guard.site) else { return Some(Rows::NONE) };
        if within.is_some_and(Rows::is_empty) {
            return Some(Rows::NONE);
        }
        let holding = |truth| self.rows_where(&site.condition, truth, within);
        Some(match guard.want {
            Want::True => holding(Truth::True),
            Want::False => holding(Truth::False),
            Want::NotTrue => {
                let taken = holding(Truth::True);
                if taken.is_empty() {
                    return within.cloned();
                }
                within.unwrap_or(self.inventory.every()).difference(&taken)
            }
        })
    }

    /// The rows of `within` on which `condition` is definitely true, or definitely false.
    fn rows_where(&self, condition: &Condition, truth: Truth, within: Within<'_>) -> Rows {
        match (condition, truth) {
            (_, Truth::NotApplicable)
            | (Condition::Never, _)
            | (Condition::FalseWhere(_), Truth::True) => Rows::NONE,
            (Condition::Constant(value), truth) => self.all_if(Truth::of(*value) == truth, within),
            (Condition::Organization, truth) => self.all_if(truth == Truth::False, within),
            (Condition::Atom(entity_type, atom), truth) => {
                let holding = self.atom(*entity_type, atom, within);
                if truth == Truth::True {
                    return holding;
                }
                narrowed(self.inventory.of_type(*entity_type), within).difference(&holding)
            }
            (Condition::Not(node), truth) => self.rows_where(node, truth.negated(), within),
            (Condition::And(left, right), Truth::True)
            | (Condition::Or(left, right), Truth::False) => {
                let left = self.rows_where(left, truth, within);
                if left.is_empty() {
                    return left;
                }
                self.rows_where(right, truth, Some(&left))
            }
            (Condition::And(..), Truth::False) | (Condition::Or(..), Truth::True) => {
                let mut parts = Vec::new();
                self.any_where(condition, truth, within, &mut parts);
                Rows::union(&parts.iter().collect::<Vec<_>>(), self.inventory.len())
            }
            (Condition::Same(..) | Condition::FalseWhere(_), truth) => {
                let (holding, failing) = self.both(condition, within);
                if truth == Truth::True { holding } else { failing }
            }
        }
    }

    /// The sets that a chain of *or* (or of *and*, where it is false) is made of: joined once.
    fn any_where(
        &self,
        condition: &Condition,
        truth: Truth,
        within: Within<'_>,
        parts: &mut Vec<Rows>,
    ) {
        match (condition, truth) {
            (Condition::And(left, right), Truth::False)
            | (Condition::Or(left, right), Truth::True) => {
                self.any_where(left, truth, within, parts);
                self.any_where(right, truth, within, parts);
            }
            (condition, truth) => parts.push(self.rows_where(condition, truth, within)),
        }
    }

    /// The rows of `within` where `condition` is true and where it is false, each operand looked at once.
    fn both(&self, condition: &Condition, within: Within<'_>) -> (Rows, Rows) {
        let union = |left: &Rows, right: &Rows| Rows::union(&[left, right], self.inventory.len());
        match condition {
            Condition::Not(node) => {
                let (holding, failing) = self.both(node, within);
                (failing, holding)
            }
            Condition::And(left, right) => {
                let ((left, not_left), (right, not_right)) =
                    (self.both(left, within), self.both(right, within));
                (left.intersection(&right), union(&not_left, &not_right))
            }
            Condition::Or(left, right) => {
                let ((left, not_left), (right, not_right)) =
                    (self.both(left, within), self.both(right, within));
                (union(&left, &right), not_left.intersection(&not_right))
            }
            Condition::Same(left, right) => {
                let ((left, not_left), (right, not_right)) =
                    (self.both(left, within), self.both(right, within));
                (
                    union(&left.intersection(&right), &not_left.intersection(&not_right)),
                    union(&left.intersection(&not_right), &not_left.intersection(&right)),
                )
            }
            Condition::FalseWhere(node) => {
                let (holding, failing) = self.both(node, within);
                (Rows::NONE, union(&holding, &failing))
            }
            leaf => (
                self.rows_where(leaf, Truth::True, within),
                self.rows_where(leaf, Truth::False, within),
            ),
        }
    }

    /// The rows of `within` that are of this type and on which `atom` holds.
    fn atom(&self, entity_type: EntityType, atom: &Atom, within: Within<'_>) -> Rows {
        let inventory = self.inventory;
        match atom {
            Atom::Constant(false) => Rows::NONE,
            Atom::Constant(true) => narrowed(inventory.of_type(entity_type), within),
            Atom::Is(id) => among(inventory.row(entity_type, id), within),
            Atom::HasTag(key) => narrowed(inventory.with_tag(entity_type, key), within),
            Atom::TagIs(key, value) => {
                narrowed(inventory.with_tag_value(entity_type, key, value), within)
            }
            Atom::TagsMatch(left, right) => {
                let tag = |row, key| inventory.entity(row).and_then(|entity| entity.tag(key));
                let matching = |row: &u32| {
                    tag(*row, left).is_some_and(|value| tag(*row, right) == Some(value))
                };
                let both = narrowed(inventory.with_tag(entity_type, left), within);
                Rows::from_sorted(both.iter().filter(matching).collect(), inventory.len())
            }
        }
    }

    fn all_if(&self, value: bool, within: Within<'_>) -> Rows {
        if value { within.unwrap_or(self.inventory.every()).clone() } else { Rows::NONE }
    }
}
