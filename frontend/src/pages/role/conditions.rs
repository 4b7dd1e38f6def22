//! What the tags of an entity have to satisfy.

use std::cmp::Reverse;

use leptos::{html, prelude::*};

use super::editor::Editor;
use super::grants::keep_focus;
use super::rule_card::ThisRule;
use crate::components::icon::{Glyph, Icon};
use crate::state::form::{Leaf, Operator, RuleForm, Tagged};

/// How many values of a tag are suggested: of one such as a commit there are as many as there are entities, and a
/// browser draws an element for each of them.
const SUGGESTED: usize = 100;

/// The conditions of a rule by tags; all of them have to hold.
#[component]
pub fn Conditions(
    /// Which of the rules.
    index: usize,
) -> impl IntoView {
    let (editor, rule) = (expect_context::<Editor>(), expect_context::<ThisRule>());
    let button = NodeRef::<html::Button>::new();
    let count = Memo::new(move |_| with_rule(rule, |rule| rule.leaves.len()).unwrap_or(0));
    let add = move |_| {
        let leaf = Leaf { key: String::new(), operator: Operator::Equals, value: String::new() };
        edit(&editor, index, None, |rule| rule.leaves.push(leaf));
    };
    view! {
        <div class="conditions" role="group" aria-label="Conditions, all of which have to hold">
            <ForEnumerate
                each=move || 0..count.get()
                key=|place| *place
                children=move |_, place| view! { <Condition index place add=button/> }
            />
            <button
                class="button button--small conditions__add"
                type="button"
                node_ref=button
                disabled=move || editor.is_locked()
                on:click=add
            >
                <Icon glyph=Glyph::Plus/>
                "Add condition"
            </button>
        </div>
    }
}

fn with_rule<T>(rule: ThisRule, read: impl FnOnce(&Tagged) -> T) -> Option<T> {
    rule.with(|rule| match rule {
        Some(RuleForm::Tagged(rule)) => Some(read(rule)),
        _ => None,
    })
}

fn edit(editor: &Editor, index: usize, place: Option<&str>, change: impl FnOnce(&mut Tagged)) {
    editor.edit_rule(index, place, |rule| {
        if let RuleForm::Tagged(rule) = rule {
            change(rule);
        }
    });
}

