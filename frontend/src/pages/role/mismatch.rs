//! What would be saved is not what was shown.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::editor::Editor;
use crate::components::clipboard::ByHand;
use crate::components::dialog::Dialog;
use crate::state::since::since;

/// Says what has changed since the page was loaded, and offers to look again; nothing was saved.
#[component]
pub fn MismatchDialog() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(editor.mismatch.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && editor.mismatch.with_untracked(Option::is_some) {
            editor.mismatch.set(None);
        }
    });
    view! {
        <Dialog open title="This is not what you were shown">
            {move || {
                let differs = editor.mismatch.get()?;
                let is_outdated = differs.iter().any(|part| part == "engine" || part == "catalogue");
                Some(if is_outdated {
                    view! { <Outdated/> }.into_any()
                } else {
                    view! { <Changed differs/> }.into_any()
                })
            }}
        </Dialog>
    }
}

/// The organization is another one now.
#[component]
fn Changed(
    /// The parts of the digest that differ.
    differs: Vec<String>,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let is_busy = RwSignal::new(false);
    let look = move |_| {
        is_busy.set(true);
        spawn_local(async move {
            let before = editor.comparison.get_untracked();
            let answer = editor.desk.refresh().await;
            is_busy.set(false);
            editor.mismatch.set(None);
            match answer {
                Ok(()) => {
                    let after = editor.comparison.get_untracked();
                    let words = before.zip(after).map(|(before, after)| since(&before, &after));
                    let words = words.unwrap_or_default();
                    editor.notices.tell(format!("{words}. Save again if that is right"));
                }
                Err(failure) => editor.failure.set(Some(failure)),
            }
        });
    };
    view! {
        <p class="text">{format!("Since this page was loaded, {}.", changed(&differs))}</p>
        <p class="text">"Nothing was saved, and your draft is untouched. The preview can show what it grants now."</p>
        <div class="dialog__actions">
            <button class="button" type="button" on:click=move |_| editor.mismatch.set(None)>
                "Not now"
            </button>
            <button
                class="button button--primary"
                type="button"
                disabled=move || is_busy.get()
                on:click=look
            >
                {move || if is_busy.get() { "Reading the organization…" } else { "Show what it grants now" }}
            </button>
        </div>
    }
}

/// The server decides by another engine than this page.
#[component]
fn Outdated() -> impl IntoView {
    let (editor, by_hand) = (expect_context::<Editor>(), expect_context::<ByHand>());
    let take = move |_| {
        let text = editor.draft.with_untracked(crate::state::draft::Draft::text);
        by_hand.take(text.to_string(), "Your draft is on the clipboard, as JSON");
    };
    view! {
        <p class="text">
            "The server is of another version than this page and may decide in another way. Nothing was saved. Copy your draft, load the page again, and put it under JSON."
        </p>
        <div class="dialog__actions">
            <button class="button" type="button" on:click=move |_| editor.mismatch.set(None)>
                "Not now"
            </button>
            <button class="button button--primary" type="button" on:click=take>
                "Copy my draft as JSON"
            </button>
        </div>
    }
}

/// What has changed, in words.
fn changed(differs: &[String]) -> String {
    let has = |part: &str| differs.iter().any(|differs| differs == part);
    let what = match (has("inventory"), has("references")) {
        (true, true) => {
            "entities or their tags have changed, and a permission set that the draft names"
        }
        (true, false) => "entities or their tags have changed",
        (false, true) => "a permission set that the draft names has changed",
        (false, false) => "the organization has changed",
    };
    let effect = if has("matrix") {
        ", and the draft may grant something else than the preview shows"
    } else {
        ", though the draft would grant what the preview shows"
    };
    format!("{what}{effect}")
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn what_has_changed_is_told_with_what_it_means() {
        let told = |parts: &[&str]| {
            changed(&parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(
            told(&["inventory"]),
            "entities or their tags have changed, though the draft would grant what the preview shows"
        );
        assert_eq!(
            told(&["references", "matrix"]),
            "a permission set that the draft names has changed, and the draft may grant something else than the preview shows"
        );
    }
}
