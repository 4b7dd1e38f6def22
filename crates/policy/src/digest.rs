//! The decision digest: what somebody was shown, in 64 hexadecimal digits.

mod bytes;
mod hash;
mod parts;

pub use hash::Hash;
pub(crate) use parts::inventory;

use crate::{
    CompileError, Descriptor, Matrix, Organization, Program, digest::bytes::Bytes,
    program::build::Builder,
};

/// What a decision about a definition follows from, and the decision itself, each hashed.
///
/// Two are equal when the same engine was asked about the same definition on the same entities and
/// said the same; names and descriptions are not in it, because nothing is decided by them.
/// `docs/SEMANTICS.md` has the bytes that are hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// The version of this crate.
    pub engine: &'static str,
    /// The names of the scopes and the types they belong to.
    pub catalogue: Hash,
    /// The types, identities and tags of the entities.
    pub inventory: Hash,
    /// The definition.
    pub definition: Hash,
    /// The records that it names, and those that they name.
    pub references: Hash,
    /// What it grants, however that was written or computed.
    pub matrix: Hash,
}

impl Digest {
    /// The digest of `details` in `organization`, as a definition that is not saved.
    ///
    /// # Errors
    ///
    /// [`CompileError`] when its references come to more than can be followed.
    pub fn of(organization: &Organization, details: &Descriptor) -> Result<Self, CompileError> {
        let mut builder = Builder::new(&organization.records);
        builder.definition(details, None, None)?;
        let program = builder.finish();
        let matrix = Matrix::new(&program, &organization.inventory);
        Ok(Self::of_matrix(organization, details, &program, &matrix))
    }

    /// The same, where `details` is compiled and evaluated already.
    ///
    /// `program` is what `details` alone comes to in `organization`, and `matrix` is of the two.
    pub fn of_matrix(
        organization: &Organization,
        details: &Descriptor,
        program: &Program,
        matrix: &Matrix,
    ) -> Self {
        Self {
            engine: env!("CARGO_PKG_VERSION"),
            catalogue: parts::catalogue(),
            inventory: organization.inventory.revision(),
            definition: parts::definition(details),
            references: parts::references(&organization.records, details),
            matrix: parts::matrix(program, matrix),
        }
    }

    /// All of it in one.
    pub fn hash(&self) -> Hash {
        let mut bytes = Bytes::of("decision");
        bytes.text(self.engine);
        for part in [self.catalogue, self.inventory, self.definition, self.references, self.matrix]
        {
            bytes.hash(part);
        }
        bytes.finish()
    }
}