/// One condition.
#[component]
fn Condition(
    /// Which of the rules.
    index: usize,
    /// Which of its conditions.
    place: usize,
    /// What has the focus once the condition is gone.
    add: NodeRef<html::Button>,
) -> impl IntoView {
    let (editor, rule) = (expect_context::<Editor>(), expect_context::<ThisRule>());
    let leaf =
        Memo::new(move |_| with_rule(rule, |rule| rule.leaves.get(place).cloned()).flatten());
    let change = move |typing: Option<&str>, change: &dyn Fn(&mut Leaf)| {
        let typing = typing.map(|field| format!("rule {index} condition {place} {field}"));
        edit(&editor, index, typing.as_deref(), |rule| {
            if let Some(leaf) = rule.leaves.get_mut(place) {
                change(leaf);
            }
        });
    };
    let choose = move |name: &str| {
        if let Some(operator) = Operator::from_name(name) {
            change(None, &|leaf| {
                leaf.operator = operator;
                if !operator.takes_value() {
                    leaf.value.clear();
                }
            });
        }
    };
    let remove = move |_| {
        edit(&editor, index, None, |rule| {
            if place < rule.leaves.len() {
                rule.leaves.remove(place);
            }
        });
        keep_focus(add);
    };
    let keys = move || {
        let of = with_rule(rule, |rule| rule.entity_type.name());
        of.map(|of| format!("tag-keys-{of}"))
    };
    let values_id = format!("tag-values-{index}-{place}");
    let takes_value =
        Memo::new(move |_| leaf.get().is_some_and(|leaf| leaf.operator.takes_value()));
    // Nobody is blamed for a field that is yet to be filled in.
    let is_keyless =
        move || leaf.get().is_some_and(|leaf| leaf.key.is_empty() && !leaf.value.is_empty());
    view! {
        <div class="condition" role="group" aria-label=format!("Condition {}", place + 1)>
            <span class="condition__joint">{if place == 0 { "where" } else { "and" }}</span>
            <input
                class="input input--small condition__key"
                aria-label="Tag key"
                placeholder="tag"
                autocomplete="off"
                spellcheck="false"
                list=keys
                disabled=move || editor.is_locked()
                aria-invalid=move || is_keyless().to_string()
                prop:value=move || leaf.get().map(|leaf| leaf.key).unwrap_or_default()
                on:input:target=move |event| {
                    let key = event.target().value();
                    change(Some("key"), &|leaf| leaf.key.clone_from(&key));
                }
                on:change=move |_| editor.settle()
            />
            <select
                class="select select--small"
                aria-label="Operator"
                disabled=move || editor.is_locked()
                on:change:target=move |event| choose(&event.target().value())
            >
                {Operator::ALL
                    .into_iter()
                    .map(|option| {
                        let is_chosen =
                            move || leaf.get().is_some_and(|leaf| leaf.operator == option);
                        view! {
                            <option value=option.name() selected=is_chosen>
                                {option.label()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <input
                class="input input--small condition__value"
                aria-label="Tag value"
                placeholder="value"
                autocomplete="off"
                spellcheck="false"
                list=values_id.clone()
                hidden=move || !takes_value.get()
                disabled=move || editor.is_locked()
                prop:value=move || leaf.get().map(|leaf| leaf.value).unwrap_or_default()
                on:input:target=move |event| {
                    let value = event.target().value();
                    change(Some("value"), &|leaf| leaf.value.clone_from(&value));
                }
                on:change=move |_| editor.settle()
            />
            <Values place id=values_id/>
            <button
                class="button button--icon button--small button--quiet"
                type="button"
                aria-label=format!("Remove condition {}", place + 1)
                disabled=move || editor.is_locked()
                on:click=remove
            >
                <Icon glyph=Glyph::Cross/>
            </button>
        </div>
    }
}

/// The values in use for a tag, for the field to suggest.
#[component]
fn Values(
    /// Which of its conditions.
    place: usize,
    /// By which the field finds them.
    id: String,
) -> impl IntoView {
    let (editor, rule) = (expect_context::<Editor>(), expect_context::<ThisRule>());
    let key = Memo::new(move |_| {
        with_rule(rule, |rule| Some((rule.entity_type, rule.leaves.get(place)?.key.clone())))
            .flatten()
    });
    let values = move || {
        let organization = editor.organization.get();
        let (entity_type, key) = key.get()?;
        let values = suggested(organization.inventory.tag_values(entity_type, &key)).into_iter();
        let option = |(value, count): (&str, usize)| {
            let label = format!("{value} ({count})");
            view! { <option value=value.to_owned()>{label}</option> }
        };
        Some(values.map(option).collect_view())
    };
    view! { <datalist id=id>{values}</datalist> }
}

/// The values that the most entities have, in the order of the values; where as many have them, the first values.
fn suggested(mut values: Vec<(&str, usize)>) -> Vec<(&str, usize)> {
    if values.len() > SUGGESTED {
        values.sort_unstable_by_key(|(value, count)| (Reverse(*count), *value));
        values.truncate(SUGGESTED);
        values.sort_unstable();
    }
    values
}

#[cfg(test)]
mod tests {
    use super::{SUGGESTED, suggested};

    #[test]
    fn values_that_many_have_are_suggested_first_and_few_all() {
        let names: Vec<_> = (0..SUGGESTED + 3).map(|number| format!("{number:03}")).collect();
        let mut values: Vec<_> = names.iter().map(|name| (name.as_str(), 1)).collect();
        values.truncate(SUGGESTED);
        assert_eq!(suggested(values.clone()), values);
        values.extend([("200", 7), ("201", 1), ("202", 2)]);
        let expected: Vec<_> = values
            .iter()
            .copied()
            .filter(|(name, _)| !["098", "099", "201"].contains(name))
            .collect();
        assert_eq!(expected.len(), SUGGESTED);
        assert_eq!(suggested(values), expected);
    }
}
