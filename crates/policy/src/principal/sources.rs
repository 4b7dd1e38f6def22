//! The sources of a principal's access: DOMAIN's union, each part by name.

use super::{AccessError, Source, Subject};
use crate::{
    Allow, CreatorGrant, EntityType, Level, Member, Organization, Principal, Record, Scope,
    ScopeSet, Team, Token, TokenKind, organization::MEMBER, program::Reach,
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
    /// The Admin set of its type on what the subject created.
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

/// The built-in set of which an organization-wide setting can withhold scopes.
const STACK_ADMIN: &str = "stack-admin";

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

/// One thing a subject was given, before it is compiled; equal parts grant the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    pub(super) source: Source,
    pub(super) what: What,
}

/// What was given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// A record, held through a team where there is one.
    Record { id: String, team: Option<String> },
    /// Scopes that no definition of the subject's own grants, for how long they open, and the set they come from.
    Scopes { scopes: ScopeSet, max_open_secs: Option<u64>, set: Option<String>, reach: Reach },
}

impl Part {
    /// Everything that `subject` was given; a draft was given nothing but itself.
    pub(crate) fn of(
        organization: &Organization,
        subject: &Subject,
    ) -> Result<Vec<Self>, AccessError> {
        Self::among(organization, &Among::all(organization), subject)
    }

    /// The same, where everything that concerns `subject` is `among` these.
    pub(crate) fn among<'o>(
        organization: &'o Organization,
        among: &Among<'o>,
        subject: &Subject,
    ) -> Result<Vec<Self>, AccessError> {
        let mut sources = Sources { organization, among, collected: Vec::new() };
        match subject {
            Subject::Role(id) => {
                let record = organization.records.find(id);
                record.ok_or_else(|| AccessError::Unknown { kind: "role", id: id.clone() })?;
                sources.role(id, None, SourceKind::Role);
            }
            Subject::Draft { .. } => {}
            Subject::User(login) => sources.user(login)?,
            Subject::Team(name) => sources.team(name, false)?,
            Subject::Token(id) => sources.token(id)?,
        }
        Ok(sources.collected)
    }

    /// What it grants whatever it is called, and the same for the team through which it is held where it is a
    /// record.
    pub(crate) fn apart(self) -> (Self, Option<Self>) {
        let unnamed = |what| Self {
            source: Source { kind: SourceKind::Role, team: None, through: String::new() },
            what,
        };
        match self.what {
            What::Record { id, team } => {
                let whole = What::Record { id: id.clone(), team: None };
                (unnamed(whole), Some(unnamed(What::Record { id, team })))
            }
            What::Scopes { scopes, max_open_secs, reach, .. } => {
                (unnamed(What::Scopes { scopes, max_open_secs, set: None, reach }), None)
            }
        }
    }

    /// The role `id`, held through `team` where there is one.
    pub(crate) fn role(id: &str, team: Option<&str>, kind: SourceKind) -> Self {
        let (id, team) = (id.to_owned(), team.map(str::to_owned));
        let source = Source { kind, team: team.clone(), through: id.clone() };
        Self { source, what: What::Record { id, team } }
    }

    /// The record it is, if it is one.
    pub(crate) fn record(&self) -> Option<&str> {
        self.held().map(|(id, _)| id)
    }

    /// The record it is, and the team through which it is held; nothing where it is no record.
    pub(crate) fn held(&self) -> Option<(&str, Option<&str>)> {
        match &self.what {
            What::Record { id, team } => Some((id, team.as_deref())),
            What::Scopes { .. } => None,
        }
    }
}

/// Among whom and what something is searched for: everything that there is, or what is known to matter.
pub(crate) struct Among<'o> {
    pub(crate) members: &'o [Member],
    pub(crate) tokens: &'o [Token],
    pub(crate) teams: Vec<&'o Team>,
    pub(crate) created: Vec<&'o CreatorGrant>,
}

impl<'o> Among<'o> {
    fn all(organization: &'o Organization) -> Self {
        let Organization { members, tokens, teams, creator_grants, .. } = organization;
        let (teams, created) = (teams.iter().collect(), creator_grants.iter().collect());
        Self { members, tokens, teams, created }
    }
}

/// Collects what somebody was given.
struct Sources<'s, 'o> {
    organization: &'o Organization,
    among: &'s Among<'o>,
    collected: Vec<Part>,
}

type Collected = Result<(), AccessError>;

