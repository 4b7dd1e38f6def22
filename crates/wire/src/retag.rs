//! Who gains and loses what when the tags of an entity change.

use std::collections::BTreeMap;

use policy::Organization;
use serde::{Deserialize, Serialize};

use crate::{
    Fault,
    diff::{Delta, delta},
    explain::{RuleInfo, find_entity, key, rule_info},
    impact::{LimitChange, labels, limits},
    snapshot::{EntityKey, tags::by_key},
    subject::Label,
};

/// Other tags on an entity.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Retagging {
    /// The entity, by id or unique name.
    pub entity: EntityKey,
    /// Tags that it gets.
    #[cfg_attr(feature = "typescript", tsify(optional, type = "{ [key: string]: string }"))]
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// Keys of tags that it loses.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
}

/// What other tags on an entity mean for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Retag {
    /// The entity.
    pub entity: EntityKey,
    /// Its tags before.
    #[cfg_attr(feature = "typescript", tsify(type = "{ [key: string]: string }"))]
    pub before: BTreeMap<String, String>,
    /// Its tags after.
    #[cfg_attr(feature = "typescript", tsify(type = "{ [key: string]: string }"))]
    pub after: BTreeMap<String, String>,
    /// What happens to whom; nobody else is touched.
    pub effects: Vec<RetagEffect>,
}

/// What other tags mean for some holders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RetagEffect {
    /// Who: users, teams and tokens that hold the same by the same ways.
    pub holders: Vec<Label>,
    /// What they gain and lose.
    #[serde(flatten)]
    pub delta: Delta,
    /// For how long the entity may be held open, where that changes.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitChange>,
    /// The rules that grant what is gained.
    pub gaining: Vec<RuleInfo>,
    /// The rules that granted what is lost.
    pub losing: Vec<RuleInfo>,
}

impl Retag {
    /// What `retagging` means for everybody in `organization` at `now`, in Unix seconds.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such entity or no such tag to remove.
    pub fn of(organization: &Organization, retagging: &Retagging, now: u64) -> Result<Self, Fault> {
        let before = find_entity(organization, &retagging.entity)?;
        let old = by_key(before.tags.iter().cloned());
        let mut new = old.clone();
        for tag in &retagging.remove {
            if new.remove(tag).is_none() {
                let message = format!("`{}` has no tag `{tag}` to remove", before.name);
                return Err(Fault::new("unknown-tag", "", message));
            }
        }
        new.extend(retagging.set.clone());
        let after = policy::Entity { tags: new.clone().into_iter().collect(), ..before.clone() };
        let found = policy::Retag::of(organization, before, &after, now)
            .map_err(|error| Fault::new("too-large", "", error.to_string()))?;
        let effect = |found: &policy::Retag| {
            let rules = |indices: &[usize]| -> Vec<_> {
                let rule = |index: &usize| rule_info(organization, &found.access, *index);
                indices.iter().filter_map(rule).collect()
            };
            RetagEffect {
                holders: labels(organization, &found.holders),
                delta: delta(found.delta.gained, found.delta.lost),
                limits: limits(&found.limits),
                gaining: rules(&found.gaining),
                losing: rules(&found.losing),
            }
        };
        let effects = found.iter().map(effect).collect();
        Ok(Self { entity: key(before), before: old, after: new, effects })
    }
}
