//! Creating.

use axum::extract::State as Shared;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Change, Purpose, Timestamp};
use wire::rest::role::{CreateRole, Record};
use wire::snapshot::UxPurpose;

use super::read::purpose_name;
use crate::extract::{Body, Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::refusal::Refusal;
use crate::{State, answer, import, records};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Options {
    /// Whether the definition becomes a policy, and the role one that has it.
    #[serde(default)]
    create_policy_and_role: bool,
    /// Whether to do it although guardrails that hold now would break; ours.
    #[serde(default)]
    break_guardrails: bool,
}

/// `POST …/roles?createPolicyAndRole=`: a record, or a role and the policy with its rules.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
    Parameters(options): Parameters<Options>,
    Body(request): Body<CreateRole>,
) -> Result<Json<Record>, Refusal> {
    let purpose = purpose(&request, options.create_policy_and_role)?;
    let (id, policy_id) = (state.id()?, state.id()?);
    let resource_type = request.resource_type.as_deref().filter(|of| !of.is_empty());
    let resource_type = resource_type.map(records::resource_type).transpose()?;
    if purpose == Purpose::Set && resource_type.is_none() {
        let message = "a permission set needs a `resourceType`, the type its scopes belong to";
        return Err(Refusal::body("/resourceType", message));
    }
    let details = request.details.get();
    let (shown, parts) = (request.digest.as_deref(), request.digest_parts.as_ref());
    // Pulumi Cloud's answer stays as it is for those who do not ask for more.
    let digest = |loaded: &Loaded| {
        let is_asked = shown.is_some() || parts.is_some();
        if is_asked { loaded.digest(details, shown, parts) } else { Ok(None) }
    };
    let new = |id: &str, purpose, details: &str, now: Timestamp| store::Record {
        id: id.to_owned(),
        name: request.name.clone(),
        description: request.description.clone(),
        purpose,
        resource_type: resource_type.map(|of| of.name().to_owned()),
        default_identifier: None,
        details: details.to_owned(),
        version: 1,
        created: now,
        modified: now,
        created_by: admitted.caller.name().to_owned(),
    };
    let may_break = options.break_guardrails;
    let created = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        if !options.create_policy_and_role {
            let record = new(&id, purpose, details, now);
            loaded.check(&record, None)?;
            let digest = digest(loaded)?;
            let answer = Record { digest, ..answer::record(loaded, &record)? };
            return Ok((vec![Change::CreateRecord(record)], answer));
        }
        let holder = new(&policy_id, Purpose::Policy, details, now);
        loaded.check(&holder, None)?;
        let role = new(&id, Purpose::Role, &compose(&policy_id), now);
        loaded.check_is_free(&role)?;
        let answer = Record { digest: digest(loaded)?, ..answer::record(loaded, &role)? };
        Ok((vec![Change::CreateRecord(holder), Change::CreateRecord(role)], answer))
    });
    created.await.map(|written| Json(written.made))
}

fn compose(policy_id: &str) -> String {
    policy::Descriptor::Compose([policy_id.to_owned()].into()).to_json()
}

fn purpose(request: &CreateRole, creates_both: bool) -> Result<Purpose, Refusal> {
    let purpose = request.ux_purpose.unwrap_or(UxPurpose::Role);
    let is_possible = match purpose {
        UxPurpose::Role => true,
        UxPurpose::Policy | UxPurpose::Set => !creates_both,
        UxPurpose::RolePrivate | UxPurpose::RoleTemporary => false,
    };
    if is_possible {
        return Ok(import::purpose(purpose));
    }
    let expected = if creates_both { "`role`" } else { "`role`, `policy` or `set`" };
    let found = purpose_name(purpose);
    Err(Refusal::body("/uxPurpose", format!("expected {expected}, found `{found}`")))
}
