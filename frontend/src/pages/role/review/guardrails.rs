//! What becomes of the guardrails, in the review of a draft.

use leptos::prelude::*;
use policy::Organization;
use wire::prove::{DraftProof, Effect};

use crate::components::prose::{capital, marked};
use crate::state::proof_words::problem;

/// Those that change or stay broken, and how many hold.
pub(super) fn guardrails(
    organization: &Organization,
    all: &[DraftProof],
    is_new: bool,
) -> impl IntoView + use<> {
    let heading = if is_new { "What whoever gets it would break" } else { "Guardrails and tests" };
    let held = all.iter().filter(|proof| proof.effect == Effect::Keeps).count();
    let quiet = match held {
        0 => None,
        1 => Some("1 holds".to_owned()),
        more => Some(format!("{more} hold")),
    };
    let line = |proof: &DraftProof| {
        let (tone, words) = match proof.effect {
            Effect::Keeps => return None,
            Effect::Breaks => ("danger", "is broken"),
            Effect::Mends => ("gain", "is mended"),
            Effect::LeavesBroken => ("warning", "stays broken"),
        };
        let proof = &proof.proof;
        let detail = problem(organization, proof);
        Some(view! {
            <li class=format!("review__line review__line--{tone}")>
                <strong>{proof.name.clone()}</strong>
                " " {words}
                {detail.filter(|_| words != "is mended")
                    .map(|detail| view! { <span class="review__detail">{marked(&capital(&detail))}</span> })}
            </li>
        })
    };
    view! {
        <section class="review__part" aria-label="Guardrails and tests">
            <h3>{heading}</h3>
            <ul class="review__lines">{all.iter().filter_map(line).collect_view()}</ul>
            {quiet.map(|words| view! { <p class="review__quiet">{words}</p> })}
        </section>
    }
}
