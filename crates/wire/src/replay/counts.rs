//! How often rules and scopes were used.

use policy::{Organization, Principal, ScopeSet, Tally};
use serde::Serialize;

use super::names;
use crate::{
    explain::{RuleInfo, rule_info},
    subject::{Label, label_of},
};

/// Somebody who holds what was asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct HolderUse {
    /// Who.
    pub subject: Label,
    /// How often they used what it grants.
    pub times: u64,
    /// And when last, in Unix seconds; absent for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
}

/// How a rule was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RuleUse {
    /// The rule.
    pub rule: RuleInfo,
    /// Uses that it granted, how often.
    pub times: u64,
    /// And when last, in Unix seconds; absent for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
    /// How many of these no other rule granted.
    pub alone: u64,
    /// The scopes that were used through it.
    pub scopes: Vec<RuleScopeUse>,
    /// The scopes that were not.
    pub unused: Vec<&'static str>,
}

/// How a scope was used through a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RuleScopeUse {
    /// The scope.
    pub scope: &'static str,
    /// Uses that the rule granted, how often.
    pub times: u64,
    /// And when last, in Unix seconds; absent for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
    /// How many of these no other rule granted.
    pub alone: u64,
}

/// How a scope was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ScopeUse {
    /// The scope.
    pub scope: &'static str,
    /// Uses that were granted, how often.
    pub times: u64,
    /// And when last, in Unix seconds; absent for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
    /// How many of these nothing else that the user holds granted.
    pub needed: u64,
    /// On how many entities it is granted today.
    pub granted_on: usize,
    /// On how many of these it was used.
    pub used_on: usize,
}

/// Something else that granted what was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct AlsoGranted {
    /// `own-role`, `team-role`, `team-grant`, `creator-grant` or `setting`.
    pub source: &'static str,
    /// Which one: a role, a team or a setting, by id or name, a role of a team as `TEAM/ROLE`, or an entity as `TYPE/ID`.
    pub through: String,
    /// The team through which it was given, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The scopes.
    pub scopes: Vec<&'static str>,
    /// How often they were used.
    pub times: u64,
    /// And when last, in Unix seconds; absent for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
}

/// When something was used last, if ever.
fn last(tally: Tally) -> Option<u64> {
    (tally.times > 0).then_some(tally.last)
}

impl HolderUse {
    pub(super) fn told(organization: &Organization, holder: &Principal, used: Tally) -> Self {
        let subject = label_of(organization, &holder.subject());
        Self { subject, times: used.times, last: last(used) }
    }
}

impl RuleUse {
    pub(super) fn told(
        organization: &Organization,
        replay: &policy::Replay,
        index: usize,
        found: &policy::RuleUse,
    ) -> Option<Self> {
        let scopes = found.scopes.iter().map(|(scope, tally, alone)| RuleScopeUse {
            scope: scope.name(),
            times: tally.times,
            last: last(*tally),
            alone: *alone,
        });
        let used: ScopeSet = found.scopes.iter().map(|(scope, ..)| *scope).collect();
        let named = replay.access.program.rule(index)?.scopes;
        Some(Self {
            rule: rule_info(organization, &replay.access, index)?,
            times: found.used.times,
            last: last(found.used),
            alone: found.alone,
            scopes: scopes.collect(),
            unused: names(named.difference(used)),
        })
    }
}

impl ScopeUse {
    pub(super) fn told(found: &policy::ScopeUse) -> Self {
        Self {
            scope: found.scope.name(),
            times: found.used.times,
            last: last(found.used),
            needed: found.needed,
            granted_on: found.granted_on,
            used_on: found.used_on,
        }
    }
}

impl AlsoGranted {
    pub(super) fn told(found: &policy::AlsoGranted) -> Self {
        Self {
            source: found.source.kind.name(),
            through: found.source.named(),
            team: found.source.team.clone(),
            scopes: names(found.scopes),
            times: found.used.times,
            last: last(found.used),
        }
    }
}
