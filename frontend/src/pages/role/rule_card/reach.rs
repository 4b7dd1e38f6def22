//! How many entities a rule reaches.

use leptos::prelude::*;
use policy::{EntityType, Rows, ScopeSet};

use crate::pages::role::editor::Editor;
use crate::pages::role::rule_card::ThisRule;
use crate::state::form::Owner;
use crate::state::form::words::noun;

/// How many entities the rule reaches.
#[component]
pub fn ReachCount(
    /// Which of the rules.
    index: usize,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let rule = expect_context::<ThisRule>();
    let words = move || {
        let organization = editor.organization.get();
        rule.with(|rule| {
            let rule = rule?;
            match (rule.reach(&organization.inventory), rule.entity_type()) {
                (Some(reach), Some(entity_type)) => {
                    Some(format!("{reach} {}", noun(entity_type, reach)))
                }
                _ => custom_reach(&editor, index),
            }
        })
    };
    view! { <span class="rule__reach" data-testid="rule-reach">{words}</span> }
}

/// What a rule reaches that only the engine can tell.
fn custom_reach(editor: &Editor, index: usize) -> Option<String> {
    let (comparison, owners) = (editor.comparison.get()?, editor.owners.get());
    let (draft, inventory) = (&comparison.draft, &comparison.organization.inventory);
    let rules = draft.access.program.rules().iter().enumerate().filter(|(_, rule)| {
        let path = draft.access.program.path(rule);
        path.first().and_then(|place| owners.at(&place.pointer)) == Some(Owner::Rule(index))
    });
    let rules: Vec<_> = rules.collect();
    let parts = EntityType::ALL.into_iter().filter_map(|entity_type| {
        let of_type = ScopeSet::of_type(entity_type.into());
        let granting = rules
            .iter()
            .filter(|(_, rule)| !rule.scopes.intersection(of_type).is_empty())
            .filter_map(|(index, _)| draft.matrix.rows_of_rule(*index));
        let fitting = inventory.of_type(entity_type);
        let rows =
            Rows::union(&granting.collect::<Vec<_>>(), inventory.len()).intersection(fitting);
        (!rows.is_empty()).then(|| format!("{} {}", rows.len(), noun(entity_type, rows.len())))
    });
    let parts: Vec<_> = parts.collect();
    Some(if parts.is_empty() { "no entity".to_owned() } else { parts.join(", ") })
}
