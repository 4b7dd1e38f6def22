//! How everybody stands before a change.

use std::collections::BTreeMap;

use crate::{
    Access, CompileError, Organization, Principal, Scope, Standing, guardrail::good_holdings,
    principal::Part,
};

/// What everybody in an organization was given, and who can manage roles: what changes are compared with.
///
/// It stays the same for every draft, and takes about as long to find out as what a draft does to it.
#[derive(Debug, Clone)]
pub struct Today {
    /// In Unix seconds.
    pub(super) now: u64,
    /// When the first token stands otherwise, if one ever does.
    ends: Option<u64>,
    pub(super) holders: Vec<Holder>,
}

/// Somebody, with everything that was given and is good.
#[derive(Debug, Clone)]
pub(super) struct Holder {
    pub(super) principal: Principal,
    pub(super) held: Vec<Part>,
    /// Whether it is a person who can manage roles.
    pub(super) manages: bool,
}

impl Today {
    /// How everybody in `organization` stands at `now`, in Unix seconds.
    ///
    /// # Errors
    ///
    /// When somebody was given more than can be followed.
    pub fn of(organization: &Organization, now: u64) -> Result<Self, CompileError> {
        let mut asked = Managers::of(organization);
        let mut holders = Vec::new();
        for (principal, held) in good_holdings(organization, now) {
            let manages = matches!(principal, Principal::User(_)) && asked.has(&held)?;
            holders.push(Holder { principal, held, manages });
        }
        let ends = organization
            .tokens
            .iter()
            .filter_map(|token| Standing::of(organization, token, now).changes_at(token));
        Ok(Self { now, ends: ends.min(), holders })
    }

    /// Whether everybody in the same organization stands so at `now`, in Unix seconds, as well; with other settings a
    /// token may stand otherwise before.
    pub fn is_still(&self, now: u64) -> bool {
        self.now <= now && self.ends.is_none_or(|ends| now < ends)
    }

    /// Who can manage roles, by login.
    pub(super) fn managers(&self) -> impl Iterator<Item = &str> {
        self.holders.iter().filter(|holder| holder.manages).filter_map(|holder| {
            match &holder.principal {
                Principal::User(login) => Some(login.as_str()),
                Principal::Team(_) | Principal::Token(_) => None,
            }
        })
    }
}

/// Finds out who can manage roles, once for all who hold the same.
pub(super) struct Managers<'o> {
    organization: &'o Organization,
    known: BTreeMap<Vec<Part>, bool>,
}

impl<'o> Managers<'o> {
    pub(super) const fn of(organization: &'o Organization) -> Self {
        Self { organization, known: BTreeMap::new() }
    }

    /// Whether whoever holds these can.
    pub(super) fn has(&mut self, held: &[Part]) -> Result<bool, CompileError> {
        if let Some(can) = self.known.get(held) {
            return Ok(*can);
        }
        let access = Access::from_parts(&self.organization.records, held)?;
        let can = manages(&access, !self.organization.teams.is_empty());
        self.known.insert(held.to_vec(), can);
        Ok(can)
    }
}

/// Whether they can change roles, and give them to a person, or to a team where there is one or can be one.
///
/// `org_member:set_admin` gives nothing by itself: it is for making administrators by another role.
fn manages(access: &Access, is_any_team: bool) -> bool {
    let scopes = access.program.on_organization().scopes;
    let holds = |name: &str| Scope::from_name(name).is_some_and(|scope| scopes.contains(scope));
    let binds_to_teams = || holds("team:update") && (is_any_team || holds("team:create"));
    holds("role:update") && (holds("org_member:update") || binds_to_teams())
}

#[cfg(test)]
mod tests {
    use super::Today;
    use crate::{Organization, Token, TokenKind};

    fn token(expires: u64) -> Token {
        let kind = TokenKind::Organization { role_id: None };
        Token { id: expires.to_string(), name: expires.to_string(), kind, expires }
    }

    #[test]
    fn it_holds_until_a_token_stands_otherwise() {
        let mut organization = Organization::default();
        assert!(Today::of(&organization, 10).unwrap().is_still(u64::MAX));
        organization.tokens = vec![token(0), token(300), token(200), token(5)];
        let today = Today::of(&organization, 10).unwrap();
        assert!(today.is_still(10) && today.is_still(199));
        assert!(!today.is_still(200) && !today.is_still(9));
        // A token that is too long grows into the expiry policy.
        organization.settings.max_access_token_expiry_days = 1;
        organization.tokens = vec![token(0), token(86_400 + 50)];
        let today = Today::of(&organization, 10).unwrap();
        assert!(today.is_still(49) && !today.is_still(50));
    }
}
