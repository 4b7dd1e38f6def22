//! What saving the draft would mean beyond the role, in a line that follows the draft.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::editor::Editor;
use super::fresh::show_review;
use crate::components::icon::{Glyph, Icon};
use crate::components::pause::Pause;
use crate::state::consequences::{Consequences, Inquiry, Saved};
use crate::state::effects::amounts;
use crate::state::moment::now;

/// Long enough for the preview to be painted, and for whoever types to have paused.
const PAUSE: Duration = Duration::from_millis(300);

/// What saving the draft would mean; `None` while it is being found out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watch(RwSignal<Option<Arc<Consequences>>>);

impl Watch {
    /// Follows the draft of `editor`.
    pub(super) fn new(editor: &Editor) -> Self {
        let (editor, found) = (*editor, RwSignal::new(None));
        let pause = Pause::new(PAUSE);
        let saved = StoredValue::new(None::<Saved>);
        Effect::new(move |_| {
            pause.forget();
            found.set(None);
            let is_new = editor.version.get().is_none() || editor.is_gone();
            let Some(shown) = editor.comparison.get().filter(|_| editor.stale().is_none()) else {
                return;
            };
            let mut inquiry = None::<Inquiry>;
            pause.in_pieces(move || {
                let inquiry =
                    inquiry.get_or_insert_with(|| Inquiry::new(shown.draft.details.clone(), now()));
                let step = saved.try_update_value(|saved| {
                    let saved = editor.role.with_value(|role| {
                        let (organization, id) = (&shown.organization, Some(role.id.as_str()));
                        let id = id.filter(|_| !is_new);
                        let known = saved.take().filter(|saved| saved.is_about(organization, id));
                        let new = || {
                            Saved::new(organization.clone(), id.map(str::to_owned), role.purpose)
                        };
                        saved.insert(known.unwrap_or_else(new))
                    });
                    inquiry.step(saved)
                });
                match step {
                    Some(None) => return ControlFlow::Continue(()),
                    Some(Some(consequences)) => found.set(Some(Arc::new(consequences))),
                    // The page is gone.
                    None => {}
                }
                ControlFlow::Break(())
            });
        });
        Self(found)
    }

    /// What is found.
    pub(super) fn get(self) -> Option<Arc<Consequences>> {
        self.0.get()
    }
}

/// What saving the draft would mean for its holders, the guardrails and who could reach everything.
#[component]
pub fn ConsequenceLine() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let watch = expect_context::<Watch>();
    let parts = move || {
        let Some(found) = watch.get() else {
            return vec![("", "Finding out whom it affects…".to_owned())];
        };
        told(&found, editor.version.get().is_none(), editor.changes.get() > 0)
    };
    view! {
        <button
            class="consequences"
            type="button"
            data-testid="consequences"
            title="What saving the draft would mean"
            hidden=move || editor.is_read_only() || editor.stale().is_some() || editor.is_gone()
            on:click=move |_| show_review(&editor)
        >
            <span class="consequences__parts" role="status">
                {move || {
                    parts()
                        .into_iter()
                        .map(|(tone, text)| {
                            let glyph = (tone == "danger" || tone == "warning")
                                .then(|| view! { <Icon glyph=Glyph::Warning/> });
                            view! {
                                <span class=format!("consequences__part consequences__part--{tone}")>
                                    {glyph} {text}
                                </span>
                            }
                        })
                        .collect_view()
                }}
            </span>
            <span class="consequences__go">"Review"</span>
        </button>
    }
}

/// The parts of the line, each with its tone.
fn told(found: &Consequences, is_new: bool, is_changed: bool) -> Vec<(&'static str, String)> {
    let mut parts = Vec::new();
    match &found.holders {
        _ if is_new => parts.push(("plain", "Nobody holds it yet".to_owned())),
        Err(_) => parts.push(("warning", "Whom it affects is not known".to_owned())),
        Ok(holders) if holders.is_locked_out => {
            parts.push(("danger", "Nobody could manage roles any more".to_owned()));
        }
        Ok(holders) if holders.told.is_empty() => {
            let text =
                if is_changed { "Nobody gains or loses anything" } else { "Nothing to save" };
            parts.push(("plain", text.to_owned()));
        }
        Ok(holders) => parts.push(("strong", format!("Affects {}", amounts(holders.touched)))),
    }
    match &found.guardrails {
        Err(_) => parts.push(("warning", "Guardrails cannot be checked".to_owned())),
        Ok(all) if all.is_empty() => {}
        Ok(all) => match found.broken().len() {
            0 => {
                let held = all.iter().filter(|proof| proof.proof.holds).count();
                let text = match (held, all.len()) {
                    // Of those that hold for it, however the others fare today.
                    (held, all) if is_new && held == all => "Breaks no guardrail".to_owned(),
                    (held, all) if held == all => format!("All {all} guardrails hold"),
                    (held, all) => format!("{held} of {all} guardrails hold"),
                };
                parts.push(("plain", text));
            }
            1 => parts.push(("danger", "Breaks 1 guardrail".to_owned())),
            more => parts.push(("danger", format!("Breaks {more} guardrails"))),
        },
    }
    match &found.escalation {
        Ok(ways) if ways.is_admin => {
            parts.push(("danger", "Grants everything that Admin does".to_owned()));
        }
        Ok(ways) if !ways.opened.is_empty() => {
            parts.push(("warning", "Opens a way to everything".to_owned()));
        }
        _ => {}
    }
    parts
}
