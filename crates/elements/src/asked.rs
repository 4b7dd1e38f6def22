//! Whose access an element shows.

use std::sync::Arc;

use frontend::state::evaluation::Evaluation;
use policy::{Access, Descriptor, Matrix, Organization, UxPurpose, diagnose};
use wire::{Fault, Snapshot, Subject};

/// Whose access is shown.
#[derive(Debug, Clone)]
pub(crate) enum Asked {
    /// A definition that is not saved.
    Definition(Arc<Descriptor>),
    /// A definition with its purpose, or somebody in the organization.
    Subject(Arc<Subject>),
}

impl Asked {
    /// Reads the text of a definition.
    pub(crate) fn definition(text: &str) -> Result<Self, Fault> {
        Ok(Self::Definition(Arc::new(Descriptor::parse(text)?)))
    }

    /// Reads a subject, whose definition has to be one where it brings one.
    pub(crate) fn subject(text: &str) -> Result<Self, Fault> {
        let subject: Subject = wire::fault::read(text)?;
        if let Subject::Draft(draft) = &subject {
            Descriptor::parse(draft.details.get())?;
        }
        Ok(Self::Subject(Arc::new(subject)))
    }

    /// Reads a subject where there is one.
    pub(crate) fn subject_if_any(text: Option<String>) -> Result<Option<Self>, Fault> {
        text.map(|text| Self::subject(&text)).transpose()
    }

    /// The definition, of a draft or of a role in `organization`.
    pub(crate) fn details(&self, organization: &Organization) -> Result<Descriptor, Fault> {
        let subject = match self {
            Self::Definition(details) => return Ok((**details).clone()),
            Self::Subject(subject) => subject,
        };
        let edited =
            |id: &str| organization.records.edited(id).map(|record| record.details.clone());
        let found = match subject.resolve(organization)?.0 {
            policy::Subject::Draft { details, .. } => Some(details),
            policy::Subject::Role(id) => edited(&id),
            _ => None,
        };
        found.ok_or_else(|| Fault::new("wrong-subject", "", "expected a role or a draft"))
    }

    /// What it may do in `organization`.
    pub(crate) fn evaluate(&self, organization: &Organization) -> Result<Arc<Evaluation>, Fault> {
        let drafted = |details: Descriptor, purpose| -> Result<_, Fault> {
            Ok(Arc::new(Evaluation::with_purpose(organization, details, purpose)?))
        };
        let subject = match self {
            // As the rules of a role are kept.
            Self::Definition(details) => return drafted((**details).clone(), UxPurpose::Policy),
            Self::Subject(subject) => subject.resolve(organization)?.0,
        };
        match subject {
            policy::Subject::Draft { details, purpose } => {
                drafted(details, purpose.unwrap_or(UxPurpose::Policy))
            }
            policy::Subject::Role(id) => {
                let record = organization.records.edited(&id);
                let record = record.ok_or_else(|| {
                    Fault::new("unknown-subject", "", format!("there is no role `{id}`"))
                })?;
                drafted(record.details.clone(), record.purpose)
            }
            held => {
                let access = Access::of(organization, &held)?;
                let matrix = Matrix::new(&access.program, &organization.inventory);
                let diagnostics = diagnose(organization, &access, &matrix);
                // What somebody holds is no one definition: its rules stand in records.
                let details = Descriptor::Group(Vec::new());
                Ok(Arc::new(Evaluation { details, access, matrix, diagnostics }))
            }
        }
    }
}

/// `organization` with a token that is not made yet, and its id.
pub(crate) fn with_token(
    organization: &Organization,
    token: &str,
) -> Result<(Organization, String), Fault> {
    let shape: wire::snapshot::Token = wire::fault::read(token)?;
    let alone = serde_json::json!({"entities": [], "records": [], "tokens": [shape]}).to_string();
    let read = Snapshot::parse(&alone).and_then(Snapshot::load)?;
    let mut organization = organization.clone();
    organization.tokens.retain(|known| read.tokens.iter().all(|token| token.id != known.id));
    organization.tokens.extend(read.tokens);
    Ok((organization, shape.id))
}
