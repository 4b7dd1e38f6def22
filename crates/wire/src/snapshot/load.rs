//! From the snapshot to what the engine reads.

mod guardrail;

use std::collections::HashSet;

use policy::pointer::{field, item};

use super::{
    CreatorGrant, EntityType, Guardrail, Principal, PrincipalType, Record, Settings, Snapshot,
    TeamRole, Token, TokenType, UxPurpose,
};
use crate::{Fault, fault};

impl Snapshot {
    /// Reads the text of a snapshot.
    ///
    /// # Errors
    ///
    /// A [`Fault`] with a JSON pointer when the text is not JSON or not a snapshot; definitions are
    /// looked into by [`Snapshot::load`].
    pub fn parse(text: &str) -> Result<Self, Fault> {
        // As an object without the names of its fields a list would be read, and refused for what is no fault of it.
        if text.trim_start().starts_with('[') {
            let expected =
                "expected a snapshot, an object with `entities` and `records`, found a list";
            return Err(Fault::new("wrong-shape", "", expected));
        }
        fault::read(text)
    }

    /// The organization that the engine reads.
    ///
    /// # Errors
    ///
    /// A [`Fault`] with a JSON pointer: for a definition that is refused, a level that does not exist, a record with
    /// the id of a built-in one that it does not say it stands for, and records, entities, members, teams or tokens that
    /// stand twice.
    pub fn load(mut self) -> Result<policy::Organization, Fault> {
        once(
            "/entities",
            &mut self.entities.iter().map(|entity| (entity.entity_type, entity.id.as_str())),
            &|(entity_type, id)| format!("{} `{id}`", policy::EntityType::from(entity_type)),
        )?;
        let entities = std::mem::take(&mut self.entities).into_iter().map(Into::into).collect();
        self.load_with(policy::Inventory::new(entities))
    }

    /// The same with the entities of a table in the place of its own.
    ///
    /// # Errors
    ///
    /// As for [`Snapshot::load`], and `wrong-table` where the table does not fit together or something stands twice
    /// in it.
    pub fn load_table(self, columns: policy::Columns<'_>) -> Result<policy::Organization, Fault> {
        let table = policy::Table::read(columns).and_then(policy::Inventory::of_table);
        let wrong = "expected columns that fit together, each identity and each tag once";
        self.load_with(table.ok_or_else(|| Fault::new("wrong-table", "/entities", wrong))?)
    }

    /// The role of members who have none, where it is not the built-in Member role.
    pub fn default_role_id(&self) -> Option<&str> {
        let said = self.organization.default_role_id.as_deref();
        said.or_else(|| {
            let is_default = |record: &&Record| record.is_org_default == Some(true);
            self.records.iter().find(is_default).map(|record| record.id.as_str())
        })
    }

    fn load_with(self, inventory: policy::Inventory) -> Result<policy::Organization, Fault> {
        once("/records", &mut self.records.iter().map(|record| record.id.as_str()), &|id| {
            format!("record `{id}`")
        })?;
        own_ids(&self.records)?;
        once("/members", &mut self.members.iter().map(|member| member.login.as_str()), &|id| {
            format!("member `{id}`")
        })?;
        once("/teams", &mut self.teams.iter().map(|team| team.name.as_str()), &|id| {
            format!("team `{id}`")
        })?;
        once("/tokens", &mut self.tokens.iter().map(|token| token.id.as_str()), &|id| {
            format!("token `{id}`")
        })?;
        once("/guardrails", &mut self.guardrails.iter().map(|rule| rule.name.as_str()), &|name| {
            format!("guardrail `{name}`")
        })?;
        if self.guardrails.len() > policy::MAX_GUARDRAILS {
            let (found, most) = (self.guardrails.len(), policy::MAX_GUARDRAILS);
            let message = format!("expected at most {most} guardrails, found {found}");
            return Err(Fault::new("too-many", "/guardrails", message));
        }
        let default_role_id = self.default_role_id().map(str::to_owned);
        let says_default = self.organization.default_role_id.is_some();
        let records = policy::Records::new(numbered("/records", self.records, record)?);
        if let Some(id) = default_role_id.as_deref().filter(|_| says_default)
            && records.find(id).is_none_or(|record| record.purpose != policy::UxPurpose::Role)
        {
            let message = format!("expected the id of a role, found `{id}`");
            return Err(Fault::new("no-role", "/organization/defaultRoleId", message));
        }
        let has_several = self.teams.iter().any(|team| team.role_ids.len() > 1);
        Ok(policy::Organization {
            name: self.organization.name,
            settings: settings(&self.organization.settings)?,
            inventory,
            records,
            default_role_id,
            members: self
                .members
                .into_iter()
                .map(|member| policy::Member { login: member.login, role_id: member.role_id })
                .collect(),
            teams: self.teams.into_iter().map(Into::into).collect(),
            tokens: numbered("/tokens", self.tokens, token)?,
            several_team_roles: self.organization.several_team_roles.unwrap_or(has_several),
            creator_grants: self.creator_grants.into_iter().map(Into::into).collect(),
            guardrails: numbered("/guardrails", self.guardrails, Guardrail::load)?,
        })
    }
}

