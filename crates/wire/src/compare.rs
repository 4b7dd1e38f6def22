//! How two subjects relate, over everything there could be.

use policy::{Access, ChangeKind, Difference, Entity, Organization, Overlap, Scope, ScopeSet, Way};
use serde::Serialize;

use crate::{
    Fault, Subject,
    diff::{Example, Held, too_complex},
    explain::{RuleInfo, rule_info},
    subject::Label,
};

/// How two subjects relate: each question with an exact yes, or an entity that refutes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Comparison {
    /// The one.
    pub left: Label,
    /// The other.
    pub right: Label,
    /// Whether both grant the same.
    pub equivalent: Finding,
    /// Whether the left one grants nothing that the right one does not.
    pub within: Finding,
    /// Whether the right one grants nothing that the left one does not.
    pub contains: Finding,
    /// Whether there is nothing that both grant.
    pub disjoint: Finding,
    /// What both grant on the organization.
    pub organization: Vec<&'static str>,
    /// What both grant on entities there could be.
    pub shared: Vec<SharedInfo>,
}

/// Whether something holds, and where not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Finding {
    /// Whether it holds.
    pub holds: bool,
    /// Where it does not, if it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterexample: Option<Witness>,
}

/// A place where a statement about two subjects fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Witness {
    /// The entity, which need not exist; absent for the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Example>,
    /// How both are held there, in words, where that is through a team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// The scopes on which the two differ there, or which both grant.
    pub scopes: Vec<&'static str>,
    /// They differ in opening something for more than so many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longer_than_secs: Option<u64>,
    /// The rules of the left one that grant any of the scopes there.
    pub left: Vec<RuleInfo>,
    /// The rules of the right one that do.
    pub right: Vec<RuleInfo>,
}

/// Scopes that both grant on the same entities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct SharedInfo {
    /// The scopes.
    pub scopes: Vec<&'static str>,
    /// On which entities, in words, case by case.
    #[serde(rename = "where")]
    pub cases: Vec<String>,
    /// Whether these are all the cases.
    pub is_complete: bool,
    /// An entity on which both grant them, which need not exist.
    pub example: Example,
}

/// Two subjects, and the organization they are in.
struct Sides<'o> {
    organization: &'o Organization,
    way: &'o Way,
    left: &'o Access,
    right: &'o Access,
}

impl Comparison {
    /// How `left` and `right` relate in `organization`.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when a subject does not exist or is refused, and `too-complex` when the two distinguish
    /// more cases than can be compared.
    pub fn of(organization: &Organization, left: &Subject, right: &Subject) -> Result<Self, Fault> {
        let ((left, left_label), (right, right_label)) =
            (left.resolve(organization)?, right.resolve(organization)?);
        let (mut gained, mut lost) = (None, None);
        let mut ways = Held::in_every_way((organization, &left), (organization, &right))?;
        for Held { way, from, to, difference } in &ways {
            let sides = Sides { organization, way, left: from, right: to };
            gained = gained.or_else(|| sides.first(difference, true));
            lost = lost.or_else(|| sides.first(difference, false));
        }
        let (left, right) = match ways.pop() {
            Some(only) if ways.is_empty() => (only.from, only.to),
            // Somebody may hold the one through this team and the other through that.
            _ => (
                Access::however_held(organization, &left)?,
                Access::however_held(organization, &right)?,
            ),
        };
        let overlap = Overlap::of(&left.program, &right.program).map_err(too_complex)?;
        let sides = Sides { organization, way: &Way::Alone, left: &left, right: &right };
        let both = if overlap.organization.is_empty() {
            let first = overlap.shared.first();
            first.map(|shared| sides.witness(Some(&shared.example), shared.scopes, None))
        } else {
            Some(sides.witness(None, overlap.organization, None))
        };
        let shared = overlap.shared.iter().map(|shared| SharedInfo {
            scopes: names(shared.scopes),
            cases: shared
                .cases
                .iter()
                .map(|case| case.named(&organization.inventory).to_string())
                .collect(),
            is_complete: shared.is_complete,
            example: Example::of(&shared.example),
        });
        Ok(Self {
            left: left_label,
            right: right_label,
            equivalent: finding(lost.clone().or_else(|| gained.clone())),
            within: finding(lost),
            contains: finding(gained),
            disjoint: finding(both),
            organization: names(overlap.organization),
            shared: shared.collect(),
        })
    }
}

impl Sides<'_> {
    /// The first place where the right side grants more than the left one, or less.
    fn first(&self, difference: &Difference, more: bool) -> Option<Witness> {
        let on_organization = difference.on_organization();
        let on_organization = on_organization.map(|(kind, scopes)| (kind, scopes, None));
        let on_entities = difference.changes.iter();
        let on_entities =
            on_entities.map(|change| (change.kind, change.scopes, Some(&change.example)));
        let mut all = on_organization.chain(on_entities);
        let (kind, scopes, example) = all.find(|(kind, ..)| kind.is_more() == more)?;
        let longer_than = match kind {
            ChangeKind::Gained | ChangeKind::Lost => None,
            ChangeKind::OpenLonger(secs) | ChangeKind::OpenShorter(secs) => Some(secs),
        };
        Some(self.witness(example, scopes, longer_than))
    }

    fn witness(
        &self,
        entity: Option<&Entity>,
        scopes: ScopeSet,
        longer_than_secs: Option<u64>,
    ) -> Witness {
        let rules = |access: &Access| {
            let program = &access.program;
            let granted = entity
                .map_or_else(|| program.on_organization(), |entity| program.on_entity(entity));
            let granting = granted.rules.into_iter().filter(|index| {
                let rule = program.rule(*index);
                rule.is_some_and(|rule| !rule.scopes.intersection(scopes).is_empty())
            });
            granting.filter_map(|index| rule_info(self.organization, access, index)).collect()
        };
        Witness {
            example: entity.map(Example::of),
            scopes: names(scopes),
            longer_than_secs,
            held: (*self.way != Way::Alone).then(|| self.way.to_string()),
            left: rules(self.left),
            right: rules(self.right),
        }
    }
}

const fn finding(counterexample: Option<Witness>) -> Finding {
    Finding { holds: counterexample.is_none(), counterexample }
}

fn names(scopes: ScopeSet) -> Vec<&'static str> {
    scopes.iter().map(Scope::name).collect()
}
