//! A smaller role, as people and programs read it.

use policy::{Access, Organization};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::names;
use crate::{
    Fault,
    explain::{RuleInfo, rule_info},
    subject::Draft,
};

/// How small a role is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Suggest {
    /// The rules and scopes that were used, with the conditions they have.
    Rules,
    /// The same, only on the entities on which they were used.
    Tight,
}

/// A smaller definition of a role.
///
/// Proved: it covers every use in the log that the role grants, and is contained in today's role over every entity
/// there could be.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Suggestion {
    /// The definition, as a draft for the role.
    pub draft: Draft,
    /// The id of the record whose definition it takes the place of: the role, or its policy.
    pub record: String,
    /// How many distinct uses it covers: all that the role grants.
    pub covered: usize,
    /// How large the role is today.
    pub before: Size,
    /// How large it would be.
    pub after: Size,
    /// How many rules stay wide because they were used on too many entities.
    pub wide: usize,
    /// Its rules, and what each grants.
    pub rules: Vec<GrantedRule>,
}

/// How large a role is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Size {
    /// Scopes that it names.
    pub scopes: usize,
    /// Scopes that it grants on the organization and on each entity there is, summed up.
    pub cells: usize,
    /// Its rules.
    pub rules: usize,
}

/// A rule, and what it grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct GrantedRule {
    /// The rule.
    pub rule: RuleInfo,
    /// The scopes.
    pub scopes: Vec<&'static str>,
    /// For how long an opened environment may stay open, in seconds; absent for no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_open_duration_secs: Option<u64>,
}

impl Suggestion {
    pub(super) fn told(
        organization: &Organization,
        role: &str,
        found: &policy::Suggestion,
    ) -> Result<Self, Fault> {
        let details = RawValue::from_string(found.details.to_json());
        let details = details.map_err(|error| Fault::new("not-json", "", error.to_string()))?;
        let name = organization.records.find(role).map(|role| role.name.clone());
        let draft = Draft {
            name: name.unwrap_or_default(),
            description: String::new(),
            ux_purpose: found.purpose.map(Into::into),
            resource_type: None,
            details,
        };
        let asked =
            policy::Subject::Draft { details: found.details.clone(), purpose: found.purpose };
        let access = Access::of(organization, &asked)?;
        let rules = access.program.rules().iter().enumerate().filter_map(|(index, rule)| {
            Some(GrantedRule {
                rule: rule_info(organization, &access, index)?,
                scopes: names(rule.scopes),
                max_open_duration_secs: rule.max_open_secs,
            })
        });
        let size =
            |size: policy::Size| Size { scopes: size.scopes, cells: size.cells, rules: size.rules };
        Ok(Self {
            rules: rules.collect(),
            draft,
            record: found.record.clone(),
            covered: found.covered,
            before: size(found.before),
            after: size(found.after),
            wide: found.wide,
        })
    }
}
