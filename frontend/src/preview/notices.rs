//! What deserves a second look and belongs to no rule.

use leptos::prelude::*;
use policy::{Diagnostic, Severity};

use super::board::Board;
use super::marked::marked;
use super::why::entry;

/// The diagnostics of the draft that no rule card shows.
#[component]
pub fn Notices(
    /// What is shared.
    board: Board,
) -> impl IntoView {
    let diagnostics = Memo::new(move |_| {
        board.comparison.with(|comparison| {
            comparison.as_ref().map_or_else(Vec::new, |comparison| {
                let all = comparison.draft.diagnostics.iter();
                all.filter(|diagnostic| {
                    entry(&diagnostic.place, &comparison.draft.details).is_none()
                })
                .cloned()
                .collect()
            })
        })
    });
    let name = move |diagnostic: &Diagnostic| {
        let id = diagnostic.place.record.clone()?;
        board
            .organization
            .with(|organization| Some(organization.as_ref()?.records.find(&id)?.name.clone()))
    };
    let notice = move |diagnostic: Diagnostic| {
        let within = name(&diagnostic);
        let (class, severity) = match diagnostic.severity {
            Severity::Error => ("notices__sign notices__sign--error", "Error"),
            Severity::Warning => ("notices__sign notices__sign--warning", "Warning"),
            Severity::Info => ("notices__sign notices__sign--info", "Good to know"),
        };
        view! {
            <li class="notices__notice">
                <span class=class role="img" aria-label=severity></span>
                <span>
                    {marked(&diagnostic.message)}
                    {within
                        .map(|name| view! { <span class="notices__within">{format!(" in {name}")}</span> })}
                </span>
            </li>
        }
    };
    view! {
        <Show when=move || !diagnostics.with(Vec::is_empty)>
            <ul class="notices" aria-label="Worth knowing about the whole draft">
                {move || diagnostics.get().into_iter().map(notice).collect_view()}
            </ul>
        </Show>
    }
}
