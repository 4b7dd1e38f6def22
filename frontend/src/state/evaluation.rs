//! A definition and what it lets its holder do.

use std::sync::Arc;

use policy::{Access, AccessError, Descriptor, Matrix, Organization, Subject, UxPurpose};

/// One definition, evaluated on the organization.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The definition.
    pub details: Descriptor,
    /// Its rules, compiled.
    pub access: Access,
    /// What they come to, entity by entity.
    pub matrix: Matrix,
}

impl Evaluation {
    /// What `details` would let its holder do in `organization`.
    ///
    /// # Errors
    ///
    /// [`AccessError::TooLarge`] when its references come to more than can be followed.
    pub fn of(organization: &Organization, details: Descriptor) -> Result<Self, AccessError> {
        let subject = Subject::Draft { details: details.clone(), purpose: Some(UxPurpose::Policy) };
        let access = Access::of(organization, &subject)?;
        let matrix = Matrix::new(&access.program, &organization.inventory);
        Ok(Self { details, access, matrix })
    }
}

/// What the preview shows: the draft as last understood, beside what is saved.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The organization both are evaluated on.
    pub organization: Arc<Organization>,
    /// The draft.
    pub draft: Arc<Evaluation>,
    /// What is saved; nothing yet for a new role.
    pub saved: Option<Arc<Evaluation>>,
}
