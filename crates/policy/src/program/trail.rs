//! Where something stands in a definition, written out only when somebody asks.

use super::Place;
use crate::pointer;

/// The way to a place: from a place that others go on from, to a field or an item.
///
/// A role of 2000 rules has six thousand places and shows a handful. Places in one list share the way to the list,
/// so that following a definition allocates nothing for each of its entries, and a place is a few numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trail {
    /// The index of the origin.
    from: u32,
    steps: [Step; 2],
}

/// The places of a program that others go on from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trails {
    origins: Vec<Origin>,
}

/// Where a trail goes on from.
#[derive(Debug, Clone)]
struct Origin {
    /// The index of the definition it is in.
    definition: u32,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// There is none.
    Stay,
    Field(Field),
    Item(u32),
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
    /// The item of the list there.
    pub(super) fn item(self, index: usize) -> Self {
        // Lists of definitions are shorter than 2^32 items: they are read from texts of a megabyte.
        self.step(Step::Item(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// One step further; there is room for it after an origin, and for one more.
    const fn step(self, step: Step) -> Self {
        match self.steps {
            [Step::Stay, _] => Self { steps: [step, Step::Stay], ..self },
            [first, _] => Self { steps: [first, step], ..self },
        }
    }

    fn is_full(self) -> bool {
        self.steps.iter().all(|step| *step != Step::Stay)
    }
}

impl Trails {
    /// The whole of a definition: of `record`, or of none.
    pub(super) fn definition(&mut self, record: Option<&str>, through: Option<Trail>) -> Trail {
        let record = record.map(str::to_owned);
        let definition = self.next();
        self.origin(Origin { definition, kind: OriginKind::Definition { record, through } })
    }

    /// The field of the object at `trail`.
    pub(super) fn field(&mut self, trail: Trail, field: Field) -> Trail {
        let trail = if trail.is_full() { self.go_on(trail) } else { trail };
        trail.step(Step::Field(field))
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
        let from = self.next();
        self.origins.push(origin);
        Trail { from, steps: [Step::Stay; 2] }
    }

    /// There are fewer than 2^32: a program has a bounded size.
    fn next(&self) -> u32 {
        u32::try_from(self.origins.len()).unwrap_or(u32::MAX)
    }

    fn origin_of(&self, trail: Trail) -> Option<&Origin> {
        self.origins.get(trail.from as usize)
    }

    /// The definition that `trail` is in: its record, and the Compose that names it.
    fn definition_of(&self, trail: Trail) -> Option<(Option<&str>, Option<Trail>)> {
        let definition = self.origin_of(trail)?.definition;
        match &self.origins.get(definition as usize)?.kind {
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
        for step in trails.iter().rev().flat_map(|trail| trail.steps) {
            match step {
                Step::Stay => {}
                Step::Field(field) => pointer = pointer::field(&pointer, field.name()),
                Step::Item(index) => pointer = pointer::item(&pointer, index as usize),
            }
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
