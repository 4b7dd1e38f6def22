//! What a subject may do, kept to be asked: in columns of bits, which cross into JavaScript in one piece.

use std::rc::Rc;

use policy::{Access, Granted, Matrix, Organization, Scope, diagnose};
use serde::Serialize;

use crate::{
    Fault, Subject,
    digest::Digest,
    explain::{RuleInfo, rule_info, scope},
    live::ColumnInfo,
    preview::{Diagnostic, Grant, diagnostic, grant},
    snapshot::EntityKey,
    subject::Label,
};

/// What a subject may do on everything there is, and why.
#[derive(Debug)]
pub struct Picture {
    organization: Rc<Organization>,
    subject: Option<(policy::Subject, Label)>,
    access: Access,
    matrix: Matrix,
}

/// A picture in short: what its bits mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PictureInfo {
    /// Who was asked about.
    pub subject: Label,
    /// How many rows there are: the entities.
    pub size: usize,
    /// What is granted on the organization.
    pub organization: Grant,
    /// The scopes granted on entities, those together that are granted on the same ones.
    pub columns: Vec<ColumnInfo>,
    /// The limits on opening environments, after the columns.
    pub limits: Vec<LimitInfo>,
}

/// For how long some environments may stay open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct LimitInfo {
    /// The scope that opens them.
    pub scope: &'static str,
    /// For how long, in seconds.
    pub max_open_duration_secs: u64,
    /// How many environments.
    pub count: usize,
}

impl Picture {
    /// A picture of nobody yet.
    pub fn new(organization: Rc<Organization>) -> Self {
        let matrix = Matrix::new(&policy::Program::default(), &organization.inventory);
        Self { organization, subject: None, access: Access::default(), matrix }
    }

    /// Becomes the picture of `subject`; what it has in common with the one before is not evaluated again.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when the subject does not exist, is refused, or is too large to be followed; nothing is changed
    /// then.
    pub fn ask(&mut self, subject: &Subject) -> Result<PictureInfo, Fault> {
        self.become_of(subject.resolve(&self.organization)?)
    }

    /// The same of the text of a definition.
    ///
    /// # Errors
    ///
    /// As for [`Picture::ask`].
    pub fn define(&mut self, definition: &str) -> Result<PictureInfo, Fault> {
        let details = policy::Descriptor::parse(definition)?;
        let label = Label { subject_type: "draft".to_owned(), id: None, name: String::new() };
        self.become_of((policy::Subject::Draft { details, purpose: None }, label))
    }

    fn become_of(&mut self, subject: (policy::Subject, Label)) -> Result<PictureInfo, Fault> {
        self.access = Access::of(&self.organization, &subject.0)?;
        self.matrix = self.matrix.update(&self.access.program);
        let label = subject.1.clone();
        self.subject = Some(subject);
        Ok(self.info(label))
    }

    fn info(&self, subject: Label) -> PictureInfo {
        let column = |column: &policy::Column| ColumnInfo {
            entity_type: column.entity_type.name(),
            scopes: column.scopes.iter().map(Scope::name).collect(),
            count: column.rows.len(),
        };
        let limits = self.matrix.limits(&self.access.program).into_iter();
        let Granted { scopes, max_open_secs, .. } = self.matrix.organization().clone();
        PictureInfo {
            subject,
            size: self.matrix.len(),
            organization: grant(scopes.iter(), max_open_secs),
            columns: self.matrix.columns().iter().map(column).collect(),
            limits: limits
                .map(|(scope, secs, rows)| LimitInfo {
                    scope: scope.name(),
                    max_open_duration_secs: secs,
                    count: rows.len(),
                })
                .collect(),
        }
    }

    /// The rows of each column, then of each limit: a bit for each row, in words of 32.
    pub fn bits(&self) -> Vec<u32> {
        let limits = self.matrix.limits(&self.access.program);
        let columns = self.matrix.columns().iter().map(|column| &column.rows);
        let sets: Vec<_> = columns.chain(limits.iter().map(|(_, _, rows)| rows)).collect();
        let width = self.matrix.len().div_ceil(32);
        let mut words = vec![0; sets.len() * width];
        if width > 0 {
            for (rows, words) in sets.iter().zip(words.chunks_exact_mut(width)) {
                rows.set_bits(words);
            }
        }
        words
    }

    /// What is worth knowing about the subject.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let found = diagnose(&self.organization, &self.access, &self.matrix);
        let Some((_, label)) = &self.subject else { return Vec::new() };
        found.into_iter().map(|found| diagnostic(found, label)).collect()
    }

    /// The rules that grant the scope called `name` at `row`.
    ///
    /// # Errors
    ///
    /// `unknown-scope`.
    pub fn rules(&self, row: u32, name: &str) -> Result<Vec<RuleInfo>, Fault> {
        let wanted = scope(name)?;
        // A rule may hold on an entity on which its scope means nothing.
        if !self.matrix.scopes(row).contains(wanted) {
            return Ok(Vec::new());
        }
        let granting = self.matrix.rules_for(&self.access.program, row, wanted);
        Ok(granting
            .filter_map(|index| rule_info(&self.organization, &self.access, index))
            .collect())
    }

    /// The entity at `row`.
    ///
    /// # Errors
    ///
    /// `unknown-row` where there is none.
    pub fn entity(&self, row: u32) -> Result<EntityKey, Fault> {
        let entity = self.organization.inventory.entity(row).ok_or_else(|| {
            let size = self.organization.inventory.len();
            let message = format!("expected a row below {size}, found {row}");
            Fault::new("unknown-row", "/row", message)
        })?;
        Ok(EntityKey { entity_type: entity.entity_type.into(), id: entity.id.clone() })
    }

    /// The decision digest, by which a server tells whether what is saved is what was seen.
    ///
    /// # Errors
    ///
    /// `wrong-subject` for a person, a team or a token, and for nobody.
    pub fn digest(&self) -> Result<Digest, Fault> {
        let subject = self.subject.as_ref().map(|(subject, _)| subject);
        Digest::of_resolved(&self.organization, subject)
    }
}
