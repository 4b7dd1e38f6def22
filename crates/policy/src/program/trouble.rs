//! References that do not lead where they should.

use super::Trail;
use crate::UxPurpose;

/// A reference that does not lead where it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Where the reference stands, if a definition makes it.
    pub(super) trail: Option<Trail>,
    /// The id it names.
    pub id: String,
    /// What is wrong with it.
    pub kind: TroubleKind,
}

/// What is wrong with a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TroubleKind {
    /// There is no such record; it grants nothing.
    Dangling,
    /// It leads back to a record that is being followed; it grants nothing.
    Circular,
    /// It names a record of a purpose that may not be named here; it is followed all the same.
    WrongPurpose {
        /// What the naming record is.
        from: UxPurpose,
        /// What the named record is.
        to: UxPurpose,
    },
}
