//! Who gains and who loses what.

use leptos::prelude::*;
use policy::ScopeSet;

use super::prose::marked;
use crate::preview::reading::is_reading;
use crate::state::effects::{Line, Told};

/// How many groups of holders are drawn before the rest waits behind a button.
const SHOWN: usize = 12;
/// How many gains, and how many losses, of one group are drawn before the rest is counted.
const LINES: usize = 5;
/// How many scopes are named.
const NAMED: usize = 2;

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
    let Told { holders, everybody, gained, lost, later, covered, unknown } = told;
    let is_short = everybody.join(" and ") == holders || everybody.len() < 2;
    let covered = (!covered.is_empty()).then(|| {
        let words = match covered.len() {
            1 => "1 part changes nothing for them".to_owned(),
            more => format!("{more} parts change nothing for them"),
        };
        let covered = covered.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
        more_of(words, view! { <ul>{covered}</ul> }.into_any())
    });
    let later = (!later.is_empty()).then(|| {
        let line = |(is_gain, line): (bool, Line)| {
            let verb = if is_gain { "gains " } else { "loses " };
            let colon = if line.place.is_empty() { "" } else { ": " };
            view! { <li>{verb} {what(&line)} {colon} {line.place}</li> }
        };
        let later = later.into_iter().map(line).collect_view();
        more_of("Also on what comes later".to_owned(), view! { <ul>{later}</ul> }.into_any())
    });
    let unknown = unknown.map(|reason| {
        view! {
            <p class="effect-list__note">
                "What changes on entities that do not exist yet is not known, " {reason}
            </p>
        }
    });
    let names = (!is_short).then(|| {
        let words = format!("All {} by name", everybody.len());
        more_of(words, view! { <p>{everybody.join(", ")}</p> }.into_any())
    });
    view! {
        <li class="effect-list__one">
            {(!holders.is_empty()).then(|| view! { <p class="effect-list__holders">{holders}</p> })}
            {lines(&gained, true)}
            {lines(&lost, false)}
            {covered}
            {later}
            {unknown}
            {names}
        </li>
    }
}

/// What is read on demand.
fn more_of(words: String, content: AnyView) -> AnyView {
    view! {
        <details class="effect-list__more">
            <summary>{words}</summary>
            {content}
        </details>
    }
    .into_any()
}

fn lines(lines: &[Line], is_gain: bool) -> Vec<AnyView> {
    let (shown, more) = lines.split_at(lines.len().min(LINES));
    let mut views: Vec<_> = shown.iter().map(|one| line(one, is_gain)).collect();
    if !more.is_empty() {
        let scopes = more.iter().fold(ScopeSet::EMPTY, |all, line| all.union(line.scopes));
        let words = format!("{} scopes on other entities, each on some of them", scopes.len());
        views.push(line(&Line { scopes, set: Some(words), ..Line::default() }, is_gain));
    }
    views
}

/// A gain or a loss; its sign does not rest on its colour.
fn line(line: &Line, is_gain: bool) -> AnyView {
    let (class, sign, verb) = if is_gain {
        ("effect-list__line effect-list__line--gain", "+", "gains ")
    } else {
        ("effect-list__line effect-list__line--loss", "−", "loses ")
    };
    let examples = (!line.examples.is_empty()).then(|| {
        let names = format!(", such as {}", line.examples.join(", "));
        view! { <span class="effect-list__examples">{names}</span> }
    });
    let scopes = (line.scopes.len() > NAMED).then(|| all_of(line.scopes));
    view! {
        <div class=class>
            <span class="effect-list__sign" aria-hidden="true">{sign}</span>
            <div>
                <span>
                    <span class="visually-hidden">{verb}</span>
                    {what(line)}
                    {(!line.scopes.is_empty()).then_some(" ")}
                    {line.place.clone()}
                    {examples}
                </span>
                {scopes}
            </div>
        </div>
    }
    .into_any()
}

/// The scopes of a line by the name of the set that they are, else by those that matter most.
fn what(line: &Line) -> AnyView {
    if let Some(set) = &line.set {
        return view! { <b>{set.clone()}</b> }.into_any();
    }
    let mut all: Vec<_> = line.scopes.iter().collect();
    all.sort_by_key(|scope| (scope.sensitivity().is_none(), is_reading(*scope)));
    let more = all.len().saturating_sub(NAMED);
    let named: Vec<_> = all.iter().take(NAMED).map(|scope| format!("`{scope}`")).collect();
    let words = match more {
        0 => named.join(" and "),
        more => format!("{} and {more} more", named.join(", ")),
    };
    marked(&words).into_any()
}

/// Every one of many scopes, with those marked that deserve a second look.
fn all_of(scopes: ScopeSet) -> AnyView {
    let sensitive = scopes.iter().filter(|scope| scope.sensitivity().is_some()).count();
    let also =
        if sensitive > 0 { format!(", {sensitive} of them sensitive") } else { String::new() };
    let names = scopes.iter().map(|scope| {
        let mark =
            if scope.sensitivity().is_some() { " effect-list__scope--sensitive" } else { "" };
        let class = format!("effect-list__scope{mark}");
        view! { <code class=class title=scope.sensitivity()>{scope.name()}</code> " " }
    });
    let names = view! { <p>{names.collect_view()}</p> }.into_any();
    more_of(format!("All {} scopes{also}", scopes.len()), names)
}
