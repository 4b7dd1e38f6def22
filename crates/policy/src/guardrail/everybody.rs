//! Everybody in an organization, and every different thing that anybody was given.

use std::collections::{BTreeMap, HashMap};

use crate::{
    Organization, Principal, Standing, Team, TokenKind,
    impact::principals,
    principal::{Among, Part},
};

/// Everybody in an organization, by number: people, teams and tokens, each in its order.
pub(super) struct Everybody {
    pub(super) principals: Vec<Principal>,
    /// Of a personal token, the number of its person.
    owners: Vec<Option<usize>>,
    /// Numbers by a letter for what it is and the id.
    numbers: HashMap<String, usize>,
    /// Every different thing somebody was given, in the order in which the first holders stand.
    pub(super) given: Vec<Given>,
}

/// Something that was given.
#[derive(Default)]
pub(super) struct Given {
    /// The one part that it is; a list because that is what is compiled.
    pub(super) part: Vec<Part>,
    /// Who holds it, in order; of a record, through whatever team.
    pub(super) holders: Vec<usize>,
    /// Of a record, the same for each team through which it is held: what it grants may depend on the team.
    pub(super) by_team: Vec<Given>,
}

impl Everybody {
    pub(super) fn of(organization: &Organization) -> Self {
        let mut everybody = Self::numbered(organization);
        let ties = everybody.ties(organization);
        let mut places = BTreeMap::<Vec<Part>, usize>::new();
        for number in 0..everybody.principals.len() {
            for part in ties.parts(&everybody, number) {
                let (whole, of_team) = part.apart();
                let whole = vec![whole];
                let place = if let Some(place) = places.get(&whole) {
                    *place
                } else {
                    places.insert(whole.clone(), everybody.given.len());
                    everybody.given.push(Given { part: whole, ..Given::default() });
                    everybody.given.len() - 1
                };
                if let Some(given) = everybody.given.get_mut(place) {
                    given.add(number, of_team);
                }
            }
        }
        everybody
    }

    /// Who is there, without what they were given.
    fn numbered(organization: &Organization) -> Self {
        let mut everybody = Self {
            principals: principals(organization).collect(),
            owners: Vec::new(),
            numbers: HashMap::new(),
            given: Vec::new(),
        };
        for (number, principal) in everybody.principals.iter().enumerate() {
            everybody.numbers.insert(key(principal), number);
        }
        let first_token = organization.members.len() + organization.teams.len();
        everybody.owners.resize(first_token, None);
        for token in &organization.tokens {
            let owner = match &token.kind {
                TokenKind::Personal { login } => everybody.number(&Principal::User(login.clone())),
                TokenKind::Organization { .. } | TokenKind::Team { .. } => None,
            };
            everybody.owners.push(owner);
        }
        everybody
    }

    fn ties<'o>(&self, organization: &'o Organization) -> Ties<'o> {
        let mut ties = Ties {
            organization,
            teams: vec![Vec::new(); self.principals.len()],
            created: vec![Vec::new(); self.principals.len()],
        };
        for (index, team) in organization.teams.iter().enumerate() {
            for member in &team.members {
                let number = self.number(&Principal::User(member.login.clone()));
                // Somebody who stands in a team twice is in it once.
                if let Some(teams) = number.and_then(|number| ties.teams.get_mut(number))
                    && teams.last() != Some(&index)
                {
                    teams.push(index);
                }
            }
        }
        for (index, grant) in organization.creator_grants.iter().enumerate() {
            let number = self.number(&grant.creator);
            if let Some(created) = number.and_then(|number| ties.created.get_mut(number)) {
                created.push(index);
            }
        }
        ties
    }

    /// The number of `principal`, if it is there.
    pub(super) fn number(&self, principal: &Principal) -> Option<usize> {
        self.numbers.get(&key(principal)).copied()
    }

    /// By number, who is one of `named`, or a personal token of one of them.
    pub(super) fn among(&self, named: &[Principal]) -> Vec<bool> {
        let mut among = vec![false; self.principals.len()];
        for number in named.iter().filter_map(|principal| self.number(principal)) {
            if let Some(is_among) = among.get_mut(number) {
                *is_among = true;
            }
        }
        for (number, owner) in self.owners.iter().enumerate() {
            let is_owned = owner.and_then(|owner| among.get(owner).copied()).unwrap_or(false);
            if let Some(is_among) = among.get_mut(number) {
                *is_among |= is_owned;
            }
        }
        among
    }
}

