//! Messages of the engine: what stands in backticks is shown as code.

use leptos::{either::Either, prelude::*};

/// `message` with a capital at its head and its quoted parts as code.
pub fn marked(message: &str) -> impl IntoView + use<> {
    let message = super::words::capitalized(message);
    let parts = message.split('`').map(str::to_owned).enumerate();
    parts
        .map(|(index, part)| match index % 2 {
            0 => Either::Left(part),
            _ => Either::Right(view! { <code class="preview__code">{part}</code> }),
        })
        .collect_view()
}
