//! What one definition grants more or less than another.

use policy::{
    Access, ChangeKind, Difference, Granted, Matrix, Organization, Program, Scope, ScopeSet, Way,
    limit_changes,
};
use serde::Serialize;

use crate::{
    Fault, Subject,
    impact::{EntityImpact, LimitChange, limits},
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
    /// How the two relate, over everything there could be and in every way in which they can be held.
    pub relation: Relation,
    /// What changes where they are held through no team.
    #[serde(flatten)]
    pub changed: Changed,
    /// What changes where they are held through a team and their conditions speak of it; without the ways in which it is
    /// the same as through no team.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub through_teams: Vec<ThroughTeam>,
}

/// What changes from one definition to another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Changed {
    /// What changes on the organization.
    pub organization: Delta,
    /// For how long something on the organization may be held open, where that changes.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organization_limits: Vec<LimitChange>,
    /// What changes on entities there are, in the order of the snapshot; the others keep what they have.
    pub entities: Vec<EntityImpact>,
    /// What changes on entities there could be.
    pub changes: Vec<ChangeInfo>,
}

/// What changes where two definitions are held through a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ThroughTeam {
    /// The team; absent for every team that no condition names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What changes then.
    #[serde(flatten)]
    pub changed: Changed,
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
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
    /// On how many entities there are it changes so; absent where that was not counted, as in an impact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
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
        let ways = Held::in_every_way((organization, &from), (organization, &to))?;
        let relation = relation_of(&ways);
        let mut ways = ways.iter().map(|held| (&held.way, Changed::of(organization, held)));
        let changed = ways.next().map(|(_, changed)| changed).unwrap_or_default();
        let through_teams = ways.filter(|(_, other)| *other != changed);
        let through_teams = through_teams.map(|(way, changed)| {
            let team = named_team(way);
            ThroughTeam { team, changed }
        });
        let through_teams = through_teams.collect();
        Ok(Self { from: from_label, to: to_label, relation, changed, through_teams })
    }
}

impl Changed {
    fn of(organization: &Organization, Held { from, to, difference, .. }: &Held) -> Self {
        let (from, to) = (&from.program, &to.program);
        let inventory = &organization.inventory;
        let (old, new) = (granted(organization, from), granted(organization, to));
        let both = || inventory.entities().iter().zip(old.iter().zip(&new));
        let changed = both().filter_map(|(entity, (old, new))| {
            let limits = limits(&limit_changes(old, new));
            if old.scopes == new.scopes && limits.is_empty() {
                return None;
            }
            let delta = delta(new.scopes.difference(old.scopes), old.scopes.difference(new.scopes));
            let entity =
                EntityKey { entity_type: entity.entity_type.into(), id: entity.id.clone() };
            Some(EntityImpact { entity: EntityDelta { entity, delta }, limits })
        });
        let count = |found: &policy::Change| {
            let of_type = both().filter(|(entity, _)| entity.entity_type == found.entity_type);
            of_type.filter(|(_, (old, new))| is_changed(found, old, new)).count()
        };
        let counted = |found: &policy::Change| ChangeInfo {
            count: Some(count(found)),
            ..change(organization, found)
        };
        Self {
            organization: delta(difference.organization_gained, difference.organization_lost),
            organization_limits: limits(&difference.organization_limits),
            entities: changed.collect(),
            changes: difference.changes.iter().map(counted).collect(),
        }
    }

    /// Whether nothing changes.
    pub const fn is_nothing(&self) -> bool {
        self.organization.gained.is_empty()
            && self.organization.lost.is_empty()
            && self.organization_limits.is_empty()
            && self.changes.is_empty()
    }
}

/// Two subjects, held in one way.
#[derive(Debug)]
pub struct Held {
    /// The way.
    pub way: Way,
    /// What the one may do.
    pub from: Access,
    /// What the other may do.
    pub to: Access,
    /// What the other may do more or less.
    pub difference: Difference,
}