/// Refuses a key that stands twice in the list at `pointer`.
fn once<K: Eq + std::hash::Hash + Copy>(
    pointer: &str,
    keys: &mut dyn Iterator<Item = K>,
    name: &dyn Fn(K) -> String,
) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for (index, key) in keys.enumerate() {
        if !seen.insert(key) {
            let message = format!("{} stands twice, expected it once", name(key));
            return Err(Fault::new("repeated", item(pointer, index), message));
        }
    }
    Ok(())
}

fn numbered<T, U>(
    pointer: &str,
    list: Vec<T>,
    convert: impl Fn(T) -> Result<U, Fault>,
) -> Result<Vec<U>, Fault> {
    let convert =
        |(index, value)| convert(value).map_err(|fault| fault.within(&item(pointer, index)));
    list.into_iter().enumerate().map(convert).collect()
}

fn record(record: Record) -> Result<policy::Record, Fault> {
    let details = policy::Descriptor::parse(record.details.get());
    Ok(policy::Record {
        details: details.map_err(|error| Fault::from(error).within("/details"))?,
        id: record.id,
        name: record.name,
        description: record.description,
        purpose: record.ux_purpose.into(),
        resource_type: record.resource_type.as_deref().and_then(policy::ResourceType::from_name),
        default_identifier: record.default_identifier.filter(|identifier| !identifier.is_empty()),
    })
}

/// Refuses the id of a built-in record where the record does not say that it stands for that one.
///
/// It would take the built-in one's place all the same, by which it is decided what members, levels and creators hold.
fn own_ids(records: &[Record]) -> Result<(), Fault> {
    let built_in = policy::Records::default();
    for (index, Record { id, default_identifier, .. }) in records.iter().enumerate() {
        if built_in.find(id).is_some() && default_identifier.as_ref() != Some(id) {
            let message = format!(
                "`{id}` is the id of a built-in record, expected another one, or the `defaultIdentifier` `{id}` if this takes its place"
            );
            return Err(Fault::new("built-in-id", field(&item("/records", index), "id"), message));
        }
    }
    Ok(())
}

/// Refuses settings that cannot be, with a pointer into a snapshot.
///
/// # Errors
///
/// A [`Fault`] for a level that does not exist, and for a number of days that no policy may have.
pub fn check_settings(settings: &Settings) -> Result<(), Fault> {
    self::settings(settings).map(|_| ())
}

pub(crate) fn settings(settings: &Settings) -> Result<policy::Settings, Fault> {
    use policy::Level;
    let wrong = |name: &str, found: &dyn std::fmt::Display, expected: &str| {
        let message = format!("expected {expected}, found `{found}`");
        Fault::new("unknown-level", field("/organization/settings", name), message)
    };
    let stack = settings.default_stack_permission;
    let environment = settings.default_environment_permission.as_str();
    let account = settings.default_account_permission;
    Ok(policy::Settings {
        default_stack_permission: match stack {
            0 => Level::None,
            101 => Level::Read,
            102 => Level::Write,
            103 => Level::Admin,
            104 => Level::Creator,
            found => {
                let expected = "0 (none), 101 (read), 102 (write), 103 (admin) or 104 (creator)";
                return Err(wrong("defaultStackPermission", &found, expected));
            }
        },
        default_environment_permission: match environment {
            "" | "none" => Level::None,
            "read" => Level::Read,
            "open" => Level::Open,
            "write" => Level::Write,
            "admin" => Level::Admin,
            found => {
                let expected = "`none`, `read`, `open`, `write` or `admin`";
                return Err(wrong("defaultEnvironmentPermission", &found, expected));
            }
        },
        default_account_permission: match account {
            0 => Level::None,
            1 => Level::Read,
            2 => Level::Write,
            3 => Level::Admin,
            found => {
                let expected = "0 (none), 1 (read), 2 (write) or 3 (admin)";
                return Err(wrong("defaultAccountPermission", &found, expected));
            }
        },
        members_can_create_stacks: settings.members_can_create_stacks,
        members_can_create_accounts: settings.members_can_create_accounts,
        members_can_create_teams: settings.members_can_create_teams,
        members_can_delete_stacks: settings.members_can_delete_stacks,
        members_can_transfer_stacks: settings.members_can_transfer_stacks,
        max_access_token_expiry_days: max_days(settings.max_access_token_expiry_days)?,
    })
}

