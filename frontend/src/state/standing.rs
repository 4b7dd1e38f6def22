//! What somebody or something reaches, in short.

use policy::{Access, EntityType, Matrix, Organization, Subject};

use crate::preview::reading::goes_beyond;

/// What somebody or something reaches, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How far it goes among the entities of each type.
    pub reach: [Reach; 3],
    /// How many scopes it grants on the organization.
    pub organization_scopes: usize,
}

/// How far a role goes among the entities of one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The type.
    pub entity_type: EntityType,
    /// How many there are.
    pub total: usize,
    /// On how many anything is granted.
    pub reached: usize,
    /// On how many more than reading is granted.
    pub beyond: usize,
}

impl Standing {
    /// What `subject` reaches; none where there is no such subject, or where it cannot be followed.
    pub fn of(organization: &Organization, subject: &Subject) -> Option<Self> {
        let access = Access::of(organization, subject).ok()?;
        let matrix = Matrix::new(&access.program, &organization.inventory);
        let reach = EntityType::ALL.map(|entity_type| Reach {
            entity_type,
            total: organization.inventory.of_type(entity_type).len(),
            reached: matrix.reached(entity_type).len(),
            beyond: matrix.reached_by(entity_type, goes_beyond).len(),
        });
        Some(Self { reach, organization_scopes: matrix.organization().scopes.len() })
    }
}
