//! How what is not granted could be: the smallest changes, those that open least first.

use leptos::prelude::*;
use policy::{Descriptor, Scope, UxPurpose};
use serde_json::value::RawValue;
use wire::explain::Question;
use wire::repair::Repair;
use wire::snapshot::EntityKey;

use super::board::Board;
use super::why::Cell;
use crate::components::prose::{capital, marked};
use crate::preview::words::amount;
use crate::state::evaluation::Comparison;

/// How many changes are offered before the rest waits.
const OFFERED: usize = 5;

/// Lets a preview change the draft it is of; it is found among what is provided around the preview.
#[derive(Debug, Clone, Copy)]
pub struct Mend {
    /// What the draft is going to be.
    pub purpose: UxPurpose,
    /// Takes on another definition.
    pub apply: Callback<Descriptor>,
}

/// Offers the smallest changes after which the cell would be granted.
#[component]
pub fn Mending(
    /// What is shared.
    board: Board,
    /// The cell.
    cell: Cell,
    /// How the draft is changed.
    mend: Mend,
) -> impl IntoView {
    let asked = RwSignal::new(false);
    // The draft may change while the answer is on screen.
    let found = Memo::new_with_compare(
        move |_| {
            asked.get().then(|| {
                board.comparison.with(|comparison| match comparison.as_deref() {
                    Some(comparison) => repairs(comparison, mend.purpose, cell),
                    None => Ok(Vec::new()),
                })
            })
        },
        |_, _| true,
    );
    view! {
        <div class="mending">
            {move || match found.get() {
                None => view! {
                    <button
                        class="button button--small"
                        type="button"
                        on:click=move |_| asked.set(true)
                    >
                        "How could it be granted?"
                    </button>
                }
                .into_any(),
                Some(Err(reason)) => {
                    view! { <p class="reasons__more">{capital(&reason)}</p> }.into_any()
                }
                Some(Ok(repairs)) => offered(board, mend, repairs).into_any(),
            }}
        </div>
    }
}

fn offered(board: Board, mend: Mend, repairs: Vec<Repair>) -> impl IntoView {
    let is_empty = repairs.is_empty();
    view! {
        <h4 class="mending__heading">"It would be granted after any of these, what opens least first"</h4>
        <ul class="mending__list">
            {repairs
                .into_iter()
                .take(OFFERED)
                .map(|repair| one(board, mend, repair))
                .collect_view()}
        </ul>
        {is_empty.then(|| view! { <p class="reasons__more">"No single change of this draft would grant it"</p> })}
    }
}

fn one(board: Board, mend: Mend, repair: Repair) -> impl IntoView {
    let opens = match repair.opens {
        0 => "opens nothing else".to_owned(),
        more => format!("opens {}", amount(more, "other cell")),
    };
    let closes = match repair.closes {
        0 => String::new(),
        closes => format!(", takes {} away", amount(closes, "cell")),
    };
    let Repair { words, draft, .. } = repair;
    let words = match &draft {
        Some(part) => by_number(&words, &part.pointer, |entry| board.number(entry)),
        None => words,
    };
    let part = StoredValue::new(draft);
    let is_ours = part.with_value(Option::is_some);
    let apply = move |_| {
        let changed = part.with_value(|part| {
            let part = part.as_ref()?;
            let node = Descriptor::parse(part.details.get()).ok()?;
            let mut details = board
                .comparison
                .with_untracked(|comparison| Some(comparison.as_ref()?.draft.details.clone()))?;
            details.put(&part.pointer, node).then_some(details)
        });
        if let Some(details) = changed {
            mend.apply.run(details);
        }
    };
    view! {
        <li class="mending__one">
            <span>
                {marked(&capital(&words))}
                <span class="mending__cost">{opens}{closes}</span>
            </span>
            {if is_ours {
                view! {
                    <button class="button button--small" type="button" on:click=apply>
                        "Apply"
                    </button>
                }
                    .into_any()
            } else {
                view! { <span class="mending__elsewhere">"Not part of the role"</span> }.into_any()
            }}
        </li>
    }
}

/// `words` with the number that people know a rule by in place of where it stands in the definition.
fn by_number(words: &str, pointer: &str, number: impl Fn(usize) -> Option<usize>) -> String {
    let entry = pointer.strip_prefix("/entries/").and_then(|rest| rest.split('/').next());
    let number = entry.and_then(|entry| entry.parse().ok()).and_then(number);
    let Some(number) = number else { return words.to_owned() };
    words
        .replace(&format!("the rule at {pointer} of the draft"), &format!("rule {number}"))
        .replace(&format!("{pointer} of the draft"), &format!("rule {number}"))
        .replace("the condition at rule", "the condition of rule")
}

fn repairs(comparison: &Comparison, purpose: UxPurpose, cell: Cell) -> Result<Vec<Repair>, String> {
    let Cell { row, scope } = cell;
    let organization = &comparison.organization;
    let details = RawValue::from_string(comparison.draft.details.to_json())
        .map_err(|error| error.to_string())?;
    let draft = wire::subject::Draft {
        name: String::new(),
        description: String::new(),
        ux_purpose: Some(purpose.into()),
        resource_type: None,
        details,
    };
    let entity = row.and_then(|row| organization.inventory.entity(row));
    let entity = entity
        .map(|entity| EntityKey { entity_type: entity.entity_type.into(), id: entity.id.clone() });
    let question = Question {
        subject: wire::Subject::Draft(draft),
        scope: Scope::name(scope).to_owned(),
        entity,
    };
    let explained = question.answer(organization, None).map_err(|fault| fault.message)?;
    Ok(explained.repairs.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::by_number;

    #[test]
    fn a_rule_is_called_by_its_number() {
        let number = |entry: usize| (entry > 0).then_some(entry + 1);
        let told = |words: &str, pointer: &str| by_number(words, pointer, number);
        assert_eq!(
            told(
                "let the condition at /entries/1 of the draft also hold on this stack",
                "/entries/1"
            ),
            "let the condition of rule 2 also hold on this stack"
        );
        assert_eq!(
            told(
                "add `stack:delete` to the rule at /entries/2/grants of the draft",
                "/entries/2/grants"
            ),
            "add `stack:delete` to rule 3"
        );
        // What several rules share has no number.
        let shared = "add `stack:delete` to the rule at /entries/0 of the draft";
        assert_eq!(told(shared, "/entries/0"), shared);
    }
}
