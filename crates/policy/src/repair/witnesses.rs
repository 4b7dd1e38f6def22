//! Who else gains something by a change.

use super::gained;
use crate::{
    Access, Edit, Entity, Matrix, Organization, Principal, Program, Rows, ScopeSet, Subject, Team,
    TokenKind,
    guardrail::{good_holdings, holdings},
    impact::{Touched, principals, touched},
    order,
    principal::Part,
};

/// How much is looked at to find out who gains: rules compiled, and rules asked about an entity.
const MAX_LOOKS: usize = 20_000_000;

/// How many pairs of a principal and somebody in a team there may be.
const MAX_PEOPLE: usize = 50_000_000;

/// Everybody but the subject, and what they hold today.
///
/// Grants only add: what somebody may do is what each part that they hold allows. So parts are evaluated by
/// themselves, each of them once, however many hold it.
pub(super) struct Witnesses<'o> {
    organization: &'o Organization,
    subject: &'o Subject,
    now: Option<u64>,
    /// Everything that somebody holds, sorted; empty until somebody asks.
    parts: Vec<Part>,
    /// The same compiled, and what they grant today, where that was asked for.
    programs: Vec<Option<Program>>,
    matrices: Vec<Option<Matrix>>,
    groups: Vec<Group>,
    /// What an edit of a record touches, by its id.
    touched: Vec<(String, Touched)>,
    looks: usize,
}

/// Those who hold the same by the same ways.
struct Group {
    /// Places in the list of parts.
    held: Vec<usize>,
    principals: Vec<Principal>,
}

/// What a part newly grants: on the organization, and scopes with the rows on which they are new.
#[derive(Default)]
struct Gift {
    organization: ScopeSet,
    cells: Vec<(ScopeSet, Rows)>,
}

impl<'o> Witnesses<'o> {
    pub(super) const fn new(
        organization: &'o Organization,
        subject: &'o Subject,
        now: Option<u64>,
    ) -> Self {
        Self {
            organization,
            subject,
            now,
            parts: Vec::new(),
            programs: Vec::new(),
            matrices: Vec::new(),
            groups: Vec::new(),
            touched: Vec::new(),
            looks: MAX_LOOKS,
        }
    }

    /// How many gain something by `edit`, which is made in `after`; `None` where that is too much to look at.
    ///
    /// Whoever gains something gains it by a part that is new or means something else.
    pub(super) fn gaining(&mut self, edit: &Edit, after: &Organization) -> Option<usize> {
        let touched = match edit {
            // Whoever that is, is the subject.
            Edit::MemberRole { .. } | Edit::TokenRole { .. } | Edit::JoinTeam { .. } => {
                return Some(0);
            }
            Edit::RecordPart { id, .. } => Some(self.touched_by(id, edit, after)),
            _ => None,
        };
        let team = match edit {
            Edit::TeamRoles { team, .. } | Edit::GrantTeam { team, .. } => {
                self.organization.teams.iter().find(|known| known.name == *team)
            }
            _ => None,
        };
        self.collect();
        let groups = std::mem::take(&mut self.groups);
        let mut gifts = Vec::new();
        let mut count = 0;
        for group in &groups {
            // Those of a group mostly are given the same.
            let mut last = (Vec::new(), false);
            for principal in &group.principals {
                let given = match &touched {
                    Some(touched) => self.touched_parts(group, touched),
                    None if team.is_some_and(|team| !self.is_of(principal, team)) => Vec::new(),
                    None => {
                        let mut given = self.held(after, principal);
                        given.retain(|part| {
                            !group.held.iter().any(|held| self.is_part(*held, part))
                        });
                        given
                    }
                };
                if given != last.0 {
                    let is_new = touched.is_none();
                    let gains = |part| self.gains(group, (part, is_new), after, &mut gifts);
                    let gains = given.iter().any(gains);
                    last = (given, gains);
                }
                count += usize::from(last.1);
            }
        }
        self.groups = groups;
        (self.looks > 0).then_some(count)
    }

