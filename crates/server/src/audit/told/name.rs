//! The name of what is told of each change.

use store::{Change, EntityType, TokenKind};
use wire::audit::EventName;

use crate::loaded::Loaded;

/// The name of what is told of `change` to an organization as it is in `loaded`.
pub(super) fn name(loaded: &Loaded, change: &Change) -> EventName {
    match change {
        Change::CreateRecord(_) => EventName::CustomRoleCreated,
        Change::UpdateRecord(_) => EventName::CustomRoleUpdated,
        Change::DeleteRecord { .. } => EventName::CustomRoleDeleted,
        Change::ReleaseRecord { .. } => EventName::CustomRoleReleased,
        Change::SetDefaultRole { .. } => EventName::OrganizationDefaultRoleChanged,
        Change::CreateToken(new) | Change::CreateUser(new) => created(&new.token.kind),
        Change::RevokeToken { id } => super::own_token(loaded, id)
            // The store refuses to revoke what is not there, and the event with it.
            .map_or(EventName::OrganizationTokenDeleted, |token| deleted(&token.kind)),
        Change::CreateGuardrail(_) => EventName::GuardrailCreated,
        Change::UpdateGuardrail(_) => EventName::GuardrailUpdated,
        Change::DeleteGuardrail { .. } => EventName::GuardrailDeleted,
        Change::AddMember(_) => EventName::MemberAdded,
        Change::SetMemberRole { .. } => EventName::MemberRoleChanged,
        Change::RemoveMember { .. } => EventName::MemberRemoved,
        Change::CreateTeam(_) => EventName::TeamCreated,
        Change::UpdateTeam(_)
        | Change::PutTeamMember { .. }
        | Change::RemoveTeamMember { .. }
        | Change::SetTeamRoles { .. }
        | Change::SetTeamGrant { .. } => EventName::TeamUpdated,
        Change::DeleteTeam { .. } => EventName::TeamDeleted,
        Change::UpdateSettings { .. } => EventName::OrganizationSettingsChanged,
        Change::CreateEntity { entity, .. } => match entity.key.entity_type {
            EntityType::Stack => EventName::StackCreated,
            EntityType::Environment => EventName::EnvironmentCreated,
            EntityType::InsightsAccount => EventName::InsightsAccountCreated,
        },
        Change::DeleteEntity { key } => match key.entity_type {
            EntityType::Stack => EventName::StackDeleted,
            EntityType::Environment => EventName::EnvironmentDeleted,
            EntityType::InsightsAccount => EventName::InsightsAccountDeleted,
        },
        Change::SetEntityTags { key, .. } => match key.entity_type {
            EntityType::Stack => EventName::StackTagsChanged,
            EntityType::Environment => EventName::EnvironmentTagsChanged,
            EntityType::InsightsAccount => EventName::InsightsAccountTagsChanged,
        },
    }
}

/// The name of making a token of this kind.
pub(super) const fn created(kind: &TokenKind) -> EventName {
    match kind {
        TokenKind::Organization { .. } => EventName::OrganizationTokenCreated,
        TokenKind::Team { .. } => EventName::TeamTokenCreated,
        TokenKind::Personal { .. } => EventName::PersonalTokenCreated,
    }
}

/// The name of ending a token of this kind.
pub(super) const fn deleted(kind: &TokenKind) -> EventName {
    match kind {
        TokenKind::Organization { .. } => EventName::OrganizationTokenDeleted,
        TokenKind::Team { .. } => EventName::TeamTokenDeleted,
        TokenKind::Personal { .. } => EventName::PersonalTokenDeleted,
    }
}
