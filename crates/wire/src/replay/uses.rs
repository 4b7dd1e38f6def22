//! What was used, by whom, and what came of it.

use std::collections::BTreeMap;

use policy::{Log, Organization, Outcome, Principal, Unknown, Use, UsedEntity};
use serde::Serialize;

use crate::{
    snapshot::{EntityKey, tags::by_key},
    subject::{Label, label_of},
};

/// Something that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct UseInfo {
    /// Who.
    pub subject: Label,
    /// The scope.
    pub scope: String,
    /// On what; absent for the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityKey>,
    /// The tags that the log gives the entity; absent where it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "{ [key: string]: string }"))]
    pub tags: Option<BTreeMap<String, String>>,
    /// How often.
    pub times: u64,
    /// When first, in Unix seconds.
    pub first: u64,
    /// When last, in Unix seconds.
    pub last: u64,
}

/// Something that nothing is decided about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct UnknownUse {
    /// What is not known: `principal`, `scope` or `entity`.
    pub reason: &'static str,
    /// What was used.
    #[serde(rename = "use")]
    pub used: UseInfo,
}

/// The uses of a log, what came of each, and everybody in it by the name for people.
pub(super) struct Uses<'l> {
    log: &'l Log,
    outcomes: &'l [Outcome],
    /// INVARIANT: sorted, because the log is.
    labels: Vec<(&'l Principal, Label)>,
}

impl<'l> Uses<'l> {
    pub(super) fn of(
        organization: &Organization,
        log: &'l Log,
        replay: &'l policy::Replay,
    ) -> Self {
        let mut labels: Vec<(&Principal, Label)> = Vec::new();
        for Use { principal, .. } in log.uses() {
            if labels.last().is_none_or(|(known, _)| *known != principal) {
                labels.push((principal, label_of(organization, &principal.subject())));
            }
        }
        Self { log, outcomes: &replay.outcomes, labels }
    }

    /// The wanted ones among those that are decided, the most used first.
    pub(super) fn only(&self, wanted: &dyn Fn(&Outcome) -> bool) -> Vec<UseInfo> {
        let is_wanted = |index: usize| {
            let outcome = self.outcomes.get(index);
            outcome.is_some_and(|outcome| outcome.unknown.is_none() && wanted(outcome))
        };
        let uses = self.log.most_used(&is_wanted).into_iter();
        uses.filter_map(|index| self.told(self.log.uses().get(index)?)).collect()
    }

    /// Those that are not decided.
    pub(super) fn unknown(&self) -> Vec<UnknownUse> {
        let unknown = |(used, outcome): (&Use, &Outcome)| {
            let reason = match outcome.unknown? {
                Unknown::Principal => "principal",
                Unknown::Scope => "scope",
                Unknown::Entity => "entity",
            };
            Some(UnknownUse { reason, used: self.told(used)? })
        };
        self.log.uses().iter().zip(self.outcomes).filter_map(unknown).collect()
    }

    fn told(&self, used: &Use) -> Option<UseInfo> {
        let place =
            self.labels.binary_search_by(|(known, _)| (*known).cmp(&used.principal)).ok()?;
        let entity = used.entity.as_ref();
        let key = |entity: &UsedEntity| EntityKey {
            entity_type: entity.entity_type.into(),
            id: entity.id.clone(),
        };
        let tags = entity.and_then(|entity| entity.tags.as_ref());
        Some(UseInfo {
            subject: self.labels.get(place)?.1.clone(),
            scope: used.permission.name().to_owned(),
            entity: entity.map(key),
            tags: tags.map(|tags| by_key(tags.iter().cloned())),
            times: used.times,
            first: used.first,
            last: used.last,
        })
    }
}
