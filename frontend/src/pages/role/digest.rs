//! The decision digest of what the preview shows.

use std::time::Duration;

use leptos::prelude::*;
use policy::Hash;

use super::editor::Editor;
use crate::components::clipboard::ByHand;
use crate::components::pause::Pause;

/// Long enough for the preview to be painted, and for whoever types to have paused.
const PAUSE: Duration = Duration::from_millis(250);

/// The digest in short, which copies the whole one.
#[component]
pub fn DecisionDigest() -> impl IntoView {
    let (editor, by_hand) = (expect_context::<Editor>(), expect_context::<ByHand>());
    let digest = RwSignal::new(None::<Hash>);
    let pause = Pause::new(PAUSE);
    Effect::new(move |_| {
        pause.forget();
        digest.set(None);
        if let Some(shown) = editor.comparison.get().filter(|_| editor.stale().is_none()) {
            pause.after(move || digest.set(Some(shown.digest().hash())));
        }
    });
    let title = move || match digest.get() {
        Some(digest) => format!(
            "What the preview shows has the digest {digest}. The server computes it anew and saves nothing else. Click to copy"
        ),
        None => "The digest of what the preview shows is being computed".to_owned(),
    };
    let take = move |_| {
        if let Some(digest) = digest.get_untracked() {
            by_hand.take(digest.to_string(), "The digest is on the clipboard");
        }
    };
    view! {
        <button
            class="digest"
            type="button"
            title=title
            data-testid="digest"
            hidden=move || editor.stale().is_some()
            disabled=move || digest.with(Option::is_none)
            on:click=take
        >
            "Digest "
            <code>{move || digest.get().map_or_else(|| "…".to_owned(), |digest| digest.short())}</code>
        </button>
    }
}