    /// How many may do more on an entity with other tags; `None` where that is too much to look at.
    pub(super) fn gaining_by_tags(&mut self, before: &Entity, after: &Entity) -> Option<usize> {
        self.collect();
        let mut parts = Vec::with_capacity(self.parts.len());
        for place in 0..self.parts.len() {
            let program = self.program(place)?;
            let scopes = (program.scopes_on(before), program.scopes_on(after));
            let cost = 2 * program.rules().len();
            parts.push(scopes);
            self.looks = self.looks.saturating_sub(cost);
        }
        let gains = |group: &&Group| {
            let held = group.held.iter().filter_map(|place| parts.get(*place));
            let (old, new) = held.fold((ScopeSet::EMPTY, ScopeSet::EMPTY), |all, part| {
                (all.0.union(part.0), all.1.union(part.1))
            });
            !new.is_within(old)
        };
        let count = self.groups.iter().filter(gains).map(|group| group.principals.len()).sum();
        (self.looks > 0).then_some(count)
    }

    /// Puts together those who hold the same, once.
    fn collect(&mut self) {
        if !self.groups.is_empty() {
            return;
        }
        let organization = self.organization;
        let in_teams: usize = organization.teams.iter().map(|team| team.members.len() + 1).sum();
        let everybody = principals(organization).count();
        if everybody.saturating_mul(in_teams) > MAX_PEOPLE {
            self.looks = 0;
            return;
        }
        let holdings = match self.now {
            Some(now) => good_holdings(organization, now),
            None => holdings(organization),
        };
        let others = holdings.into_iter().filter(|(principal, _)| !self.is_subject(principal));
        let groups = order::grouped(others.map(|(principal, held)| (held, principal)).collect());
        self.parts = groups.iter().flat_map(|(held, _)| held).cloned().collect();
        order::sort(&mut self.parts);
        self.parts.dedup();
        self.programs.resize_with(self.parts.len(), || None);
        self.matrices.resize_with(self.parts.len(), || None);
        let place = |part: &Part| self.parts.binary_search(part).ok();
        let group = |(held, principals): (Vec<Part>, Vec<Principal>)| Group {
            held: held.iter().filter_map(place).collect(),
            principals,
        };
        self.groups = groups.into_iter().map(group).collect();
    }

    /// The parts of a group that mean something else when `touched` records do.
    fn touched_parts(&self, group: &Group, touched: &Touched) -> Vec<Part> {
        let held = group.held.iter().filter_map(|place| self.parts.get(*place));
        let is_touched = |part: &&Part| part.record().is_some_and(|id| touched.contains(id));
        held.filter(is_touched).cloned().collect()
    }

    fn is_part(&self, place: usize, part: &Part) -> bool {
        self.parts.get(place) == Some(part)
    }

    /// The subject, its tokens where it is a person, and the person where it is such a token.
    fn is_subject(&self, principal: &Principal) -> bool {
        match (self.subject, principal) {
            (Subject::Team(name), Principal::Team(other)) => name == other,
            (Subject::Token(id), Principal::Token(other)) if id == other => true,
            (Subject::User(_) | Subject::Token(_), Principal::User(_) | Principal::Token(_)) => {
                let person = |subject: &Subject| match subject {
                    Subject::User(login) => Some(login.clone()),
                    Subject::Token(id) => self.owner(id),
                    _ => None,
                };
                let own = person(self.subject);
                own.is_some() && own == person(&principal.subject())
            }
            _ => false,
        }
    }

    /// The person whose own token it is.
    fn owner(&self, token: &str) -> Option<String> {
        let token = self.organization.tokens.iter().find(|known| known.id == token)?;
        match &token.kind {
            TokenKind::Personal { login } => Some(login.clone()),
            TokenKind::Team { .. } | TokenKind::Organization { .. } => None,
        }
    }

    /// Whether `principal` can get anything that `team` is given.
    fn is_of(&self, principal: &Principal, team: &Team) -> bool {
        let has = |login: &str| team.members.iter().any(|member| member.login == login);
        match principal {
            Principal::User(login) => has(login),
            Principal::Team(name) => *name == team.name,
            Principal::Token(id) => {
                let token = self.organization.tokens.iter().find(|token| token.id == *id);
                token.is_some_and(|token| match &token.kind {
                    TokenKind::Personal { login } => has(login),
                    TokenKind::Team { team: name } => *name == team.name,
                    TokenKind::Organization { .. } => false,
                })
            }
        }
    }

