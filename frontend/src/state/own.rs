//! What whoever is signed in may do in an organization, as far as its snapshot tells.

use std::fmt::Write as _;

use policy::{Access, Organization, ScopeSet, Subject, TokenKind};
use wire::rest::account::{Account, TokenInfo};

/// The scopes that `account` holds on the organization itself; none where the snapshot does not tell whom it is.
pub fn held(organization: &Organization, account: &Account) -> Option<ScopeSet> {
    let subject = match &account.token_info {
        None => Subject::User(account.github_login.clone()),
        Some(info) => Subject::Token(token(organization, info)?.to_owned()),
    };
    let access = Access::of(organization, &subject).ok()?;
    Some(access.program.on_organization().scopes)
}

/// The id of the token that is no person's and has this name.
fn token<'o>(organization: &'o Organization, info: &TokenInfo) -> Option<&'o str> {
    let is_meant = |token: &&policy::Token| match &token.kind {
        TokenKind::Organization { .. } => info.team.is_empty(),
        TokenKind::Team { team } => *team == info.team,
        TokenKind::Personal { .. } => false,
    };
    let mut tokens = organization.tokens.iter().filter(is_meant);
    tokens.find(|token| token.name == info.name).map(|token| token.id.as_str())
}

/// Something that can be done on a page, and the scope that it needs.
pub type Act = (&'static str, &'static str);

/// What of `acts` cannot be done for want of a scope, in a sentence; nothing where all of it can be.
pub fn wanting(acts: &[Act], holds: impl Fn(&str) -> bool) -> Option<String> {
    let wanting: Vec<_> = acts.iter().filter(|(_, scope)| !holds(scope)).collect();
    let (first, rest) = wanting.split_first()?;
    let mut words = format!("{} needs `{}`", first.0, first.1);
    for (place, (act, scope)) in rest.iter().enumerate() {
        let joint = if place + 1 == rest.len() { " and" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(words, "{joint} {act} `{scope}`");
    }
    words.push_str(", which you do not hold");
    Some(words)
}

#[cfg(test)]
mod tests {
    use policy::{Member, Organization, Scope, Token, TokenKind};
    use wire::rest::account::{Account, TokenInfo};

    use super::{held, wanting};

    fn account(login: &str, token_info: Option<TokenInfo>) -> Account {
        Account { github_login: login.to_owned(), token_info, ..Account::default() }
    }

    fn organization() -> Organization {
        let member = |login: &str, role: &str| Member {
            login: login.to_owned(),
            role_id: Some(role.to_owned()),
        };
        let token = |id: &str, kind| {
            let (id, name) = (id.to_owned(), "bot".to_owned());
            Token { id, name, kind, expires: 0 }
        };
        let organization_token = TokenKind::Organization { role_id: Some("admin".to_owned()) };
        Organization {
            members: vec![member("ada", "admin"), member("mia", "member")],
            tokens: vec![
                token("first", TokenKind::Personal { login: "mia".to_owned() }),
                token("second", organization_token),
            ],
            ..Organization::default()
        }
    }

    fn may_update(account: &Account) -> Option<bool> {
        let scope = Scope::from_name("role:update").unwrap();
        held(&organization(), account).map(|held| held.contains(scope))
    }

    #[test]
    fn a_person_holds_what_they_are_given_and_a_token_what_it_is() {
        assert_eq!(may_update(&account("ada", None)), Some(true));
        assert_eq!(may_update(&account("mia", None)), Some(false));
        let info = |name: &str, team: &str| TokenInfo {
            name: name.to_owned(),
            organization: "acme".to_owned(),
            team: team.to_owned(),
        };
        assert_eq!(may_update(&account("acme", Some(info("bot", "")))), Some(true));
        assert_eq!(may_update(&account("acme", Some(info("bot", "payments")))), None);
        assert_eq!(may_update(&account("nobody", None)), None);
    }

    #[test]
    fn what_is_wanting_is_told_with_what_it_needs() {
        let acts = [
            ("Creating a role", "role:create"),
            ("changing one", "role:update"),
            ("deleting one", "role:delete"),
        ];
        assert_eq!(wanting(&acts, |_| true), None);
        assert_eq!(
            wanting(&acts, |_| false).as_deref(),
            Some(
                "Creating a role needs `role:create`, changing one `role:update` and deleting one `role:delete`, which you do not hold"
            )
        );
        assert_eq!(
            wanting(&acts, |scope| scope != "role:delete").as_deref(),
            Some("deleting one needs `role:delete`, which you do not hold")
        );
    }
}
