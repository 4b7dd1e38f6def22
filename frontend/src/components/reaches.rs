//! How far something goes, as bars.

use leptos::prelude::*;

use crate::state::form::words::noun;
use crate::state::standing::{Reach, Standing};

/// What a role or a token reaches: a bar for each type of entity.
#[component]
pub fn Reaches(
    /// What it reaches, in numbers.
    standing: Standing,
) -> impl IntoView {
    let bar = |reach: Reach| {
        let Reach { entity_type, total, reached, beyond } = reach;
        let words = format!(
            "{reached} of {total} {}, more than reading on {beyond}",
            noun(entity_type, total)
        );
        #[expect(clippy::cast_precision_loss, reason = "it is the width of a bar")]
        let share = |part: usize| {
            let share = if total == 0 { 0.0 } else { part as f64 / total as f64 * 100.0 };
            format!("{share:.1}%")
        };
        view! {
            <li class="reach" class:reach--none=reached == 0 title=words.clone()>
                <span class="reach__words">
                    <b>{reached}</b>
                    {format!(" {}", noun(entity_type, reached))}
                </span>
                <span class="reach__bar" aria-hidden="true">
                    <span class="reach__part" style:width=share(reached)></span>
                    <span class="reach__part reach__part--beyond" style:width=share(beyond)></span>
                </span>
            </li>
        }
    };
    let scopes = standing.organization_scopes;
    let scopes_words = match scopes {
        0 => "nothing on the organization".to_owned(),
        1 => "1 scope on the organization".to_owned(),
        more => format!("{more} scopes on the organization"),
    };
    view! {
        <ul class="reaches">{standing.reach.map(bar).into_iter().collect_view()}</ul>
        <p class="reaches__organization">{scopes_words}</p>
    }
}
