//! What the draft grants, set by set, and how that differs from what is saved.

use policy::{EntityType, Organization, ResourceType, Rows, Scope, ScopeSet};

use super::opening;
use crate::state::evaluation::{Comparison, Evaluation};

/// The draft beside what is saved, scope by scope.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The effects on entities, in the order of [`EntityType::ALL`].
    effects: [Vec<Effect>; 3],
    /// What is granted on the organization.
    pub organization: Sets,
    /// Whether there is something saved to compare with.
    pub has_saved: bool,
    /// Whether the draft says something else than what is saved, whatever that comes to.
    pub is_edited: bool,
    /// Environments that both open, but not for equally long.
    pub opening: opening::Change,
}

/// What happens to one scope on the entities of one type.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The scope.
    pub scope: Scope,
    /// Where the draft grants it.
    pub granted: Rows,
    /// Where the draft grants it and what is saved does not.
    pub gained: Rows,
    /// Where what is saved grants it and the draft does not.
    pub lost: Rows,
}

/// The same for the organization: scopes instead of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sets {
    /// What the draft grants.
    pub granted: ScopeSet,
    /// What of it is not granted by what is saved.
    pub gained: ScopeSet,
    /// What only that which is saved grants.
    pub lost: ScopeSet,
}

/// What one cell of the matrix says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Granted, by what is saved as well.
    Granted,
    /// Granted by the draft alone.
    Gained,
    /// Granted by what is saved alone.
    Lost,
    /// Not granted.
    Absent,
}

impl Sign {
    /// The word for it in a class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Absent => "absent",
        }
    }

    /// The class of the square that stands for it.
    pub const fn class_name(self) -> &'static str {
        match self {
            Self::Granted => "sign sign--granted",
            Self::Gained => "sign sign--gained",
            Self::Lost => "sign sign--lost",
            Self::Absent => "sign sign--absent",
        }
    }

    /// Whether the draft grants it.
    pub const fn is_held(self) -> bool {
        matches!(self, Self::Granted | Self::Gained)
    }

    /// Whether the draft changes it.
    pub const fn is_change(self) -> bool {
        matches!(self, Self::Gained | Self::Lost)
    }
}

static NO_ROWS: Rows = Rows::NONE;

impl Difference {
    /// The draft of `comparison` beside what is saved.
    pub fn of(comparison: &Comparison) -> Self {
        let Comparison { organization, draft, saved } = comparison;
        let saved = saved.as_deref();
        Self {
            effects: EntityType::ALL.map(|entity_type| effects(draft, saved, entity_type)),
            organization: Sets::of(draft, saved),
            has_saved: saved.is_some(),
            is_edited: saved.is_some_and(|saved| saved.details != draft.details),
            opening: saved
                .map(|saved| opening::Change::of(organization, draft, saved))
                .unwrap_or_default(),
        }
    }

    /// The effects on entities of one type, for every scope that is granted now or was, by name.
    pub fn effects(&self, entity_type: EntityType) -> &[Effect] {
        let place = EntityType::ALL.iter().position(|other| *other == entity_type);
        place.and_then(|place| self.effects.get(place)).map_or(&[], Vec::as_slice)
    }

    /// The types on whose entities the draft grants anything today.
    pub fn granted_on(&self) -> Vec<EntityType> {
        let is_granted =
            |of: &EntityType| self.effects(*of).iter().any(|effect| !effect.granted.is_empty());
        EntityType::ALL.into_iter().filter(is_granted).collect()
    }

    /// What happens to `scope` on the entities of one type; `None` where it neither is nor was granted.
    pub fn effect(&self, entity_type: EntityType, scope: Scope) -> Option<&Effect> {
        let effects = self.effects(entity_type);
        let place = effects.binary_search_by_key(&scope, |effect| effect.scope).ok()?;
        effects.get(place)
    }

    /// What the cell of `scope` says at `row`.
    pub fn sign(&self, entity_type: EntityType, row: u32, scope: Scope) -> Sign {
        self.effect(entity_type, scope).map_or(Sign::Absent, |effect| effect.sign(row))
    }

