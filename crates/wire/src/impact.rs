//! What a change means for everybody, net of everything else they hold.

use policy::{Access, Edit, ImpactError, Matrix, Organization, Principal, diagnose};
use serde::Serialize;

use crate::{
    Fault,
    change::Change,
    diff::{ChangeInfo, Delta, EntityDelta, Relation, change, delta, relation},
    preview::{Diagnostic, diagnostic},
    snapshot::EntityKey,
    subject::{Label, label_of},
};

/// What changes mean for everybody they can touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Impact {
    /// What happens to whom; those who hold the same by the same ways are together. Nobody else is touched.
    pub effects: Vec<RoleEffect>,
    /// Who can manage roles before and after.
    pub managers: Managers,
}

/// What changes mean for some holders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RoleEffect {
    /// Who: users, teams and tokens.
    pub holders: Vec<Label>,
    /// Whether they keep exactly what they have.
    pub is_nothing: bool,
    /// What changes on the organization.
    pub organization: Delta,
    /// For how long something on the organization may be held open, where that changes.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organization_limits: Vec<LimitChange>,
    /// What changes on entities there are, in the order of the snapshot; the others keep what they have.
    pub entities: Vec<EntityImpact>,
    /// How after and before relate over everything there could be; absent where that is too complex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// What changes on entities there could be.
    pub changes: Vec<ChangeInfo>,
    /// What the change gives or takes and they hold anyway, by the source that grants it.
    pub covered: Vec<Covered>,
}

/// What changes on one entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EntityImpact {
    /// The entity, and what is gained and lost on it.
    #[serde(flatten)]
    pub entity: EntityDelta,
    /// For how long it may be held open, where that changes.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitChange>,
}

/// A limit that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct LimitChange {
    /// The scope.
    pub scope: &'static str,
    /// The limit before, in seconds; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_secs: Option<u64>,
    /// The limit after, in seconds; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_secs: Option<u64>,
}

impl LimitChange {
    /// For more than how many seconds it opens after and did not before, or the other way round, with a sign.
    pub fn words(&self) -> String {
        let kind = policy::ChangeKind::of_limits(self.before_secs, self.after_secs);
        let (sign, secs) = match kind {
            Some(policy::ChangeKind::OpenLonger(secs)) => ('+', secs),
            Some(policy::ChangeKind::OpenShorter(secs)) => ('-', secs),
            _ => return String::new(),
        };
        format!("{sign} {} for more than {secs} seconds", self.scope)
    }
}

/// Another source that grants what a change gives or takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Covered {
    /// `own-role`, `team-role`, `team-grant`, `creator-grant` or `setting`.
    pub source: &'static str,
    /// Which one: a role, a team or a setting, by id or name, a role of a team as `TEAM/ROLE`, or an entity as `TYPE/ID`.
    pub through: String,
    /// The team through which it was given, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What the change gives and this grants already, and what it takes and this goes on granting.
    #[serde(flatten)]
    pub scopes: Delta,
    /// On how many entities.
    pub entities: usize,
}

/// A record whose definition is replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Replaced {
    /// Its id: a role, or the policy that a role is nothing but.
    pub record: String,
    /// What is worth knowing about its new definition.
    pub diagnostics: Vec<Diagnostic>,
}

/// Who can manage roles: change them, and bind them to people or teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Managers {
    /// People who can before, by login.
    pub before: Vec<String>,
    /// People who can after.
    pub after: Vec<String>,
    /// Whether nobody can any more.
    pub is_locked_out: bool,
}

