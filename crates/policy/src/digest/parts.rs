//! The parts of a decision digest.

use std::{collections::HashSet, sync::OnceLock};

use super::{Hash, bytes::Bytes};
use crate::{Descriptor, Entity, EntityType, Matrix, Program, Records, Rows, ScopeSet, catalogue};

/// The names of the scopes and the types they belong to.
pub(super) fn catalogue() -> Hash {
    static CATALOGUE: OnceLock<Hash> = OnceLock::new();
    *CATALOGUE.get_or_init(|| {
        let mut bytes = Bytes::of("catalogue");
        bytes.count(catalogue::scopes().len());
        for scope in catalogue::scopes() {
            bytes.text(scope.name());
            bytes.count(scope.resource_types().count());
            for resource_type in scope.resource_types() {
                bytes.text(resource_type.name());
            }
        }
        bytes.finish()
    })
}

/// The entities in their order, each with its tags by key.
pub(crate) fn inventory(entities: &[Entity]) -> Hash {
    let mut bytes = Bytes::of("inventory");
    bytes.count(entities.len());
    for entity in entities {
        bytes.text(entity.entity_type.name());
        bytes.text(&entity.id);
        bytes.count(entity.tags.len());
        if entity.tags.is_sorted() {
            // As a snapshot brings them.
            for (key, value) in &entity.tags {
                bytes.text(key);
                bytes.text(value);
            }
        } else {
            let mut keys: Vec<_> = entity.tags.iter().map(|(key, _)| key.as_str()).collect();
            keys.sort_unstable();
            for key in keys {
                bytes.text(key);
                bytes.text(entity.tag(key).unwrap_or_default());
            }
        }
    }
    bytes.finish()
}

/// The definition in the engine's own words, whatever its author's layout.
pub(super) fn definition(details: &Descriptor) -> Hash {
    let mut bytes = Bytes::of("definition");
    bytes.text(&details.to_json());
    bytes.finish()
}

/// Every id that `details` or a record on the way names, and what the record says.
///
/// That is more than what the matrix shows: a set that grants something else on entities of which there is none
/// today is another set.
pub(super) fn references(records: &Records, details: &Descriptor) -> Hash {
    let mut named = details.references();
    let mut known: HashSet<_> = named.iter().copied().collect();
    let mut seen = 0;
    while let Some(record) = named.get(seen).map(|id| records.find(id)) {
        seen += 1;
        for id in record.map(|record| record.details.references()).unwrap_or_default() {
            if known.insert(id) {
                named.push(id);
            }
        }
    }
    named.sort_unstable();
    let mut bytes = Bytes::of("references");
    bytes.count(named.len());
    for id in named {
        bytes.text(id);
        match records.find(id) {
            Some(record) => {
                bytes.number(1);
                bytes.text(&record.details.to_json());
            }
            None => bytes.number(0),
        }
    }
    bytes.finish()
}

/// What is granted: scope by scope on the organization and on the rows of each type, and the limits.
///
/// Neither which rules grant it nor which scopes share a column matters.
pub(super) fn matrix(program: &Program, matrix: &Matrix) -> Hash {
    let total = matrix.len();
    let mut bytes = Bytes::of("matrix");
    bytes.count(total);
    let organization = matrix.organization();
    bytes.count(organization.scopes.len());
    for scope in organization.scopes.iter() {
        bytes.text(scope.name());
    }
    // The scopes that open something, in the order of their names.
    bytes.count(organization.max_open_secs.len());
    for (scope, secs) in &organization.max_open_secs {
        bytes.text(scope.name());
        bytes.number(*secs);
    }
    for entity_type in EntityType::ALL {
        let columns = matrix.columns().iter().filter(|column| column.entity_type == entity_type);
        let columns: Vec<_> =
            columns.map(|column| (column.scopes, rows(&column.rows, total))).collect();
        let granted = columns.iter().fold(ScopeSet::EMPTY, |all, (scopes, _)| all.union(*scopes));
        bytes.count(granted.len());
        for scope in granted.iter() {
            bytes.text(scope.name());
            for (_, hash) in columns.iter().filter(|(scopes, _)| scopes.contains(scope)) {
                bytes.hash(*hash);
            }
        }
    }
    let limits = matrix.limits(program);
    bytes.count(limits.len());
    for (scope, secs, limited) in &limits {
        bytes.text(scope.name());
        bytes.number(*secs);
        bytes.hash(rows(limited, total));
    }
    bytes.finish()
}

/// A set of rows: how many, and then each of them while they are few, a bit for each row out of `total` otherwise.
fn rows(rows: &Rows, total: usize) -> Hash {
    let mut bytes = Bytes::of("rows");
    bytes.count(rows.len());
    if rows.len().saturating_mul(32) < total {
        for row in rows {
            bytes.number(row.into());
        }
    } else {
        for word in rows.to_bits(total).iter() {
            bytes.raw(&word.to_le_bytes());
        }
    }
    bytes.finish()
}
