//! What a change means for those who hold the same.

use std::collections::{BTreeMap, BTreeSet};

use super::{Covered, Delta, Effect, EntityDelta};
use crate::{
    Access, CompileError, Difference, Granted, LimitChange, Matrix, Organization, Principal,
    Program, Rows, Rule, ScopeSet, compare::limit_changes, principal::Part,
};

/// What some holders have before and after.
pub(super) struct Sides<'o> {
    pub(super) organization: &'o Organization,
    pub(super) after: &'o Organization,
    pub(super) old: Vec<Part>,
    pub(super) new: Vec<Part>,
}

/// A program and what it grants on every entity.
struct Evaluated {
    access: Access,
    matrix: Matrix,
}

impl Sides<'_> {
    pub(super) fn effect(
        self,
        holders: Vec<Principal>,
        is_touched: &impl Fn(&Part) -> bool,
    ) -> Result<Effect, CompileError> {
        let (in_old, in_new): (BTreeSet<_>, BTreeSet<_>) =
            (self.old.iter().collect(), self.new.iter().collect());
        let stays =
            |part: &Part| in_old.contains(part) && in_new.contains(part) && !is_touched(part);
        let only = |parts: &[Part], wanted: bool| -> Vec<Part> {
            parts.iter().filter(|part| stays(part) == wanted).cloned().collect()
        };
        // Whole, and split into what the change is about and the rest.
        let old = evaluated(self.organization, &self.old)?;
        let new = evaluated(self.after, &self.new)?;
        let taken = evaluated(self.organization, &only(&self.old, false))?;
        let given = evaluated(self.after, &only(&self.new, false))?;
        let rest = evaluated(self.organization, &only(&self.old, true))?;

        let mut covered = Coverage { rest: &rest, by_source: BTreeMap::new() };
        let organization_limits =
            limit_changes(old.matrix.organization(), new.matrix.organization());
        let on_organization = |side: &Evaluated| side.matrix.organization().scopes;
        let organization = delta(on_organization(&old), on_organization(&new));
        let alone = delta(on_organization(&taken), on_organization(&given));
        covered.add(alone, on_organization(&rest), None);

        let mut entities = Vec::new();
        let rows = [old.apart(&new), taken.apart(&given)];
        for row in &Rows::union(&rows.each_ref(), self.organization.inventory.len()) {
            let net = delta(old.matrix.scopes(row), new.matrix.scopes(row));
            let limits = limits(&old, &new, row);
            if net != Delta::default() || !limits.is_empty() {
                entities.push(EntityDelta { row, delta: net, limits });
            }
            let alone = delta(taken.matrix.scopes(row), given.matrix.scopes(row));
            // With other tags the rest need not grant what it granted before.
            if alone != Delta::default() && !self.is_retagged(row) {
                covered.add(alone, rest.matrix.scopes(row), Some(row));
            }
        }
        Ok(Effect {
            holders,
            organization,
            organization_limits,
            entities,
            difference: Difference::between(&old.access.program, &new.access.program),
            covered: covered.finish(),
        })
    }

    fn is_retagged(&self, row: u32) -> bool {
        let (old, new) = (&self.organization.inventory, &self.after.inventory);
        !old.is_same(new) && old.entity(row) != new.entity(row)
    }
}

fn evaluated(organization: &Organization, parts: &[Part]) -> Result<Evaluated, CompileError> {
    let access = Access::from_parts(&organization.records, parts)?;
    let matrix = Matrix::new(&access.program, &organization.inventory);
    Ok(Evaluated { access, matrix })
}

impl Evaluated {
    /// The rows on which the two may grant something else.
    ///
    /// Rules that are the same one after another from the front and from the back grant the same; what a row is granted
    /// differs only where one of those between them holds.
    fn apart(&self, other: &Self) -> Rows {
        let (ours, others) = (self.rules(), other.rules());
        let alike = |(one, other): &(&Row<'_>, &Row<'_>)| one == other;
        let front = ours.iter().zip(&others).take_while(alike).count();
        let behind = |rules: &[Row<'_>]| rules.len() - front;
        let back = ours.iter().rev().zip(others.iter().rev()).take_while(alike).count();
        let back = back.min(behind(&ours)).min(behind(&others));
        let between = [ours, others].into_iter().flat_map(|rules| {
            let len = behind(&rules) - back;
            rules.into_iter().skip(front).take(len)
        });
        let rows: Vec<_> = between.map(|(_, _, rows)| rows).collect();
        Rows::union(&rows, self.matrix.len())
    }

    fn rules(&self) -> Vec<Row<'_>> {
        let rules = self.access.program.rules().iter().enumerate();
        let row = |(index, rule): (usize, &Rule)| {
            let rows = self.matrix.rows_of_rule(index).unwrap_or(&Rows::NONE);
            (rule.scopes, rule.max_open_secs, rows)
        };
        rules.map(row).collect()
    }
}

/// What a rule grants, for how long something may be opened by it, and where.
type Row<'e> = (ScopeSet, Option<u64>, &'e Rows);

pub(super) fn delta(old: ScopeSet, new: ScopeSet) -> Delta {
    Delta { gained: new.difference(old), lost: old.difference(new) }
}

/// How the limits of scopes that stay granted change.
fn limits(old: &Evaluated, new: &Evaluated, row: u32) -> Vec<LimitChange> {
    let granted = |side: &Evaluated| Granted {
        scopes: side.matrix.scopes(row),
        max_open_secs: side.matrix.max_open_secs(&side.access.program, row),
        rules: Vec::new(),
    };
    limit_changes(&granted(old), &granted(new))
}

/// Collects which other sources grant what a change gives or takes.
struct Coverage<'e> {
    rest: &'e Evaluated,
    by_source: BTreeMap<usize, (Delta, usize)>,
}

impl Coverage<'_> {
    /// What the change does `alone` on the entity at `row`, or on the organization, where the rest grants `held`.
    fn add(&mut self, alone: Delta, held: ScopeSet, row: Option<u32>) {
        let (gained, lost) = (alone.gained.intersection(held), alone.lost.intersection(held));
        if gained.is_empty() && lost.is_empty() {
            return;
        }
        let program: &Program = &self.rest.access.program;
        let mut here = BTreeSet::new();
        for (index, rule) in program.rules().iter().enumerate() {
            let holds = match row {
                Some(row) => {
                    self.rest.matrix.rows_of_rule(index).is_some_and(|rows| rows.contains(row))
                }
                None => self.rest.matrix.organization().rules.contains(&index),
            };
            let (gained, lost) = (gained.intersection(rule.scopes), lost.intersection(rule.scopes));
            if holds && !(gained.is_empty() && lost.is_empty()) {
                let (delta, _) = self.by_source.entry(rule.source).or_default();
                delta.gained = delta.gained.union(gained);
                delta.lost = delta.lost.union(lost);
                here.insert(rule.source);
            }
        }
        for source in here.into_iter().filter(|_| row.is_some()) {
            self.by_source.entry(source).or_default().1 += 1;
        }
    }

    fn finish(self) -> Vec<Covered> {
        let sources = &self.rest.access.sources;
        let covered = |(source, (scopes, entities)): (usize, (Delta, usize))| {
            Some(Covered { source: sources.get(source)?.clone(), scopes, entities })
        };
        self.by_source.into_iter().filter_map(covered).collect()
    }
}
