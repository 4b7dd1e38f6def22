//! The matrix: what a program grants on every entity of the inventory, and by which rules.

mod groups;

use std::{collections::BinaryHeap, sync::Arc};

use groups::Groups;

use crate::{
    EntityType, Granted, Inventory, Program, ResourceType, Rows, Rule, Scope, ScopeSet, order,
    program::{OPENING, longest, select_rows::GuardRows},
};

/// Entities down, scopes across; each cell knows the rules that granted it.
///
/// Rows are the rows of the inventory. Scopes that the same rules grant share one column, so the size grows
/// with the rules that differ, not with entities × scopes.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    inventory: Inventory,
    guards: GuardRows,
    /// Those of the program: each holds on the rows of its guard.
    rules: Arc<Vec<Rule>>,
    columns: Vec<Column>,
    organization: Granted,
    has_limits: bool,
}

/// The scopes of one entity type that are granted on exactly these rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The type.
    pub entity_type: EntityType,
    /// The scopes.
    pub scopes: ScopeSet,
    /// The rows.
    pub rows: Rows,
}

impl Matrix {
    /// Evaluates `program` on every entity of `inventory`, and on the organization.
    pub fn new(program: &Program, inventory: &Inventory) -> Self {
        Self { inventory: inventory.clone(), ..Self::default() }.update(program)
    }

    /// The matrix of another program on the same inventory, most likely an edit of this one's.
    ///
    /// It is the one that [`Matrix::new`] makes; what both have in common is not evaluated again.
    #[must_use]
    pub fn update(&self, program: &Program) -> Self {
        let inventory = &self.inventory;
        let guards = GuardRows::of(program, inventory, &self.guards);
        let rules = || rules(&program.rules, &guards, inventory);
        let touched = touched(self::rules(&self.rules, &self.guards, inventory), rules());
        let mut groups = Groups::of(rules(), inventory.len());
        let columns = EntityType::ALL.into_iter().flat_map(|entity_type| {
            columns(inventory, &mut groups, entity_type, |scopes| {
                let is_kept = scopes.intersection(touched).is_empty();
                let scope = scopes.iter().next().filter(|_| is_kept)?;
                Some(self.rows(entity_type, scope).unwrap_or(&Rows::NONE))
            })
        });
        Self {
            columns: columns.collect(),
            organization: program.on_organization(),
            has_limits: program.rules().iter().any(|rule| rule.max_open_secs.is_some()),
            inventory: inventory.clone(),
            rules: Arc::clone(&program.rules),
            guards,
        }
    }

    /// Whether it is about `inventory`, and not about an equal or another one.
    pub fn is_of(&self, inventory: &Inventory) -> bool {
        self.inventory.is_same(inventory)
    }

    /// What is granted on the organization.
    pub const fn organization(&self) -> &Granted {
        &self.organization
    }

    /// The granted scopes of each type, grouped by the rows they are granted on.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows it has: the entities of the inventory.
    pub fn len(&self) -> usize {
        self.inventory.len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.inventory.is_empty()
    }

    /// The scopes granted on the entity at `row`.
    pub fn scopes(&self, row: u32) -> ScopeSet {
        let holding = self.columns.iter().filter(|column| column.rows.contains(row));
        holding.fold(ScopeSet::EMPTY, |scopes, column| scopes.union(column.scopes))
    }

    /// The rows of `entity_type` on which `scope` is granted.
    pub fn rows(&self, entity_type: EntityType, scope: Scope) -> Option<&Rows> {
        let column =
            |column: &&Column| column.entity_type == entity_type && column.scopes.contains(scope);
        self.columns.iter().find(column).map(|column| &column.rows)
    }

    /// The rows on which the rule at `index` holds, whatever scopes of theirs it grants.
    pub fn rows_of_rule(&self, index: usize) -> Option<&Rows> {
        self.rules.get(index).map(|rule| rows(rule, &self.guards, &self.inventory))
    }

    /// The rows within the condition of the guard at `index`.
    pub(crate) fn rows_of_guard(&self, index: usize) -> Option<&Rows> {
        self.guards.around(Some(index))
    }

