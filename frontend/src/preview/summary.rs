//! The summary in words.

use leptos::{either::Either, prelude::*};

use super::board::Board;
use super::mending::Mend;
use super::words::{Run, Summary, Tone, Words};

/// What the draft grants, and what it changes, as two paragraphs.
#[component]
pub fn SummaryWords(
    /// What is shared.
    board: Board,
) -> impl IntoView {
    let summary = Memo::new(move |_| {
        board.comparison.with(|comparison| {
            board.difference.with(|difference| match (comparison, difference) {
                (Some(comparison), Some(difference)) => {
                    Summary::of(comparison, difference, board.against)
                }
                _ => Summary::default(),
            })
        })
    });
    // What a draft changes is going to be told here: what is below stays where it is then.
    let (is_edited, is_compared) = (use_context::<Mend>().is_some(), board.is_compared());
    view! {
        <div class="summary">
            <p class="summary__grants">{move || runs(summary.get().grants)}</p>
            <div class:summary__room=move || is_edited && is_compared.get()>
                <p
                    class="summary__changes"
                    role="status"
                    hidden=move || summary.with(|summary| summary.changes.is_empty())
                >
                    {move || runs(summary.get().changes)}
                </p>
            </div>
        </div>
    }
}

/// A text, each run in its tone.
pub fn runs(words: Words) -> impl IntoView {
    words.0.into_iter().map(run).collect_view()
}

fn run(Run { text, tone }: Run) -> impl IntoView {
    let class = match tone {
        Tone::Plain => "summary__plain",
        Tone::Strong => "summary__strong",
        Tone::Gain => "summary__gain",
        Tone::Loss => "summary__loss",
    };
    if !matches!(tone, Tone::Gain | Tone::Loss) {
        return Either::Left(view! { <span class=class>{text}</span> });
    }
    // A sign does not stand alone at the end of a line.
    let mut parts = text.splitn(3, ' ').map(str::to_owned);
    let (sign, first) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let rest = parts.next().map(|rest| format!(" {rest}"));
    Either::Right(view! {
        <span class=class>
            <span class="summary__head">{format!("{sign} {first}")}</span>
            {rest}
        </span>
    })
}