impl Held {
    /// How `from` and `to` differ in every way in which they can be held; through no team comes first.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when a subject is not there or too large, `too-complex` when the two distinguish more cases than can
    /// be compared, or name more than 100 teams.
    pub fn in_every_way(
        from: (&Organization, &policy::Subject),
        to: (&Organization, &policy::Subject),
    ) -> Result<Vec<Self>, Fault> {
        /// Each of them is a comparison.
        const MAX_TEAMS: usize = 100;
        let access = |(organization, subject), way: &Way| Access::held(organization, subject, way);
        let alone = (access(from, &Way::Alone)?, access(to, &Way::Alone)?);
        let ways = Way::all(&[&alone.0, &alone.1]);
        // The first way: most definitions speak of no team, and have no other.
        let mut known = Some(alone);
        // Besides these there are no team, and any other one.
        if ways.len() > MAX_TEAMS + 2 {
            let message = format!("the definitions name more than {MAX_TEAMS} teams");
            return Err(Fault::new("too-complex", "", message));
        }
        let held = ways.into_iter().map(|way| {
            let (from, to) = match known.take() {
                Some(alone) => alone,
                None => (access(from, &way)?, access(to, &way)?),
            };
            let difference =
                Difference::between(&from.program, &to.program).map_err(too_complex)?;
            Ok(Self { way, from, to, difference })
        });
        held.collect()
    }
}

pub(crate) fn too_complex(error: policy::TooComplex) -> Fault {
    Fault::new("too-complex", "", error.to_string())
}

/// The team of `way`, where that is a certain one.
pub(crate) fn named_team(way: &Way) -> Option<String> {
    match way {
        Way::Team(name) => Some(name.clone()),
        Way::Alone | Way::Other(_) => None,
    }
}

/// What `program` grants on each entity of `organization`, in the order of the snapshot.
fn granted(organization: &Organization, program: &Program) -> Vec<Granted> {
    let matrix = Matrix::new(program, &organization.inventory);
    let mut limits = matrix.max_open_secs_by_row(program).into_iter();
    let rows = (0u32..).zip(organization.inventory.entities());
    let granted = |(row, _)| Granted {
        scopes: matrix.scopes(row),
        max_open_secs: limits.next().unwrap_or_default(),
        rules: Vec::new(),
    };
    rows.map(granted).collect()
}

/// Whether `change` is what becomes of an entity on which `old` is granted before and `new` after.
fn is_changed(change: &policy::Change, old: &Granted, new: &Granted) -> bool {
    let longer_than = match change.kind {
        ChangeKind::Gained | ChangeKind::Lost => None,
        ChangeKind::OpenLonger(secs) | ChangeKind::OpenShorter(secs) => Some(secs),
    };
    // All scopes of a change are granted on the same entities.
    let Some(scope) = change.scopes.iter().next() else { return false };
    let allows = |granted: &Granted| {
        let mut limits = granted.max_open_secs.iter();
        let limit = limits.find(|(limited, _)| *limited == scope).map(|(_, limit)| *limit);
        let is_long_enough = longer_than.is_none_or(|secs| limit.is_none_or(|limit| limit > secs));
        granted.scopes.contains(scope) && is_long_enough
    };
    let (before, after) = (allows(old), allows(new));
    if change.kind.is_more() { after && !before } else { before && !after }
}

pub(crate) fn relation(difference: &Difference) -> Relation {
    related(difference.only_adds(), difference.only_takes_away())
}

/// How two subjects relate in all these ways together.
pub(crate) fn relation_of(ways: &[Held]) -> Relation {
    let all = |holds: fn(&Difference) -> bool| ways.iter().all(|held| holds(&held.difference));
    related(all(Difference::only_adds), all(Difference::only_takes_away))
}

const fn related(only_adds: bool, only_takes_away: bool) -> Relation {
    match (only_adds, only_takes_away) {
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
        count: None,
        example: Example::of(example),
    }
}

pub(crate) fn delta(gained: ScopeSet, lost: ScopeSet) -> Delta {
    Delta { gained: names(gained), lost: names(lost) }
}

pub(crate) fn names(scopes: ScopeSet) -> Vec<&'static str> {
    scopes.iter().map(Scope::name).collect()
}
