//! What one may do and another may not.

use std::sync::Arc;

use leptos::prelude::*;
use policy::Organization;
use wire::compare::Comparison as Related;

use super::why::named;
use super::{Exports, SubjectField, Typed, unasked};
use crate::components::prose::{capital, marked};
use crate::preview::PreviewPane;
use crate::preview::against::Against;
use crate::state::evaluation::Comparison;
use crate::state::explained::{related, related_rows};
use crate::state::export;
use crate::state::subject::evaluated;

/// What one may do and another may not, over what there is and over everything there could be.
#[component]
pub fn Compare(
    /// The question.
    typed: Typed,
) -> impl IntoView {
    provide_context(Against::First);
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
    let how = move || match found.get_untracked() {
        Some(Ok((shown, Some(Ok(found))))) => Some((shown, found)),
        _ => None,
    };
    let as_csv = Callback::new(move |()| {
        let rows = how().map(|(shown, found)| related_rows(&shown.organization, &found));
        export::csv(&rows.unwrap_or_default())
    });
    let as_json = Callback::new(move |()| {
        how().and_then(|(_, found)| serde_json::to_string_pretty(&found).ok()).unwrap_or_default()
    });
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
            Some(Ok((shown, Some(Ok(found))))) => view! {
                {told(&shown.organization, &found)}
                <Exports name="compared" as_csv as_json/>
            }
            .into_any(),
            Some(Ok((_, None))) => ().into_any(),
        }}
        <p class="sheet__none" hidden=move || comparison.with(Option::is_none)>
            {move || format!(
                "Below is what {1} may do, the second, against what {0} may do, the first.",
                typed.subject.get(),
                typed.other.get(),
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
fn told(organization: &Organization, found: &Related) -> impl IntoView + use<> {
    let lines = related(organization, found).into_iter();
    view! {
        <ul class="explorer__lines" data-testid="related">
            {lines.map(|line| view! { <li>{marked(&line)}</li> }).collect_view()}
        </ul>
    }
}
