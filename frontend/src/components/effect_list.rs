//! Who gains and who loses what.

use leptos::prelude::*;

use super::prose::marked;
use crate::state::effects::{Line, Told};

/// How many groups of holders are drawn before the rest waits behind a button.
const SHOWN: usize = 12;

/// Who gains and who loses what, those who hold alike together.
#[component]
pub fn EffectList(
    /// What there is to tell.
    told: Vec<Told>,
) -> impl IntoView {
    let all = RwSignal::new(false);
    let hidden = told.len().saturating_sub(SHOWN);
    let told = StoredValue::new(told);
    view! {
        <ul class="effect-list">
            {move || {
                let count = if all.get() { usize::MAX } else { SHOWN };
                told.get_value().into_iter().take(count).map(one).collect_view()
            }}
        </ul>
        <button
            class="button button--small"
            type="button"
            hidden=move || hidden == 0 || all.get()
            on:click=move |_| all.set(true)
        >
            {format!("Show {hidden} more groups")}
        </button>
    }
}

fn one(told: Told) -> impl IntoView {
    let Told { holders, everybody, gained, lost, covered, unknown } = told;
    let is_short = everybody.join(" and ") == holders || everybody.len() < 2;
    view! {
        <li class="effect-list__one">
            <p class="effect-list__holders">{holders}</p>
            {gained.into_iter().map(|line| change("gains", "+", &line)).collect_view()}
            {lost.into_iter().map(|line| change("loses", "−", &line)).collect_view()}
            {(!covered.is_empty())
                .then(|| {
                    view! {
                        <details class="effect-list__covered">
                            <summary>
                                {match covered.len() {
                                    1 => "1 part changes nothing for them".to_owned(),
                                    more => format!("{more} parts change nothing for them"),
                                }}
                            </summary>
                            <ul>
                                {covered.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}
                            </ul>
                        </details>
                    }
                })}
            {unknown
                .map(|reason| {
                    view! {
                        <p class="effect-list__note">
                            "What changes on entities that do not exist yet is not known, " {reason}
                        </p>
                    }
                })}
            {(!is_short)
                .then(|| {
                    view! {
                        <details class="effect-list__covered">
                            <summary>{format!("All {} by name", everybody.len())}</summary>
                            <p>{everybody.join(", ")}</p>
                        </details>
                    }
                })}
        </li>
    }
}

fn change(verb: &'static str, sign: &'static str, line: &Line) -> impl IntoView + use<> {
    let class = if sign == "+" {
        "effect-list__line effect-list__line--gain"
    } else {
        "effect-list__line effect-list__line--loss"
    };
    let scopes = match line.scopes.as_slice() {
        [] => String::new(),
        few if few.len() <= 4 => {
            few.iter().map(|scope| format!("`{scope}`")).collect::<Vec<_>>().join(" ")
        }
        many => format!("{} scopes", many.len()),
    };
    let title = line.scopes.join(", ");
    let examples = (!line.examples.is_empty()).then(|| {
        view! { <span class="effect-list__examples">{line.examples.join(", ")}</span> }
    });
    view! {
        <p class=class title=title>
            <span class="effect-list__sign" aria-hidden="true">{sign}</span>
            <span class="visually-hidden">{verb}</span>
            <span>
                {marked(&scopes)} " " {line.place.clone()} " " {examples}
            </span>
        </p>
    }
}
