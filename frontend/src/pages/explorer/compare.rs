//! What one may do and another may not.

use std::sync::Arc;

use leptos::prelude::*;
use wire::compare::{Comparison as Related, Finding};

use super::why::named;
use super::{SubjectField, Typed, unasked};
use crate::components::prose::{capital, marked};
use crate::preview::PreviewPane;
use crate::state::evaluation::Comparison;
use crate::state::proof_words::place;
use crate::state::subject::evaluated;

/// What one may do and another may not, over what there is and over everything there could be.
#[component]
pub fn Compare(
    /// The question.
    typed: Typed,
) -> impl IntoView {
    let found = Memo::new_with_compare(
        move |_| {
            let (left, right) = (typed.subject()?, typed.other()?);
            Some(typed.organization.with(|organization| {
                let side = |subject| {
                    evaluated(organization, subject)
                        .map(Arc::new)
                        .map_err(|error| error.to_string())
                };
                let (saved, draft) = (side(&left)?, side(&right)?);
                let shown =
                    Comparison { organization: organization.clone(), draft, saved: Some(saved) };
                let related = named(&left).zip(named(&right)).map(|(left, right)| {
                    Related::of(organization, &left, &right).map_err(|fault| fault.message)
                });
                Ok::<_, String>((Arc::new(shown), related))
            }))
        },
        |_, _| true,
    );
    let comparison = Signal::derive(move || Some(found.get()?.ok()?.0));
    view! {
        <div class="explorer__fields">
            <SubjectField typed label="Who" value=typed.subject/>
            <SubjectField typed label="Compared with" value=typed.other/>
        </div>
        {move || match found.get() {
            None => unasked("Name two: people, teams, tokens or roles").into_any(),
            Some(Err(reason)) => view! { <p class="sheet__none">{capital(&reason)}</p> }.into_any(),
            Some(Ok((_, Some(Err(reason))))) => {
                view! { <p class="sheet__none">{marked(&capital(&reason))}</p> }.into_any()
            }
            Some(Ok((_, Some(Ok(related))))) => told(&related).into_any(),
            Some(Ok((_, None))) => ().into_any(),
        }}
        <p class="sheet__none" hidden=move || comparison.with(Option::is_none)>
            {move || format!(
                "Below, what {} may do and {} may not counts as new, and the other way round as taken away.",
                typed.other.get(),
                typed.subject.get(),
            )}
        </p>
        <div class="explorer__preview" hidden=move || comparison.with(Option::is_none)>
            <PreviewPane
                comparison
                stale=Signal::derive(|| None)
                selected_rule=RwSignal::new(None)
            />
        </div>
    }
}

/// How the two relate over everything there could be.
fn told(related: &Related) -> impl IntoView + use<> {
    let (left, right) = (&related.left.name, &related.right.name);
    let lines = if related.equivalent.holds {
        vec![format!("{left} and {right} may do exactly the same, on everything there could be")]
    } else {
        let mut lines = Vec::new();
        lines.push(match (related.within.holds, related.contains.holds) {
            (true, _) => format!("{right} may do everything that {left} may, and more"),
            (_, true) => format!("{left} may do everything that {right} may, and more"),
            _ => format!("Each of {left} and {right} may do something that the other may not"),
        });
        if related.disjoint.holds {
            lines.push("There is nothing that both may do".to_owned());
        }
        lines.extend(counterexample(&related.within, left, right));
        lines.extend(counterexample(&related.contains, right, left));
        lines
    };
    view! {
        <ul class="explorer__lines" data-testid="related">
            {lines.into_iter().map(|line| view! { <li>{marked(&line)}</li> }).collect_view()}
        </ul>
    }
}

/// Where one may do something that the other may not.
fn counterexample(finding: &Finding, has: &str, lacks: &str) -> Option<String> {
    let witness = finding.counterexample.as_ref()?;
    let scopes: Vec<_> = witness.scopes.iter().take(3).map(|scope| format!("`{scope}`")).collect();
    let at = match &witness.example {
        None => "on the organization".to_owned(),
        Some(example) => format!("on {}", place(example)),
    };
    Some(format!("For example, {has} may use {} {at}, and {lacks} may not", scopes.join(" ")))
}
