//! Deleting.

use axum::Extension;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::NoContent;
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Change, Contents, Purpose, Record, Token, TokenKind};

use super::update::check_version;
use crate::State;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::records::Found;
use crate::refusal::Refusal;

/// How many of those in the way are named.
const MAX_NAMED: usize = 10;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Options {
    /// Whether to take it away from everything that refers to it.
    #[serde(default)]
    force: bool,
    /// Whether to do it although guardrails that hold now would break; ours.
    #[serde(default)]
    break_guardrails: bool,
}

/// `DELETE …/roles/{id}?force=&breakGuardrails=`: the role, and the policy that is only its own; `If-Match` may name the
/// version that is meant.
///
/// Refused while members, teams or tokens hold it, unless forced, which takes the scopes for what is taken from them;
/// always refused while another record names it.
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, id)): Segments<(String, String)>,
    Parameters(options): Parameters<Options>,
    headers: HeaderMap,
) -> Result<NoContent, Refusal> {
    let may_break = options.break_guardrails;
    let written = state.write(&organization, admitted.right(), may_break, |loaded, now| {
        let record = loaded.find_editable(&id)?;
        check_version(&headers, &id, record.version)?;
        let composers = loaded.composed_by(&record.id);
        let composers: Vec<_> =
            composers.map(|other| format!("{} `{}`", other.purpose.name(), other.name)).collect();
        if !composers.is_empty() {
            return Err(in_the_way(record, &composers));
        }
        let holders = loaded.holders(&record.id);
        if !options.force && !holders.is_empty() {
            return Err(in_the_way(record, &holders));
        }
        let mut changes = Vec::new();
        if options.force {
            for scope in taking(loaded, &record.id) {
                loaded.require(&admitted.caller, scope, now)?;
            }
            // One by one, so that each is told of by its own name.
            let tokens = loaded.contents.tokens.iter().filter(|token| is_bound(token, &record.id));
            changes.extend(tokens.map(|token| Change::RevokeToken { id: token.id.clone() }));
            changes.push(Change::ReleaseRecord { id: record.id.clone() });
        }
        changes.push(Change::DeleteRecord { id: record.id.clone() });
        changes.extend(own_policies(loaded, record).map(|id| Change::DeleteRecord { id }));
        Ok((changes, ()))
    });
    written.await?;
    Ok(NoContent)
}

/// The scopes that it takes to take the record with this id from whoever holds it.
fn taking(loaded: &Loaded, id: &str) -> Vec<&'static str> {
    let Contents { organization, members, teams, tokens, .. } = &loaded.contents;
    let is_default = organization.default_role_id.as_deref() == Some(id);
    let is_members = members.iter().any(|member| member.role_id.as_deref() == Some(id));
    let is_teams = teams.iter().any(|team| team.role_ids.iter().any(|held| held == id));
    let is_granted = teams
        .iter()
        .any(|team| team.entity_grants.iter().any(|grant| grant.permission_set_id == id));
    let is_tokens = tokens.iter().any(|token| is_bound(token, id));
    let taking = [
        (is_default || is_teams, "role:update"),
        (is_members, "org_member:update"),
        (is_teams || is_granted, "team:update"),
        (is_tokens, "org_token:delete"),
    ];
    taking.into_iter().filter(|(is_held, _)| *is_held).map(|(_, scope)| scope).collect()
}

/// Whether it is a token of the organization that is limited to the record with this id.
fn is_bound(token: &Token, id: &str) -> bool {
    matches!(&token.kind, TokenKind::Organization { role_id } if role_id.as_deref() == Some(id))
}

fn in_the_way(record: &Record, names: &[String]) -> Refusal {
    let shown: Vec<_> = names.iter().take(MAX_NAMED).map(String::as_str).collect();
    let more = names.len().saturating_sub(MAX_NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let (purpose, name) = (record.purpose.name(), &record.name);
    let names = shown.join(", ");
    Refusal::Conflict(format!(
        "cannot delete {purpose} `{name}`, it is referenced by {names}{more}"
    ))
}

/// The policies that `role` names and nobody else does.
fn own_policies<'a>(loaded: &'a Loaded, role: &'a Record) -> impl Iterator<Item = String> + 'a {
    let is_role =
        matches!(role.purpose, Purpose::Role | Purpose::RolePrivate | Purpose::RoleTemporary);
    let engine = loaded.engine.records.find(&role.id).filter(|_| is_role);
    let ids = engine.map(|record| record.details.references()).unwrap_or_default();
    ids.into_iter().filter_map(|id| {
        let Found::Own(holder) = loaded.find(id)? else { return None };
        let is_own = loaded.composed_by(&holder.id).all(|composer| composer.id == role.id);
        (holder.purpose == Purpose::Policy && is_own).then(|| holder.id.clone())
    })
}
