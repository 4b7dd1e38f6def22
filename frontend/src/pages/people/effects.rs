//! What a change means for whom, in words.

use leptos::prelude::*;
use policy::{Organization, ResourceType, ScopeSet, Subject};

use crate::components::prose::marked;
use crate::preview::reading::is_reading;
use crate::preview::words::listed;
use crate::state::effect::{Effect, Effects, Later, Part, set_of};
use crate::state::form::words::noun;

/// How many gains, and how many losses, of one group are shown at first.
const SHOWN: usize = 5;

/// What a change means for whom in `organization`, before it is made.
pub fn told(organization: &Organization, effects: &Effects) -> impl IntoView + use<> {
    let is_alone = effects.effects.len() == 1 && effects.untouched == 0 && effects.unknown == 0;
    let one = |effect: &Effect| {
        let holders =
            (!is_alone || effect.holders.len() > 1).then(|| named(organization, &effect.holders));
        let (longer, shorter) = effect.opening;
        let opening =
            [(longer, true), (shorter, false)].into_iter().filter(|(count, _)| *count > 0);
        let opening = opening.map(|(count, is_longer)| {
            let how = if is_longer { "longer" } else { "shorter" };
            let noun = noun(policy::EntityType::Environment, count);
            line(is_longer, format!("opens {count} {noun} for {how}").into_any(), None)
        });
        view! {
            <div class="effects__group">
                {holders.map(|holders| view! { <h4 class="effects__holders">{holders}</h4> })}
                <ul class="effects__list">
                    {parts(organization, &effect.gains, true)}
                    {parts(organization, &effect.losses, false)}
                    {opening.collect_view()}
                </ul>
                {later(organization, &effect.later)}
            </div>
        }
    };
    let groups = effects.effects.iter().map(one).collect_view();
    let nothing = effects.effects.is_empty().then(|| {
        view! {
            <p class="effects__nothing">
                "Nobody gains or loses anything by this, on what there is and on what there could be."
            </p>
        }
    });
    let untouched = (effects.untouched > 0 && !effects.effects.is_empty()).then(|| {
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

/// Who, by name: `ada, ben and 3 more`.
fn named(organization: &Organization, holders: &[Subject]) -> String {
    const NAMED: usize = 3;
    let name = |subject: &Subject| match subject {
        Subject::User(login) => login.clone(),
        Subject::Team(name) => format!("Whoever joins {name}"),
        Subject::Token(id) => {
            let token = organization.tokens.iter().find(|token| token.id == *id);
            let name = token.map(|token| token.name.as_str()).filter(|name| !name.is_empty());
            format!("Token {}", name.unwrap_or(id))
        }
        Subject::Role(id) => id.clone(),
        Subject::Draft { .. } => String::new(),
    };
    let mut names: Vec<_> = holders.iter().take(NAMED).map(name).collect();
    let more = holders.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    listed(&names)
}

fn parts(organization: &Organization, parts: &[Part], is_gain: bool) -> Vec<AnyView> {
    let shown = parts.iter().take(SHOWN).map(|part| {
        let what = what(organization, part.scopes);
        let place = match part.on {
            ResourceType::Global => "on the organization".to_owned(),
            ResourceType::Entity(entity_type) => {
                let noun = noun(entity_type, part.count);
                match (part.count, part.examples.as_slice()) {
                    (1, [only]) => format!("on {only}"),
                    (count, _) if count == part.total => format!("on all {count} {noun}"),
                    (count, examples) => {
                        format!("on {count} {noun}, such as {}", examples.join(", "))
                    }
                }
            }
        };
        let verb = if is_gain { "gains " } else { "loses " };
        let text = view! { {verb}{what}{format!(" {place}")} }.into_any();
        let scopes = (part.scopes.len() > 2).then_some(part.scopes);
        line(is_gain, text, scopes)
    });
    let mut lines: Vec<_> = shown.collect();
    let more: Vec<_> = parts.iter().skip(SHOWN).collect();
    if !more.is_empty() {
        let scopes = more.iter().fold(ScopeSet::EMPTY, |all, part| all.union(part.scopes));
        let words = format!("and {} scopes on other entities, each on some of them", scopes.len());
        lines.push(line(is_gain, words.into_any(), Some(scopes)));
    }
    lines
}

/// Scopes by the name of the set that they are, else by those that matter most.
fn what(organization: &Organization, scopes: ScopeSet) -> AnyView {
    /// How many scopes are named.
    const NAMED: usize = 2;
    if let Some(set) = set_of(organization, scopes) {
        return view! { <b>{set.to_owned()}</b> }.into_any();
    }
    let mut all: Vec<_> = scopes.iter().collect();
    all.sort_by_key(|scope| (scope.sensitivity().is_none(), is_reading(*scope)));
    let more = all.len().saturating_sub(NAMED);
    let named = all.iter().take(NAMED).enumerate().map(|(index, scope)| {
        let comma = match (index, more) {
            (0, _) => "",
            (_, 0) => " and ",
            _ => ", ",
        };
        view! { {comma}<code>{scope.name()}</code> }
    });
    let more = (more > 0).then(|| format!(" and {more} more"));
    view! { {named.collect_view()}{more} }.into_any()
}

/// The only scope there is, if there is only one.
fn one_scope(scopes: ScopeSet) -> Option<&'static str> {
    let mut all = scopes.iter();
    let first = all.next()?;
    all.next().is_none().then(|| first.name())
}

/// A gain or a loss; its sign does not rest on its colour.
fn line(is_gain: bool, text: AnyView, scopes: Option<ScopeSet>) -> AnyView {
    let (class, sign) = if is_gain {
        ("effects__line effects__line--gain", "+")
    } else {
        ("effects__line effects__line--loss", "−")
    };
    let scopes = scopes.map(|scopes| {
        let sensitive = scopes.iter().filter(|scope| scope.sensitivity().is_some()).count();
        let sensitive =
            if sensitive > 0 { format!(", {sensitive} of them sensitive") } else { String::new() };
        view! {
            <details class="effects__scopes">
                <summary>{format!("All {} scopes{sensitive}", scopes.len())}</summary>
                <p>
                    {scopes
                        .iter()
                        .map(|scope| {
                            let mark = scope.sensitivity().map(|_| " effects__scope--sensitive");
                            view! {
                                <code
                                    class=format!("effects__scope{}", mark.unwrap_or_default())
                                    title=scope.sensitivity()
                                >
                                    {scope.name()}
                                </code>
                                " "
                            }
                        })
                        .collect_view()}
                </p>
            </details>
        }
    });
    view! {
        <li class=class>
            <span class="effects__sign" aria-hidden="true">{sign}</span>
            <div>
                <span>{text}</span>
                {scopes}
            </div>
        </li>
    }
    .into_any()
}

/// What changes on entities there could be.
fn later(organization: &Organization, later: &[Later]) -> Option<AnyView> {
    if later.is_empty() {
        return None;
    }
    let told = later.iter().map(|change| {
        let what = set_of(organization, change.scopes).map_or_else(
            || match one_scope(change.scopes) {
                Some(scope) => format!("`{scope}`"),
                None => format!("{} scopes", change.scopes.len()),
            },
            ToOwned::to_owned,
        );
        let verb = if change.is_gain { "gains" } else { "loses" };
        let cases = if change.cases.is_empty() {
            String::new()
        } else {
            format!(": {}", change.cases.join("; or "))
        };
        view! { <li>{marked(&format!("{verb} {what}{cases}"))}</li> }
    });
    Some(
        view! {
            <details class="effects__later">
                <summary>"Also on what comes later"</summary>
                <ul>{told.collect_view()}</ul>
            </details>
        }
        .into_any(),
    )
}
