//! People in an organization, and their roles.

pub(super) mod add;
pub(super) mod admit;
pub(super) mod list;
pub(super) mod remove;
pub(super) mod stack;
pub(super) mod teams;
pub(super) mod update;

use policy::Record;
use store::{Member, Timestamp};

use crate::caller::Caller;
use crate::loaded::Loaded;
use crate::refusal::Refusal;

/// What it takes to make somebody an administrator, or to take it away, beside what the route asks for.
const SET_ADMIN: &str = "org_member:set_admin";

/// The built-in role with this name, as members are given it.
fn built_in<'l>(loaded: &'l Loaded, name: &str) -> Result<&'l Record, Refusal> {
    let identifier = match name {
        "member" | "admin" | "billing-manager" => name,
        // The description of the API has both words.
        "billingManager" => "billing-manager",
        _ => {
            let message =
                format!("expected `member`, `admin` or `billing-manager`, found `{name}`");
            return Err(Refusal::body("/role", message));
        }
    };
    let record = loaded.engine.records.find(identifier);
    record.ok_or_else(|| Refusal::Internal(format!("there is no built-in role `{identifier}`")))
}

/// The role that a request asks for, if it asks for one; an id wins over a name.
fn named_role<'l>(
    loaded: &'l Loaded,
    id: Option<&str>,
    name: Option<&str>,
) -> Result<Option<&'l Record>, Refusal> {
    match (id.filter(|id| !id.is_empty()), name) {
        (Some(id), _) => {
            loaded.find_role(id).map(Some).map_err(|said| Refusal::body("/fgaRoleId", said))
        }
        (None, Some(name)) => built_in(loaded, name).map(Some),
        (None, None) => Ok(None),
    }
}

fn find<'l>(loaded: &'l Loaded, login: &str) -> Result<&'l Member, Refusal> {
    let mut members = loaded.contents.members.iter();
    members.find(|member| member.login == login).ok_or_else(|| Refusal::no_member(login))
}

/// Refuses `caller` to make somebody an administrator, or to take it away, without the scope for it.
fn check_admin(
    loaded: &Loaded,
    caller: &Caller,
    (before, after): (Option<&Record>, Option<&Record>),
    now: Timestamp,
) -> Result<(), Refusal> {
    let is_admin = |role: &Record| role.default_identifier.as_deref() == Some("admin");
    if before.is_some_and(is_admin) == after.is_some_and(is_admin) {
        return Ok(());
    }
    loaded.require(caller, SET_ADMIN, now)
}
