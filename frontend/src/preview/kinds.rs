//! Rows for the future: every kind of entity that the draft tells apart, also where there is none yet.

use leptos::prelude::*;
use policy::{EntityType, Kind, ScopeSet};

use super::board::Board;
use crate::components::prose::{capital, marked};
use crate::state::evaluation::Comparison;

/// How many scopes are named before the rest is counted.
const NAMED: usize = 6;
/// How many cases of a kind are told.
const CASES: usize = 4;

/// One kind of entities, told.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    place: String,
    scopes: Vec<&'static str>,
    today: usize,
}

/// Every kind of entity that the draft tells apart, behind a line that opens.
#[component]
pub fn Kinds(
    /// What is shared.
    board: Board,
    /// The type of the entities.
    entity_type: EntityType,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let found = Memo::new(move |_| {
        open.get().then(|| {
            board.comparison.with(|comparison| match comparison.as_deref() {
                Some(comparison) => kinds(comparison, entity_type),
                None => Ok(Vec::new()),
            })
        })
    });
    let row = |kind: Told| {
        let title = kind.scopes.join(", ");
        let scopes = match kind.scopes.split_at_checked(NAMED) {
            _ if kind.scopes.is_empty() => "nothing".to_owned(),
            Some((first, rest)) if rest.len() > 1 => {
                format!("`{}` and {} more", first.join("` `"), rest.len())
            }
            _ => format!("`{}`", kind.scopes.join("` `")),
        };
        let today = match kind.today {
            0 => "none today".to_owned(),
            count => format!("{count} today"),
        };
        view! {
            <tr>
                <th scope="row" class="table__name">{marked(&capital(&kind.place))}</th>
                <td title=title class="table__wide">{marked(&scopes)}</td>
                <td class="table__number">{today}</td>
            </tr>
        }
    };
    view! {
        <details
            class="kinds"
            on:toggle:target=move |event| open.set(event.target().open())
        >
            <summary>{format!("Every kind of {} there could be", entity_type.noun())}</summary>
            {move || match found.get() {
                None => ().into_any(),
                Some(Err(reason)) => view! { <p class="sheet__none">{capital(&reason)}</p> }.into_any(),
                Some(Ok(kinds)) => view! {
                    <table class="table table--dense">
                        <thead>
                            <tr>
                                <th scope="col">"Which"</th>
                                <th scope="col">"What is granted there"</th>
                                <th scope="col" class="table__number">"How many"</th>
                            </tr>
                        </thead>
                        <tbody>{kinds.into_iter().map(row).collect_view()}</tbody>
                    </table>
                }
                .into_any(),
            }}
        </details>
    }
}

fn kinds(comparison: &Comparison, entity_type: EntityType) -> Result<Vec<Told>, String> {
    let inventory = &comparison.organization.inventory;
    let evaluation = &comparison.draft;
    let kinds =
        Kind::of(&evaluation.access.program, entity_type).map_err(|error| error.to_string())?;
    let of_type = inventory.of_type(entity_type);
    // Kinds differ in what is granted, so what is granted tells which kind an entity is of.
    let granted = |row: u32| {
        let program = &evaluation.access.program;
        (evaluation.matrix.scopes(row), evaluation.matrix.max_open_secs(program, row))
    };
    let told = kinds.into_iter().map(|kind| {
        let mut cases: Vec<_> =
            kind.cases.iter().take(CASES).map(|case| case.named(inventory).to_string()).collect();
        if cases.is_empty() || !kind.is_complete || kind.cases.len() > CASES {
            cases.push("other cases".to_owned());
        }
        let scopes: ScopeSet = kind.granted.scopes;
        let own = (scopes, kind.granted.max_open_secs.clone());
        Told {
            place: cases.join(", and "),
            scopes: scopes.iter().map(policy::Scope::name).collect(),
            today: of_type.iter().filter(|row| granted(*row) == own).count(),
        }
    });
    Ok(told.collect())
}
