//! The sources of a principal's access: DOMAIN's union, each part by name.

use super::{AccessError, Source};
use crate::{
    Allow, Descriptor, EntityType, Level, Organization, Principal, Scope, ScopeSet, Team,
    TokenKind, UxPurpose,
    program::{Reach, build::Builder},
};

/// What kind of thing a subject was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// The role or definition asked about.
    Role,
    /// The subject's own role.
    OwnRole,
    /// A role of a team.
    TeamRole,
    /// A set that a team was granted on one entity.
    TeamGrant,
    /// Stack Admin on what the subject created.
    CreatorGrant,
    /// An organization-wide setting for members.
    Setting,
}

impl SourceKind {
    /// A stable word for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::OwnRole => "own-role",
            Self::TeamRole => "team-role",
            Self::TeamGrant => "team-grant",
            Self::CreatorGrant => "creator-grant",
            Self::Setting => "setting",
        }
    }
}

/// Reads one of the settings that are on or off.
type Switch = fn(&crate::Settings) -> bool;

/// Scopes of Stack Admin that an organization-wide setting withholds from members.
const WITHHELD: [(&str, Switch); 2] = [
    ("stack:delete", |settings| settings.members_can_delete_stacks),
    ("stack:transfer", |settings| settings.members_can_transfer_stacks),
];

/// Scopes on the organization that a setting gives to members.
const GIVEN: [(&str, &str, Switch); 3] = [
    ("membersCanCreateStacks", "stack:create", |settings| settings.members_can_create_stacks),
    ("membersCanCreateAccounts", "insights_account:create", |settings| {
        settings.members_can_create_accounts
    }),
    ("membersCanCreateTeams", "team:create", |settings| settings.members_can_create_teams),
];

const MEMBER: &str = "member";

/// Collects sources into a program.
pub(super) struct Sources<'o, 'b, 'r> {
    organization: &'o Organization,
    builder: &'b mut Builder<'r>,
    collected: Vec<Source>,
}

type Collected = Result<(), AccessError>;

impl<'o, 'b, 'r> Sources<'o, 'b, 'r> {
    pub(super) const fn new(organization: &'o Organization, builder: &'b mut Builder<'r>) -> Self {
        Self { organization, builder, collected: Vec::new() }
    }

    pub(super) fn finish(self) -> Vec<Source> {
        self.collected
    }

    pub(super) fn draft(&mut self, details: &Descriptor, purpose: Option<UxPurpose>) -> Collected {
        self.builder.definition(details, purpose)?;
        self.collected.push(Source { kind: SourceKind::Role, through: String::new() });
        Ok(())
    }

    pub(super) fn role(&mut self, id: &str, team: Option<&str>, kind: SourceKind) -> Collected {
        self.builder.record(id, team)?;
        self.collected.push(Source { kind, through: id.to_owned() });
        Ok(())
    }

    pub(super) fn user(&mut self, login: &str) -> Collected {
        let organization = self.organization;
        let member = organization.members.iter().find(|member| member.login == login);
        let member =
            member.ok_or_else(|| AccessError::Unknown { kind: "user", id: login.to_owned() })?;
        let is_member = self.own_role(member.role_id.as_deref())?;
        for team in &organization.teams {
            if team.members.iter().any(|member| member.login == login) {
                self.given_to_team(team)?;
            }
        }
        self.created(&Principal::User(login.to_owned()), is_member)
    }

    pub(super) fn team(&mut self, name: &str) -> Collected {
        let team = self.find_team(name)?;
        self.given_to_team(team)?;
        self.created(&Principal::Team(name.to_owned()), false)
    }

    pub(super) fn token(&mut self, id: &str) -> Collected {
        let token = self.organization.tokens.iter().find(|token| token.id == id);
        let token =
            token.ok_or_else(|| AccessError::Unknown { kind: "token", id: id.to_owned() })?;
        let is_member = match &token.kind {
            TokenKind::Personal { login } => return self.user(login),
            TokenKind::Organization { role_id } => self.own_role(role_id.as_deref())?,
            // A team token also holds what the Member role gives, which surprises people.
            TokenKind::Team { team } => {
                self.team(team)?;
                self.own_role(None)?
            }
        };
        self.created(&Principal::Token(id.to_owned()), is_member)
    }

