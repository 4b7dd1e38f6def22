//! Evaluating conditions on the whole inventory at once: sets of rows instead of single entities.

use std::sync::Arc;

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
    /// For each guard, its rows; `None` while that is every row.
    rows: Vec<Option<Rows>>,
}

impl GuardRows {
    /// Evaluates the guards of `program`; what `earlier` knows about equal guards is taken from there.
    pub(crate) fn of(program: &Program, inventory: &Inventory, earlier: &Self) -> Self {
        let mut found = Self {
            sites: Arc::clone(&program.sites),
            guards: Arc::clone(&program.guards),
            rows: Vec::with_capacity(program.guards.len()),
        };
        let selection = Selection { inventory };
        let aligned = earlier.aligned(program);
        let direct = direct(program, inventory, &aligned);
        let mut same: Vec<Option<usize>> = Vec::with_capacity(aligned.len());
        // A guard always comes after the one around it.
        for ((guard, candidate), direct) in program.guards.iter().zip(aligned).zip(direct) {
            let around = guard.outer.map(|outer| same.get(outer).copied().flatten());
            let known = candidate.filter(|index| match (earlier.guards.get(*index), around) {
                (Some(Guard { outer: None, .. }), None) => true,
                (Some(Guard { outer, .. }), Some(around)) => outer.is_some() && *outer == around,
                _ => false,
            });
            let rows = if let Some(rows) = known.and_then(|index| earlier.rows.get(index)) {
                rows.clone()
            } else {
                let within = found.around(guard.outer);
                match direct {
                    Direct::At(row) => Some(among(row, within)),
                    Direct::No => selection.guard(program, guard, within),
                }
            };
            found.rows.push(rows);
            same.push(known);
        }
        found
    }

    /// Where a rule under `guard` holds; `None` for every row.
    pub(crate) fn around(&self, guard: Option<usize>) -> Option<&Rows> {
        self.rows.get(guard?)?.as_ref()
    }

    /// For each guard of `program`, one of these that asks the same by itself: from the front up to the first
    /// that differs, and from the back.
    fn aligned(&self, program: &Program) -> Vec<Option<usize>> {
        let equal = |old: usize, new: usize| {
            let (Some(one), Some(other)) = (self.guards.get(old), program.guards.get(new)) else {
                return false;
            };
            let condition = |sites: &[Site], guard: &Guard| {
                sites.get(guard.site).map(|site| std::ptr::from_ref(&site.condition))
            };
            one.want == other.want
                && (condition(&self.sites, one) == condition(&program.sites, other)
                    || self.sites.get(one.site).map(|site| &site.condition)
                        == program.sites.get(other.site).map(|site| &site.condition))
        };
        let (old, new) = (self.guards.len(), program.guards.len());
        let shorter = old.min(new);
        let front = (0..shorter).take_while(|index| equal(*index, *index)).count();
        let back = (1..=shorter - front).take_while(|back| equal(old - back, new - back)).count();
        let from_front = (0..front).map(Some);
        let from_back = (old - back..old).map(Some);
        from_front.chain(std::iter::repeat_n(None, new - front - back)).chain(from_back).collect()
    }
}

/// The row of a guard that asks for one identity.
#[derive(Debug, Clone, Copy)]
enum Direct {
    /// It asks for something else.
    No,
    /// There it is, if it is anywhere.
    At(Option<u32>),
}

/// The guards of `program` that ask for one identity, except for those that are known already: looked up together,
/// because a role may have thousands of them.
fn direct(program: &Program, inventory: &Inventory, known: &[Option<usize>]) -> Vec<Direct> {
    let mut found = vec![Direct::No; program.guards.len()];
    let mut asked: [(Vec<usize>, Vec<&str>); 3] = Default::default();
    let unknown =
        program.guards.iter().zip(known).enumerate().filter(|(_, (_, known))| known.is_none());
    for (place, (guard, _)) in unknown {
        let site = program.sites.get(guard.site).map(|site| &site.condition);
        if let (Some(Condition::Atom(of_type, Atom::Is(id))), Want::True) = (site, guard.want)
            && let Some((places, ids)) = asked.get_mut(of_type.index())
        {
            places.push(place);
            ids.push(id);
        }
    }
    for (entity_type, (places, ids)) in EntityType::ALL.into_iter().zip(asked) {
        for (place, row) in places.into_iter().zip(inventory.rows(entity_type, &ids)) {
            if let Some(direct) = found.get_mut(place) {
                *direct = Direct::At(row);
            }
        }
    }
    found
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
