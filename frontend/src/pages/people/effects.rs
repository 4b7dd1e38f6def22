//! What a change means for whom, and what else is worth knowing before it is made.

use leptos::prelude::*;

use crate::components::effect_list::EffectList;
use crate::components::prose::marked;
use crate::preview::words::listed;
use crate::state::effects::change::Effects;

/// What a change means for whom, before it is made.
pub fn told(effects: &Effects) -> impl IntoView + use<> {
    let nothing = effects.told.is_empty().then(|| {
        view! {
            <p class="effects__nothing">
                "Nobody gains or loses anything by this, on what there is and on what there could be."
            </p>
        }
    });
    let untouched = (effects.untouched > 0 && !effects.told.is_empty()).then(|| {
        let who =
            counted(effects.untouched, "keeps exactly what it has", "keep exactly what they have");
        view! { <p class="effects__rest">{who}</p> }
    });
    let unknown = (effects.unknown > 0).then(|| {
        let who = counted(effects.unknown, "more was not looked at", "more were not looked at");
        view! { <p class="effects__rest">{format!("{who}, they hold many different things")}</p> }
    });
    let managers = (!effects.new_managers.is_empty()).then(|| {
        let shown: Vec<_> = effects.new_managers.iter().take(3).map(String::as_str).collect();
        let more = effects.new_managers.len() - shown.len();
        let who = if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { listed(&shown) };
        view! {
            <p class="banner banner--warning">
                {format!("{who} could change roles and give them to others, and so come to hold everything")}
            </p>
        }
    });
    let refusal = effects.refusal.clone().map(|reason| {
        view! {
            <p class="banner banner--danger">
                <span>{marked(&reason)}". The server refuses this, unless its guard is switched off"</span>
            </p>
        }
    });
    let told = effects.told.clone();
    let groups = (!told.is_empty()).then(|| view! { <EffectList told/> });
    view! {
        <div class="effects">
            {refusal}
            {managers}
            {groups}
            {nothing}
            {untouched}
            {unknown}
        </div>
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
