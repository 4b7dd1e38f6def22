//! What is known of the role that is edited, as others have it.

use wire::rest::role::EditedRole;

use crate::app::desk::Desk;

/// What a draft takes the place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Versions {
    /// The version of the record with the definition.
    pub(super) definition: u32,
    /// The version of the role itself.
    pub(super) role: u32,
}

impl From<&EditedRole> for Versions {
    fn from(role: &EditedRole) -> Self {
        Self { definition: role.version, role: role.role_version }
    }
}

/// Whether a role is there, each by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Presence {
    /// It was never seen: it is new, or kept elsewhere.
    Unseen,
    /// It is there.
    There(String),
    /// It was there, and is not any more.
    Gone(String),
}

impl Presence {
    /// Whether the role with this id is there now, after it was `before`.
    pub(super) fn of(desk: Desk, id: String, before: Option<&Self>) -> Self {
        let Some(workspace) = desk.ready() else {
            return before.cloned().unwrap_or(Self::Unseen);
        };
        if workspace.organization.records.find(&id).is_some() {
            return Self::There(id);
        }
        match before {
            Some(Self::There(known) | Self::Gone(known)) if *known == id => Self::Gone(id),
            _ => Self::Unseen,
        }
    }
}
