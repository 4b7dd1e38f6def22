//! How many entities of each type are reached, as bars with their numbers.

use leptos::prelude::*;
use policy::ResourceType;

use super::board::{Board, plural};
use super::tally::Tally;
use super::words::capitalized;

/// A bar for each entity type.
#[component]
pub fn Counts(
    /// What is shared.
    board: Board,
) -> impl IntoView {
    let tallies = Memo::new(move |_| {
        board
            .comparison
            .with(|comparison| comparison.as_ref().map(|comparison| Tally::of(comparison)))
    });
    view! {
        <ul class="counts" aria-label="Entities reached">
            {move || tallies.get().map(|tallies| tallies.map(bar).into_iter().collect_view())}
        </ul>
    }
}

fn bar(tally: Tally) -> impl IntoView {
    let name = capitalized(plural(ResourceType::Entity(tally.entity_type)));
    let number = match tally {
        Tally { total: 0, .. } => "none exist".to_owned(),
        Tally { reached, total, .. } => format!("{reached} of {total}"),
    };
    let beyond = match tally.beyond {
        0 if tally.reached == 0 => "none reached".to_owned(),
        0 => "none beyond reading".to_owned(),
        beyond if beyond == tally.reached => "all beyond reading".to_owned(),
        beyond => format!("{beyond} beyond reading"),
    };
    let share = move |count: usize| share(count, tally.total);
    let kept_reading = tally.kept.saturating_sub(tally.kept_beyond);
    view! {
        <li class="counts__type">
            <p class="counts__head">
                <span class="counts__name">{name}</span>
                <span class="counts__number">
                    {number}
                </span>
            </p>
            <div class="counts__bar" aria-hidden="true">
                <span class="counts__part counts__part--beyond" style:inline-size=share(tally.kept_beyond)></span>
                <span class="counts__part counts__part--reading" style:inline-size=share(kept_reading)></span>
                <span class="counts__part counts__part--gained" style:inline-size=share(tally.gained)></span>
                <span class="counts__part counts__part--lost" style:inline-size=share(tally.lost)></span>
            </div>
            <p class="counts__foot">
                <span>{(tally.total > 0).then_some(beyond)}</span>
                <span>
                    {change("+", tally.gained, "counts__gained", "newly reached")}
                    {change("−", tally.lost, "counts__lost", "no longer reached")}
                </span>
            </p>
        </li>
    }
}

fn change(
    sign: &'static str,
    count: usize,
    class: &'static str,
    meaning: &'static str,
) -> impl IntoView {
    (count > 0).then(|| {
        view! {
            <span class=class title=meaning>
                {format!(" {sign}{count}")} <span class="preview__unseen">{format!(" {meaning}")}</span>
            </span>
        }
    })
}

/// A part of the bar; what is there at all can be seen.
fn share(count: usize, total: usize) -> String {
    if count == 0 || total == 0 {
        return "0".to_owned();
    }
    format!("max(2px, {count} / {total} * 100%)")
}