    /// The rules of `program` that grant `scope` at `row`, by index.
    pub fn rules_for<'a>(
        &'a self,
        program: &'a Program,
        row: u32,
        scope: Scope,
    ) -> impl Iterator<Item = usize> + 'a {
        let rules = program.rules().iter().enumerate();
        rules
            .filter(move |(index, rule)| rule.scopes.contains(scope) && self.holds(*index, row))
            .map(|(index, _)| index)
    }

    fn holds(&self, index: usize, row: u32) -> bool {
        self.rows_of_rule(index).is_some_and(|rows| rows.contains(row))
    }

    /// How long an environment opened at `row` may stay open, for each opening scope that has a limit.
    pub fn max_open_secs(&self, program: &Program, row: u32) -> Vec<(Scope, u64)> {
        if !self.has_limits {
            return Vec::new();
        }
        let rules = program.rules().iter().enumerate();
        let holding = rules.filter(|(index, _)| self.holds(*index, row)).map(|(_, rule)| rule);
        longest(&holding, self.scopes(row))
    }

    /// The same of all rows at once, in their order; empty where nothing has a limit.
    pub fn max_open_secs_by_row(&self, program: &Program) -> Vec<Vec<(Scope, u64)>> {
        let limits = self.limits(program);
        let mut by_row = vec![Vec::new(); if limits.is_empty() { 0 } else { self.len() }];
        for (scope, secs, rows) in &limits {
            for row in rows {
                if let Some(limits) = by_row.get_mut(row as usize) {
                    limits.push((*scope, *secs));
                }
            }
        }
        by_row
    }

    /// The limits on opening, by scope and the longest first, each with the rows on which it is the limit.
    pub fn limits(&self, program: &Program) -> Vec<(Scope, u64, Rows)> {
        let mut found: Vec<(Scope, u64, Rows)> = Vec::new();
        let opening = OPENING.iter().filter_map(|name| Scope::from_name(name));
        for scope in opening.filter(|_| self.has_limits) {
            let granted = self.rows(EntityType::Environment, scope).unwrap_or(&Rows::NONE);
            let mut limited = BinaryHeap::new();
            // What a rule without a limit or with a longer one has settled.
            let mut settled = Rows::NONE;
            for (index, rule) in program.rules().iter().enumerate() {
                match (rule.max_open_secs, self.rows_of_rule(index)) {
                    _ if !rule.scopes.contains(scope) => {}
                    (Some(secs), _) => limited.push((secs, index)),
                    (None, rows) => settled.extend(rows.unwrap_or(&Rows::NONE), self.len()),
                }
            }
            while let Some((secs, index)) = limited.pop() {
                let Some(rows) = self.rows_of_rule(index) else { continue };
                let rows = rows.intersection(granted).difference(&settled);
                if rows.is_empty() {
                    continue;
                }
                settled.extend(&rows, self.len());
                match found.last_mut() {
                    Some((of, limit, known)) if *of == scope && *limit == secs => {
                        known.extend(&rows, self.len());
                    }
                    _ => found.push((scope, secs, rows)),
                }
            }
        }
        found
    }

    /// The rows of `entity_type` on which anything is granted.
    pub fn reached(&self, entity_type: EntityType) -> Rows {
        self.reached_by(entity_type, |_| true)
    }

    /// The rows of `entity_type` on which a scope is granted that `counts`.
    pub fn reached_by(&self, entity_type: EntityType, counts: impl Fn(Scope) -> bool) -> Rows {
        let columns = self.columns.iter().filter(|column| {
            column.entity_type == entity_type && column.scopes.iter().any(&counts)
        });
        let rows: Vec<_> = columns.map(|column| &column.rows).collect();
        Rows::union(&rows, self.len())
    }
}

/// What each of `rules` grants, and the rows on which it holds.
fn rules<'m>(
    rules: &'m [Rule],
    guards: &'m GuardRows,
    inventory: &'m Inventory,
) -> impl DoubleEndedIterator<Item = (ScopeSet, &'m Rows)> + ExactSizeIterator + Clone {
    rules.iter().map(move |rule| (rule.scopes, rows(rule, guards, inventory)))
}

fn rows<'m>(rule: &Rule, guards: &'m GuardRows, inventory: &'m Inventory) -> &'m Rows {
    guards.around(rule.guard).unwrap_or(inventory.every())
}

/// The scopes that other rules grant than before, or the same rules on other rows.
///
/// Rules that are the same one after another from the front and from the back touch nothing: the rows of a
/// scope are those of the rules that grant it, joined.
fn touched<'m, I>(before: I, after: I) -> ScopeSet
where
    I: DoubleEndedIterator<Item = (ScopeSet, &'m Rows)> + ExactSizeIterator + Clone,
{
    let is_same = |((one, rows), (other, others)): &((ScopeSet, &Rows), (ScopeSet, &Rows))| {
        one == other && rows.is_same(others)
    };
    let front = before.clone().zip(after.clone()).take_while(is_same).count();
    let (before, after) = (before.skip(front), after.skip(front));
    let back = before.clone().rev().zip(after.clone().rev()).take_while(is_same).count();
    let changed = |rules: std::iter::Skip<I>| {
        let rules = rules.rev().skip(back);
        rules.fold(ScopeSet::EMPTY, |all, (scopes, _)| all.union(scopes))
    };
    changed(before).union(changed(after))
}

/// The columns of one type: scopes that the same grants name share one.
fn columns<'m>(
    inventory: &Inventory,
    groups: &mut Groups<'_>,
    entity_type: EntityType,
    kept: impl Fn(ScopeSet) -> Option<&'m Rows>,
) -> Vec<Column> {
    let of_type = ScopeSet::of_type(ResourceType::Entity(entity_type));
    let named = groups.scopes().map(|scopes| scopes.intersection(of_type));
    let mut found = ScopeSet::partition(named.filter(|scopes| !scopes.is_empty()));
    order::sort_by_key(&mut found, |scopes| scopes.iter().next());
    let column = |scopes: ScopeSet| {
        let rows = kept(scopes)
            .cloned()
            .unwrap_or_else(|| groups.rows_of(scopes).intersection(inventory.of_type(entity_type)));
        Column { entity_type, scopes, rows }
    };
    let columns = found.into_iter().map(column);
    columns.filter(|column| !column.rows.is_empty()).collect()
}
