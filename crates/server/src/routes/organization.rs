//! An organization, and its settings.

pub(super) mod read;
pub(super) mod update;
