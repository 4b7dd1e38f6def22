//! Who holds a role.

use serde::{Deserialize, Serialize};

/// The answer of `GET …/roles/{id}/users`: who was given the role by name.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Users {
    /// The people.
    pub users: Vec<User>,
}

/// A person, as far as everyone may know.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The display name.
    pub name: String,
    /// The login.
    pub github_login: String,
    /// Where to find a picture; empty when there is none.
    pub avatar_url: String,
}

impl User {
    /// The person with this login, who has no other name.
    pub fn new(login: &str) -> Self {
        Self { name: login.to_owned(), github_login: login.to_owned(), avatar_url: String::new() }
    }
}

/// The answer of `GET …/roles/{id}/tokens`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// The tokens.
    pub tokens: Vec<Token>,
}

/// An access token, without its secret.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// When it was made, in RFC 3339.
    pub created: String,
    /// The login of who made it.
    pub created_by: String,
    /// When it was last used, in Unix seconds; 0 means never.
    pub last_used: u64,
    /// When it expires, in Unix seconds; 0 means never.
    pub expires: u64,
    /// Whether it holds the built-in Admin role.
    pub admin: bool,
    /// The role it is limited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<TokenRole>,
    /// `organization`, `team` or `personal`.
    #[serde(rename = "type")]
    pub token_type: String,
}

/// The role of a token.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenRole {
    /// The role's id.
    pub id: String,
    /// The role's name.
    pub name: String,
    /// The built-in role it is; `member` for any other, as clients know no other word.
    pub default_identifier: String,
}
