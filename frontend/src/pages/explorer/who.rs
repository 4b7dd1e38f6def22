//! Who can use a scope somewhere, and by which rules.

use leptos::prelude::*;
use wire::explain::Who;

use super::why::place_of;
use super::{EntityField, ScopeField, Typed, unasked};
use crate::components::download::Download;
use crate::components::prose::{capital, marked};
use crate::state::export;
use crate::state::moment::now;
use crate::state::rule_words::rule_in_words;

/// How many are listed before the rest waits behind a button.
const LISTED: usize = 100;

/// Who can use a scope somewhere, and by which rules.
#[component]
pub fn WhoCan(
    /// The question.
    typed: Typed,
) -> impl IntoView {
    let all = RwSignal::new(false);
    let found = Memo::new_with_compare(
        move |_| {
            let (scope, place) = (typed.scope()?, typed.place()?);
            Some(typed.organization.with(|organization| {
                let entity = place.row().and_then(|row| place_of(organization, row));
                Who::of(organization, scope, entity.as_ref(), now()).map_err(|fault| fault.message)
            }))
        },
        |_, _| true,
    );
    let rows = move || {
        let mut rows = vec![["type", "name", "rule"].map(str::to_owned).to_vec()];
        let Some(Ok(who)) = found.get_untracked() else { return rows };
        typed.organization.with_untracked(|organization| {
            for holder in &who.principals {
                for rule in &holder.grants {
                    let subject = &holder.subject;
                    rows.push(vec![
                        subject.subject_type.clone(),
                        subject.name.clone(),
                        rule_in_words(organization, rule),
                    ]);
                }
            }
        });
        rows
    };
    let as_csv = Callback::new(move |()| export::csv(&rows()));
    let as_json = Callback::new(move |()| match found.get_untracked() {
        Some(Ok(who)) => serde_json::to_string_pretty(&who).unwrap_or_default(),
        _ => String::new(),
    });
    view! {
        <div class="explorer__fields">
            <ScopeField typed/>
            <EntityField typed with_organization=true/>
        </div>
        {move || match found.get() {
            None => unasked("Name a scope, and where it would be used").into_any(),
            Some(Err(reason)) => view! { <p class="sheet__none">{marked(&capital(&reason))}</p> }.into_any(),
            Some(Ok(who)) => {
                let total = who.principals.len();
                let words = match total {
                    0 => "Nobody can".to_owned(),
                    1 => "1 can".to_owned(),
                    more => format!("{more} can"),
                };
                let shown = if all.get() { usize::MAX } else { LISTED };
                let lines = typed.organization.with(|organization| {
                    let holders = who.principals.iter().take(shown);
                    holders
                        .map(|holder| {
                            let kind = holder.subject.subject_type.clone();
                            let rules = holder.grants.iter().map(|rule| rule_in_words(organization, rule));
                            (kind, holder.subject.name.clone(), rules.collect::<Vec<_>>())
                        })
                        .collect::<Vec<_>>()
                });
                view! {
                    <p class="explorer__answer" role="status">{words}</p>
                    <div class="explorer__exports">
                        <Download label="Export as CSV" name=Signal::derive(|| "who-can.csv".to_owned()) content=as_csv/>
                        <Download label="Export as JSON" name=Signal::derive(|| "who-can.json".to_owned()) content=as_json/>
                    </div>
                    <ul class="explorer__lines" data-testid="who">
                        {lines
                            .into_iter()
                            .map(|(kind, name, rules)| {
                                let kind = if kind == "user" { "person".to_owned() } else { kind };
                                view! {
                                    <li>
                                        {kind} " " <strong>{name}</strong>
                                        {rules
                                            .into_iter()
                                            .map(|rule| view! { <span class="explorer__fact">{marked(&rule)}</span> })
                                            .collect_view()}
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                    <button
                        class="button button--small"
                        type="button"
                        hidden=move || { total <= LISTED || all.get() }
                        on:click=move |_| all.set(true)
                    >
                        {format!("Show all {total}")}
                    </button>
                }
                .into_any()
            }
        }}
    }
}
