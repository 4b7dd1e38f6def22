//! A rule in a line of text.

use policy::{EntityType, Organization};

use super::{Grants, Leaf, Operator, RuleForm};

/// The word for entities of a type, in the number that fits.
pub const fn noun(entity_type: EntityType, count: usize) -> &'static str {
    match (entity_type, count) {
        (EntityType::Stack, 1) => "stack",
        (EntityType::Stack, _) => "stacks",
        (EntityType::Environment, 1) => "environment",
        (EntityType::Environment, _) => "environments",
        (EntityType::InsightsAccount, 1) => "account",
        (EntityType::InsightsAccount, _) => "accounts",
    }
}

/// The name of the set with this id; the id itself where it is gone.
pub fn set_name<'a>(organization: &'a Organization, id: &'a str) -> &'a str {
    organization.records.find(id).map_or(id, |record| record.name.as_str())
}

/// The name of an entity; its identity where it is gone.
pub fn entity_name<'a>(
    organization: &'a Organization,
    entity_type: EntityType,
    id: &'a str,
) -> &'a str {
    let row = organization.inventory.row(entity_type, id);
    row.and_then(|row| organization.inventory.entity(row)).map_or(id, |entity| entity.name.as_str())
}

impl Grants {
    /// The names of its sets and scopes.
    pub fn in_words(&self, organization: &Organization) -> String {
        if self.is_empty() {
            return "nothing".to_owned();
        }
        let sets = self.sets.iter().map(|id| set_name(organization, id));
        sets.chain(self.scopes.iter().map(String::as_str)).collect::<Vec<_>>().join(", ")
    }
}

impl Leaf {
    /// The condition, such as `env ≠ prod`.
    pub fn in_words(&self) -> String {
        let Self { key, value, .. } = self;
        match self.operator {
            Operator::Equals => format!("{key} = {value}"),
            Operator::Differs => format!("{key} ≠ {value}"),
            Operator::Has => format!("{key} is present"),
            Operator::Lacks => format!("{key} is missing"),
        }
    }
}

impl RuleForm {
    /// The rule, such as `Stack Write on stacks where team = payments and env ≠ prod`.
    pub fn in_words(&self, organization: &Organization) -> String {
        const SHOWN: usize = 3;
        let granted = self.grants().map(|grants| grants.in_words(organization)).unwrap_or_default();
        match self {
            Self::Every(rule) => format!("{granted} on every {}", noun(rule.entity_type, 1)),
            Self::Chosen(rule) => {
                let names = rule.ids.iter().take(SHOWN);
                let names: Vec<_> =
                    names.map(|id| entity_name(organization, rule.entity_type, id)).collect();
                let more = rule.ids.len().saturating_sub(SHOWN);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("{granted} on {}{more}", names.join(", "))
            }
            Self::Tagged(rule) => {
                let leaves: Vec<_> = rule.leaves.iter().map(Leaf::in_words).collect();
                let noun = noun(rule.entity_type, 2);
                format!("{granted} on {noun} where {}", leaves.join(" and "))
            }
            Self::Custom(entry) => {
                const LONGEST: usize = 120;
                let text = entry.to_json();
                let short: String = text.chars().take(LONGEST).collect();
                let end = if short.len() < text.len() { "…" } else { "" };
                format!("custom rule {short}{end}")
            }
        }
    }
}
