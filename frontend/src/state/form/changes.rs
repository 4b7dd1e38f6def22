//! How two forms differ.

use policy::Organization;

use super::{Form, Grants, RuleForm};

/// How a form differs from the one before.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// Whether the access on the organization differs.
    pub organization_access: bool,
    /// Rules that came.
    pub added: Vec<RuleForm>,
    /// Rules that went.
    pub removed: Vec<RuleForm>,
    /// Whether rules that stayed stand in another order.
    pub is_reordered: bool,
}

impl Changes {
    /// What is different in `after`.
    pub fn between(before: &Form, after: &Form) -> Self {
        let mut removed = before.rules.clone();
        let (kept, added) = matched(after.rules.clone(), &mut removed);
        let stayed = before.rules.iter().filter(|rule| kept.contains(rule));
        Self {
            organization_access: before.organization_access != after.organization_access,
            is_reordered: !stayed.eq(kept.iter()),
            added,
            removed,
        }
    }

    /// What became of the rules, in words; of a rule that speaks of the same entities as before, what it grants more
    /// and less.
    pub fn in_words(&self, organization: &Organization) -> Vec<String> {
        let mut added = self.added.clone();
        let (mut less, mut more) = (Vec::new(), Vec::new());
        for before in &self.removed {
            let place = added.iter().position(|after| after.is_beside(before));
            match place.map(|place| added.remove(place)) {
                None => less.push(before.clone()),
                Some(after) => {
                    less.extend(before.without(&after));
                    more.extend(after.without(before));
                }
            }
        }
        more.extend(added);
        let told = |verb, rule: RuleForm| {
            if rule.is_said() {
                format!("{verb} {}", rule.in_words(organization))
            } else {
                format!("{verb} a rule that is not finished")
            }
        };
        let less = less.into_iter().map(|rule| told("removed", rule));
        less.chain(more.into_iter().map(|rule| told("added", rule))).collect()
    }

    /// How many changes there are; a rule that was changed counts once.
    pub fn count(&self) -> usize {
        usize::from(self.organization_access)
            + self.added.len().max(self.removed.len())
            + usize::from(self.is_reordered)
    }
}

impl RuleForm {
    /// Whether it speaks of the same entities as `other`, and so differs from it in what it grants alone.
    fn is_beside(&self, other: &Self) -> bool {
        let granting = |rule: &Self| {
            let mut rule = rule.clone();
            *rule.grants_mut()? = Grants::default();
            Some(rule)
        };
        granting(self).is_some_and(|place| granting(other) == Some(place))
    }

    /// The same rule without what `other` grants; none where nothing is left.
    fn without(&self, other: &Self) -> Option<Self> {
        let (mut rule, other) = (self.clone(), other.grants()?);
        let grants = rule.grants_mut()?;
        grants.sets.retain(|set| !other.sets.contains(set));
        grants.scopes.retain(|scope| !other.scopes.contains(scope));
        rule.grants().is_some_and(|grants| !grants.is_empty()).then_some(rule)
    }
}

/// What of `some` is in `others` as well, which loses it, and what is not; what stands twice counts twice.
pub(in crate::state) fn matched(
    some: Vec<RuleForm>,
    others: &mut Vec<RuleForm>,
) -> (Vec<RuleForm>, Vec<RuleForm>) {
    some.into_iter().partition(|rule| {
        let found = others.iter().position(|other| other == rule);
        found.map(|place| others.remove(place)).is_some()
    })
}