impl<'o> Sources<'_, 'o> {
    fn role(&mut self, id: &str, team: Option<&str>, kind: SourceKind) {
        self.collected.push(Part::role(id, team, kind));
    }

    fn user(&mut self, login: &str) -> Collected {
        let among = self.among;
        let member = among.members.iter().find(|member| member.login == login);
        let member =
            member.ok_or_else(|| AccessError::Unknown { kind: "user", id: login.to_owned() })?;
        let is_member = self.own_role(self.organization.role_of(member));
        for team in &among.teams {
            if team.members.iter().any(|member| member.login == login) {
                self.given_to_team(team, is_member);
            }
        }
        self.created(&Principal::User(login.to_owned()), is_member);
        Ok(())
    }

    fn team(&mut self, name: &str, is_member: bool) -> Collected {
        let team = self.find_team(name)?;
        self.given_to_team(team, is_member);
        self.created(&Principal::Team(name.to_owned()), is_member);
        Ok(())
    }

    fn token(&mut self, id: &str) -> Collected {
        let token = self.among.tokens.iter().find(|token| token.id == id);
        let token =
            token.ok_or_else(|| AccessError::Unknown { kind: "token", id: id.to_owned() })?;
        let is_member = match &token.kind {
            TokenKind::Personal { login } => return self.user(login),
            TokenKind::Organization { role_id } => {
                self.own_role(role_id.as_deref().unwrap_or(MEMBER))
            }
            // A team token also holds what the Member role gives, which surprises people, and so it is a member.
            TokenKind::Team { team } => {
                self.team(team, true)?;
                self.own_role(MEMBER)
            }
        };
        self.created(&Principal::Token(id.to_owned()), is_member);
        Ok(())
    }

    fn find_team(&self, name: &str) -> Result<&'o Team, AccessError> {
        let team = self.among.teams.iter().copied().find(|team| team.name == name);
        team.ok_or_else(|| AccessError::Unknown { kind: "team", id: name.to_owned() })
    }

    /// The subject's one role; an explicit role other than Member replaces the members' settings.
    fn own_role(&mut self, id: &str) -> bool {
        self.role(id, None, SourceKind::OwnRole);
        let record = self.organization.records.find(id);
        let is_member =
            record.is_some_and(|record| record.default_identifier.as_deref() == Some(MEMBER));
        if is_member {
            self.settings();
        }
        is_member
    }

    fn settings(&mut self) {
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
                let source =
                    Source { kind: SourceKind::Setting, team: None, through: name.to_owned() };
                self.grant(source, set, true, Reach::Every(entity_type));
            }
        }
        for (name, scope, is_on) in GIVEN {
            if is_on(settings) {
                let source =
                    Source { kind: SourceKind::Setting, team: None, through: name.to_owned() };
                let scopes = Scope::from_name(scope).into_iter().collect();
                let reach = Reach::Organization;
                let what = What::Scopes { scopes, max_open_secs: None, set: None, reach };
                self.collected.push(Part { source, what });
            }
        }
    }

    /// What `team` gives to somebody who is a member or holds another role.
    fn given_to_team(&mut self, team: &'o Team, is_member: bool) {
        for id in &team.role_ids {
            self.role(id, Some(&team.name), SourceKind::TeamRole);
        }
        for grant in &team.entity_grants {
            let (through, named) = (team.name.clone(), Some(team.name.clone()));
            let source = Source { kind: SourceKind::TeamGrant, team: named, through };
            let reach = Reach::One(grant.entity_type, grant.entity_id.clone());
            self.grant(source, &grant.permission_set_id, is_member, reach);
        }
    }

    /// The Admin set of its type on every entity that `creator` created.
    fn created(&mut self, creator: &Principal, is_member: bool) {
        for grant in &self.among.created {
            let entity_type = grant.entity_type;
            if grant.creator == *creator
                && let Some(set) = Level::Admin.permission_set(entity_type)
            {
                let through = format!("{entity_type}/{}", grant.entity_id);
                let source = Source { kind: SourceKind::CreatorGrant, team: None, through };
                let reach = Reach::One(entity_type, grant.entity_id.clone());
                self.grant(source, set, is_member, reach);
            }
        }
    }

    /// What the set grants; nothing where it has conditions of its own, for that is not something one can be granted.
    fn grant(&mut self, source: Source, set: &str, is_member: bool, reach: Reach) {
        let records = &self.organization.records;
        let record = records.find(set);
        let allow = record.and_then(Record::plain);
        let mut scopes = allow.map_or(ScopeSet::EMPTY, Allow::scopes);
        let id = |record: Option<&'o Record>| record.map(|record| &record.id);
        if is_member && id(record) == id(records.find(STACK_ADMIN)) {
            let settings = &self.organization.settings;
            let withheld = WITHHELD.iter().filter(|(_, is_allowed)| !is_allowed(settings));
            for scope in withheld.filter_map(|(name, _)| Scope::from_name(name)) {
                scopes.remove(scope);
            }
        }
        let max_open_secs = allow.map(|allow| allow.max_open_secs).filter(|secs| *secs > 0);
        let what = What::Scopes { scopes, max_open_secs, set: Some(set.to_owned()), reach };
        self.collected.push(Part { source, what });
    }
}
