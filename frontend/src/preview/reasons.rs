//! Which rule: why the selected cell is granted, was, or is not.

use leptos::prelude::*;
use policy::{ResourceType, Truth};

use super::board::{Board, Shown};
use super::difference::Sign;
use super::mending::{Mend, Mending};
use super::why::{Kind, Reason, Why};
use super::{opening, words};

/// The rules behind the selected cell.
#[component]
pub fn Reasons(
    /// What is shared.
    board: Board,
) -> impl IntoView {
    let why = Memo::new(move |_| {
        let cell = board.selected.get()?;
        board.comparison.with(|comparison| {
            board
                .difference
                .with(|difference| Why::of(comparison.as_deref()?, difference.as_deref()?, cell))
        })
    });
    let resource_type = move || {
        let row = board.selected.get().and_then(|cell| cell.row);
        let entity_type = row.and_then(|row| {
            board.organization.with(|organization| {
                Some(organization.as_ref()?.inventory.entity(row)?.entity_type)
            })
        });
        entity_type.map_or(ResourceType::Global, ResourceType::Entity)
    };
    let shown = expect_context::<Shown>();
    view! {
        <section class="reasons" part="reasons" aria-label="Which rule" hidden=move || why.with(Option::is_none)>
            {move || why.get().map(|why| told(board, resource_type(), why))}
        </section>
        <p class="reasons__hint" hidden=move || why.with(Option::is_some)>
            {move || {
                if shown.is_map.get() && board.tab.get() != ResourceType::Global {
                    "A click or Enter zooms in, down to the scopes of one entity. Backspace zooms out."
                } else {
                    "Select a cell to see which rule grants it. Arrow keys move, Enter shows the rule."
                }
            }}
        </p>
    }
}

fn told(board: Board, resource_type: ResourceType, why: Why) -> impl IntoView {
    let Why { scope, entity, sign, grants, before, refusals, more_refusals, open_secs } = why;
    let state = words::capitalized(board.against.words(sign));
    let limit = match (open_secs, grants.iter().any(|reason| reason.max_open_secs.is_some())) {
        // A single rule says it itself.
        _ if grants.len() < 2 => None,
        (Some(secs), _) => Some(format!(
            "An opened environment stays open for at most {}.",
            opening::in_words(secs)
        )),
        (None, true) => {
            Some("Without a time limit: a rule without one beats the others.".to_owned())
        }
        (None, false) => None,
    };
    let mend = use_context::<Mend>().filter(|_| matches!(sign, Sign::Absent | Sign::Lost));
    let cell = board.selected.get_untracked();
    let mending = mend.zip(cell).map(|(mend, cell)| view! { <Mending board cell mend/> });
    let is_unnamed = grants.is_empty() && refusals.is_empty();
    view! {
        <header class="reasons__head">
            <h3 class="reasons__title">
                <code>{scope.name()}</code>
                " on "
                <strong>{entity.unwrap_or_else(|| "the organization".to_owned())}</strong>
            </h3>
            <p class=format!("reasons__state reasons__state--{}", sign.class())>{state}</p>
            <button
                type="button"
                class="preview__button preview__button--quiet"
                on:click=move |_| board.select(None)
            >
                "Close"
            </button>
        </header>
        <p class="reasons__about">
            {scope.description()}
            {scope.sensitivity().map(|sensitivity| format!(". {}", words::capitalized(sensitivity)))}
        </p>
        <ul class="reasons__rules">
            {grants.into_iter().map(|reason| rule(board, resource_type, reason, false)).collect_view()}
            {before
                .into_iter()
                .map(|reason| rule(board, resource_type, reason, true))
                .collect_view()}
            {refusals.into_iter().map(|reason| refusal(board, resource_type, &reason)).collect_view()}
        </ul>
        {(more_refusals > 0)
            .then(|| {
                view! {
                    <p class="reasons__more">
                        {format!("{} also grants it elsewhere and not here.", words::amount(more_refusals, "more rule"))}
                    </p>
                }
            })}
        {is_unnamed.then(|| view! { <p class="reasons__more">{format!("No rule grants {scope}.")}</p> })}
        {mending}
        {limit.map(|limit| view! { <p class="reasons__more">{limit}</p> })}
    }
}

/// A rule that grants the cell, or did as saved.
fn rule(
    board: Board,
    resource_type: ResourceType,
    reason: Reason,
    is_before: bool,
) -> impl IntoView {
    let title = title(board, resource_type, &reason);
    // A rule without a number is called after its kind already.
    let kind = (title == reason.title || title.starts_with("Rule "))
        .then(|| reason.kind.words(resource_type));
    let opening = reason.opening();
    let Reason { entry, findings, sets, within, kind: of, .. } = reason;
    let title = if is_before {
        format!("{} {}", board.against.rule(), title.to_lowercase())
    } else {
        title
    };
    let entry = entry.filter(|_| !is_before);
    let facts = findings.into_iter().map(|finding| {
        let holds = match finding.truth {
            Truth::True => " holds",
            Truth::False => " fails",
            Truth::NotApplicable => " does not apply",
        };
        // That the chosen entity is the chosen entity needs no proof.
        let told = match finding.fact {
            Some(fact) => format!("{holds}, {fact}"),
            None if of == Kind::Chosen => String::new(),
            None => holds.to_owned(),
        };
        view! {
            <span class="reasons__finding"><code class="reasons__condition">{finding.text}</code>{told}</span>
        }
    });
    let facts = facts.collect_view();
    let through: Vec<_> = within.into_iter().chain(sets).collect();
    view! {
        <li class="reasons__rule">
            {jump(board, entry, title)}
            {kind.map(|kind| view! { <span class="reasons__kind">{kind}</span> })}
            {facts}
            {(!through.is_empty())
                .then(|| view! { <span class="reasons__sets">{format!("through {}", words::listed(&through))}</span> })}
            {opening.map(|opening| view! { <span class="reasons__sets">{opening}</span> })}
        </li>
    }
}

/// A rule that names the scope and does not grant it here.
fn refusal(board: Board, resource_type: ResourceType, reason: &Reason) -> impl IntoView + use<> {
    let text = reason.refusal();
    let rest = text.strip_prefix(reason.title.as_str()).unwrap_or(&text).to_owned();
    view! {
        <li class="reasons__rule">
            {jump(board, reason.entry, title(board, resource_type, reason))}
            <span>{rest.trim_start().to_owned()}</span>
        </li>
    }
}

/// What a rule is called: by the number that people know it under, or by what it is for.
fn title(board: Board, resource_type: ResourceType, reason: &Reason) -> String {
    let Some(entry) = reason.entry else { return reason.title.clone() };
    match (board.number(entry), resource_type) {
        (Some(number), _) => format!("Rule {number}"),
        (None, ResourceType::Global) => "Organization access".to_owned(),
        (None, ResourceType::Entity(entity_type)) => {
            format!("The rule for every {}", entity_type.noun())
        }
    }
}

/// The name of a rule; pressing it shows the rule's card.
fn jump(board: Board, entry: Option<usize>, title: String) -> AnyView {
    let Some(entry) = entry else {
        return view! { <span class="reasons__name">{title}</span> }.into_any();
    };
    let label = format!("{title}, show it");
    view! {
        <button
            type="button"
            class="reasons__name reasons__name--link"
            aria-label=label
            on:click=move |_| board.selected_rule.set(Some(entry))
        >
            {title}
        </button>
    }
    .into_any()
}
