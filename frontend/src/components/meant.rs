//! What a change means for everybody, once that is found out.

use std::sync::Arc;

use leptos::prelude::*;

use super::effect_list::EffectList;
use super::prose::capital;
use crate::state::effects::amounts;
use crate::state::effects::impact::Meaning;

/// What a change means for everybody.
#[component]
pub fn Meant(
    /// What was found; nothing while it is being found out.
    found: ReadSignal<Option<Arc<Meaning>>>,
) -> impl IntoView {
    let quiet = |words: &str| view! { <p class="sheet__none" role="status">{words.to_owned()}</p> };
    move || match found.get().as_deref() {
        // Not told aloud at every key.
        None => view! { <p class="sheet__none">"Finding out…"</p> }.into_any(),
        Some(Err(reason)) => quiet(&capital(reason)).into_any(),
        Some(Ok((_, told))) if told.is_empty() => {
            quiet("Nobody gains or loses anything").into_any()
        }
        Some(Ok((touched, told))) => view! {
            <p class="sheet__lead" role="status">{format!("Affects {}", amounts(*touched))}</p>
            <EffectList told=told.clone()/>
        }
        .into_any(),
    }
}
