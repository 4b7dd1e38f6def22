//! Evaluating a program on the whole inventory at once: sets of rows instead of single entities.

use super::{Program, Step};
use crate::{
    EntityType, Inventory, Rows,
    condition::{Atom, Condition, Truth},
};

impl Program {
    /// For each rule, the rows on which it holds.
    pub(crate) fn rows(&self, inventory: &Inventory) -> Vec<Rows> {
        let mut selection =
            Selection { program: self, inventory, rules: vec![Rows::default(); self.rules.len()] };
        let every: Vec<_> = (0u32..).take(inventory.len()).collect();
        selection.steps(&self.root, &Rows::from_sorted(every, inventory.len()));
        selection.rules
    }
}

struct Selection<'i> {
    program: &'i Program,
    inventory: &'i Inventory,
    rules: Vec<Rows>,
}

impl<'i> Selection<'i> {
    fn condition(&self, site: usize) -> Option<&'i Condition> {
        self.program.sites.get(site).map(|site| &site.condition)
    }

    fn steps(&mut self, steps: &[Step], within: &Rows) {
        for step in steps {
            match step {
                Step::Rule(index) => {
                    if let Some(rows) = self.rules.get_mut(*index) {
                        rows.extend(within, self.inventory.len());
                    }
                }
                Step::Group(steps) => self.steps(steps, within),
                Step::When { site, then, otherwise } => {
                    let Some(condition) = self.condition(*site) else { continue };
                    for (branch, truth) in [(then, Truth::True), (otherwise, Truth::False)] {
                        if !branch.is_empty() {
                            self.branch(branch, &self.rows_where(condition, truth, within));
                        }
                    }
                }
                Step::Select(options) => {
                    let mut rest = within.clone();
                    for (site, steps) in options {
                        let Some(condition) = self.condition(*site) else { continue };
                        let taken = self.rows_where(condition, Truth::True, &rest);
                        rest = rest.difference(&taken);
                        self.branch(steps, &taken);
                    }
                }
            }
        }
    }

    fn branch(&mut self, steps: &[Step], within: &Rows) {
        if !within.is_empty() {
            self.steps(steps, within);
        }
    }

    /// The rows of `within` on which `condition` is definitely true, or definitely false.
    fn rows_where(&self, condition: &Condition, truth: Truth, within: &Rows) -> Rows {
        match (condition, truth) {
            (_, Truth::NotApplicable)
            | (Condition::Never, _)
            | (Condition::FalseWhere(_), Truth::True) => Rows::default(),
            (Condition::Constant(value), truth) => all_if(Truth::of(*value) == truth, within),
            (Condition::Organization, truth) => all_if(truth == Truth::False, within),
            (Condition::Atom(entity_type, atom), truth) => {
                let holding = self.atom(*entity_type, atom, within);
                if truth == Truth::True {
                    return holding;
                }
                within.intersection(self.inventory.of_type(*entity_type)).difference(&holding)
            }
            (Condition::Not(node), truth) => self.rows_where(node, truth.negated(), within),
            (Condition::And(left, right), Truth::True)
            | (Condition::Or(left, right), Truth::False) => {
                let narrowed = self.rows_where(left, truth, within);
                self.rows_where(right, truth, &narrowed)
            }
            (Condition::And(left, right), Truth::False)
            | (Condition::Or(left, right), Truth::True) => {
                let mut rows = self.rows_where(left, truth, within);
                rows.extend(&self.rows_where(right, truth, within), self.inventory.len());
                rows
            }
            (Condition::Same(..) | Condition::FalseWhere(_), truth) => {
                let (holding, failing) = self.both(condition, within);
                if truth == Truth::True { holding } else { failing }
            }
        }
    }

    /// The rows of `within` where `condition` is true and where it is false, each operand looked at once.
    fn both(&self, condition: &Condition, within: &Rows) -> (Rows, Rows) {
        let total = self.inventory.len();
        let union = |mut left: Rows, right: &Rows| {
            left.extend(right, total);
            left
        };
        match condition {
            Condition::Not(node) => {
                let (holding, failing) = self.both(node, within);
                (failing, holding)
            }
            Condition::And(left, right) => {
                let ((left, not_left), (right, not_right)) =
                    (self.both(left, within), self.both(right, within));
                (left.intersection(&right), union(not_left, &not_right))
            }
            Condition::Or(left, right) => {
                let ((left, not_left), (right, not_right)) =
                    (self.both(left, within), self.both(right, within));
                (union(left, &right), not_left.intersection(&not_right))
            }
            Condition::Same(left, right) => {
                let ((left, not_left), (right, not_right)) =
                    (self.both(left, within), self.both(right, within));
                (
                    union(left.intersection(&right), &not_left.intersection(&not_right)),
                    union(left.intersection(&not_right), &not_left.intersection(&right)),
                )
            }
            Condition::FalseWhere(node) => {
                let (holding, failing) = self.both(node, within);
                (Rows::default(), union(holding, &failing))
            }
            leaf => (
                self.rows_where(leaf, Truth::True, within),
                self.rows_where(leaf, Truth::False, within),
            ),
        }
    }

    /// The rows of `within` that are of this type and on which `atom` holds.
    fn atom(&self, entity_type: EntityType, atom: &Atom, within: &Rows) -> Rows {
        let inventory = self.inventory;
        match atom {
            Atom::Constant(value) => {
                all_if(*value, &within.intersection(inventory.of_type(entity_type)))
            }
            Atom::Is(id) => {
                let row = inventory.row(entity_type, id).filter(|row| within.contains(*row));
                Rows::List(row.into_iter().collect())
            }
            Atom::HasTag(key) => within.intersection(inventory.with_tag(entity_type, key)),
            Atom::TagIs(key, value) => {
                within.intersection(inventory.with_tag_value(entity_type, key, value))
            }
            Atom::TagsMatch(left, right) => {
                let tag = |row, key| inventory.entity(row).and_then(|entity| entity.tag(key));
                let matching = |row: &u32| {
                    tag(*row, left).is_some_and(|value| tag(*row, right) == Some(value))
                };
                let both = inventory.with_tag(entity_type, left).intersection(within);
                Rows::from_sorted(both.iter().filter(matching).collect(), inventory.len())
            }
        }
    }
}

fn all_if(value: bool, within: &Rows) -> Rows {
    if value { within.clone() } else { Rows::default() }
}
