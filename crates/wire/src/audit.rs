//! What an audit log says about a change, beside the words for people.

mod event_name;

use policy::{Descriptor, Organization, Record, Subject};
use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::diff::{ChangeInfo, Delta, Held, Relation, change, delta, named_team, relation_of};
use crate::impact::{LimitChange, limits};

pub use event_name::EventName;

/// What one event was about, and what changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// What it was about: `role`, `policy`, `set`, `token`, `guardrail`, `organization`.
    pub kind: &'static str,
    /// Its id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Its name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The name it had before, where that was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_name: Option<String>,
    /// The version it has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// What its definition grants more or less than before, on everything there could be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// What it said before, where that is a text of another kind than a definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<serde_json::Value>,
    /// What it says now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<serde_json::Value>,
    /// Whoever lost it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub released_from: Vec<String>,
    /// The guardrails that held before and do not any more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broken_guardrails: Vec<String>,
    /// How many more times the same happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated: Option<u64>,
}

/// What a definition grants more or less than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// How the two relate, over everything there could be.
    pub relation: Relation,
    /// What changes on the organization.
    pub organization: Delta,
    /// For how long something on the organization may be held open, where that changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organization_limits: Vec<LimitChange>,
    /// What changes on entities there could be.
    pub changes: Vec<ChangeInfo>,
    /// Whether these are all the changes.
    pub is_complete: bool,
    /// What changes where it is held through a team and its conditions speak of that; without the ways in which it is the
    /// same as through no team.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub through_teams: Vec<ThroughTeam>,
}

/// What a definition grants more or less than before where it is held through a team.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThroughTeam {
    /// The team; absent for every team that no condition names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What changes on the organization.
    pub organization: Delta,
    /// For how long something on the organization may be held open, where that changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organization_limits: Vec<LimitChange>,
    /// What changes on entities there could be.
    pub changes: Vec<ChangeInfo>,
}

impl Difference {
    /// What `to` grants in `after` more or less than `from` in `before`; what is not there grants nothing.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when a definition is too large to be followed, `too-complex` when the two distinguish more
    /// cases than can be compared.
    pub fn between(
        (before, from): (&Organization, Option<&Record>),
        (after, to): (&Organization, Option<&Record>),
    ) -> Result<Self, Fault> {
        let subject = |record: Option<&Record>| Subject::Draft {
            details: record.map_or(Descriptor::Group(Vec::new()), |record| record.details.clone()),
            purpose: record.map(|record| record.purpose),
        };
        let ways = Held::in_every_way((before, &subject(from)), (after, &subject(to)))?;
        let relation = relation_of(&ways);
        let told = |held: &Held| {
            let found = &held.difference;
            ThroughTeam {
                team: named_team(&held.way),
                organization: delta(found.organization_gained, found.organization_lost),
                organization_limits: limits(&found.organization_limits),
                changes: found.changes.iter().map(|found| change(before, found)).collect(),
            }
        };
        let alone = ways.first();
        let others = ways.iter().skip(1);
        let others =
            others.filter(|held| alone.is_none_or(|alone| alone.difference != held.difference));
        let through_teams = others.map(told).collect();
        let ThroughTeam { organization, organization_limits, changes, .. } =
            alone.map(told).unwrap_or_default();
        Ok(Self {
            relation,
            organization,
            organization_limits,
            changes,
            is_complete: true,
            through_teams,
        })
    }
}

/// What came of looking through the audit log of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    /// The organization.
    pub organization: String,
    /// Whether every entry is as it was written, and none is missing.
    pub holds: bool,
    /// How many entries are as they were written, from the first one on.
    pub count: i64,
    /// The hash of the last of them: noted elsewhere, it shows later that none of them has changed since.
    pub head: String,
    /// The first entry that is not as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flaw: Option<Flaw>,
}

/// The first entry of an audit log that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Flaw {
    /// Its number, counted from 1; that of the next one where nothing is wrong with an entry itself.
    pub sequence: i64,
    /// `missing`, `altered`, `cut-off`, `uncounted`, `no-count`, `added`, `other-head` or `noted-head-gone`.
    pub kind: String,
    /// The same in words.
    pub message: String,
}
