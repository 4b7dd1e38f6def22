//! Changing the settings.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use store::Change;
use wire::rest::organization::{Metadata, UpdateOrganization};
use wire::snapshot::{Settings, check_settings};

use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;
use crate::{State, answer};

/// `PATCH /api/orgs/{org}?breakGuardrails=`: what is absent stays.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
    Parameters(options): Parameters<Breaking>,
    Body(request): Body<UpdateOrganization>,
) -> Result<Json<Metadata>, Refusal> {
    let may_break = options.break_guardrails;
    let updated = state.write(&organization, admitted.right(), may_break, |loaded, _| {
        let internal = |error: serde_json::Error| Refusal::Internal(error.to_string());
        let before = serde_json::from_str(&loaded.organization().settings).map_err(internal)?;
        let settings = merged(before, &request);
        // What was there is right, so that only what was asked for can be wrong.
        check_settings(&settings)
            .map_err(|fault| Refusal::body(pointer(&fault.pointer), fault.message))?;
        let settings = serde_json::to_string(&settings).map_err(internal)?;
        let answer = answer::metadata(loaded, &settings, &admitted.caller, state.config())?;
        Ok((vec![Change::UpdateSettings { settings }], answer))
    });
    updated.await.map(|written| Json(written.made))
}

fn merged(before: Settings, request: &UpdateOrganization) -> Settings {
    let on = |asked: Option<bool>, before: bool| asked.unwrap_or(before);
    Settings {
        default_stack_permission: request
            .set_default_stack_permission
            .unwrap_or(before.default_stack_permission),
        default_environment_permission: request
            .set_default_environment_permission
            .clone()
            .unwrap_or(before.default_environment_permission),
        default_account_permission: request
            .set_default_account_permission
            .unwrap_or(before.default_account_permission),
        members_can_create_stacks: on(
            request.set_members_can_create_stacks,
            before.members_can_create_stacks,
        ),
        members_can_create_accounts: on(
            request.set_members_can_create_accounts,
            before.members_can_create_accounts,
        ),
        members_can_create_teams: on(
            request.set_members_can_create_teams,
            before.members_can_create_teams,
        ),
        members_can_delete_stacks: on(
            request.set_members_can_delete_stacks,
            before.members_can_delete_stacks,
        ),
        members_can_transfer_stacks: on(
            request.set_members_can_transfer_stacks,
            before.members_can_transfer_stacks,
        ),
        max_access_token_expiry_days: request
            .set_max_access_token_expiry_days
            .unwrap_or(before.max_access_token_expiry_days),
    }
}

/// Where the request says what stands at `place` in the settings.
fn pointer(place: &str) -> &'static str {
    match place.rsplit('/').next() {
        Some("defaultStackPermission") => "/setDefaultStackPermission",
        Some("defaultEnvironmentPermission") => "/setDefaultEnvironmentPermission",
        Some("defaultAccountPermission") => "/setDefaultAccountPermission",
        Some("maxAccessTokenExpiryDays") => "/setMaxAccessTokenExpiryDays",
        _ => "",
    }
}