    /// What `principal` was given; nothing for who is not there, and for a token that is not good.
    fn held(&self, organization: &Organization, principal: &Principal) -> Vec<Part> {
        let subject = principal.subject();
        if self.now.is_some_and(|now| !subject.standing(organization, now).is_active()) {
            return Vec::new();
        }
        Part::of(organization, &subject).unwrap_or_default()
    }

    fn touched_by(&mut self, id: &str, edit: &Edit, after: &Organization) -> Touched {
        if let Some((_, known)) = self.touched.iter().find(|(known, _)| known == id) {
            return known.clone();
        }
        // What names a record stays the same whatever is made of the record.
        let touched = touched(self.organization, after, std::slice::from_ref(edit));
        self.touched.push((id.to_owned(), touched.clone()));
        touched
    }

    /// Whether a part, which may be new to them, grants in `after` what a group may not do today.
    fn gains(
        &mut self,
        group: &Group,
        (part, is_new): (&Part, bool),
        after: &Organization,
        gifts: &mut Vec<(Part, Gift)>,
    ) -> bool {
        let known = gifts.iter().position(|(known, _)| known == part);
        let place = known.unwrap_or_else(|| {
            let gift = self.gift(part, is_new, after).unwrap_or_default();
            gifts.push((part.clone(), gift));
            gifts.len() - 1
        });
        let is_something =
            |gift: &&(Part, Gift)| !gift.1.organization.is_empty() || !gift.1.cells.is_empty();
        let Some((_, gift)) = gifts.get(place).filter(is_something) else { return false };
        let mut on_organization = ScopeSet::EMPTY;
        for place in &group.held {
            let Some(matrix) = self.matrix(*place) else { return false };
            on_organization = on_organization.union(matrix.organization().scopes);
        }
        if !gift.organization.is_within(on_organization) {
            return true;
        }
        for (scopes, rows) in &gift.cells {
            for row in rows {
                self.looks = self.looks.saturating_sub(group.held.len());
                if self.looks == 0 {
                    return false;
                }
                let held =
                    group.held.iter().filter_map(|place| self.matrices.get(*place)?.as_ref());
                let held = held.fold(ScopeSet::EMPTY, |all, matrix| all.union(matrix.scopes(row)));
                if !scopes.is_within(held) {
                    return true;
                }
            }
        }
        false
    }

    /// What `part` grants in `after`, less what it grants today where it is not new.
    fn gift(&mut self, part: &Part, is_new: bool, after: &Organization) -> Option<Gift> {
        let inventory = &self.organization.inventory;
        let new = Access::from_parts(&after.records, std::slice::from_ref(part)).ok()?.program;
        self.looks = self.looks.saturating_sub(new.rules().len() + inventory.len());
        let nothing = Matrix::new(&Program::default(), inventory);
        let before = match self.parts.binary_search(part) {
            Ok(place) if !is_new => self.matrix(place)?,
            _ => &nothing,
        };
        let after = before.update(&new);
        let scopes = |matrix: &Matrix| matrix.organization().scopes;
        let organization = scopes(&after).difference(scopes(before));
        Some(Gift { organization, cells: gained(before, &after) })
    }

    /// The part at `place`, compiled once; `None` when enough was looked at.
    fn program(&mut self, place: usize) -> Option<&Program> {
        let slot = self.programs.get_mut(place)?;
        if slot.is_none() {
            let parts = self.parts.get(place..=place)?;
            // What comes to more than can be followed grants nothing.
            let access = Access::from_parts(&self.organization.records, parts);
            let program = access.map(|access| access.program).unwrap_or_default();
            self.looks = self.looks.saturating_sub(program.rules().len() + 1);
            *slot = Some(program);
        }
        slot.as_ref().filter(|_| self.looks > 0)
    }

    /// What the part at `place` grants today, evaluated once; `None` when enough was looked at.
    fn matrix(&mut self, place: usize) -> Option<&Matrix> {
        if self.matrices.get(place)?.is_none() {
            let inventory = &self.organization.inventory;
            let matrix = Matrix::new(self.program(place)?, inventory);
            // Sets of rows are looked at in words of 64.
            self.looks = self.looks.saturating_sub(matrix.columns().len() * inventory.len() / 64);
            *self.matrices.get_mut(place)? = Some(matrix);
        }
        self.matrices.get(place)?.as_ref().filter(|_| self.looks > 0)
    }
}
