//! Where something stands in a definition, written out only when somebody asks.

use std::num::NonZeroU64;

use super::Place;
use crate::pointer;

/// The way to a place: from a place that others go on from, by one or two steps to a field or an item.
///
/// A role of 2000 rules has six thousand places and shows a handful. Places in one list share the way to the list,
/// so that following a definition allocates nothing for each of its entries, and a place is one number: from the
/// lowest bit, one more than the index of the origin, and the two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trail(NonZeroU64);

/// A program comes to far fewer origins than this has numbers, and a text of a megabyte to fewer items in a list than
/// a step has.
const ORIGIN_BITS: u32 = 22;
const STEP_BITS: u32 = 21;

/// The places of a program that others go on from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trails {
    origins: Vec<Origin>,
}

/// Where a trail goes on from.
#[derive(Debug, Clone)]
struct Origin {
    /// The index of the definition it is in.
    definition: usize,
    kind: OriginKind,
}

#[derive(Debug, Clone)]
enum OriginKind {
    /// The details of a record, or a definition that is none; `through` is the Compose that names it.
    Definition {
        record: Option<String>,
        through: Option<Trail>,
    },
    Place(Trail),
}

/// A step to a field or to an item, the fields first; 0 where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step(u64);

impl Step {
    const STAY: Self = Self(0);
    const FIRST_ITEM: u64 = 1 + Field::ALL.len() as u64;

    const fn to_field(field: Field) -> Self {
        Self(1 + field as u64)
    }

    fn to_item(index: usize) -> Self {
        Self((Self::FIRST_ITEM + index as u64).min((1 << STEP_BITS) - 1))
    }

    /// The pointer to where it leads from the place at `pointer`.
    fn from(self, pointer: String) -> String {
        let number = usize::try_from(self.0).unwrap_or_default();
        let field = number.checked_sub(1).and_then(|field| Field::ALL.get(field));
        match field {
            _ if self == Self::STAY => pointer,
            Some(field) => pointer::field(&pointer, field.name()),
            None => pointer::item(&pointer, number - 1 - Field::ALL.len()),
        }
    }
}

/// The fields of definitions that have places of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Condition,
    Entries,
    Node,
    Options,
    PermissionDescriptors,
    Permissions,
    SubNode,
    SubNodeForFalse,
    SubNodeForTrue,
    Value,
}

impl Field {
    /// In their order.
    const ALL: [Self; 10] = [
        Self::Condition,
        Self::Entries,
        Self::Node,
        Self::Options,
        Self::PermissionDescriptors,
        Self::Permissions,
        Self::SubNode,
        Self::SubNodeForFalse,
        Self::SubNodeForTrue,
        Self::Value,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Entries => "entries",
            Self::Node => "node",
            Self::Options => "options",
            Self::PermissionDescriptors => "permissionDescriptors",
            Self::Permissions => "permissions",
            Self::SubNode => "subNode",
            Self::SubNodeForFalse => "subNodeForFalse",
            Self::SubNodeForTrue => "subNodeForTrue",
            Self::Value => "value",
        }
    }
}

impl Trail {
    /// The place at the origin itself.
    fn origin(index: usize) -> Self {
        Self(NonZeroU64::MIN.saturating_add((index as u64).min((1 << ORIGIN_BITS) - 2)))
    }

    /// The index of the origin.
    fn from(self) -> usize {
        let number = self.0.get() & ((1 << ORIGIN_BITS) - 1);
        usize::try_from(number).unwrap_or_default().wrapping_sub(1)
    }

    const fn steps(self) -> [Step; 2] {
        let steps = self.0.get() >> ORIGIN_BITS;
        [Step(steps & ((1 << STEP_BITS) - 1)), Step(steps >> STEP_BITS)]
    }

    /// The item of the list there.
    pub(super) fn item(self, index: usize) -> Self {
        self.step(Step::to_item(index))
    }

    /// One step further; there is room for it after an origin, and for one more.
    fn step(self, Step(step): Step) -> Self {
        let is_first = self.steps() == [Step::STAY; 2];
        let shift = if is_first { ORIGIN_BITS } else { ORIGIN_BITS + STEP_BITS };
        Self(self.0 | (step << shift))
    }

    fn is_full(self) -> bool {
        self.steps().iter().all(|step| *step != Step::STAY)
    }
}

