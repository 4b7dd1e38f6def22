//! Following the references of a Compose.

use std::{collections::HashSet, sync::Arc};

use super::{
    CompileError, Trail, TroubleKind,
    build::{Builder, Frame, KnownSets},
    trail::Field::{PermissionDescriptors, Permissions},
};
use crate::{Allow, Permission, Record, ScopeSet};

/// How many lists of sets are remembered: comparing with more would cost more than following them.
const MAX_KNOWN: usize = 16;

impl Builder<'_> {
    /// One rule for all plain sets together; whatever else is named is followed.
    pub(super) fn compose(
        &mut self,
        ids: &Arc<[String]>,
        trail: Trail,
        frame: &Frame<'_>,
    ) -> Result<(), CompileError> {
        // Most are kept once, by which they are told; others are compared.
        let of_purpose = || self.known_sets.iter().filter(|known| known.purpose == frame.purpose);
        let same = of_purpose().find(|known| Arc::ptr_eq(&known.ids, ids));
        if let Some(known) = same.or_else(|| of_purpose().find(|known| known.ids == *ids)) {
            let (list, scopes) = (known.list, known.scopes);
            self.count_nodes(ids.len())?;
            self.rule(Some(trail), scopes, None, Some(list));
            return Ok(());
        }
        let (mut scopes, mut sets) = (ScopeSet::EMPTY, Vec::new());
        let mut named = HashSet::new();
        let troubles = self.program.troubles.len();
        for (index, id) in ids.iter().enumerate() {
            self.count_node()?;
            let here = |builder: &mut Self| {
                Some(builder.program.trails.list(trail, PermissionDescriptors).item(index))
            };
            let Some(record) = self.records.find(id) else {
                let here = here(self);
                self.trouble(here, id, TroubleKind::Dangling)?;
                continue;
            };
            // Naming a record twice grants nothing more.
            if ids.len() > 1 && !named.insert(record.id.as_str()) {
                continue;
            }
            if frame.open.contains(&record.id.as_str()) {
                let here = here(self);
                self.trouble(here, id, TroubleKind::Circular)?;
                continue;
            }
            if let Some(from) = frame.purpose.filter(|from| from.may_name() != Some(record.purpose))
            {
                let here = here(self);
                self.trouble(here, id, TroubleKind::WrongPurpose { from, to: record.purpose })?;
            }
            // It is kept with the rule, or with the places in it.
            self.count_text(&record.id)?;
            if let Some(allow) = record.flat_scopes() {
                scopes = scopes.union(self.plain_set(record, allow));
                sets.push(record.id.clone());
            } else {
                let open: Vec<_> = frame.open.iter().copied().chain([record.id.as_str()]).collect();
                let inner = frame.within(record, &open)?;
                let inside = self.program.trails.definition(Some(&record.id), Some(trail));
                self.follow(&record.details, inside, &inner)?;
            }
        }
        if sets.is_empty() {
            return Ok(());
        }
        // A role of chosen entities names the same sets again and again. What is worth a remark is followed each
        // time, and so is a set that stands for a built-in one and is named by that one's name.
        let is_plain = *sets == **ids && self.program.troubles.len() == troubles;
        let list = self.set_list(sets);
        self.rule(Some(trail), scopes, None, Some(list));
        if is_plain && self.known_sets.len() < MAX_KNOWN {
            let (purpose, ids) = (frame.purpose, Arc::clone(ids));
            self.known_sets.push(KnownSets { purpose, ids, list, scopes });
        }
        Ok(())
    }

    /// The scopes of a plain set, looked at once however often it is named.
    fn plain_set(&mut self, record: &Record, allow: &Allow) -> ScopeSet {
        if let Some(scopes) = self.plain_sets.get(&record.id) {
            return *scopes;
        }
        for (index, permission) in allow.permissions.iter().enumerate() {
            if let Permission::Unknown(name) = permission {
                let set = self.program.trails.definition(Some(&record.id), None);
                let place = self.program.trails.list(set, Permissions).item(index);
                self.program.unknown.push((place, name.clone()));
            }
        }
        let scopes = allow.scopes();
        self.plain_sets.insert(record.id.clone(), scopes);
        scopes
    }
}
