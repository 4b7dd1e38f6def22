//! Rules by what they grant.

use crate::{Rows, ScopeSet, order};

/// Rules by what they grant: those that grant the same count as one, so that 2000 rules for single entities become
/// a row set.
pub(super) struct Groups<'r> {
    groups: Vec<Group<'r>>,
    total: usize,
}

/// Rules that grant the same scopes.
struct Group<'r> {
    scopes: ScopeSet,
    /// Of those that hold on one row, that row.
    single: Vec<u32>,
    /// Of the others, their rows.
    rows: Vec<&'r Rows>,
    /// The rows of all of them, once they were asked for.
    joined: Option<Rows>,
}

/// How many groups are looked through for the one of a rule; beyond it, sorting costs less.
const FEW_GROUPS: usize = 32;

impl<'r> Group<'r> {
    const fn new(scopes: ScopeSet) -> Self {
        Self { scopes, single: Vec::new(), rows: Vec::new(), joined: None }
    }

    fn push(&mut self, rows: &'r Rows) {
        match rows.single() {
            Some(row) => self.single.push(row),
            None => self.rows.push(rows),
        }
    }
}

impl<'r> Groups<'r> {
    pub(super) fn of(
        rules: impl Iterator<Item = (ScopeSet, &'r Rows)> + Clone,
        total: usize,
    ) -> Self {
        let holding = rules.filter(|(_, rows)| !rows.is_empty());
        let mut groups: Vec<Group<'r>> = Vec::new();
        for (scopes, rows) in holding.clone() {
            if let Some(group) = groups.iter_mut().find(|group| group.scopes == scopes) {
                group.push(rows);
            } else if groups.len() < FEW_GROUPS {
                let mut group = Group::new(scopes);
                group.push(rows);
                groups.push(group);
            } else {
                groups = sorted(holding.collect());
                break;
            }
        }
        Self { groups, total }
    }

    pub(super) fn scopes(&self) -> impl Iterator<Item = ScopeSet> {
        self.groups.iter().map(|group| group.scopes)
    }

    /// Where some rule grants `scopes`, each of which the same groups grant.
    pub(super) fn rows_of(&mut self, scopes: ScopeSet) -> Rows {
        let total = self.total;
        let naming = self.groups.iter_mut().filter(|group| scopes.is_within(group.scopes));
        let naming = naming.map(|Group { single, rows, joined, .. }| {
            &*joined.get_or_insert_with(|| Rows::joined(single, rows, total))
        });
        let naming: Vec<_> = naming.collect();
        Rows::union(&naming, total)
    }
}

fn sorted(rules: Vec<(ScopeSet, &Rows)>) -> Vec<Group<'_>> {
    let group = |(scopes, rows): (ScopeSet, Vec<_>)| {
        let mut group = Group::new(scopes);
        for rows in rows {
            group.push(rows);
        }
        group
    };
    order::grouped(rules).into_iter().map(group).collect()
}
