//! Everything that saving the draft would change, before it is saved.

mod guardrails;

use leptos::prelude::*;
use policy::{ChangeKind, Difference, Subject};
use wire::diff::Held;

use super::consequences::Watch;
use super::editor::Editor;
use super::fresh::Fresh;
use super::outset::Outset;
use super::save::save;
use crate::api::Failure;
use crate::components::dialog::Dialog;
use crate::components::effect_list::EffectList;
use crate::components::prose::{capital, marked};
use crate::preview::opening;
use crate::state::consequences::{Consequences, Holders, Ways};
use crate::state::evaluation::{Comparison, Evaluation};
use guardrails::guardrails;

/// How many kinds of change over all possible entities are told before the rest is counted.
const TOLD: usize = 8;

/// Everything that saving the draft would change, with the button that saves it.
#[component]
pub fn ReviewDialog() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let title = Signal::derive(move || {
        let name = editor.draft.with(|draft| draft.name.trim().to_owned());
        match editor.version.get() {
            _ if editor.changes.get() == 0 && editor.version.get().is_some() => {
                format!("What {name} means")
            }
            None => format!("Create {name}"),
            Some(version) => format!("Save version {} of {name}", version + 1),
        }
    });
    view! {
        <Dialog open=editor.reviewing title>
            <Review/>
        </Dialog>
    }
}

#[component]
fn Review() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let watch = expect_context::<Watch>();
    let is_new = move || editor.version.get().is_none();
    let is_unchanged = move || editor.changes.get() == 0 && !is_new();
    let broken = Memo::new(move |_| {
        let found = watch.get()?;
        Some(found.broken().iter().map(|proof| proof.proof.name.clone()).collect::<Vec<_>>())
    });
    let count = move || broken.with(|broken| broken.as_ref().map_or(0, Vec::len));
    // Whoever agrees does so to what is shown: something else to be broken is another question.
    let agreed = RwSignal::new(None::<Vec<String>>);
    let breaking = move || agreed.with(|agreed| agreed.is_some() && *agreed == broken.get());
    let is_looking = move || editor.fresh.with(|fresh| *fresh == Fresh::Looking);
    let send = move |_| {
        editor.reviewing.set(false);
        save(&editor, untrack(breaking));
    };
    // What a role that nobody holds would break is only told: nothing is broken before somebody gets it.
    let must_agree = move || count() > 0 && !is_new();
    view! {
        <div class="review" data-testid="review">
            <div class="review__parts" role="region" aria-label="What it means" tabindex="0">
                <Refused/>
                <Since/>
                {move || editor.unfit().map(|words| view! {
                    <p class="banner banner--danger" role="alert">"It cannot be saved. " {marked(&capital(&words))}</p>
                })}
                <Outset/>
                <Renaming/>
                <Changes/>
                {move || match watch.get() {
                    None => view! { <p class="review__waiting" role="status">"Finding out what it means for everybody…"</p> }.into_any(),
                    Some(found) => told(&editor, &found, is_new()).into_any(),
                }}
            </div>
            <div class="review__foot">
            <label class="review__agree" hidden=move || !must_agree()>
                <input
                    type="checkbox"
                    prop:checked=breaking
                    on:change:target=move |event| {
                        agreed.set(broken.get_untracked().filter(|_| event.target().checked()));
                    }
                />
                <span>
                    {move || match count() {
                        1 => "Break this guardrail and save all the same".to_owned(),
                        more => format!("Break these {more} guardrails and save all the same"),
                    }}
                </span>
            </label>
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| editor.reviewing.set(false)>
                    {move || if is_unchanged() { "Close" } else { "Keep editing" }}
                </button>
                <button
                    class="button button--primary"
                    type="button"
                    hidden=is_unchanged
                    disabled=move || is_looking() || editor.unfit().is_some() || must_agree() && !breaking()
                    on:click=send
                >
                    {move || match editor.version.get() {
                        None => "Create role".to_owned(),
                        Some(version) => format!("Save version {}", version + 1),
                    }}
                </button>
            </div>
            </div>
        </div>
    }
}

