//! Why a cell is granted or not: the rules that name its scope, and how their conditions come out.
//!
//! The engine decides; this only explains. What grants comes from the matrix, and the walk over the
//! definition adds the words.

mod holding;
mod phrase;
mod truth;
mod walk;

use policy::{Descriptor, Entity, Place, ResourceType, Scope, Truth};

use holding::Holding;
use phrase::findings;
pub use phrase::{Finding, tag_keys};
use walk::Grant;

use super::difference::{Difference, Sign};
use super::{opening, words};
use crate::state::evaluation::{Comparison, Evaluation};

/// One cell of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// The row of the entity; `None` for the organization.
    pub row: Option<u32>,
    /// The scope.
    pub scope: Scope,
}

/// Why a cell says what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The scope.
    pub scope: Scope,
    /// The entity's name; `None` for the organization.
    pub entity: Option<String>,
    /// What the cell says.
    pub sign: Sign,
    /// The rules of the draft that grant it.
    pub grants: Vec<Reason>,
    /// The rules that granted it as saved, where the draft takes it away.
    pub before: Vec<Reason>,
    /// The rules of the draft that name the scope and do not grant it here, the nearest first.
    pub refusals: Vec<Reason>,
    /// How many more such rules there are.
    pub more_refusals: usize,
    /// How long it may hold the environment open, where there is a limit.
    pub open_secs: Option<u64>,
}

/// A rule, and how its conditions come out on the entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The entry of the definition it belongs to, from 0.
    pub entry: Option<usize>,
    /// Its name, such as `Rule 2`.
    pub title: String,
    /// What kind of rule it is.
    pub kind: Kind,
    /// Its conditions.
    pub findings: Vec<Finding>,
    /// The names of the sets through which the scope comes.
    pub sets: Vec<String>,
    /// The name of the record it stands in, where that is not the definition itself.
    pub within: Option<String>,
    /// How long it lets an environment stay open, in seconds.
    pub max_open_secs: Option<u64>,
}

/// What a rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: it reaches whatever its scopes apply to.
    Unconditional,
    /// A single entity.
    Chosen,
    /// Tags.
    Tags,
    /// Anything else.
    Conditions,
}

impl Kind {
    /// The words for a rule that grants a scope of `resource_type`.
    pub fn words(self, resource_type: ResourceType) -> String {
        match (self, resource_type) {
            (Self::Unconditional, ResourceType::Global) => "organization access".to_owned(),
            (Self::Unconditional, ResourceType::Entity(entity_type)) => {
                format!("on every {}", entity_type.noun())
            }
            (Self::Chosen, ResourceType::Entity(entity_type)) => {
                format!("on one chosen {}", entity_type.noun())
            }
            (Self::Tags, _) => "tag rule".to_owned(),
            (Self::Chosen | Self::Conditions, _) => "rule with conditions".to_owned(),
        }
    }
}

/// How many rules that do not grant are told before the rest is counted.
const REFUSALS: usize = 3;

impl Why {
    /// Why `cell` says what it says; `None` when there is no such row.
    pub fn of(comparison: &Comparison, difference: &Difference, cell: Cell) -> Option<Self> {
        let Comparison { organization, draft, saved } = comparison;
        let entity = match cell.row {
            Some(row) => Some(organization.inventory.entity(row)?),
            None => None,
        };
        let sign = match (cell.row, entity) {
            (Some(row), Some(entity)) => difference.sign(entity.entity_type, row, cell.scope),
            _ => difference.organization.sign(cell.scope),
        };
        let explained = Explained { comparison, entity, cell };
        let (granting, others) = explained.reasons(draft);
        let before = match (sign, saved) {
            (Sign::Lost, Some(saved)) => explained.reasons(saved).0,
            _ => Vec::new(),
        };
        let mut refusals = if sign.is_held() { Vec::new() } else { others };
        refusals.sort_by_key(|reason| (reason.failing().count(), reason.kind == Kind::Chosen));
        let more_refusals = refusals.len().saturating_sub(REFUSALS);
        refusals.truncate(REFUSALS);
        let limits = cell
            .row
            .map(|row| draft.matrix.max_open_secs(&draft.access.program, row))
            .unwrap_or_default();
        Some(Self {
            scope: cell.scope,
            entity: entity.map(|entity| entity.name.clone()),
            sign,
            grants: granting,
            before,
            refusals,
            more_refusals,
            open_secs: limits
                .into_iter()
                .find_map(|(scope, secs)| (scope == cell.scope && sign.is_held()).then_some(secs)),
        })
    }
}

