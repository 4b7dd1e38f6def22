//! Who can use a scope somewhere, and by which rules.

use leptos::prelude::*;
use leptos_router::components::A;
use wire::explain::Who;
use wire::subject::Label;

use super::why::place_of;
use super::{EntityField, Exports, ScopeField, Typed, unasked};
use crate::app::desk::Desk;
use crate::components::prose::{capital, marked};
use crate::routes::Page;
use crate::state::asked::called;
use crate::state::explained::who_rows;
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
    let desk = expect_context::<Desk>();
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
    let as_csv = Callback::new(move |()| match found.get_untracked() {
        Some(Ok(who)) => typed
            .organization
            .with_untracked(|organization| export::csv(&who_rows(organization, &who))),
        _ => String::new(),
    });
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
                            let subject = &holder.subject;
                            let rules = holder.grants.iter().map(|rule| rule_in_words(organization, subject, rule));
                            (subject.clone(), called(organization, subject), rules.collect::<Vec<_>>())
                        })
                        .collect::<Vec<_>>()
                });
                view! {
                    <p class="explorer__answer" role="status">{words}</p>
                    <Exports name="who-can" as_csv as_json/>
                    <ul class="explorer__lines" data-testid="who">
                        {lines
                            .into_iter()
                            .map(|(subject, name, rules)| {
                                let (noun, page) = page_of(&desk.name().unwrap_or_default(), &subject);
                                view! {
                                    <li>
                                        {noun} " " <A href=page.path()><strong>{name}</strong></A>
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

/// The word for somebody, and the page about them.
fn page_of(organization: &str, subject: &Label) -> (&'static str, Page) {
    let organization = organization.to_owned();
    let id = subject.id.clone().unwrap_or_else(|| subject.name.clone());
    match subject.subject_type.as_str() {
        "team" => ("team", Page::Team { organization, name: id }),
        "token" => ("token", Page::Token { organization, id }),
        _ => ("person", Page::Person { organization, login: id }),
    }
}