impl Impact {
    /// The records whose definitions `changes` replace, each with what is worth knowing about it then.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when a change cannot be made, or when a definition is too large to be followed.
    pub fn replaced(
        organization: &Organization,
        changes: &[Change],
    ) -> Result<Vec<Replaced>, Fault> {
        let edits: Result<Vec<_>, _> =
            changes.iter().map(|change| change.resolve(organization)).collect();
        let edits = edits?;
        let mut after = organization.clone();
        Edit::apply_all(&edits, &mut after).map_err(ImpactError::from)?;
        let replaced = edits.iter().filter_map(|edit| match edit {
            Edit::Record { id, .. } | Edit::RecordPart { id, .. } => after.records.find(id),
            _ => None,
        });
        let told = replaced.map(|record| {
            let asked = policy::Subject::Role(record.id.clone());
            let access = Access::of(&after, &asked)?;
            let matrix = Matrix::new(&access.program, &after.inventory);
            let found = diagnose(&after, &access, &matrix).into_iter();
            let label = label_of(&after, &asked);
            Ok(Replaced {
                record: record.id.clone(),
                diagnostics: found.map(|found| diagnostic(found, &label)).collect(),
            })
        });
        told.collect()
    }

    /// What `changes`, made one after another, mean in `organization` at `now`, in Unix seconds.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when a change cannot be made, or when there is too much to look at.
    pub fn of(organization: &Organization, changes: &[Change], now: u64) -> Result<Self, Fault> {
        let edits: Result<Vec<_>, _> =
            changes.iter().map(|change| change.resolve(organization)).collect();
        let impact = policy::Impact::of(organization, &edits?, now)?;
        let managers = Managers {
            is_locked_out: impact.locks_out(),
            before: impact.managers_before,
            after: impact.managers_after,
        };
        let effects = impact.effects.iter().map(|found| effect(organization, found)).collect();
        Ok(Self { effects, managers })
    }
}

fn effect(organization: &Organization, found: &policy::Effect) -> RoleEffect {
    let key = |row| {
        let entity = organization.inventory.entity(row)?;
        Some(EntityKey { entity_type: entity.entity_type.into(), id: entity.id.clone() })
    };
    let entity = |changed: &policy::EntityDelta| {
        let delta = delta(changed.delta.gained, changed.delta.lost);
        let limits = limits(&changed.limits);
        Some(EntityImpact { entity: EntityDelta { entity: key(changed.row)?, delta }, limits })
    };
    let covered = |covered: &policy::Covered| Covered {
        source: covered.source.kind.name(),
        through: covered.source.named(),
        team: covered.source.team.clone(),
        scopes: delta(covered.scopes.gained, covered.scopes.lost),
        entities: covered.entities,
    };
    let difference = found.difference.as_ref().ok();
    RoleEffect {
        holders: labels(organization, &found.holders),
        is_nothing: found.is_nothing(),
        organization: delta(found.organization.gained, found.organization.lost),
        organization_limits: limits(&found.organization_limits),
        entities: found.entities.iter().filter_map(entity).collect(),
        relation: difference.map(relation),
        changes: difference
            .into_iter()
            .flat_map(|difference| &difference.changes)
            .map(|found| change(organization, found))
            .collect(),
        covered: found.covered.iter().map(covered).collect(),
    }
}

pub(crate) fn labels(organization: &Organization, holders: &[Principal]) -> Vec<Label> {
    holders.iter().map(|holder| label_of(organization, &holder.subject())).collect()
}

pub(crate) fn limits(found: &[policy::LimitChange]) -> Vec<LimitChange> {
    let limit = |(scope, before_secs, after_secs): &policy::LimitChange| LimitChange {
        scope: scope.name(),
        before_secs: *before_secs,
        after_secs: *after_secs,
    };
    found.iter().map(limit).collect()
}

impl From<ImpactError> for Fault {
    fn from(error: ImpactError) -> Self {
        let code = match error {
            ImpactError::Edit(policy::EditError::Unknown { .. }) => "unknown-subject",
            ImpactError::Edit(_) => "refused",
            ImpactError::TooLarge(_) => "too-large",
            ImpactError::TooMany => "too-many",
        };
        Self::new(code, "", error.to_string())
    }
}