impl Trails {
    /// The whole of a definition: of `record`, or of none.
    pub(super) fn definition(&mut self, record: Option<&str>, through: Option<Trail>) -> Trail {
        let record = record.map(str::to_owned);
        let definition = self.origins.len();
        self.origin(Origin { definition, kind: OriginKind::Definition { record, through } })
    }

    /// The field of the object at `trail`.
    pub(super) fn field(&mut self, trail: Trail, field: Field) -> Trail {
        let trail = if trail.is_full() { self.go_on(trail) } else { trail };
        trail.step(Step::to_field(field))
    }

    /// The list in the field of the object at `trail`, from where its items are cheap.
    pub(super) fn list(&mut self, trail: Trail, field: Field) -> Trail {
        let list = self.field(trail, field);
        self.go_on(list)
    }

    fn go_on(&mut self, trail: Trail) -> Trail {
        // INVARIANT: a trail comes from an origin of its own program.
        let definition = self.origin_of(trail).map_or(0, |origin| origin.definition);
        self.origin(Origin { definition, kind: OriginKind::Place(trail) })
    }

    fn origin(&mut self, origin: Origin) -> Trail {
        let trail = Trail::origin(self.origins.len());
        self.origins.push(origin);
        trail
    }

    fn origin_of(&self, trail: Trail) -> Option<&Origin> {
        self.origins.get(trail.from())
    }

    /// The definition that `trail` is in: its record, and the Compose that names it.
    fn definition_of(&self, trail: Trail) -> Option<(Option<&str>, Option<Trail>)> {
        let definition = self.origin_of(trail)?.definition;
        match &self.origins.get(definition)?.kind {
            OriginKind::Definition { record, through } => Some((record.as_deref(), *through)),
            OriginKind::Place(_) => None,
        }
    }

    /// The place itself.
    pub(super) fn place(&self, trail: Trail) -> Place {
        Place { record: self.record(trail).map(str::to_owned), pointer: self.pointer(trail) }
    }

    /// The way to it, from the outermost definition: through a Compose in each place but the last.
    pub(super) fn path(&self, trail: Trail) -> Vec<Place> {
        let (mut path, mut next) = (Vec::new(), Some(trail));
        while let Some(trail) = next {
            path.push(self.place(trail));
            next = self.definition_of(trail).and_then(|(_, through)| through);
        }
        path.reverse();
        path
    }

    /// Whether both are in one definition, come to in one way.
    pub(super) fn are_beside(&self, one: Trail, other: Trail) -> bool {
        let definition = |trail| self.origin_of(trail).map(|origin| origin.definition);
        definition(one) == definition(other)
    }

    /// The record it is in.
    pub(super) fn record(&self, trail: Trail) -> Option<&str> {
        self.definition_of(trail)?.0
    }

    /// The pointer into its definition.
    fn pointer(&self, trail: Trail) -> String {
        let mut trails = vec![trail];
        let mut next = trail;
        while let Some(Origin { kind: OriginKind::Place(outer), .. }) = self.origin_of(next) {
            trails.push(*outer);
            next = *outer;
        }
        let mut pointer = String::new();
        for step in trails.iter().rev().flat_map(|trail| trail.steps()) {
            pointer = step.from(pointer);
        }
        pointer
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Trails};

    #[test]
    fn places_are_written_as_pointers_into_each_record_on_the_way() {
        let mut trails = Trails::default();
        let role = trails.definition(Some("role"), None);
        let naming = trails.list(role, Field::Entries).item(3);
        let policy = trails.definition(Some("policy"), Some(naming));
        let entry = trails.list(policy, Field::Entries).item(12);
        let node = trails.field(entry, Field::SubNode);
        let deep = trails.list(node, Field::Entries).item(0);
        let deep = trails.field(deep, Field::Condition);
        assert_eq!(trails.place(deep).pointer, "/entries/12/subNode/entries/0/condition");
        let path: Vec<_> =
            trails.path(deep).into_iter().map(|place| (place.record, place.pointer)).collect();
        assert_eq!(path[0], (Some("role".to_owned()), "/entries/3".to_owned()));
        assert_eq!(path[1].0.as_deref(), Some("policy"));
        assert_eq!(path.len(), 2);
        assert_eq!(trails.place(node).pointer, "/entries/12/subNode");
        assert!(trails.are_beside(deep, policy));
        assert!(!trails.are_beside(deep, naming));
        assert_eq!(trails.record(deep), Some("policy"));
    }
}