/// Everybody, each with everything that was given.
pub(crate) fn holdings(organization: &Organization) -> Vec<(Principal, Vec<Part>)> {
    let everybody = Everybody::numbered(organization);
    let ties = everybody.ties(organization);
    let parts = (0..everybody.principals.len()).map(|number| ties.parts(&everybody, number));
    let parts: Vec<_> = parts.collect();
    everybody.principals.into_iter().zip(parts).collect()
}

/// The same, with nothing for tokens that are not good at `now`, in Unix seconds.
pub(crate) fn good_holdings(organization: &Organization, now: u64) -> Vec<(Principal, Vec<Part>)> {
    let mut holdings = holdings(organization);
    // Tokens are the last of everybody.
    for ((_, held), token) in holdings.iter_mut().rev().zip(organization.tokens.iter().rev()) {
        if !Standing::of(organization, token, now).is_active() {
            held.clear();
        }
    }
    holdings
}

/// What ties everybody to teams and stacks, so that nobody has to be searched for.
struct Ties<'o> {
    organization: &'o Organization,
    /// By number, the teams a person is in.
    teams: Vec<Vec<usize>>,
    /// By number, the creator grants.
    created: Vec<Vec<usize>>,
}

impl Ties<'_> {
    /// What the principal of this number was given.
    fn parts(&self, everybody: &Everybody, number: usize) -> Vec<Part> {
        let Organization { members, teams, tokens, creator_grants, .. } = self.organization;
        let Some(principal) = everybody.principals.get(number) else { return Vec::new() };
        let mut numbers = vec![number];
        let mut among = Among { members: &[], tokens: &[], teams: Vec::new(), created: Vec::new() };
        match principal {
            Principal::User(_) => {}
            Principal::Team(name) => among.teams.extend(self.team(everybody, name)),
            Principal::Token(_) => {
                let token = tokens.get(number.wrapping_sub(members.len() + teams.len()));
                among.tokens = token.map(std::slice::from_ref).unwrap_or_default();
                match token.map(|token| &token.kind) {
                    Some(TokenKind::Team { team }) => {
                        among.teams.extend(self.team(everybody, team));
                        numbers.extend(everybody.number(&Principal::Team(team.clone())));
                    }
                    _ => numbers.extend(everybody.owners.get(number).copied().flatten()),
                }
            }
        }
        for number in numbers {
            if let Some(member) = members.get(number) {
                among.members = std::slice::from_ref(member);
            }
            let ties = |ties: &[Vec<usize>]| ties.get(number).cloned().unwrap_or_default();
            among.teams.extend(ties(&self.teams).into_iter().filter_map(|index| teams.get(index)));
            let created = ties(&self.created).into_iter();
            among.created.extend(created.filter_map(|index| creator_grants.get(index)));
        }
        // A token of somebody who is gone may do nothing.
        Part::among(self.organization, &among, &principal.subject()).unwrap_or_default()
    }

    fn team(&self, everybody: &Everybody, name: &str) -> Option<&Team> {
        let number = everybody.number(&Principal::Team(name.to_owned()))?;
        self.organization.teams.get(number.checked_sub(self.organization.members.len())?)
    }
}

impl Given {
    fn add(&mut self, holder: usize, of_team: Option<Part>) {
        if self.holders.last() != Some(&holder) {
            self.holders.push(holder);
        }
        let Some(part) = of_team else { return };
        let known = self.by_team.iter_mut().find(|known| known.part.first() == Some(&part));
        match known {
            Some(known) => known.add(holder, None),
            None => self.by_team.push(Self {
                part: vec![part],
                holders: vec![holder],
                by_team: Vec::new(),
            }),
        }
    }
}

fn key(principal: &Principal) -> String {
    let (letter, id) = match principal {
        Principal::User(login) => ('u', login),
        Principal::Team(name) => ('t', name),
        Principal::Token(id) => ('k', id),
    };
    let mut key = String::with_capacity(id.len() + 1);
    key.push(letter);
    key.push_str(id);
    key
}