impl Reason {
    /// The conditions that are not met.
    pub fn failing(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.truth != Truth::True)
    }

    /// Why it does not grant, in one sentence.
    pub fn refusal(&self) -> String {
        let title = &self.title;
        let wanted: Vec<_> = self.failing().map(|finding| finding.text.as_str()).collect();
        if wanted.is_empty() {
            return format!("{title} names it and does not reach this far.");
        }
        let mut facts: Vec<_> =
            self.failing().filter_map(|finding| finding.fact.as_deref()).collect();
        facts.dedup();
        let wanted = words::listed(&wanted);
        let grants = match &self.kind {
            Kind::Chosen => format!("{title} grants it on {} alone", wanted.replacen("is ", "", 1)),
            _ => format!("{title} grants it where {wanted}"),
        };
        if facts.is_empty() {
            format!("{grants}.")
        } else {
            format!("{grants}; {}.", words::listed(&facts))
        }
    }

    /// How long an environment may stay open by it, in words.
    pub fn opening(&self) -> Option<String> {
        self.max_open_secs.map(|secs| format!("for at most {}", opening::in_words(secs)))
    }
}

/// One cell being explained.
struct Explained<'c> {
    comparison: &'c Comparison,
    entity: Option<&'c Entity>,
    cell: Cell,
}

impl Explained<'_> {
    /// The rules of `evaluation` that grant the cell, and those that name the scope and do not.
    fn reasons(&self, evaluation: &Evaluation) -> (Vec<Reason>, Vec<Reason>) {
        let program = &evaluation.access.program;
        let rules: Vec<_> = match self.cell.row {
            Some(row) => evaluation.matrix.rules_for(program, row, self.cell.scope).collect(),
            None => evaluation.matrix.organization().rules_for(program, self.cell.scope).collect(),
        };
        let holding = Holding { organization: &self.comparison.organization, evaluation };
        let named = holding.grants(self.cell.scope);
        let granting = rules.iter().filter_map(|index| program.rule(*index)).map(|rule| {
            let path = program.path(rule);
            let grant = named.iter().find(|grant| grant.path == path);
            let mut reason = match grant {
                Some(grant) => self.reason(evaluation, grant),
                None => self.reason(
                    evaluation,
                    &Grant {
                        path,
                        guards: Vec::new(),
                        sets: program.sets(rule).to_vec(),
                        max_open_secs: rule.max_open_secs,
                    },
                ),
            };
            if let Some(title) = holding.title(rule.source) {
                // What stands on one entity alone says so in its name.
                reason.kind = holding.kind(rule.source).unwrap_or(reason.kind);
                reason.title = title;
            }
            reason
        });
        let granting: Vec<_> = granting.collect();
        let paths = rules.iter().filter_map(|index| program.rule(*index));
        let paths: Vec<_> = paths.map(|rule| program.path(rule)).collect();
        let holds = |grant: &&Grant<'_>| paths.contains(&grant.path);
        let others = named
            .iter()
            .filter(|grant| !holds(grant))
            .map(|grant| self.reason(evaluation, grant))
            .collect();
        (granting, others)
    }

    fn reason(&self, evaluation: &Evaluation, grant: &Grant<'_>) -> Reason {
        let organization = &self.comparison.organization;
        let name = |id: &String| {
            organization.records.find(id).map_or_else(|| id.clone(), |record| record.name.clone())
        };
        let findings = findings(&grant.guards, self.entity, &organization.inventory);
        let entry = grant.path.first().and_then(|place| entry(place, &evaluation.details));
        let holding = Holding { organization, evaluation };
        let held = holding.source_of(grant);
        let within = grant.path.last().and_then(|place| place.record.as_ref()).map(name);
        Reason {
            entry,
            title: match (entry, held.and_then(|source| holding.title(source))) {
                (Some(index), _) => format!("Rule {}", index + 1),
                (None, Some(title)) => title,
                (None, None) => "The definition".to_owned(),
            },
            kind: kind(&findings),
            findings,
            sets: grant.sets.iter().map(name).collect(),
            // A role is named by what holds it, and its policy bears the same name.
            within: within.filter(|_| held.is_none()),
            max_open_secs: grant.max_open_secs,
        }
    }
}

fn kind(findings: &[Finding]) -> Kind {
    match findings {
        [] => Kind::Unconditional,
        [only] if only.subject == phrase::About::Identity => Kind::Chosen,
        all if all.iter().all(|finding| finding.subject == phrase::About::Tags) => Kind::Tags,
        _ => Kind::Conditions,
    }
}

/// The entry of `details` that a place belongs to: 2 for `/entries/2/subNode`.
///
/// A definition that is no group is its own only entry.
pub fn entry(place: &Place, details: &Descriptor) -> Option<usize> {
    match (&place.record, details) {
        (Some(_), _) => None,
        (None, Descriptor::Group(_)) => {
            place.pointer.strip_prefix("/entries/")?.split('/').next()?.parse().ok()
        }
        (None, _) => Some(0),
    }
}

#[cfg(test)]
mod tests;
