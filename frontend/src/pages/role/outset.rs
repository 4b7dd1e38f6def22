//! What a role that does not exist yet would grant, before it is made.

use leptos::prelude::*;
use policy::{Diagnostic, Severity};

use super::editor::Editor;
use crate::components::prose::{capital, marked};
use crate::preview::against::Against;
use crate::preview::difference::Difference;
use crate::preview::summary::runs;
use crate::preview::words::Summary;
use crate::state::form::Owner;

/// How many things worth a second look are told before the rest is counted.
const TOLD: usize = 8;

/// What a new role grants, and what about it deserves a second look; nothing of a role that is saved.
#[component]
pub fn Outset() -> impl IntoView {
    let editor = expect_context::<Editor>();
    move || {
        let comparison = editor.comparison.get().filter(|_| editor.version.get().is_none())?;
        let summary = Summary::of(&comparison, &Difference::of(&comparison), Against::Saved);
        let found = comparison.draft.diagnostics.iter();
        let found: Vec<_> = found.filter(|one| one.place.record.is_none()).collect();
        let lines = (!found.is_empty()).then(|| {
            let lines = found.iter().take(TOLD).map(|one| line(&editor, one)).collect_view();
            view! { <ul class="review__lines">{lines}</ul> }
        });
        let more = found.len().saturating_sub(TOLD);
        Some(view! {
            <section class="review__part" aria-label="What it grants">
                <h3>"What it grants"</h3>
                <p class="review__grants">{runs(summary.grants)}</p>
                {lines}
                {(more > 0).then(|| view! { <p class="review__quiet">{format!("and {more} more")}</p> })}
            </section>
        })
    }
}

/// One thing that deserves a second look, with the rule that it is about.
fn line(editor: &Editor, found: &Diagnostic) -> impl IntoView + use<> {
    let tone = match found.severity {
        Severity::Error => "danger",
        Severity::Warning => "warning",
        Severity::Info => "quiet",
    };
    let owner = editor.owners.with_untracked(|owners| owners.at(&found.place.pointer));
    let words = match owner {
        Some(Owner::Rule(index)) => format!("Rule {}: {}", index + 1, found.message),
        _ => capital(&found.message),
    };
    view! { <li class=format!("review__line review__line--{tone}")>{marked(&words)}</li> }
}