/// The expiry policy, as Pulumi Cloud bounds it.
pub(crate) fn max_days(days: u64) -> Result<u16, Fault> {
    u16::try_from(days).ok().filter(|days| *days <= 3650).ok_or_else(|| {
        let message = format!("expected 1 to 3650 days, or 0 for no policy, found `{days}`");
        let pointer = field("/organization/settings", "maxAccessTokenExpiryDays");
        Fault::new("out-of-range", pointer, message)
    })
}

fn token(token: Token) -> Result<policy::Token, Fault> {
    let missing = |name: &str, token_type: &str| {
        let message =
            format!("missing field `{name}`, without which a {token_type} token acts as nobody");
        Fault::new("missing-field", "", message)
    };
    let kind = match token.token_type {
        TokenType::Organization => policy::TokenKind::Organization { role_id: token.role_id },
        TokenType::Team => {
            policy::TokenKind::Team { team: token.team.ok_or_else(|| missing("team", "team"))? }
        }
        TokenType::Personal => policy::TokenKind::Personal {
            login: token.user.ok_or_else(|| missing("user", "personal"))?,
        },
    };
    Ok(policy::Token { id: token.id, name: token.name, kind, expires: token.expires })
}

impl From<super::Entity> for policy::Entity {
    fn from(entity: super::Entity) -> Self {
        Self {
            entity_type: entity.entity_type.into(),
            id: entity.id,
            name: entity.name,
            tags: entity.tags.into_iter().collect(),
        }
    }
}

impl From<EntityType> for policy::EntityType {
    fn from(entity_type: EntityType) -> Self {
        match entity_type {
            EntityType::Stack => Self::Stack,
            EntityType::Environment => Self::Environment,
            EntityType::InsightsAccount => Self::InsightsAccount,
        }
    }
}

impl From<policy::EntityType> for EntityType {
    fn from(entity_type: policy::EntityType) -> Self {
        match entity_type {
            policy::EntityType::Stack => Self::Stack,
            policy::EntityType::Environment => Self::Environment,
            policy::EntityType::InsightsAccount => Self::InsightsAccount,
        }
    }
}

impl From<UxPurpose> for policy::UxPurpose {
    fn from(purpose: UxPurpose) -> Self {
        match purpose {
            UxPurpose::Role => Self::Role,
            UxPurpose::RolePrivate => Self::RolePrivate,
            UxPurpose::RoleTemporary => Self::RoleTemporary,
            UxPurpose::Policy => Self::Policy,
            UxPurpose::Set => Self::Set,
        }
    }
}

impl From<super::Team> for policy::Team {
    fn from(team: super::Team) -> Self {
        let member = |member: super::TeamMember| policy::TeamMember {
            login: member.login,
            is_admin: member.role == TeamRole::Admin,
        };
        let grant = |grant: super::EntityGrant| policy::EntityGrant {
            entity_type: grant.entity_type.into(),
            entity_id: grant.id,
            permission_set_id: grant.permission_set_id,
        };
        Self {
            name: team.name,
            members: team.members.into_iter().map(member).collect(),
            role_ids: team.role_ids,
            entity_grants: team.entity_grants.into_iter().map(grant).collect(),
        }
    }
}

impl From<CreatorGrant> for policy::CreatorGrant {
    fn from(grant: CreatorGrant) -> Self {
        Self {
            creator: grant.principal.into(),
            entity_type: grant.entity.entity_type.into(),
            entity_id: grant.entity.id,
        }
    }
}

impl From<Principal> for policy::Principal {
    fn from(principal: Principal) -> Self {
        match principal.principal_type {
            PrincipalType::User => Self::User(principal.id),
            PrincipalType::Team => Self::Team(principal.id),
            PrincipalType::Token => Self::Token(principal.id),
        }
    }
}

#[cfg(test)]
mod tests;
