//! Making a change in a copy of the organization, and asking the engine again.

use super::{Asked, Candidate, Repair, RepairChange, access, gained, witnesses::Witnesses};
use crate::{
    Descriptor, Edit, Entity, Matrix, Organization, ScopeSet, Subject, record::check_write,
};

/// How many rules are compiled to try changes; a look at eight entities counts as one.
const MAX_WORK: usize = 3_000_000;

/// A copy of the organization in which one change after another is made and taken back.
pub(super) struct Trial<'a, 'o> {
    asked: &'a Asked<'o>,
    /// What the subject may do today.
    matrix: Matrix,
    copy: Organization,
    witnesses: Witnesses<'o>,
    work: usize,
}

impl<'a, 'o> Trial<'a, 'o> {
    pub(super) fn new(asked: &'a Asked<'o>) -> Self {
        let organization = asked.organization;
        Self {
            asked,
            matrix: Matrix::new(&asked.access.program, &organization.inventory),
            copy: organization.without_entities(),
            witnesses: Witnesses::new(organization, asked.subject, asked.now),
            work: MAX_WORK,
        }
    }

    /// Whether another change may be tried.
    pub(super) const fn has_room(&self) -> bool {
        self.work > 0
    }

    /// What `candidate` does, if it is a repair.
    pub(super) fn of(&mut self, candidate: Candidate) -> Option<Repair> {
        let (opens, closes, others) = match &candidate.change {
            RepairChange::Edit(Edit::Retag { set, remove, .. }) => {
                let entity = self.asked.entity?;
                self.retagged(entity, &entity.retagged(set, remove))
            }
            RepairChange::Edit(edit) => {
                let is_made = edit.apply(&mut self.copy).is_ok() && self.may_be_written(edit);
                let counts = if is_made { self.after(self.asked.subject) } else { None };
                let others = counts.map(|_| self.witnesses.gaining(edit, &self.copy));
                self.take_back(edit);
                counts.zip(others).map(|((opens, closes), others)| (opens, closes, others))
            }
            RepairChange::Draft { pointer, details } => {
                let subject = drafted(self.asked.subject, pointer, details.clone())?;
                self.after(&subject).map(|(opens, closes)| (opens, closes, Some(0)))
            }
        }?;
        let Candidate { kind, change, size } = candidate;
        Some(Repair { kind, change, opens, closes, others, size })
    }

    /// What other tags do: nothing to any other entity.
    fn retagged(
        &mut self,
        before: &Entity,
        after: &Entity,
    ) -> Option<(usize, usize, Option<usize>)> {
        let program = &self.asked.access.program;
        if !program.allows(self.asked.scope, after) {
            return None;
        }
        let (old, new) = (program.scopes_on(before), program.scopes_on(after));
        let others = self.witnesses.gaining_by_tags(before, after);
        Some((new.difference(old).len() - 1, old.difference(new).len(), others))
    }

    /// How many cells the copy opens for `subject` beside the one asked about, and how many it closes, if it opens
    /// that one.
    fn after(&mut self, subject: &Subject) -> Option<(usize, usize)> {
        let asked = self.asked;
        let access = access(&self.copy, subject, asked.now).ok()?;
        let cost = access.program.rules().len() + self.matrix.len() / 8 + 1;
        self.work = self.work.saturating_sub(cost);
        if !access.allows(asked.scope, asked.entity) {
            return None;
        }
        let matrix = self.matrix.update(&access.program);
        let cells = |before: &Matrix, after: &Matrix| {
            let scopes = |matrix: &Matrix| matrix.organization().scopes;
            let on_organization = scopes(after).difference(scopes(before)).len();
            let on_entities = gained(before, after);
            let count = |(scopes, rows): &(ScopeSet, crate::Rows)| scopes.len() * rows.len();
            on_organization + on_entities.iter().map(count).sum::<usize>()
        };
        Some((cells(&self.matrix, &matrix).saturating_sub(1), cells(&matrix, &self.matrix)))
    }

    /// Whether the record may be written as it is in the copy, or could not be written before either.
    fn may_be_written(&self, edit: &Edit) -> bool {
        let Edit::RecordPart { id, .. } = edit else { return true };
        let before = &self.asked.organization.records;
        let (Some(old), Some(new)) = (before.find(id), self.copy.records.find(id)) else {
            return false;
        };
        check_write(new, Some(old), before).is_ok() || check_write(old, Some(old), before).is_err()
    }

    fn take_back(&mut self, edit: &Edit) {
        let before = self.asked.organization;
        if let Edit::RecordPart { id, .. } = edit {
            if let Some(record) = before.records.find(id) {
                self.copy.records.put(record.clone());
            }
            return;
        }
        self.copy.settings = before.settings;
        self.copy.members.clone_from(&before.members);
        self.copy.teams.clone_from(&before.teams);
        self.copy.tokens.clone_from(&before.tokens);
    }
}

/// The draft with the change made.
fn drafted(subject: &Subject, pointer: &str, part: Descriptor) -> Option<Subject> {
    let Subject::Draft { details, purpose } = subject else { return None };
    let mut details = details.clone();
    let is_good = details.put(pointer, part) && Descriptor::parse(&details.to_json()).is_ok();
    is_good.then_some(Subject::Draft { details, purpose: *purpose })
}
