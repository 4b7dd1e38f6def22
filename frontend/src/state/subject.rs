//! What people, teams and tokens may do, evaluated for a preview.

use std::sync::Arc;

use policy::{
    Access, AccessError, Descriptor, Matrix, Organization, Source, SourceKind, Subject, diagnose,
};

use super::evaluation::{Comparison, Evaluation};

/// Everything that `subject` may do in `organization`.
///
/// # Errors
///
/// [`AccessError`] when there is no such subject, or when it was given more than can be followed.
pub fn evaluated(
    organization: &Organization,
    subject: &Subject,
) -> Result<Evaluation, AccessError> {
    let mut evaluation = measured(organization, subject)?;
    let Evaluation { access, matrix, .. } = &evaluation;
    evaluation.diagnostics = diagnose(organization, access, matrix);
    Ok(evaluation)
}

/// The same without what deserves a second look.
///
/// # Errors
///
/// As for [`evaluated`].
pub fn measured(organization: &Organization, subject: &Subject) -> Result<Evaluation, AccessError> {
    let access = Access::of(organization, subject)?;
    let matrix = Matrix::new(&access.program, &organization.inventory);
    let details = Descriptor::Compose(roles(&access.sources).into());
    Ok(Evaluation { details, access, matrix, diagnostics: Vec::new() })
}

/// What somebody may do who is not there.
pub fn nothing(organization: &Organization) -> Evaluation {
    let access = Access::default();
    let matrix = Matrix::new(&access.program, &organization.inventory);
    let details = Descriptor::Compose([].into());
    Evaluation { details, access, matrix, diagnostics: Vec::new() }
}

/// What the preview shows of `subject`.
///
/// # Errors
///
/// The reason for people, as for [`evaluated`].
pub fn shown(
    organization: &Arc<Organization>,
    subject: &Subject,
) -> Result<Arc<Comparison>, String> {
    let draft = evaluated(organization, subject).map_err(|error| error.to_string())?;
    Ok(Arc::new(Comparison {
        organization: organization.clone(),
        draft: Arc::new(draft),
        saved: None,
    }))
}

/// The ids of the roles among `sources`, each once.
fn roles(sources: &[Source]) -> Vec<String> {
    let mut ids = Vec::<String>::new();
    for id in sources.iter().filter_map(role_of) {
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// The id of the role that a source is, if it is one.
pub fn role_of(source: &Source) -> Option<&str> {
    match source.kind {
        SourceKind::Role | SourceKind::OwnRole | SourceKind::TeamRole => Some(&source.through),
        SourceKind::TeamGrant | SourceKind::CreatorGrant | SourceKind::Setting => None,
    }
}
