//! Where something stands in a definition, written out only when somebody asks.

use std::sync::Arc;

use super::Place;
use crate::pointer;

/// The way to a place: from the outermost definition, through references, to a field or an item.
///
/// A role of 2000 rules has six thousand places and shows a handful. Places in one list share the way to the list,
/// so that following a definition allocates nothing for each of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trail {
    from: Arc<Origin>,
    steps: [Step; 2],
}

/// Where a trail goes on from.
#[derive(Debug, PartialEq, Eq)]
enum Origin {
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
    /// The whole of a definition: of `record`, or of none.
    pub(super) fn new(record: Option<&str>, through: Option<&Self>) -> Self {
        let record = record.map(str::to_owned);
        Self::from(Origin::Definition { record, through: through.cloned() })
    }

    fn from(origin: Origin) -> Self {
        Self { from: Arc::new(origin), steps: [Step::Stay; 2] }
    }

    /// The field of the object there.
    pub(super) fn field(self, field: Field) -> Self {
        self.step(Step::Field(field))
    }

    /// The list in the field of the object there, from where its items are cheap.
    pub(super) fn list(self, field: Field) -> Self {
        Self::from(Origin::Place(self.field(field)))
    }

    /// The item of the list there.
    pub(super) fn item(&self, index: usize) -> Self {
        // Lists of definitions are shorter than 2^32 items: they are read from texts of a megabyte.
        self.clone().step(Step::Item(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    fn step(mut self, step: Step) -> Self {
        match &mut self.steps {
            [first @ Step::Stay, _] => *first = step,
            [_, second @ Step::Stay] => *second = step,
            _ => return Self { steps: [step, Step::Stay], ..Self::from(Origin::Place(self)) },
        }
        self
    }

    /// The place itself.
    pub(crate) fn place(&self) -> Place {
        let (pointer, record, _) = self.written();
        Place { record: record.map(str::to_owned), pointer }
    }

    /// The way to it, from the outermost definition: through a Compose in each place but the last.
    pub(crate) fn path(&self) -> Vec<Place> {
        let mut path = vec![self.place()];
        let mut through = self.written().2;
        while let Some(trail) = through {
            path.push(trail.place());
            through = trail.written().2;
        }
        path.reverse();
        path
    }

    /// The definition it is in, as it was come to.
    fn definition(&self) -> &Arc<Origin> {
        match &*self.from {
            Origin::Definition { .. } => &self.from,
            Origin::Place(trail) => trail.definition(),
        }
    }

    /// Whether both are in one definition, come to in one way.
    pub(crate) fn is_beside(&self, other: &Self) -> bool {
        Arc::ptr_eq(self.definition(), other.definition())
    }

    /// The record it is in.
    pub(crate) fn record(&self) -> Option<&str> {
        match &**self.definition() {
            Origin::Definition { record, .. } => record.as_deref(),
            Origin::Place(_) => None,
        }
    }

    /// The pointer, the record it points into, and the place of the Compose on the way there.
    fn written(&self) -> (String, Option<&str>, Option<&Self>) {
        let (mut pointer, record, through) = match &*self.from {
            Origin::Definition { record, through } => {
                (String::new(), record.as_deref(), through.as_ref())
            }
            Origin::Place(trail) => trail.written(),
        };
        for step in self.steps {
            match step {
                Step::Stay => {}
                Step::Field(field) => pointer = pointer::field(&pointer, field.name()),
                Step::Item(index) => pointer = pointer::item(&pointer, index as usize),
            }
        }
        (pointer, record, through)
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Trail};

    #[test]
    fn places_are_written_as_pointers_into_each_record_on_the_way() {
        let role = Trail::new(Some("role"), None);
        let policy = Trail::new(Some("policy"), Some(&role.list(Field::Entries).item(3)));
        let entry = policy.list(Field::Entries).item(12);
        let policy_entry = entry.clone();
        let deep = entry.field(Field::SubNode).list(Field::Entries).item(0).field(Field::Condition);
        assert_eq!(deep.place().pointer, "/entries/12/subNode/entries/0/condition");
        let path: Vec<_> =
            deep.path().into_iter().map(|place| (place.record, place.pointer)).collect();
        assert_eq!(path[0], (Some("role".to_owned()), "/entries/3".to_owned()));
        assert_eq!(path[1].0.as_deref(), Some("policy"));
        assert_eq!(path.len(), 2);
        assert_eq!(policy_entry.field(Field::SubNode).place().pointer, "/entries/12/subNode");
    }
}
