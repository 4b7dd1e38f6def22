//! How many entities a rule reaches.

use policy::{EntityType, Inventory, Rows};

use super::{Leaf, Operator, RuleForm, Tagged};

impl RuleForm {
    /// How many of the entities in `inventory` it speaks of, where it is a rule for one type.
    ///
    /// Unlike the engine it also counts what an unfinished rule would reach once it grants something.
    pub fn reach(&self, inventory: &Inventory) -> Option<usize> {
        match self {
            Self::Every(rule) => Some(inventory.of_type(rule.entity_type).len()),
            Self::Chosen(rule) => {
                let exists = |id: &&String| inventory.row(rule.entity_type, id).is_some();
                let mut ids: Vec<_> = rule.ids.iter().filter(exists).collect();
                ids.sort_unstable();
                ids.dedup();
                Some(ids.len())
            }
            Self::Tagged(rule) => Some(rule.rows(inventory).len()),
            Self::Custom(_) => None,
        }
    }
}

impl Tagged {
    /// The rows of `inventory` whose tags match; none while a condition has no key.
    pub fn rows(&self, inventory: &Inventory) -> Rows {
        if self.condition().is_none() {
            return Rows::default();
        }
        let all = inventory.of_type(self.entity_type).clone();
        self.leaves.iter().fold(all, |rows, leaf| leaf.narrow(&rows, self.entity_type, inventory))
    }
}

impl Leaf {
    fn narrow(&self, rows: &Rows, entity_type: EntityType, inventory: &Inventory) -> Rows {
        let having = inventory.with_tag(entity_type, &self.key);
        let equal = inventory.with_tag_value(entity_type, &self.key, &self.value);
        match self.operator {
            Operator::Equals => rows.intersection(equal),
            Operator::Differs => rows.difference(equal),
            Operator::Has => rows.intersection(having),
            Operator::Lacks => rows.difference(having),
        }
    }
}
