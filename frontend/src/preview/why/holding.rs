//! What somebody holds, where a preview is of a person, a team or a token and not of a definition.

use policy::{Organization, Scope, SourceKind};

use super::Kind;
use super::walk::{Grant, grants, grants_of_record};
use crate::preview::words::capitalized;
use crate::state::evaluation::Evaluation;
use crate::state::sources::path;
use crate::state::subject::role_of;

/// What was evaluated, and in which organization.
#[derive(Clone, Copy)]
pub(super) struct Holding<'h> {
    pub(super) organization: &'h Organization,
    pub(super) evaluation: &'h Evaluation,
}

impl<'h> Holding<'h> {
    /// Whether it is what somebody holds; a definition that is looked at has no name.
    fn is_held(self) -> bool {
        self.evaluation.access.sources.iter().all(|source| !source.through.is_empty())
    }

    /// Every place that names `scope`: in the definition, or in the roles that are held.
    pub(super) fn grants(self, scope: Scope) -> Vec<Grant<'h>> {
        let records = &self.organization.records;
        if !self.is_held() {
            return grants(&self.evaluation.details, records, scope);
        }
        let mut ids: Vec<_> = self.evaluation.access.sources.iter().filter_map(role_of).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().flat_map(|id| grants_of_record(id, records, scope)).collect()
    }

    /// What the source at this place is called, where something is held.
    pub(super) fn title(self, source: usize) -> Option<String> {
        let source = self.evaluation.access.sources.get(source).filter(|_| self.is_held())?;
        Some(capitalized(&path(self.organization, source)))
    }

    /// What kind of rule the source at this place is, where it is none of a definition.
    pub(super) fn kind(self, source: usize) -> Option<Kind> {
        match self.evaluation.access.sources.get(source)?.kind {
            SourceKind::TeamGrant | SourceKind::CreatorGrant => Some(Kind::Chosen),
            SourceKind::Setting => Some(Kind::Unconditional),
            SourceKind::Role | SourceKind::OwnRole | SourceKind::TeamRole => None,
        }
    }

    /// The first source through which the place of `grant` is held.
    pub(super) fn source_of(self, grant: &Grant<'_>) -> Option<usize> {
        let record = grant.path.first()?.record.as_deref()?;
        let mut sources = self.evaluation.access.sources.iter().filter(|_| self.is_held());
        sources.position(|source| role_of(source) == Some(record))
    }
}
