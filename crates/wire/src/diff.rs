//! What one definition grants more or less than another.

use policy::{Access, ChangeKind, Difference, Matrix, Organization, Scope, ScopeSet};
use serde::Serialize;

use crate::{
    Fault, Subject,
    impact::{LimitChange, limits},
    snapshot::{EntityKey, tags::by_key},
    subject::Label,
};

/// What `to` grants more or less than `from`: on the entities there are, and on all there could be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Diff {
    /// What it is compared with.
    pub from: Label,
    /// What is compared.
    pub to: Label,
    /// How the two relate, over everything there could be.
    pub relation: Relation,
    /// What changes on the organization.
    pub organization: Delta,
    /// For how long something on the organization may be held open, where that changes.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organization_limits: Vec<LimitChange>,
    /// What changes on entities there are, in the order of the snapshot; the others keep what they have.
    pub entities: Vec<EntityDelta>,
    /// What changes on entities there could be.
    pub changes: Vec<ChangeInfo>,
}

/// How two definitions relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Relation {
    /// They grant the same.
    Equivalent,
    /// The new one grants everything the old one does, and more.
    Wider,
    /// The new one grants nothing that the old one does not, and less.
    Narrower,
    /// Each grants something that the other does not.
    Different,
}

/// Gained and lost scopes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Delta {
    /// What is granted and was not.
    pub gained: Vec<&'static str>,
    /// What was granted and is not.
    pub lost: Vec<&'static str>,
}

/// What changes on one entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EntityDelta {
    /// The entity.
    #[serde(flatten)]
    pub entity: EntityKey,
    /// What changes.
    #[serde(flatten)]
    pub delta: Delta,
}

/// Scopes that change on the same entities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ChangeInfo {
    /// `gained`, `lost`, `open-longer` or `open-shorter`.
    pub kind: &'static str,
    /// For how long an environment opens more or less than before, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_open_duration_secs: Option<u64>,
    /// The scopes.
    pub scopes: Vec<&'static str>,
    /// On which entities, in words, case by case.
    #[serde(rename = "where")]
    pub cases: Vec<String>,
    /// Whether these are all the cases.
    pub is_complete: bool,
    /// An entity on which it changes, which need not exist.
    pub example: Example,
}

/// An entity that need not exist.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Example {
    /// The entity's type and identity.
    #[serde(flatten)]
    pub entity: EntityKey,
    /// Its tags.
    #[cfg_attr(feature = "typescript", tsify(type = "{ [key: string]: string }"))]
    pub tags: std::collections::BTreeMap<String, String>,
}

impl Example {
    pub(crate) fn of(entity: &policy::Entity) -> Self {
        let entity_type = entity.entity_type.into();
        let tags = by_key(entity.tags.iter().cloned());
        Self { entity: EntityKey { entity_type, id: entity.id.clone() }, tags }
    }
}

impl Diff {
    /// What `to` grants more or less than `from` in `organization`.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when a subject does not exist or is refused, and `too-complex` when the two distinguish
    /// more cases than can be compared.
    pub fn between(
        organization: &Organization,
        from: &Subject,
        to: &Subject,
    ) -> Result<Self, Fault> {
        let ((from, from_label), (to, to_label)) =
            (from.resolve(organization)?, to.resolve(organization)?);
        let (from, to) =
            (Access::of(organization, &from)?.program, Access::of(organization, &to)?.program);
        let difference = Difference::between(&from, &to)
            .map_err(|error| Fault::new("too-complex", "", error.to_string()))?;
        let inventory = &organization.inventory;
        let (old, new) = (Matrix::new(&from, inventory), Matrix::new(&to, inventory));
        let changed = (0u32..).zip(inventory.entities()).filter_map(|(row, entity)| {
            let (old, new) = (old.scopes(row), new.scopes(row));
            let entity =
                EntityKey { entity_type: entity.entity_type.into(), id: entity.id.clone() };
            (old != new).then(|| EntityDelta {
                entity,
                delta: delta(new.difference(old), old.difference(new)),
            })
        });
        Ok(Self {
            from: from_label,
            to: to_label,
            relation: relation(&difference),
            organization: delta(difference.organization_gained, difference.organization_lost),
            organization_limits: limits(&difference.organization_limits),
            entities: changed.collect(),
            changes: difference.changes.iter().map(|found| change(organization, found)).collect(),
        })
    }
}

pub(crate) fn relation(difference: &Difference) -> Relation {
    match (difference.only_adds(), difference.only_takes_away()) {
        (true, true) => Relation::Equivalent,
        (true, false) => Relation::Wider,
        (false, true) => Relation::Narrower,
        (false, false) => Relation::Different,
    }
}

pub(crate) fn change(organization: &Organization, change: &policy::Change) -> ChangeInfo {
    let (kind, secs) = match change.kind {
        ChangeKind::Gained => ("gained", None),
        ChangeKind::Lost => ("lost", None),
        ChangeKind::OpenLonger(secs) => ("open-longer", Some(secs)),
        ChangeKind::OpenShorter(secs) => ("open-shorter", Some(secs)),
    };
    let example = &change.example;
    ChangeInfo {
        kind,
        max_open_duration_secs: secs,
        scopes: names(change.scopes),
        cases: change
            .cases
            .iter()
            .map(|case| case.named(&organization.inventory).to_string())
            .collect(),
        is_complete: change.is_complete,
        example: Example::of(example),
    }
}

pub(crate) fn delta(gained: ScopeSet, lost: ScopeSet) -> Delta {
    Delta { gained: names(gained), lost: names(lost) }
}

pub(crate) fn names(scopes: ScopeSet) -> Vec<&'static str> {
    scopes.iter().map(Scope::name).collect()
}
