//! The matrix: what a program grants on every entity of the inventory, and by which rules.

use std::collections::BTreeMap;

use crate::{
    EntityType, Granted, Inventory, Program, ResourceType, Rows, Scope, ScopeSet, program::longest,
};

/// Entities down, scopes across; each cell knows the rules that granted it.
///
/// Rows are the rows of the inventory. Scopes that the same rules grant share one column, so the size grows
/// with the rules that differ, not with entities × scopes.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// For each rule of the program, the rows on which it holds.
    rules: Vec<Rows>,
    columns: Vec<Column>,
    organization: Granted,
    total: usize,
    has_limits: bool,
}

/// The scopes of one entity type that are granted on exactly these rows.
#[derive(Debug, Clone)]
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
        let rules = program.rows(inventory);
        let columns = EntityType::ALL
            .into_iter()
            .flat_map(|entity_type| columns(program, inventory, &rules, entity_type));
        Self {
            columns: columns.collect(),
            organization: program.on_organization(),
            total: inventory.len(),
            has_limits: program.rules().iter().any(|rule| rule.max_open_secs.is_some()),
            rules,
        }
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
    pub const fn len(&self) -> usize {
        self.total
    }

    /// Whether it has no row.
    pub const fn is_empty(&self) -> bool {
        self.total == 0
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
        self.rules.get(index)
    }

    /// The rules of `program` that grant `scope` at `row`, by index.
    pub fn rules_for<'a>(
        &'a self,
        program: &'a Program,
        row: u32,
        scope: Scope,
    ) -> impl Iterator<Item = usize> + 'a {
        let rules = program.rules().iter().zip(&self.rules).enumerate();
        rules
            .filter(move |(_, (rule, rows))| rule.scopes.contains(scope) && rows.contains(row))
            .map(|(index, _)| index)
    }

    /// How long an environment opened at `row` may stay open, for each opening scope that has a limit.
    pub fn max_open_secs(&self, program: &Program, row: u32) -> Vec<(Scope, u64)> {
        if !self.has_limits {
            return Vec::new();
        }
        let rules = program.rules().iter().zip(&self.rules);
        let holding = rules.filter(|(_, rows)| rows.contains(row)).map(|(rule, _)| rule);
        longest(&holding, self.scopes(row))
    }

    /// The rows of `entity_type` on which anything is granted.
    pub fn reached(&self, entity_type: EntityType) -> Rows {
        let mut reached = Rows::default();
        for column in self.columns.iter().filter(|column| column.entity_type == entity_type) {
            reached.extend(&column.rows, self.total);
        }
        reached
    }
}

/// The columns of one type: scopes that the same grants name share one.
fn columns(
    program: &Program,
    inventory: &Inventory,
    rules: &[Rows],
    entity_type: EntityType,
) -> Vec<Column> {
    let total = inventory.len();
    let of_type = ScopeSet::of_type(ResourceType::Entity(entity_type));
    // Rules that grant the same scopes of this type count as one: 2000 rules for single entities become a row set.
    let mut grants = BTreeMap::<ScopeSet, Rows>::new();
    for (rule, rows) in program.rules().iter().zip(rules) {
        let scopes = rule.scopes.intersection(of_type);
        if !scopes.is_empty() && !rows.is_empty() {
            grants.entry(scopes).or_default().extend(rows, total);
        }
    }
    let mut columns = BTreeMap::<Vec<usize>, ScopeSet>::new();
    for scope in of_type.iter() {
        let naming = grants
            .keys()
            .enumerate()
            .filter(|(_, scopes)| scopes.contains(scope))
            .map(|(index, _)| index);
        let naming: Vec<_> = naming.collect();
        if !naming.is_empty() {
            columns.entry(naming).or_default().insert(scope);
        }
    }
    let grants: Vec<_> = grants.into_values().collect();
    let fitting = inventory.of_type(entity_type);
    let column = |(naming, scopes): (Vec<usize>, ScopeSet)| {
        let mut rows = Rows::default();
        for grant in naming.into_iter().filter_map(|index| grants.get(index)) {
            rows.extend(grant, total);
        }
        Column { entity_type, scopes, rows: rows.intersection(fitting) }
    };
    let columns = columns.into_iter().map(column);
    columns.filter(|column| !column.rows.is_empty()).collect()
}
