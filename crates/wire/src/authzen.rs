//! The shapes of the `OpenID` `AuthZEN` Authorization API 1.0.
//!
//! Members that are not known here are ignored: callers may send properties, and nothing is decided by them.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// A subject or a resource.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// What it is.
    #[serde(rename = "type")]
    pub of_type: String,
    /// Which one.
    pub id: String,
}

/// What is to be done.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Action {
    /// The name of a scope.
    pub name: String,
}

/// A subject or a resource of which something may be left out.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Partly {
    /// What it is.
    #[serde(rename = "type")]
    pub of_type: Option<String>,
    /// Which one.
    pub id: Option<String>,
}

impl Partly {
    /// It with what it leaves out taken from `common`.
    fn over(self, common: Option<&Self>) -> Self {
        let Some(common) = common else { return self };
        Self {
            of_type: self.of_type.or_else(|| common.of_type.clone()),
            id: self.id.or_else(|| common.id.clone()),
        }
    }
}

/// One question; in a batch, what it leaves out is taken from the top level.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Question {
    /// Who.
    pub subject: Option<Partly>,
    /// What.
    pub action: Option<Action>,
    /// On what.
    pub resource: Option<Partly>,
    /// What else is known; `organization` says which one is asked.
    pub context: Option<Map<String, Value>>,
}

impl Question {
    /// It with what it leaves out taken from `common`: whole members, and of a subject or a resource its type and id.
    #[must_use]
    pub fn over(self, common: &Self) -> Self {
        let part = |own: Option<Partly>, common: Option<&Partly>| match own {
            Some(own) => Some(own.over(common)),
            None => common.cloned(),
        };
        Self {
            subject: part(self.subject, common.subject.as_ref()),
            action: self.action.or_else(|| common.action.clone()),
            resource: part(self.resource, common.resource.as_ref()),
            context: self.context.or_else(|| common.context.clone()),
        }
    }
}

/// Several questions, and what they have in common; the one question where there are no `evaluations`.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Deserialize)]
pub struct Questions {
    /// Who, unless a question says it.
    pub subject: Option<Partly>,
    /// What, likewise.
    pub action: Option<Action>,
    /// On what, likewise.
    pub resource: Option<Partly>,
    /// What else is known, likewise.
    pub context: Option<Map<String, Value>>,
    /// The questions, each read by itself: what is wrong with one is no reason to leave the others without an answer.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Question>"))]
    #[serde(default)]
    pub evaluations: Vec<Box<RawValue>>,
    /// How they are gone through.
    #[serde(default)]
    pub options: Options,
}

/// How questions are gone through.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub struct Options {
    /// When to stop.
    #[serde(default)]
    pub evaluations_semantic: Semantic,
}

/// When to stop.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Semantic {
    /// Never.
    #[default]
    ExecuteAll,
    /// After the first that is not allowed.
    DenyOnFirstDeny,
    /// After the first that is allowed.
    PermitOnFirstPermit,
}

/// The answer to one question.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Whether it is allowed.
    pub decision: bool,
    /// Why not, where there is more to say than that nothing grants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Reason>,
}

/// Why something is not allowed.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// In words.
    pub reason: String,
}

/// The answers, in the order of the questions; fewer where one of them was the last.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decisions {
    /// The answers.
    pub evaluations: Vec<Decision>,
}

/// The answer to a batch: to its one question where it lists none.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Evaluated {
    /// To the one question.
    One(Decision),
    /// To each.
    Many(Decisions),
}

/// A search; what is looked for is left out, or is there with its type alone.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Search {
    /// Who.
    pub subject: Option<Partly>,
    /// What.
    pub action: Option<Action>,
    /// On what.
    pub resource: Option<Partly>,
    /// What else is known; `organization` says which one is asked.
    pub context: Option<Map<String, Value>>,
    /// Which part of the results.
    pub page: Option<Page>,
}

/// Which part of the results.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Page {
    /// What the page before said; nothing for the first.
    #[serde(alias = "next_token")]
    pub token: Option<String>,
    /// How many at the most.
    pub limit: Option<usize>,
}

/// A page of results.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PageOf{T}"))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found<T> {
    /// The results.
    pub results: Vec<T>,
    /// Where this page stands.
    pub page: PageInfo,
}

/// Where a page stands.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageInfo {
    /// What asks for the next page; empty after the last one.
    pub next_token: String,
    /// How many results this page has.
    pub count: usize,
    /// How many there are.
    pub total: usize,
}

/// A scope that was found.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundAction {
    /// Its name.
    pub name: String,
}

/// The discovery document.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Configuration {
    /// The server itself.
    pub policy_decision_point: String,
    /// One question.
    pub access_evaluation_endpoint: String,
    /// Several.
    pub access_evaluations_endpoint: String,
    /// Who.
    pub search_subject_endpoint: String,
    /// On what.
    pub search_resource_endpoint: String,
    /// What.
    pub search_action_endpoint: String,
}
