//! Whose access is asked about, as people and programs name it.

use policy::{Organization, Record, UxPurpose};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{Fault, fault, snapshot};

/// Names a subject: an id, or a name where it is unique.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum Subject {
    /// A role.
    Role(String),
    /// A definition that is not saved.
    Draft(Draft),
    /// An access token.
    Token(String),
    /// A person.
    User(String),
    /// A team.
    Team(String),
}

/// A definition that is not saved: what a write of a role sends.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Draft {
    /// The name for people.
    #[serde(default)]
    pub name: String,
    /// A description for people.
    #[serde(default)]
    pub description: String,
    /// What it is going to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ux_purpose: Option<snapshot::UxPurpose>,
    /// What its scopes are meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// The descriptor.
    #[cfg_attr(feature = "typescript", tsify(type = "Descriptor"))]
    pub details: Box<RawValue>,
}

impl Draft {
    /// Reads a draft from the text of a file: a descriptor, or an object with `details`.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when the text is not JSON, or neither of the two.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        /// Enough to see which of the two it is.
        #[derive(Deserialize)]
        struct Glance {
            #[serde(rename = "__type")]
            tag: Option<serde::de::IgnoredAny>,
        }
        if fault::read::<Glance>(text)?.tag.is_none() {
            return fault::read(text);
        }
        let details = fault::read::<Box<RawValue>>(text)?;
        Ok(Self {
            name: String::new(),
            description: String::new(),
            ux_purpose: None,
            resource_type: None,
            details,
        })
    }
}

/// Who was asked about, in an answer.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Label {
    /// `role`, `draft`, `token`, `user` or `team`.
    #[serde(rename = "type")]
    pub subject_type: String,
    /// The id; absent for a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name for people.
    pub name: String,
}

impl Subject {
    /// The subject in `organization`, and how an answer names it.
    ///
    /// # Errors
    ///
    /// `unknown-subject` when there is none, `ambiguous-subject` when the name is not unique, and what
    /// is wrong with the definition of a draft.
    pub fn resolve(&self, organization: &Organization) -> Result<(policy::Subject, Label), Fault> {
        let label = |subject_type: &str, id: &str, name: &str| Label {
            subject_type: subject_type.to_owned(),
            id: Some(id.to_owned()),
            name: name.to_owned(),
        };
        match self {
            Self::Role(id) => {
                let record = role(organization, id)?;
                Ok((
                    policy::Subject::Role(record.id.clone()),
                    label("role", &record.id, &record.name),
                ))
            }
            Self::Token(id) => {
                let tokens = organization
                    .tokens
                    .iter()
                    .map(|token| (token.id.as_str(), token.name.as_str(), token));
                let told = |token: &policy::Token| whose(token);
                let token = one("token", id, tokens, &told)?;
                Ok((
                    policy::Subject::Token(token.id.clone()),
                    label("token", &token.id, &token.name),
                ))
            }
            Self::User(login) => {
                let members =
                    organization.members.iter().map(|member| (member.login.as_str(), "", member));
                let login = &one("user", login, members, &|_| String::new())?.login;
                Ok((policy::Subject::User(login.clone()), label("user", login, login)))
            }
            Self::Team(name) => {
                let teams = organization.teams.iter().map(|team| (team.name.as_str(), "", team));
                let name = &one("team", name, teams, &|_| String::new())?.name;
                Ok((policy::Subject::Team(name.clone()), label("team", name, name)))
            }
            Self::Draft(draft) => {
                let details = policy::Descriptor::parse(draft.details.get())?;
                let purpose = draft.ux_purpose.map(Into::into);
                let label =
                    Label { subject_type: "draft".to_owned(), id: None, name: draft.name.clone() };
                Ok((policy::Subject::Draft { details, purpose }, label))
            }
        }
    }
}

/// The record with this id, or the only role with this name.
fn role<'o>(organization: &'o Organization, id: &str) -> Result<&'o Record, Fault> {
    if let Some(record) = organization.records.find(id) {
        return Ok(record);
    }
    let roles = organization.records.iter().filter(|record| record.purpose == UxPurpose::Role);
    let roles = roles.map(|record| (record.id.as_str(), record.name.as_str(), record));
    one("role", id, roles, &|_| String::new())
}

/// Whose a token is, to be put behind its id.
fn whose(token: &policy::Token) -> String {
    match &token.kind {
        policy::TokenKind::Personal { login } => format!(" of {login}"),
        policy::TokenKind::Team { team } => format!(" of team {team}"),
        policy::TokenKind::Organization { .. } => " of the organization".to_owned(),
    }
}

/// What is wrong where none of those with `names` is called `wanted`.
fn none(kind: &str, wanted: &str, names: &[&str]) -> Fault {
    let near = did_you_mean(wanted, names.iter().copied());
    let message = format!("there is no {kind} with the id or name `{wanted}`{near}");
    Fault::new("unknown-subject", "", message)
}

/// What is wrong where several are called `wanted`: these.
fn several(kind: &str, wanted: &str, told: &[String]) -> Fault {
    let (count, told) = (told.len(), told.join(", "));
    let message = format!("{count} {kind}s are named `{wanted}`, name one by id: {told}");
    Fault::new("ambiguous-subject", "", message)
}

/// The nearest of `names`, as a question to be put behind what is wrong; nothing where none is near.
pub(crate) fn did_you_mean<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    let near = policy::nearest_name(wanted, names.filter(|name| !name.is_empty()));
    near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default()
}

/// The only candidate with this id or name; an id counts before a name. `told` is put behind the id of one of several.
fn one<'a, T>(
    kind: &str,
    wanted: &str,
    candidates: impl Iterator<Item = (&'a str, &'a str, &'a T)>,
    told: &dyn Fn(&T) -> String,
) -> Result<&'a T, Fault> {
    let (mut named, mut known) = (Vec::new(), Vec::new());
    for (id, name, candidate) in candidates {
        // Those without a name are called by their id.
        known.push(if name.is_empty() { id } else { name });
        if id == wanted {
            return Ok(candidate);
        }
        if name == wanted {
            named.push((id, candidate));
        }
    }
    match named.as_slice() {
        [(_, candidate)] => Ok(candidate),
        [] => Err(none(kind, wanted, &known)),
        found => {
            let told = found.iter().map(|(id, candidate)| format!("`{id}`{}", told(candidate)));
            Err(several(kind, wanted, &told.collect::<Vec<_>>()))
        }
    }
}

/// How an answer names `subject`.
pub(crate) fn label_of(organization: &Organization, subject: &policy::Subject) -> Label {
    let label = |subject_type: &str, id: &str, name: Option<&str>| Label {
        subject_type: subject_type.to_owned(),
        id: Some(id.to_owned()),
        name: name.unwrap_or(id).to_owned(),
    };
    match subject {
        policy::Subject::Role(id) => {
            label("role", id, organization.records.find(id).map(|record| record.name.as_str()))
        }
        policy::Subject::Draft { .. } => {
            Label { subject_type: "draft".to_owned(), id: None, name: String::new() }
        }
        policy::Subject::User(login) => label("user", login, None),
        policy::Subject::Team(name) => label("team", name, None),
        policy::Subject::Token(id) => {
            let token = organization.tokens.iter().find(|token| token.id == *id);
            label("token", id, token.map(|token| token.name.as_str()))
        }
    }
}
