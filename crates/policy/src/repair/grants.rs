//! Grants that change no definition: roles, teams, and sets on the entity.

use super::{Asked, Candidate, Candidates, RepairChange, RepairKind};
use crate::{
    Access, Edit, EntityGrant, Level, Record, SourceKind, Subject, Team, TokenKind, UxPurpose,
    order, principal::Part,
};

/// What following a role counts as that comes to more than can be followed.
const TOO_LARGE: usize = 200_000;

/// A role that could be given to somebody.
struct Offer<'o> {
    role: &'o Record,
    /// Whether it allows what was asked about, held through no team.
    is_allowing: bool,
    /// Whether it can allow other things when it is held through a team.
    names_team: bool,
    /// How many scopes it grants on what was asked about.
    width: usize,
}

impl<'o> Asked<'o> {
    /// What could be given to whoever was asked about; nothing to a role or a draft.
    pub(super) fn grants(&self, candidates: &mut Candidates) {
        let token = |id: &String| self.organization.tokens.iter().find(|token| token.id == *id);
        match self.subject {
            Subject::Role(_) | Subject::Draft { .. } => {}
            Subject::User(login) => self.person(login, candidates),
            Subject::Team(name) => self.team(name, candidates),
            Subject::Token(id) => match token(id).map(|token| &token.kind) {
                None => {}
                Some(TokenKind::Personal { login }) => self.person(login, candidates),
                Some(TokenKind::Team { team }) => {
                    self.settings(candidates);
                    self.team(team, candidates);
                }
                Some(TokenKind::Organization { .. }) => {
                    self.settings(candidates);
                    let offers = self.offers(candidates);
                    let bind = |role_id| Edit::TokenRole { id: id.clone(), role_id };
                    Self::own_role(&offers, candidates, &bind);
                }
            },
        }
    }

    fn person(&self, login: &str, candidates: &mut Candidates) {
        self.settings(candidates);
        let offers = self.offers(candidates);
        let bind = |role_id| Edit::MemberRole { login: login.to_owned(), role_id };
        Self::own_role(&offers, candidates, &bind);
        let is_in = |team: &&Team| team.members.iter().any(|member| member.login == login);
        let (own, others): (Vec<_>, Vec<_>) = self.organization.teams.iter().partition(is_in);
        self.to_teams(&own, &offers, candidates);
        candidates.family();
        for team in others {
            let access = Access::of(self.organization, &Subject::Team(team.name.clone())).ok();
            let Some(access) = looked_at(access, candidates) else { return };
            if access.allows(self.scope, self.entity) {
                let change = Edit::JoinTeam { team: team.name.clone(), login: login.to_owned() };
                if !candidates.push(Candidate::given(RepairKind::JoinTeam, change)) {
                    return;
                }
            }
        }
    }

    fn team(&self, name: &str, candidates: &mut Candidates) {
        let team = self.organization.teams.iter().filter(|team| team.name == *name);
        let offers = self.offers(candidates);
        self.to_teams(&team.collect::<Vec<_>>(), &offers, candidates);
    }

    /// The roles that could help, those that grant least on what was asked about first.
    fn offers(&self, candidates: &mut Candidates) -> Vec<Offer<'o>> {
        let records = &self.organization.records;
        let mut offers = Vec::new();
        for role in records.iter().filter(|record| record.purpose == UxPurpose::Role) {
            let part = Part::role(&role.id, None, SourceKind::Role);
            let access = Access::from_parts(records, &[part]).ok();
            let Some(Access { program, .. }) = looked_at(access, candidates) else { break };
            let granted = self.entity.map_or_else(
                || program.on_organization().scopes,
                |entity| program.scopes_on(entity),
            );
            offers.push(Offer {
                role,
                is_allowing: granted.contains(self.scope),
                names_team: program.sites.iter().any(|site| site.names_team),
                width: granted.len(),
            });
        }
        order::sort_by_key(&mut offers, |offer| offer.width);
        offers
    }

    /// Another role of the subject's own, as `bind` gives it.
    fn own_role(
        offers: &[Offer<'_>],
        candidates: &mut Candidates,
        bind: &dyn Fn(Option<String>) -> Edit,
    ) {
        candidates.family();
        for Offer { role, is_allowing, .. } in offers {
            // With the Member role come the settings.
            let is_member = role.default_identifier.as_deref() == Some("member");
            if *is_allowing || is_member {
                let kind = RepairKind::BindRole(role.id.clone());
                if !candidates.push(Candidate::given(kind, bind(Some(role.id.clone())))) {
                    return;
                }
            }
        }
    }

    /// What could be given to `teams`.
    fn to_teams(&self, teams: &[&Team], offers: &[Offer<'_>], candidates: &mut Candidates) {
        candidates.family();
        let pairs = offers.iter().flat_map(|offer| teams.iter().map(move |team| (offer, team)));
        for (offer, team) in pairs {
            let mut is_allowing = offer.is_allowing;
            if offer.names_team {
                let part = Part::role(&offer.role.id, Some(&team.name), SourceKind::Role);
                let access = Access::from_parts(&self.organization.records, &[part]).ok();
                let Some(access) = looked_at(access, candidates) else { break };
                is_allowing = access.allows(self.scope, self.entity);
            }
            if is_allowing {
                let role_id = offer.role.id.clone();
                let kind = RepairKind::BindRole(role_id.clone());
                let keeps = self.organization.several_team_roles;
                let kept = team.role_ids.iter().filter(|_| keeps).cloned();
                let role_ids = kept.chain([role_id]).collect();
                let change = Edit::TeamRoles { team: team.name.clone(), role_ids };
                if !candidates.push(Candidate::given(kind, change)) {
                    break;
                }
            }
        }
        candidates.family();
        let Some(entity) = self.entity else { return };
        // A team is granted levels, which stand for built-in sets.
        let mut sets = self.sets();
        sets.retain(|set| {
            let mut levels = Level::GRANTING.iter();
            let identifier = set.default_identifier.as_deref();
            levels.any(|level| {
                identifier.is_some() && level.permission_set(entity.entity_type) == identifier
            })
        });
        for (set, team) in sets.iter().flat_map(|set| teams.iter().map(move |team| (set, team))) {
            let grant = EntityGrant {
                entity_type: entity.entity_type,
                entity_id: entity.id.clone(),
                permission_set_id: set.id.clone(),
            };
            let change = Edit::GrantTeam { team: team.name.clone(), grant };
            if !candidates.push(Candidate::given(RepairKind::GrantTeam, change)) {
                return;
            }
        }
    }
}

/// `access`, or nothing where it cannot be followed; `None` when enough was looked at.
fn looked_at(access: Option<Access>, candidates: &mut Candidates) -> Option<Access> {
    let rules = access.as_ref().map_or(TOO_LARGE, |access| access.program.rules().len());
    candidates.look(rules).then(|| access.unwrap_or_default())
}

impl Candidate {
    /// A change of one thing.
    pub(super) const fn given(kind: RepairKind, edit: Edit) -> Self {
        Self { kind, change: RepairChange::Edit(edit), size: 1 }
    }
}
