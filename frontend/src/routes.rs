//! The addresses of the pages.

use std::fmt::Write as _;

/// A page and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// Wherever the person starts.
    Start,
    /// What this page is, and whether its engine agrees with the corpus.
    About,
    /// The roles of an organization.
    Roles {
        /// Its name.
        organization: String,
    },
    /// The editor, with a role that does not exist yet.
    NewRole {
        /// The name of the organization.
        organization: String,
        /// What its definition begins with.
        begins_with: Beginning,
        /// The name it begins with.
        name: String,
        /// The description it begins with.
        description: String,
    },
    /// Questions about who may do what.
    Explorer {
        /// The name of the organization.
        organization: String,
        /// What is asked, as the address carries it.
        query: String,
    },
    /// The guardrails and example tests of an organization.
    Guardrails {
        /// The name of the organization.
        organization: String,
    },
    /// What happened in an organization.
    Audit {
        /// The name of the organization.
        organization: String,
        /// Which events are shown, as the address carries it.
        query: String,
    },
    /// The organization-wide settings.
    Settings {
        /// The name of the organization.
        organization: String,
    },
    /// The permission sets of an organization.
    Sets {
        /// Its name.
        organization: String,
    },
    /// The editor, with a permission set that does not exist yet.
    NewSet {
        /// The name of the organization.
        organization: String,
        /// What its scopes are meant for: `global` or an entity type.
        resource_type: &'static str,
    },
    /// The editor of a permission set.
    Set {
        /// The name of the organization.
        organization: String,
        /// The id of the set.
        id: String,
    },
    /// The editor of a role.
    Role {
        /// The name of the organization.
        organization: String,
        /// The id of the role.
        id: String,
    },
    /// The access tokens of an organization.
    Tokens {
        /// Its name.
        organization: String,
    },
    /// The making of an access token.
    NewToken {
        /// The name of the organization.
        organization: String,
        /// The kind it begins with, and the team it acts as.
        kind: Option<(String, Option<String>)>,
    },
    /// An access token.
    Token {
        /// The name of the organization.
        organization: String,
        /// The id of the token.
        id: String,
    },
    /// How long access tokens may live.
    TokenPolicy {
        /// The name of the organization.
        organization: String,
    },
    /// The people in an organization.
    People {
        /// Its name.
        organization: String,
    },
    /// A person in an organization.
    Person {
        /// The name of the organization.
        organization: String,
        /// The login of the person.
        login: String,
    },
    /// The teams of an organization.
    Teams {
        /// Its name.
        organization: String,
    },
    /// A team.
    Team {
        /// The name of the organization.
        organization: String,
        /// The name of the team.
        name: String,
    },
}

/// What a new role begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beginning {
    /// No rule.
    Nothing,
    /// JSON that somebody pastes.
    Json,
    /// The template with this stable word.
    Template(&'static str),
    /// A copy of the role with this id.
    Copy(String),
}

impl Page {
    /// Its address on this server.
    pub fn path(&self) -> String {
        match self {
            Self::Start => "/".to_owned(),
            Self::About => "/about".to_owned(),
            Self::Roles { organization } => format!("/orgs/{}/roles", escaped(organization)),
            Self::NewRole { organization, begins_with, name, description } => {
                let begins_with = match begins_with {
                    Beginning::Nothing => ("from", None),
                    Beginning::Json => ("as", Some("json")),
                    Beginning::Template(key) => ("template", Some(*key)),
                    Beginning::Copy(id) => ("from", Some(id.as_str())),
                };
                let fields =
                    [begins_with, ("name", Some(name)), ("description", Some(description))];
                let fields: Vec<_> = fields
                    .into_iter()
                    .filter_map(|(key, value)| {
                        Some((key, value.filter(|value| !value.is_empty())?))
                    })
                    .map(|(key, value)| format!("{key}={}", escaped(value)))
                    .collect();
                let query = if fields.is_empty() {
                    String::new()
                } else {
                    format!("?{}", fields.join("&"))
                };
                format!("/orgs/{}/new-role{query}", escaped(organization))
            }
            Self::Explorer { organization, query } => {
                let mark = if query.is_empty() { "" } else { "?" };
                format!("/orgs/{}/explorer{mark}{query}", escaped(organization))
            }
            Self::Guardrails { organization } => {
                format!("/orgs/{}/guardrails", escaped(organization))
            }
            Self::Audit { organization, query } => {
                let mark = if query.is_empty() { "" } else { "?" };
                format!("/orgs/{}/audit{mark}{query}", escaped(organization))
            }
            Self::Settings { organization } => {
                format!("/orgs/{}/settings", escaped(organization))
            }
            Self::Sets { organization } => format!("/orgs/{}/sets", escaped(organization)),
            Self::NewSet { organization, resource_type } => {
                format!("/orgs/{}/new-set?type={resource_type}", escaped(organization))
            }
            Self::Set { organization, id } => {
                format!("/orgs/{}/sets/{}", escaped(organization), escaped(id))
            }
            Self::Role { organization, id } => {
                format!("/orgs/{}/roles/{}", escaped(organization), escaped(id))
            }
            Self::Tokens { organization } => format!("/orgs/{}/tokens", escaped(organization)),
            Self::NewToken { organization, kind } => {
                let kind = kind.as_ref().map(|(kind, team)| {
                    let team = team.as_ref().map(|team| format!("&team={}", escaped(team)));
                    format!("?kind={}{}", escaped(kind), team.unwrap_or_default())
                });
                format!("/orgs/{}/new-token{}", escaped(organization), kind.unwrap_or_default())
            }
            Self::Token { organization, id } => {
                format!("/orgs/{}/tokens/{}", escaped(organization), escaped(id))
            }
            Self::TokenPolicy { organization } => {
                format!("/orgs/{}/token-policy", escaped(organization))
            }
            Self::People { organization } => format!("/orgs/{}/people", escaped(organization)),
            Self::Person { organization, login } => {
                format!("/orgs/{}/people/{}", escaped(organization), escaped(login))
            }
            Self::Teams { organization } => format!("/orgs/{}/teams", escaped(organization)),
            Self::Team { organization, name } => {
                format!("/orgs/{}/teams/{}", escaped(organization), escaped(name))
            }
        }
    }
}

/// `text` as one segment of a path or one value of a query.
pub(crate) fn escaped(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::{Beginning, Page};

    #[test]
    fn names_are_escaped() {
        let page = Page::Role { organization: "a b".into(), id: "ö/?".into() };
        assert_eq!(page.path(), "/orgs/a%20b/roles/%C3%B6%2F%3F");
        let page = Page::NewRole {
            organization: "acme".into(),
            begins_with: Beginning::Copy("r1".into()),
            name: "A & B".into(),
            description: String::new(),
        };
        assert_eq!(page.path(), "/orgs/acme/new-role?from=r1&name=A%20%26%20B");
        let page = Page::NewRole {
            organization: "acme".into(),
            begins_with: Beginning::Template("on-call"),
            name: String::new(),
            description: "é".into(),
        };
        assert_eq!(page.path(), "/orgs/acme/new-role?template=on-call&description=%C3%A9");
    }
}
