//! A definition and what it lets its holder do.

use std::sync::Arc;

use policy::{
    Access, AccessError, Descriptor, Diagnostic, Digest, Matrix, Organization, Subject, UxPurpose,
    diagnose,
};

/// One definition, evaluated on the organization.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The definition.
    pub details: Descriptor,
    /// Its rules, compiled.
    pub access: Access,
    /// What they come to, entity by entity.
    pub matrix: Matrix,
    /// What deserves a second look.
    pub diagnostics: Vec<Diagnostic>,
}

impl Evaluation {
    /// What `details` would let its holder do in `organization`, as the policy of a role.
    ///
    /// # Errors
    ///
    /// [`AccessError::TooLarge`] when its references come to more than can be followed.
    pub fn of(organization: &Organization, details: Descriptor) -> Result<Self, AccessError> {
        Self::with_purpose(organization, details, UxPurpose::Policy)
    }

    /// What `details` would let its holder do in `organization`, as a record of this purpose.
    ///
    /// # Errors
    ///
    /// [`AccessError::TooLarge`] when its references come to more than can be followed.
    pub fn with_purpose(
        organization: &Organization,
        details: Descriptor,
        purpose: UxPurpose,
    ) -> Result<Self, AccessError> {
        let subject = Subject::Draft { details: details.clone(), purpose: Some(purpose) };
        let access = Access::of(organization, &subject)?;
        let matrix = Matrix::new(&access.program, &organization.inventory);
        let diagnostics = diagnose(organization, &access, &matrix);
        Ok(Self { details, access, matrix, diagnostics })
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

impl Comparison {
    /// The decision digest of the draft: what the preview shows, for the server to hold a save against.
    pub fn digest(&self) -> Digest {
        let Evaluation { details, access, matrix, .. } = self.draft.as_ref();
        Digest::of_matrix(&self.organization, details, &access.program, matrix)
    }
}
