//! Guards of ours: nobody hands out more than they hold, and somebody can always manage roles.
//!
//! Pulumi does not say that it guards this. Each is on unless [`Config`] says otherwise.

use policy::{Entity, Excess, Impact, Organization, Principal, Subject};

use crate::Config;
use crate::caller::Caller;
use crate::loaded::Loaded;
use crate::refusal::Refusal;

/// How many tags of an example are told.
const MAX_TAGS: usize = 5;
/// How many of those who can manage roles are named.
const MAX_NAMED: usize = 5;

/// Which guards are on, and whom they are asked about.
#[derive(Debug)]
pub(crate) struct Guards {
    /// Whoever makes the change, where it is guarded what is handed out.
    giver: Option<Subject>,
    keeps_a_manager: bool,
}

impl Guards {
    /// The guards over what `caller` does in `loaded`.
    pub(crate) fn of(config: &Config, loaded: &Loaded, caller: &Caller) -> Self {
        let giver = caller.subject(loaded.organization()).filter(|_| config.guards_handing_out);
        Self { giver, keeps_a_manager: config.guards_last_manager }
    }

    /// Refuses a change after which there are these `people`, where a guard is on that it would break.
    ///
    /// It can take longer than a request may hold a thread.
    ///
    /// # Errors
    ///
    /// 403 when somebody could do what neither they nor the caller could before, or when that cannot be decided; 409
    /// when nobody could manage roles any more.
    pub(crate) fn check(&self, loaded: &Loaded, people: &Organization) -> Result<(), Refusal> {
        if let Some(giver) = &self.giver {
            let excess = Excess::of(&loaded.engine, people, giver);
            let excess = excess.map_err(|error| {
                let what = "whether somebody could do more than you cannot be decided";
                Refusal::Beyond(format!("{what}: {error}"))
            })?;
            if let Some(excess) = excess {
                return Err(Refusal::Beyond(words(&excess, loaded, people, giver)));
            }
        }
        if self.keeps_a_manager { check_managers(loaded, people) } else { Ok(()) }
    }
}

fn check_managers(loaded: &Loaded, people: &Organization) -> Result<(), Refusal> {
    let undecided = |error: policy::CompileError| {
        Refusal::Against(format!("whether anybody could manage roles cannot be decided: {error}"))
    };
    if !Impact::managers(people).map_err(undecided)?.is_empty() {
        return Ok(());
    }
    let managers = Impact::managers(&loaded.engine).map_err(undecided)?;
    if managers.is_empty() {
        return Ok(());
    }
    let named: Vec<_> = managers.iter().take(MAX_NAMED).map(|login| format!("`{login}`")).collect();
    let more = managers.len().saturating_sub(MAX_NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let named = named.join(", ");
    Err(Refusal::Against(format!(
        "nobody could manage roles any more, as {named}{more} can now: give somebody else a role with \
         `role:update` and `org_member:update` first"
    )))
}

/// Who could do what, and where.
fn words(excess: &Excess, loaded: &Loaded, people: &Organization, giver: &Subject) -> String {
    let who = match &excess.holder {
        Principal::User(login) => format!("user `{login}`"),
        Principal::Team(name) => format!("team `{name}`"),
        Principal::Token(id) => {
            let token = people.tokens.iter().find(|token| token.id == *id);
            let name = token.map(|token| &token.name).filter(|name| !name.is_empty());
            format!("token `{}`", name.unwrap_or(id))
        }
    };
    let scopes: Vec<_> = excess.scopes.iter().map(|scope| format!("`{}`", scope.name())).collect();
    let scopes = scopes.join(", ");
    let longer = excess.longer_than_secs;
    let longer = longer.map(|secs| format!(" for longer than {secs} seconds")).unwrap_or_default();
    let place = place(excess.entity.as_ref(), loaded, giver);
    format!("{who} could do what you cannot: {scopes}{longer} {place}")
}

/// Where, for people; an entity that is there by its name where `giver` holds anything on it, another one by its tags.
fn place(entity: Option<&Entity>, loaded: &Loaded, giver: &Subject) -> String {
    let Some(entity) = entity else { return "on the organization".to_owned() };
    let noun = entity.entity_type.noun();
    let inventory = &loaded.engine.inventory;
    let row = inventory.row(entity.entity_type, &entity.id);
    if let Some(there) = row.and_then(|row| inventory.entity(row)) {
        let held = loaded.subjects.find(&loaded.engine, giver);
        let is_known =
            held.is_ok_and(|held| !held.access.program.on_entity(there).scopes.is_empty());
        return if is_known {
            format!("on {noun} `{}`", there.name)
        } else {
            format!("on one {noun}")
        };
    }
    let tags = entity.tags.iter().take(MAX_TAGS);
    let tags: Vec<_> = tags.map(|(key, value)| format!("`{key}` is `{value}`")).collect();
    if tags.is_empty() {
        return format!("for example on a new {noun} without tags");
    }
    let (tags, more) = (tags.join(", "), entity.tags.len().saturating_sub(MAX_TAGS));
    let more = if more == 0 { String::new() } else { format!(" and {more} more tags") };
    format!("for example on a new {noun} where {tags}{more}")
}