/// What the last attempt to save would have broken.
#[component]
fn Refused() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let words = move || {
        let failure = editor.failure.get().filter(Failure::breaks_guardrails)?;
        Some(failure.in_words())
    };
    move || {
        words().map(|words| {
            view! { <p class="banner banner--danger" role="alert">"Not saved. " {marked(&words)}</p> }
        })
    }
}

/// Whether all of it is of how things stand now.
#[component]
fn Since() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let banner = |words: String| view! { <p class="banner banner--warning">{words}</p> }.into_any();
    view! {
        <div role="status" class="review__since">
            {move || match editor.fresh.get() {
                Fresh::Looking => {
                    view! { <p class="review__waiting">"Looking whether others changed anything meanwhile…"</p> }
                        .into_any()
                }
                Fresh::Now(None) => ().into_any(),
                Fresh::Now(Some(words)) => banner(format!("Others changed something since. {words}")),
                Fresh::Unknown(why) => banner(format!("This may be behind what others did. {why}")),
            }}
        </div>
    }
}

/// How the role is called and described from now on.
#[component]
fn Renaming() -> impl IntoView {
    let editor = expect_context::<Editor>();
    move || {
        editor.version.get()?;
        let changed = editor.draft.with(|draft| editor.saved.with(|saved| draft.renaming(saved)));
        if changed.is_empty() {
            return None;
        }
        let line = |(what, was, is): (&str, String, String)| {
            view! { <li class="review__line">{format!("The {what} changes from {was} to {is}")}</li> }
        };
        let lines = changed.into_iter().map(line).collect_view();
        Some(view! {
            <section class="review__part" aria-label="Name and description">
                <h3>"Name and description"</h3>
                <ul class="review__lines">{lines}</ul>
            </section>
        })
    }
}

/// What the role grants more and less than as saved, over everything there could be.
#[component]
fn Changes() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let words = move || {
        let comparison = editor.comparison.get()?;
        let saved = comparison.saved.as_ref()?;
        if saved.details == comparison.draft.details {
            let is_edited = editor.changes.get() > 0;
            return is_edited.then(|| vec![("", "It grants exactly the same".to_owned())]);
        }
        Some(changes(&comparison))
    };
    move || {
        words().map(|lines| {
            view! {
                <section class="review__part" aria-label="What it grants more and less">
                    <h3>"On everything there could be"</h3>
                    <ul class="review__lines">
                        {lines
                            .into_iter()
                            .map(|(tone, text)| {
                                view! { <li class=format!("review__line review__line--{tone}")>{marked(&text)}</li> }
                            })
                            .collect_view()}
                    </ul>
                </section>
            }
        })
    }
}

/// The changes in words, each with its tone.
fn changes(comparison: &Comparison) -> Vec<(&'static str, String)> {
    let Some(saved) = &comparison.saved else { return Vec::new() };
    let subject = |evaluation: &Evaluation| Subject::Draft {
        details: evaluation.details.clone(),
        purpose: evaluation.access.purpose,
    };
    let (from, to) = (subject(saved), subject(&comparison.draft));
    let organization = comparison.organization.as_ref();
    let ways = match Held::in_every_way((organization, &from), (organization, &to)) {
        Ok(ways) => ways,
        Err(fault) => return vec![("", capital(&fault.message))],
    };
    if ways.iter().all(|held| held.difference.is_equivalent()) {
        return vec![("", "It is written differently and grants exactly the same".to_owned())];
    }
    let mut lines = Vec::new();
    let mut alone = None;
    for held in &ways {
        // What is the same as through no team is told once.
        if alone == Some(&held.difference) {
            continue;
        }
        if alone.replace(alone.unwrap_or(&held.difference)).is_some() {
            lines.push(("", capital(&held.way.to_string())));
        }
        lines.extend(difference_lines(comparison, &held.difference));
    }
    lines
}

