//! What is worth knowing about every role.

use policy::{Access, Matrix, Organization, UxPurpose, diagnose};
use serde::Serialize;

use crate::{
    Fault, Subject,
    given::dangling,
    preview::{Diagnostic, diagnostic},
    subject::Label,
};

/// What is worth knowing about roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Lint {
    /// The roles, in the order of the snapshot, also those about which there is nothing to say.
    pub roles: Vec<RoleLint>,
    /// What people, teams and tokens were given and is not there, with pointers into the snapshot; nothing where one
    /// role was asked about.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Diagnostic>,
}

/// What is worth knowing about one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RoleLint {
    /// The role.
    pub subject: Label,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl Lint {
    /// Looks at `role`, or at every role that is not built in and at what everybody was given.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such role, or one is too large to be followed.
    pub fn of(organization: &Organization, role: Option<&Subject>) -> Result<Self, Fault> {
        let own = organization.records.iter().filter(|record| !record.is_built_in());
        let roles = own.filter(|record| record.purpose == UxPurpose::Role);
        let subjects = match role {
            Some(role) => vec![role.clone()],
            None => roles.map(|record| Subject::Role(record.id.clone())).collect(),
        };
        let roles = subjects.iter().map(|subject| {
            let (asked, label) = subject.resolve(organization)?;
            let access = Access::of(organization, &asked)?;
            let matrix = Matrix::new(&access.program, &organization.inventory);
            let found = diagnose(organization, &access, &matrix);
            let diagnostics = found.into_iter().map(|found| diagnostic(found, &label)).collect();
            Ok(RoleLint { subject: label, diagnostics })
        });
        let people = if role.is_none() { dangling(organization) } else { Vec::new() };
        Ok(Self { roles: roles.collect::<Result<_, Fault>>()?, people })
    }

    /// Whether nothing is broken: there may be warnings.
    pub fn is_clean(&self) -> bool {
        let of_roles = self.roles.iter().flat_map(|role| &role.diagnostics);
        of_roles
            .chain(&self.people)
            .all(|diagnostic| diagnostic.severity != policy::Severity::Error.name())
    }
}
