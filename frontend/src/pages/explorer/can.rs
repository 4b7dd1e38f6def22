//! What somebody can do, and where it comes from.

use leptos::prelude::*;

use super::{Exports, SubjectField, Typed, unasked};
use crate::components::prose::capital;
use crate::pages::people::origins::Origins;
use crate::preview::PreviewPane;
use crate::state::export;
use crate::state::sources::tree;
use crate::state::subject::shown;

/// What somebody can do, and where it comes from.
#[component]
pub fn Can(
    /// The question.
    typed: Typed,
) -> impl IntoView {
    let found = Memo::new_with_compare(
        move |_| {
            let subject = typed.subject()?;
            Some(typed.organization.with(|organization| shown(organization, &subject)))
        },
        |_, _| true,
    );
    let comparison = Signal::derive(move || found.get().and_then(Result::ok));
    let name = Signal::derive(move || {
        typed.subject.get().replace(|letter: char| !letter.is_alphanumeric(), "-")
    });
    let as_csv = Callback::new(move |()| {
        let Some(shown) = comparison.get_untracked() else { return String::new() };
        export::csv(&export::matrix(&shown.organization, &shown.draft.matrix))
    });
    let as_json = Callback::new(move |()| {
        let subject = untrack(|| typed.subject());
        let Some(subject) = subject.and_then(|subject| super::why::named(&subject)) else {
            return String::new();
        };
        let preview = typed
            .organization
            .with_untracked(|organization| wire::Preview::of(organization, &subject));
        preview.and_then(|preview| preview.to_text()).unwrap_or_default()
    });
    view! {
        <div class="explorer__fields">
            <SubjectField typed label="Who" value=typed.subject/>
        </div>
        {move || match found.get() {
            None => unasked("Name a person, a team, a token or a role").into_any(),
            Some(Err(reason)) => view! { <p class="sheet__none">{capital(&reason)}</p> }.into_any(),
            Some(Ok(shown)) => {
                let branches = tree(&shown.organization, &shown.draft);
                let organization = shown.organization.name.clone();
                let whose = typed.subject.get_untracked();
                view! {
                    <Origins organization whose branches/>
                    <Exports name as_csv as_json/>
                }
                .into_any()
            }
        }}
        <div class="explorer__preview" hidden=move || comparison.with(Option::is_none)>
            <PreviewPane
                comparison
                stale=Signal::derive(|| None)
                selected_rule=RwSignal::new(None)
            />
        </div>
    }
}
