//! An organization in the shape of `wire`.

use store::{EntityType, TokenKind};
use wire::rest::organization::{Absent, Metadata, MetadataSettings, features};
use wire::snapshot::Settings;

use super::legacy_role;
use crate::Config;
use crate::caller::Caller;
use crate::loaded::Loaded;
use crate::refusal::Refusal;

/// What an organization with these `settings` is, and what `caller` is in it.
pub(crate) fn metadata(
    loaded: &Loaded,
    settings: &str,
    caller: &Caller,
    config: &Config,
) -> Result<Metadata, Refusal> {
    let organization = loaded.organization();
    let settings: Settings = serde_json::from_str(settings)
        .map_err(|error| Refusal::Internal(format!("stored settings: {error}")))?;
    let count =
        |of: EntityType| loaded.engine.inventory.of_type(crate::export::entity_type(of)).len();
    let environment = settings.default_environment_permission;
    let days = settings.max_access_token_expiry_days;
    Ok(Metadata {
        id: organization.id.clone(),
        created: organization.created.to_string(),
        kind: "pulumi".to_owned(),
        user_role: user_role(loaded, caller).to_owned(),
        settings: MetadataSettings {
            default_stack_permission: settings.default_stack_permission,
            default_environment_permission: if environment.is_empty() {
                "none".to_owned()
            } else {
                environment
            },
            default_account_permission: settings.default_account_permission,
            members_can_create_stacks: settings.members_can_create_stacks,
            members_can_create_accounts: settings.members_can_create_accounts,
            members_can_create_teams: settings.members_can_create_teams,
            members_can_delete_stacks: settings.members_can_delete_stacks,
            members_can_transfer_stacks: settings.members_can_transfer_stacks,
            max_access_token_expiry_days: (days != 0).then_some(days),
        },
        default_role_id: organization.default_role_id.clone(),
        member_count: loaded.contents.members.len(),
        stack_count: count(EntityType::Stack),
        environment_count: count(EntityType::Environment),
        account_count: count(EntityType::InsightsAccount),
        several_team_roles: config.several_team_roles,
        features: features(),
        absent: Absent::default(),
    })
}

/// What `caller` is, in the words that clients know.
pub(crate) fn user_role(loaded: &Loaded, caller: &Caller) -> &'static str {
    let role_id = match &caller.token.kind {
        TokenKind::Personal { login } => {
            let mut members = loaded.engine.members.iter();
            let member = members.find(|member| member.login == *login);
            member.and_then(|member| member.role_id.as_deref())
        }
        TokenKind::Organization { role_id } => role_id.as_deref(),
        TokenKind::Team { .. } => None,
    };
    legacy_role(role_id.and_then(|id| loaded.engine.records.find(id)))
}
