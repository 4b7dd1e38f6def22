//! What the engine says about a rule.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use policy::record::CheckError;
use policy::{Code, Diagnostic, Severity};

use super::editor::Editor;
use crate::api::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::pause::Pause;
use crate::components::prose::{capital, marked};
use crate::state::evaluation::Comparison;
use crate::state::form::{Leaf, Operator, Owner, Owners, RuleForm};

/// Half a word is not worth a remark: whoever types has paused.
const PAUSE: Duration = Duration::from_millis(400);

/// What the engine says, by whose card it stands on.
pub(super) type Found = BTreeMap<Owner, Vec<Diagnostic>>;

/// What the engine says of the draft once nothing was typed for a while, so that the cards below the one that is typed
/// in stay where they are; at once where rules came, went or moved.
pub(super) fn watch(
    comparison: Memo<Option<Arc<Comparison>>>,
    owners: Memo<Owners>,
) -> ReadSignal<Found> {
    let (read, write) = signal(Found::new());
    let pause = Pause::new(PAUSE);
    Effect::new(move |before: Option<Owners>| {
        let (comparison, owners) = (comparison.get(), owners.get());
        let now = owners.clone();
        let tell = move || {
            let found = found(comparison.as_deref(), &now);
            if read.with_untracked(|before| *before != found) {
                write.set(found);
            }
        };
        if before.as_ref() == Some(&owners) {
            pause.after(tell);
        } else {
            pause.forget();
            tell();
        }
        owners
    });
    read
}

fn found(comparison: Option<&Comparison>, owners: &Owners) -> Found {
    let mut found = Found::new();
    let diagnostics = comparison.map(|comparison| comparison.draft.diagnostics.iter());
    for diagnostic in diagnostics.into_iter().flatten() {
        let place = &diagnostic.place;
        if let (None, Some(owner)) = (&place.record, owners.at(&place.pointer)) {
            found.entry(owner).or_default().push(diagnostic.clone());
        }
    }
    found
}

/// What the engine says about the rule, and what the server said when it refused it.
#[component]
pub fn Findings(
    /// Whose card it is.
    owner: Owner,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    // Why it cannot be saved, once what was typed was looked at.
    let refused = Memo::new(move |_| {
        let refused = editor.refused.get()?;
        let is_ours = editor.owners.with(|owners| owners.at(refused.pointer())) == Some(owner);
        is_ours.then(|| refused.to_string())
    });
    let found = Memo::new(move |_| {
        let mut found = editor.diagnostics(owner);
        // What keeps it from being saved is not told a second time.
        if let Some(CheckError::UnknownScope { name, .. }) = editor.refused.get() {
            let of_it = format!("`{name}`");
            found.retain(|one| one.code != Code::UnknownScope || !one.message.contains(&of_it));
        }
        found
    });
    let refusal = move || {
        let failure = editor.failure.get()?;
        let Failure::Refused { pointer: Some(pointer), message, .. } = failure else { return None };
        let pointer = pointer.strip_prefix("/details")?.to_owned();
        let is_ours = editor.owners.with(|owners| owners.at(&pointer)) == Some(owner);
        is_ours.then_some(message)
    };
    view! {
        {move || {
            refusal().or_else(|| refused.get()).map(|message| {
                view! {
                    <div class="finding finding--error" role="alert">
                        <Icon glyph=Glyph::Warning/>
                        <p>{marked(&capital(&message))}</p>
                    </div>
                }
            })
        }}
        {move || {
            found
                .get()
                .into_iter()
                .map(|diagnostic| view! { <Finding diagnostic owner/> })
                .collect_view()
        }}
    }
}

/// One thing the engine says.
#[component]
fn Finding(
    /// What it says.
    diagnostic: Diagnostic,
    /// Whose card it is on.
    owner: Owner,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let class = match diagnostic.severity {
        Severity::Error => "finding finding--error",
        Severity::Warning => "finding finding--warning",
        Severity::Info => "finding",
    };
    let other = diagnostic.related.first().filter(|place| place.record.is_none());
    let other =
        other.and_then(|place| editor.owners.with_untracked(|owners| owners.at(&place.pointer)));
    let show = other.filter(|other| *other != owner).map(|other| {
        // The card around it selects itself when it is clicked.
        let show = move |event: leptos::ev::MouseEvent| {
            event.stop_propagation();
            editor.select(other);
        };
        let label =
            if diagnostic.related.len() == 1 { "Show that rule" } else { "Show the first of them" };
        view! {
            <button class="button button--link" type="button" on:click=show>
                {label}
            </button>
        }
    });
    let mend = match (owner, diagnostic.code, diagnostic.tag_key) {
        (Owner::Rule(index), Code::NotEqualsUntagged, Some(key)) => {
            let require = move |_| {
                let leaf = Leaf { key: key.clone(), operator: Operator::Has, value: String::new() };
                editor.edit_rule(index, None, |rule| {
                    if let RuleForm::Tagged(rule) = rule {
                        rule.leaves.push(leaf);
                    }
                });
            };
            let is_tagged = editor.draft.with_untracked(|draft| {
                matches!(draft.form.rules.get(index), Some(RuleForm::Tagged(_)))
            });
            (is_tagged && !editor.is_read_only()).then(|| {
                view! {
                    <button
                        class="button button--link"
                        type="button"
                        disabled=move || editor.is_locked()
                        on:click=require
                    >
                        "Also require the tag"
                    </button>
                }
            })
        }
        _ => None,
    };
    view! {
        <div class=class data-testid="finding">
            <Icon glyph=Glyph::Warning/>
            <p>{marked(&capital(&diagnostic.message))} " " {show} {mend}</p>
        </div>
    }
}
