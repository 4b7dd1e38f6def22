//! Everything an evaluation may need to know about one organization.

use crate::{EntityType, Inventory, Never, Records, Scope};

/// One organization: what exists, who is there, and what they were given.
#[derive(Debug, Clone, Default)]
pub struct Organization {
    /// Its name.
    pub name: String,
    /// The organization-wide role settings.
    pub settings: Settings,
    /// Stacks, environments and accounts.
    pub inventory: Inventory,
    /// Roles, policies and permission sets, the built-in ones included.
    pub records: Records,
    /// The id of the role of people without one of their own; the built-in Member role where there is none.
    pub default_role_id: Option<String>,
    /// People.
    pub members: Vec<Member>,
    /// Teams.
    pub teams: Vec<Team>,
    /// Whether a team that is given a role keeps those it has; else the new role takes their place.
    pub several_team_roles: bool,
    /// Access tokens.
    pub tokens: Vec<Token>,
    /// What creators hold on what they created.
    pub creator_grants: Vec<CreatorGrant>,
    /// Statements that every change is checked against.
    pub guardrails: Vec<Guardrail>,
}

impl Organization {
    /// A copy without entities and guardrails, for trying changes to who holds what.
    #[must_use]
    pub fn without_entities(&self) -> Self {
        Self {
            name: self.name.clone(),
            settings: self.settings,
            inventory: Inventory::default(),
            records: self.records.clone(),
            default_role_id: self.default_role_id.clone(),
            members: self.members.clone(),
            teams: self.teams.clone(),
            several_team_roles: self.several_team_roles,
            tokens: self.tokens.clone(),
            creator_grants: self.creator_grants.clone(),
            guardrails: Vec::new(),
        }
    }

    /// The id of the role that counts for `member`: the own one, else the organization's default, else Member.
    ///
    /// Tokens without a role hold the Member role, whatever the default is.
    pub fn role_of<'o>(&'o self, member: &'o Member) -> &'o str {
        member.role_id.as_ref().or(self.default_role_id.as_ref()).map_or(MEMBER, String::as_str)
    }
}

/// The `defaultIdentifier` of the built-in Member role.
pub(crate) const MEMBER: &str = "member";

/// The organization-wide role settings: they shape what the built-in Member role reaches.
#[expect(
    clippy::struct_excessive_bools,
    reason = "Pulumi Cloud has these switches, by these names"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// The level on every stack of whoever holds the built-in Member role.
    pub default_stack_permission: Level,
    /// Their level on every environment.
    pub default_environment_permission: Level,
    /// Their level on every account.
    pub default_account_permission: Level,
    /// Members may create stacks.
    pub members_can_create_stacks: bool,
    /// Members may create accounts.
    pub members_can_create_accounts: bool,
    /// Members may create teams.
    pub members_can_create_teams: bool,
    /// Members who administer a stack may delete it.
    pub members_can_delete_stacks: bool,
    /// Members who administer a stack may transfer it out.
    pub members_can_transfer_stacks: bool,
    /// How many days of life a token may have left, 1 to 3650; 0 means no limit.
    pub max_access_token_expiry_days: u16,
}

/// A legacy access level: the built-in permission set of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// No access.
    #[default]
    None,
    /// The Read set.
    Read,
    /// The Open set; environments only.
    Open,
    /// The Write set.
    Write,
    /// The Admin set.
    Admin,
    /// What who created a stack has: the Admin set; stacks only.
    Creator,
}

impl Level {
    /// Every level that stands for a set somewhere.
    pub(crate) const GRANTING: [Self; 4] = [Self::Read, Self::Open, Self::Write, Self::Admin];

    /// The `defaultIdentifier` of the built-in set this level stands for on `entity_type`.
    ///
    /// `None` for no access, for Open on anything but environments, and for Creator on anything but stacks.
    pub const fn permission_set(self, entity_type: EntityType) -> Option<&'static str> {
        Some(match (entity_type, self) {
            (EntityType::Stack, Self::Read) => "stack-read",
            (EntityType::Stack, Self::Write) => "stack-write",
            (EntityType::Stack, Self::Admin | Self::Creator) => "stack-admin",
            (EntityType::Environment, Self::Read) => "environment-read",
            (EntityType::Environment, Self::Open) => "environment-open",
            (EntityType::Environment, Self::Write) => "environment-write",
            (EntityType::Environment, Self::Admin) => "environment-admin",
            (EntityType::InsightsAccount, Self::Read) => "insights-account-read",
            (EntityType::InsightsAccount, Self::Write) => "insights-account-write",
            (EntityType::InsightsAccount, Self::Admin) => "insights-account-admin",
            (_, Self::None)
            | (EntityType::Stack | EntityType::InsightsAccount, Self::Open)
            | (EntityType::Environment | EntityType::InsightsAccount, Self::Creator) => {
                return None;
            }
        })
    }
}

/// A person in the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The login, unique in the organization.
    pub login: String,
    /// The role bound to the member; the organization's default role where there is none.
    pub role_id: Option<String>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The name, unique in the organization.
    pub name: String,
    /// The logins of its members, and whether they administer the team.
    pub members: Vec<TeamMember>,
    /// The roles bound to the team.
    pub role_ids: Vec<String>,
    /// Permission sets granted to the team on single entities.
    pub entity_grants: Vec<EntityGrant>,
}

/// A person's place in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamMember {
    /// The login.
    pub login: String,
    /// Whether the person administers the team.
    pub is_admin: bool,
}

/// A permission set on one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityGrant {
    /// The entity's type.
    pub entity_type: EntityType,
    /// The entity's identity.
    pub entity_id: String,
    /// The record id of the permission set.
    pub permission_set_id: String,
}

impl EntityGrant {
    /// Whether both are on one entity.
    pub fn is_on_that_of(&self, other: &Self) -> bool {
        (self.entity_type, &self.entity_id) == (other.entity_type, &other.entity_id)
    }
}

/// An access token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The record id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whom it acts as.
    pub kind: TokenKind,
    /// When it expires, in Unix seconds; 0 means never.
    pub expires: u64,
}

/// Whom a token acts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// The organization, limited to one role; the Member role where none is given.
    Organization {
        /// The role.
        role_id: Option<String>,
    },
    /// A team.
    Team {
        /// The team's name.
        team: String,
    },
    /// A person.
    Personal {
        /// The person's login.
        login: String,
    },
}

/// Whoever created an entity holds the built-in Admin set of its type on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatorGrant {
    /// Who created it.
    pub creator: Principal,
    /// The type of what was created.
    pub entity_type: EntityType,
    /// The identity of what was created.
    pub entity_id: String,
}

/// Somebody who can hold access.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    /// A person, by login.
    User(String),
    /// A team, by name.
    Team(String),
    /// A token, by id.
    Token(String),
}

/// A statement that every change is checked against.
#[derive(Debug, Clone, PartialEq)]
pub struct Guardrail {
    /// Its name for people.
    pub name: String,
    /// What it says.
    pub statement: Statement,
}

/// What a guardrail says.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// Nobody may do it there, over every entity there could be, except these.
    Never {
        /// What, and where.
        never: Never,
        /// Who may all the same.
        except: Vec<Principal>,
    },
    /// An example: somebody may, or may not, use a scope on something.
    Example {
        /// Who.
        principal: Principal,
        /// What.
        scope: Scope,
        /// On which entity; the organization where there is none.
        entity: Option<(EntityType, String)>,
        /// Whether it is to be allowed.
        is_allowed: bool,
    },
}
