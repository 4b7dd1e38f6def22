//! What the draft comes to, on one line, for screens where the preview is out of sight.

use leptos::prelude::*;

use super::editor::Editor;
use crate::preview::difference::Difference;
use crate::preview::words::{Run, Tone, line};

/// The effect of the draft on one line, which leads to the preview.
#[component]
pub fn EffectLine() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let words = Memo::new(move |_| {
        let comparison = editor.comparison.get()?;
        Some(line(&comparison, &Difference::of(&comparison)))
    });
    let run = |Run { text, tone }: Run| {
        let class = match tone {
            Tone::Gain => "effect__gain",
            Tone::Loss => "effect__loss",
            Tone::Plain | Tone::Strong => "effect__plain",
        };
        view! { <span class=class>{text}</span> }
    };
    view! {
        <a class="effect" href="#preview" rel="external">
            <span class="effect__words">
                {move || words.get().map(|words| words.0.into_iter().map(run).collect_view())}
            </span>
            <span class="effect__go">"Preview"</span>
        </a>
    }
}
