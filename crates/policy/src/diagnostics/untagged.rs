//! Conditions that hold in more places than they seem to: on entities without a tag.

use super::{
    Code, Diagnostic, Severity, Subject,
    conditions::{MAX_GUARDS, wanted},
    sites::each_asked,
};
use crate::{
    EntityType, Organization, Place, Rows,
    condition::{Atom, Condition},
    order,
    program::Want,
    satisfy,
};

/// How many expressions are looked at in searches for entities without a tag, over all conditions; beyond it they are
/// not spoken of.
const MAX_LOOKS: usize = 5_000_000;

/// Looks for entities without a tag that conditions exclude values of, within one budget for all of them.
pub(super) struct Searches {
    budget: satisfy::Budget,
}

impl Default for Searches {
    fn default() -> Self {
        let each = satisfy::Budget::default().each;
        Self { budget: satisfy::Budget { each, total: MAX_LOOKS } }
    }
}

impl Searches {
    /// What is to be said about `rules`, which stand under the same conditions.
    pub(super) fn untagged(&mut self, subject: Subject<'_>, rules: &[usize]) -> Vec<Diagnostic> {
        let Subject { organization, program, matrix, .. } = subject;
        let around = || program.guards_of(*rules.first().unwrap_or(&usize::MAX)).take(MAX_GUARDS);
        let Some(place) = around().next().map(|(site, _)| program.site_place(site)) else {
            return Vec::new();
        };
        let guards: Vec<_> = around().map(|(site, want)| (&site.condition, want)).collect();
        let size = guards.iter().map(|(condition, _)| condition.size()).sum();
        if !self.look(size) {
            return Vec::new();
        }
        let mut excluded = Vec::<(EntityType, &str, &str)>::new();
        for (condition, want) in &guards {
            each_asked(condition, wanted(*want), &mut |entity_type, atom, wanted| {
                if let (Atom::TagIs(key, value), true) = (atom, wanted.no) {
                    excluded.push((entity_type, key, value));
                }
            });
        }
        order::sort(&mut excluded);
        excluded.dedup();
        let mut rows = Rows::default();
        for rule in rules.iter().filter_map(|index| matrix.rows_of_rule(*index)) {
            rows.extend(rule, matrix.len());
        }
        let of_one_key = |(one, key, _): &(EntityType, _, _), (other, next, _): &(_, &str, _)| {
            (one, key) == (other, next)
        };
        let mut found = Vec::new();
        for values in excluded.chunk_by(of_one_key) {
            let Some((entity_type, key, _)) = values.first() else { continue };
            if !self.look(size) {
                break;
            }
            if !self.requires_tag(&guards, *entity_type, key) {
                found.extend(untagged(organization, &place, &rows, values));
            }
        }
        found
    }

    /// Whether so many expressions may still be looked at.
    fn look(&mut self, expressions: usize) -> bool {
        let left = self.budget.total.checked_sub(expressions);
        self.budget.total = left.unwrap_or(0);
        left.is_some()
    }

    /// Whether no entity without the tag can satisfy `guards`: then there is nothing to say about those.
    fn requires_tag(
        &mut self,
        guards: &[(&Condition, Want)],
        entity_type: EntityType,
        key: &str,
    ) -> bool {
        let tagged = Condition::Atom(entity_type, Atom::HasTag(key.into()));
        let untagged: Vec<_> = guards.iter().copied().chain([(&tagged, Want::False)]).collect();
        satisfy::on_some_entity(&untagged, entity_type, &mut self.budget) == Some(false)
    }
}

/// How many of `rows` lack the tag whose values are `excluded`; nothing where there is no such row that could lack it.
fn untagged(
    organization: &Organization,
    place: &Place,
    rows: &Rows,
    excluded: &[(EntityType, &str, &str)],
) -> Option<Diagnostic> {
    let (entity_type, key, _) = *excluded.first()?;
    let inventory = &organization.inventory;
    let fitting = rows.intersection(inventory.of_type(entity_type));
    let count = fitting.difference(inventory.with_tag(entity_type, key)).len();
    if fitting.is_empty() {
        return None;
    }
    let noun = entity_type.noun();
    let (severity, message) = match count {
        0 => (Severity::Info, format!("every {noun} this reaches today has a tag `{key}`")),
        count => {
            let have = if count == 1 { "has" } else { "have" };
            let values: Vec<_> =
                excluded.iter().map(|(_, _, value)| format!("`{value}`")).collect();
            let message = format!(
                "{count} of the {} {noun}s this reaches {have} no tag `{key}`: not equal to {} includes them",
                fitting.len(),
                values.join(" or ")
            );
            (Severity::Warning, message)
        }
    };
    let mut found = Diagnostic::new(Code::NotEqualsUntagged, severity, place.clone(), message);
    found.tag_key = Some(key.to_owned());
    found.count = Some(count);
    Some(found)
}
