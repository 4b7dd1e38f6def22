//! Where the entities of an inventory are kept.

use std::sync::OnceLock;

use super::Table;
use crate::Entity;

/// Entities one by one, or as a table from which they are made when somebody asks for them.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    table: Option<Table>,
    entities: OnceLock<Vec<Entity>>,
}

impl Kept {
    pub(super) const fn table(table: Table) -> Self {
        Self { table: Some(table), entities: OnceLock::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.table.as_ref().map_or_else(|| self.entities().len(), Table::len)
    }

    pub(super) fn entities(&self) -> &[Entity] {
        self.entities.get_or_init(|| self.table.as_ref().map(Table::entities).unwrap_or_default())
    }

    /// The identity of the entity at `row`.
    pub(super) fn id(&self, row: u32) -> Option<&str> {
        match &self.table {
            Some(table) => table.id(row),
            None => self.entities().get(row as usize).map(|entity| entity.id.as_str()),
        }
    }
}

impl From<Vec<Entity>> for Kept {
    fn from(entities: Vec<Entity>) -> Self {
        Self { table: None, entities: entities.into() }
    }
}
