//! How many entities of each type are reached, and how far.

use policy::EntityType;

use super::reading;
use crate::state::evaluation::{Comparison, Evaluation};

/// The entities of one type in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The type.
    pub entity_type: EntityType,
    /// How many there are.
    pub total: usize,
    /// On how many the draft grants anything.
    pub reached: usize,
    /// On how many it grants more than reading.
    pub beyond: usize,
    /// How many of those reached were reached before.
    pub kept: usize,
    /// How many of those with more than reading were reached before.
    pub kept_beyond: usize,
    /// How many are reached that were not.
    pub gained: usize,
    /// How many were reached and are no longer.
    pub lost: usize,
}

impl Tally {
    /// The numbers for each type.
    pub fn of(comparison: &Comparison) -> [Self; 3] {
        let organization = &comparison.organization;
        let now = Marks::of(&comparison.draft, organization.inventory.len());
        let before =
            comparison.saved.as_ref().map(|saved| Marks::of(saved, organization.inventory.len()));
        EntityType::ALL.map(|entity_type| {
            let mut tally = Self {
                entity_type,
                total: 0,
                reached: 0,
                beyond: 0,
                kept: 0,
                kept_beyond: 0,
                gained: 0,
                lost: 0,
            };
            for row in organization.inventory.of_type(entity_type) {
                let here = now.at(row);
                let was_reached =
                    before.as_ref().map_or(here.is_reached, |before| before.at(row).is_reached);
                tally.total += 1;
                tally.reached += usize::from(here.is_reached);
                tally.beyond += usize::from(here.is_beyond);
                tally.kept += usize::from(here.is_reached && was_reached);
                tally.kept_beyond += usize::from(here.is_beyond && was_reached);
                tally.gained += usize::from(here.is_reached && !was_reached);
                tally.lost += usize::from(!here.is_reached && was_reached);
            }
            tally
        })
    }
}

/// For each row, how far an evaluation goes there.
struct Marks(Vec<Mark>);

#[derive(Clone, Copy, Default)]
struct Mark {
    is_reached: bool,
    is_beyond: bool,
}

impl Marks {
    fn of(evaluation: &Evaluation, total: usize) -> Self {
        let mut marks = vec![Mark::default(); total];
        for column in evaluation.matrix.columns() {
            let is_beyond = column.scopes.iter().any(reading::goes_beyond);
            for row in &column.rows {
                if let Some(mark) = marks.get_mut(row as usize) {
                    mark.is_reached = true;
                    mark.is_beyond |= is_beyond;
                }
            }
        }
        Self(marks)
    }

    fn at(&self, row: u32) -> Mark {
        self.0.get(row as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use crate::preview::sample::{allow, comparison};

    #[test]
    fn a_stack_that_is_there_is_not_created_any_more() {
        let beyond = |scopes: &[&str]| {
            let [stacks, ..] = Tally::of(&comparison(&allow(scopes), None).0);
            (stacks.reached, stacks.beyond)
        };
        assert_eq!(beyond(&["stack:read", "stack:create"]), (4, 0));
        assert_eq!(beyond(&["stack:read", "stack:write"]), (4, 4));
    }
}