/// One difference in words.
fn difference_lines(
    comparison: &Comparison,
    difference: &Difference,
) -> Vec<(&'static str, String)> {
    let named = |scopes: policy::ScopeSet| {
        let names: Vec<_> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
        match names.split_at_checked(TOLD) {
            Some((first, rest)) if rest.len() > 1 => {
                format!("{} and {} more scopes", first.join(" "), rest.len())
            }
            _ => names.join(" "),
        }
    };
    let mut lines = Vec::new();
    let told = |kind, scopes| {
        let limit = |secs| format!("opening for more than {}", opening::in_words(secs));
        match kind {
            ChangeKind::Gained => ("gain", "+", named(scopes)),
            ChangeKind::Lost => ("loss", "−", named(scopes)),
            ChangeKind::OpenLonger(secs) => ("gain", "+", limit(secs)),
            ChangeKind::OpenShorter(secs) => ("loss", "−", limit(secs)),
        }
    };
    for (kind, scopes) in difference.on_organization() {
        let (tone, sign, what) = told(kind, scopes);
        lines.push((tone, format!("{sign} {what} on the organization")));
    }
    for change in &difference.changes {
        let (tone, sign, what) = told(change.kind, change.scopes);
        let inventory = &comparison.organization.inventory;
        let mut cases: Vec<_> =
            change.cases.iter().take(TOLD).map(|case| case.named(inventory).to_string()).collect();
        if cases.is_empty() || !change.is_complete || change.cases.len() > TOLD {
            cases.push("other cases".to_owned());
        }
        lines.push((tone, format!("{sign} {what} on {}", cases.join(", and on "))));
    }
    lines
}

fn told(editor: &Editor, found: &Consequences, is_new: bool) -> impl IntoView + use<> {
    let organization = editor.organization.get_untracked();
    view! {
        <section class="review__part" aria-label="Whom it affects">
            <h3>"Whom it affects"</h3>
            {match &found.holders {
                Err(reason) => unknown(reason).into_any(),
                Ok(_) if is_new => {
                    view! { <p class="review__quiet">"Nobody holds it before somebody gives it to them"</p> }
                        .into_any()
                }
                Ok(holders) => holders_view(holders).into_any(),
            }}
        </section>
        {match &found.guardrails {
            Ok(all) if all.is_empty() => None,
            Ok(all) => Some(guardrails(&organization, all, is_new).into_any()),
            Err(reason) => Some(unknown(reason).into_any()),
        }}
        {match &found.escalation {
            Ok(ways) => escalation(ways).map(IntoAny::into_any),
            Err(reason) => Some(unknown(reason).into_any()),
        }}
    }
}

fn unknown(reason: &str) -> impl IntoView + use<> {
    view! { <p class="review__line review__line--warning">{capital(reason)}</p> }
}

fn holders_view(holders: &Holders) -> impl IntoView + use<> {
    // Besides those who are told of above, where there are any.
    let other = if holders.told.is_empty() { "" } else { "other " };
    let untouched = match holders.untouched {
        0 => None,
        1 => Some(format!("1 {other}holder keeps exactly what they have")),
        more => Some(format!("{more} {other}holders keep exactly what they have")),
    };
    let none = holders.told.is_empty() && untouched.is_none();
    let managing = &holders.no_longer_managing;
    let managing = (!managing.is_empty() && !holders.is_locked_out)
        .then(|| format!("{} could no longer manage roles", managing.join(", ")));
    view! {
        {holders
            .is_locked_out
            .then(|| {
                view! {
                    <p class="banner banner--danger">
                        "Nobody could manage roles any more. The server refuses this unless that guard is switched off."
                    </p>
                }
            })}
        {managing.map(|words| view! { <p class="banner banner--warning">{words}</p> })}
        {none.then(|| view! { <p class="review__quiet">"Nobody gains or loses anything"</p> })}
        <EffectList told=holders.told.clone()/>
        {untouched.map(|words| view! { <p class="review__quiet">{words}</p> })}
    }
}

fn escalation(ways: &Ways) -> Option<impl IntoView + use<>> {
    if ways.is_admin {
        return Some(
            view! {
                <section class="review__part" aria-label="Escalation">
                    <p class="banner banner--danger">"Its holders have everything that the Admin role grants"</p>
                </section>
            }
            .into_any(),
        );
    }
    if ways.opened.is_empty() {
        return None;
    }
    let way = |steps: &Vec<String>| view! { <li class="review__line review__line--warning">{marked(&capital(&steps.join(", then ")))}</li> };
    Some(
        view! {
            <section class="review__part" aria-label="Escalation">
                <h3>"By what its holders could reach everything"</h3>
                <ul class="review__lines">{ways.opened.iter().map(way).collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}
