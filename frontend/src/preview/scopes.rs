//! What is granted on the organization: its scopes by group, each with its sign.

use leptos::prelude::*;
use policy::{ResourceType, Scope, ScopeSet};

use super::board::Board;
use super::columns::grouped;
use super::difference::{Sets, Sign};
use super::why::Cell;

/// The scopes of the organization.
#[component]
pub fn OrganizationScopes(
    /// What is shared.
    board: Board,
) -> impl IntoView {
    let sets = Memo::new(move |_| {
        board.difference.with(|difference| {
            difference.as_ref().map_or_else(Sets::default, |difference| difference.organization)
        })
    });
    let groups = Memo::new(move |_| {
        sets.with(|sets| groups(sets, board.every_scope.get(), board.only_changes.get()))
    });
    view! {
        <div class="scopes">
            {move || {
                let groups = groups.get();
                if groups.is_empty() {
                    let words = if board.only_changes.get() {
                        board.against.same("the organization")
                    } else {
                        board.against.none("the organization")
                    };
                    return view! { <p class="scopes__empty">{words}</p> }.into_any();
                }
                groups
                    .into_iter()
                    .map(|(name, scopes)| {
                        view! {
                            <section class="scopes__group">
                                <h3 class="scopes__title">{name}</h3>
                                <ul class="scopes__list" aria-label=name>
                                    {scopes
                                        .into_iter()
                                        .map(|(scope, sign)| item(board, scope, sign))
                                        .collect_view()}
                                </ul>
                            </section>
                        }
                    })
                    .collect_view()
                    .into_any()
            }}
        </div>
    }
}

type Group = (&'static str, Vec<(Scope, Sign)>);

fn groups(sets: &Sets, every: bool, only_changes: bool) -> Vec<Group> {
    let scopes = if only_changes {
        sets.gained.union(sets.lost)
    } else if every {
        ScopeSet::of_type(ResourceType::Global)
    } else {
        sets.granted.union(sets.lost)
    };
    let mut groups = Vec::<Group>::new();
    for column in grouped(ResourceType::Global, scopes.iter()) {
        if column.is_first {
            groups.push((column.group, Vec::new()));
        }
        if let Some((_, scopes)) = groups.last_mut() {
            scopes.push((column.scope, sets.sign(column.scope)));
        }
    }
    groups
}

fn item(board: Board, scope: Scope, sign: Sign) -> impl IntoView {
    let cell = Cell { row: None, scope };
    let is_selected = move || board.selected.get() == Some(cell);
    let of_rule =
        move || board.ruled.with(|ruled| ruled.iter().any(|(_, scopes)| scopes.contains(scope)));
    let toggle = move |_| board.select((!is_selected()).then_some(cell));
    view! {
        <li class="scopes__item">
            <button
                type="button"
                class="scopes__scope"
                class:scopes__scope--ruled=of_rule
                aria-pressed=move || is_selected().to_string()
                aria-label=format!("{scope} on the organization, {}", board.against.words(sign))
                on:click=toggle
            >
                <span class=sign.class_name()></span>
                <span class="scopes__name">{scope.name()}</span>
            </button>
            <span class="scopes__about">{scope.description()}</span>
        </li>
    }
}
