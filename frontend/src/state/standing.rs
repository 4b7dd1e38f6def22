//! What a saved role reaches, in short.

use policy::{Access, EntityType, Matrix, Organization, Subject};

/// What a role reaches, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// For each entity type, how many entities it reaches and how many there are.
    pub reached: [(EntityType, usize, usize); 3],
    /// How many scopes it grants on the organization.
    pub organization_scopes: usize,
}

impl Standing {
    /// What the role with this id reaches; none where it cannot be followed.
    pub fn of(organization: &Organization, role_id: &str) -> Option<Self> {
        let access = Access::of(organization, &Subject::Role(role_id.to_owned())).ok()?;
        let matrix = Matrix::new(&access.program, &organization.inventory);
        let reached = EntityType::ALL.map(|entity_type| {
            let total = organization.inventory.of_type(entity_type).len();
            (entity_type, matrix.reached(entity_type).len(), total)
        });
        Some(Self { reached, organization_scopes: matrix.organization().scopes.len() })
    }
}