    fn find_team(&self, name: &str) -> Result<&'o Team, AccessError> {
        let team = self.organization.teams.iter().find(|team| team.name == name);
        team.ok_or_else(|| AccessError::Unknown { kind: "team", id: name.to_owned() })
    }

    /// The subject's one role; an explicit role other than Member replaces the members' settings.
    fn own_role(&mut self, role_id: Option<&str>) -> Result<bool, AccessError> {
        let id = role_id.unwrap_or(MEMBER);
        self.role(id, None, SourceKind::OwnRole)?;
        let record = self.organization.records.find(id);
        let is_member =
            record.is_some_and(|record| record.default_identifier.as_deref() == Some(MEMBER));
        if is_member {
            self.settings()?;
        }
        Ok(is_member)
    }

    fn settings(&mut self) -> Collected {
        let settings = &self.organization.settings;
        let defaults = [
            ("defaultStackPermission", EntityType::Stack, settings.default_stack_permission),
            (
                "defaultEnvironmentPermission",
                EntityType::Environment,
                settings.default_environment_permission,
            ),
            (
                "defaultAccountPermission",
                EntityType::InsightsAccount,
                settings.default_account_permission,
            ),
        ];
        for (name, entity_type, level) in defaults {
            if let Some(set) = level.permission_set(entity_type) {
                let scopes = self.level_scopes(level, entity_type, true);
                let source = Source { kind: SourceKind::Setting, through: name.to_owned() };
                self.grant(source, scopes, set, &Reach::Every(entity_type))?;
            }
        }
        for (name, scope, is_on) in GIVEN {
            if is_on(settings) {
                let source = Source { kind: SourceKind::Setting, through: name.to_owned() };
                let scopes = Scope::from_name(scope).into_iter().collect();
                self.builder.grant(scopes, Vec::new(), &Reach::Organization)?;
                self.collected.push(source);
            }
        }
        Ok(())
    }

    fn given_to_team(&mut self, team: &'o Team) -> Collected {
        for id in &team.role_ids {
            self.role(id, Some(&team.name), SourceKind::TeamRole)?;
            if let Some(source) = self.collected.last_mut() {
                source.through = format!("{}/{id}", team.name);
            }
        }
        for grant in &team.entity_grants {
            let source = Source { kind: SourceKind::TeamGrant, through: team.name.clone() };
            let reach = Reach::One(grant.entity_type, grant.entity_id.clone());
            // A set with conditions of its own is not something a team can be granted: it grants nothing.
            let scopes = self.set_scopes(&grant.permission_set_id);
            self.grant(source, scopes, &grant.permission_set_id, &reach)?;
        }
        Ok(())
    }

    /// Stack Admin on the stacks that `creator` created.
    fn created(&mut self, creator: &Principal, is_member: bool) -> Collected {
        for grant in &self.organization.creator_grants {
            if grant.creator == *creator && grant.entity_type == EntityType::Stack {
                let source =
                    Source { kind: SourceKind::CreatorGrant, through: grant.entity_id.clone() };
                let scopes = self.level_scopes(Level::Admin, EntityType::Stack, is_member);
                let reach = Reach::One(EntityType::Stack, grant.entity_id.clone());
                self.grant(source, scopes, "stack-admin", &reach)?;
            }
        }
        Ok(())
    }

    fn grant(&mut self, source: Source, scopes: ScopeSet, set: &str, reach: &Reach) -> Collected {
        self.builder.grant(scopes, vec![set.to_owned()], reach)?;
        self.collected.push(source);
        Ok(())
    }

    fn level_scopes(&self, level: Level, entity_type: EntityType, is_member: bool) -> ScopeSet {
        let mut scopes =
            level.permission_set(entity_type).map_or(ScopeSet::EMPTY, |set| self.set_scopes(set));
        if is_member && level == Level::Admin {
            for (name, is_allowed) in WITHHELD {
                if let Some(scope) =
                    Scope::from_name(name).filter(|_| !is_allowed(&self.organization.settings))
                {
                    scopes.remove(scope);
                }
            }
        }
        scopes
    }

    fn set_scopes(&self, id: &str) -> ScopeSet {
        let set = self.organization.records.find(id).and_then(|record| record.flat_scopes());
        set.map_or(ScopeSet::EMPTY, Allow::scopes)
    }
}
