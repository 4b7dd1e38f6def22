//! Following the references of a Compose.

use std::collections::HashSet;

use super::{
    Place, Step, TroubleKind,
    build::{Builder, CompileError, Frame},
};
use crate::{Allow, Permission, Record, ScopeSet, pointer};

impl Builder<'_> {
    /// One rule for all plain sets together; whatever else is named is followed.
    pub(super) fn compose(
        &mut self,
        ids: &[String],
        place: &str,
        frame: &Frame<'_>,
    ) -> Result<Vec<Step>, CompileError> {
        let (mut scopes, mut sets, mut steps) = (ScopeSet::EMPTY, Vec::new(), Vec::new());
        let mut named = HashSet::new();
        for (index, id) in ids.iter().enumerate() {
            self.count_node()?;
            let here = || {
                frame.place(pointer::item(&pointer::field(place, "permissionDescriptors"), index))
            };
            let Some(record) = self.records.find(id) else {
                self.trouble(here(), id, TroubleKind::Dangling);
                continue;
            };
            // Naming a record twice grants nothing more.
            if ids.len() > 1 && !named.insert(record.id.as_str()) {
                continue;
            }
            if frame.open.contains(&record.id.as_str()) {
                self.trouble(here(), id, TroubleKind::Circular);
                continue;
            }
            if let Some(from) = frame.purpose.filter(|from| from.may_name() != Some(record.purpose))
            {
                self.trouble(here(), id, TroubleKind::WrongPurpose { from, to: record.purpose });
            }
            if let Some(allow) = record.flat_scopes() {
                scopes = scopes.union(self.plain_set(record, allow));
                sets.push(record.id.clone());
            } else {
                let path = frame.path_to(place);
                let open: Vec<_> = frame.open.iter().copied().chain([record.id.as_str()]).collect();
                let inner = frame.within(record, &path, &open)?;
                steps.extend(self.steps(&record.details, "", &inner)?);
            }
        }
        if !sets.is_empty() {
            steps.insert(0, self.rule(frame.path_to(place), scopes, None, sets));
        }
        Ok(steps)
    }

    /// The scopes of a plain set, looked at once however often it is named.
    fn plain_set(&mut self, record: &Record, allow: &Allow) -> ScopeSet {
        if let Some(scopes) = self.plain_sets.get(&record.id) {
            return *scopes;
        }
        for (index, permission) in allow.permissions.iter().enumerate() {
            if let Permission::Unknown(name) = permission {
                let pointer = pointer::item("/permissions", index);
                let place = Place { record: Some(record.id.clone()), pointer };
                self.program.unknown.push((place, name.clone()));
            }
        }
        let scopes = allow.scopes();
        self.plain_sets.insert(record.id.clone(), scopes);
        scopes
    }
}