    /// Whether anything changes on the entities of one type.
    pub fn changes(&self, entity_type: EntityType) -> bool {
        self.effects(entity_type).iter().any(Effect::is_change)
    }

    /// Whether anything is gained, lost or opened for another time.
    pub fn is_change(&self) -> bool {
        EntityType::ALL.into_iter().any(|entity_type| self.changes(entity_type))
            || self.organization.is_change()
            || self.opening.is_change()
    }

    /// Whether the draft grants nothing, on no entity and not on the organization.
    pub fn is_nothing(&self) -> bool {
        let is_empty =
            |entity_type| self.effects(entity_type).iter().all(|effect| effect.granted.is_empty());
        self.organization.granted.is_empty() && EntityType::ALL.into_iter().all(is_empty)
    }
}

impl Effect {
    /// What the cell at `row` says.
    pub fn sign(&self, row: u32) -> Sign {
        if self.gained.contains(row) {
            Sign::Gained
        } else if self.granted.contains(row) {
            Sign::Granted
        } else if self.lost.contains(row) {
            Sign::Lost
        } else {
            Sign::Absent
        }
    }

    /// Whether the scope is gained or lost anywhere.
    pub fn is_change(&self) -> bool {
        !self.gained.is_empty() || !self.lost.is_empty()
    }
}

impl Sets {
    fn of(draft: &Evaluation, saved: Option<&Evaluation>) -> Self {
        let granted = draft.matrix.organization().scopes;
        let Some(saved) = saved.map(|saved| saved.matrix.organization().scopes) else {
            return Self { granted, ..Self::default() };
        };
        Self { granted, gained: granted.difference(saved), lost: saved.difference(granted) }
    }

    /// What the cell of `scope` says.
    pub fn sign(&self, scope: Scope) -> Sign {
        if self.gained.contains(scope) {
            Sign::Gained
        } else if self.granted.contains(scope) {
            Sign::Granted
        } else if self.lost.contains(scope) {
            Sign::Lost
        } else {
            Sign::Absent
        }
    }

    /// Whether anything is gained or lost.
    pub fn is_change(&self) -> bool {
        !self.gained.is_empty() || !self.lost.is_empty()
    }
}

fn effects(draft: &Evaluation, saved: Option<&Evaluation>, entity_type: EntityType) -> Vec<Effect> {
    let mut named = granted(draft, entity_type);
    if let Some(saved) = saved {
        named = named.union(granted(saved, entity_type));
    }
    named.iter().map(|scope| effect(draft, saved, entity_type, scope)).collect()
}

fn effect(
    draft: &Evaluation,
    saved: Option<&Evaluation>,
    entity_type: EntityType,
    scope: Scope,
) -> Effect {
    let granted = draft.matrix.rows(entity_type, scope).unwrap_or(&NO_ROWS);
    let (gained, lost) = match saved {
        Some(saved) => {
            let before = saved.matrix.rows(entity_type, scope).unwrap_or(&NO_ROWS);
            (granted.difference(before), before.difference(granted))
        }
        None => (Rows::default(), Rows::default()),
    };
    Effect { scope, granted: granted.clone(), gained, lost }
}

/// Every scope granted on at least one entity of the type.
fn granted(evaluation: &Evaluation, entity_type: EntityType) -> ScopeSet {
    let of_type = ScopeSet::of_type(ResourceType::Entity(entity_type));
    let columns = evaluation.matrix.columns().iter();
    columns
        .filter(|column| column.entity_type == entity_type)
        .fold(ScopeSet::EMPTY, |scopes, column| scopes.union(column.scopes))
        .intersection(of_type)
}

/// Whether two sets have the same rows, however they are kept.
pub fn same_rows(left: &Rows, right: &Rows) -> bool {
    left == right || (left.len() == right.len() && is_within(left, right))
}

/// Whether `inner` has no row that `outer` lacks.
pub fn is_within(inner: &Rows, outer: &Rows) -> bool {
    inner.difference(outer).is_empty()
}

/// How many entities of the type there are.
pub fn total(organization: &Organization, entity_type: EntityType) -> usize {
    organization.inventory.of_type(entity_type).len()
}
