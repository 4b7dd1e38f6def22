//! Why somebody may use a scope somewhere, or why not and what would mend it.

use leptos::prelude::*;
use policy::{Organization, Subject};
use wire::explain::{Explained, Question};
use wire::snapshot::EntityKey;

use super::{EntityField, Exports, ScopeField, SubjectField, Typed, unasked};
use crate::components::prose::{capital, marked};
use crate::state::explained::{Lines, why_rows};
use crate::state::export;
use crate::state::moment::now;

/// How many rules that do not reach, and how many repairs, are told.
const TOLD: usize = 8;

/// Why somebody may use a scope somewhere, or why not and what would mend it.
#[component]
pub fn Why(
    /// The question.
    typed: Typed,
) -> impl IntoView {
    let found = Memo::new_with_compare(
        move |_| {
            let (subject, scope, place) = (typed.subject()?, typed.scope()?, typed.place()?);
            let subject = named(&subject)?;
            Some(typed.organization.with(|organization| {
                let entity = place.row().and_then(|row| place_of(organization, row));
                let question = Question { subject, scope: scope.name().to_owned(), entity };
                question.answer(organization, Some(now())).map_err(|fault| fault.message)
            }))
        },
        |_, _| true,
    );
    let as_csv = Callback::new(move |()| match found.get_untracked() {
        Some(Ok(explained)) => typed
            .organization
            .with_untracked(|organization| export::csv(&why_rows(organization, &explained))),
        _ => String::new(),
    });
    let as_json = Callback::new(move |()| match found.get_untracked() {
        Some(Ok(explained)) => serde_json::to_string_pretty(&explained).unwrap_or_default(),
        _ => String::new(),
    });
    view! {
        <div class="explorer__fields">
            <SubjectField typed label="Who" value=typed.subject/>
            <ScopeField typed/>
            <EntityField typed with_organization=true/>
        </div>
        {move || match found.get() {
            None => unasked("Name somebody, a scope, and where they would use it").into_any(),
            Some(Err(reason)) => view! { <p class="sheet__none">{marked(&capital(&reason))}</p> }.into_any(),
            Some(Ok(explained)) => {
                let exports = view! { <Exports name="why" as_csv as_json/> }.into_any();
                typed
                    .organization
                    .with(|organization| told(organization, &explained, exports))
                    .into_any()
            }
        }}
    }
}

fn told(
    organization: &Organization,
    explained: &Explained,
    exports: AnyView,
) -> impl IntoView + use<> {
    let Lines { who, grants, mut misses, mut repairs } = Lines::of(organization, explained);
    let (class, verdict) = if explained.allowed {
        ("explorer__answer explorer__answer--yes", format!("{who} may"))
    } else {
        ("explorer__answer explorer__answer--no", format!("{who} may not"))
    };
    let more = misses.len().saturating_sub(TOLD);
    misses.truncate(TOLD);
    repairs.truncate(TOLD);
    let refused = explained.refused.as_ref().map(|standing| capital(&standing.message));
    view! {
        <p class=class role="status" data-testid="why">{verdict}</p>
        {refused.map(|words| view! { <p class="banner banner--warning">{marked(&words)}</p> })}
        {exports}
        {(!grants.is_empty()).then(|| view! {
            <section>
                <h2 class="set__heading">"Granted by"</h2>
                <ul class="explorer__lines">
                    {grants.into_iter().map(|rule| view! { <li>{marked(&capital(&rule))}</li> }).collect_view()}
                </ul>
            </section>
        })}
        {(!misses.is_empty()).then(|| view! {
            <section>
                <h2 class="set__heading">"Rules that name the scope and do not reach"</h2>
                <ul class="explorer__lines">
                    {misses
                        .into_iter()
                        .map(|(rule, failing)| view! {
                            <li>
                                {marked(&capital(&rule))}
                                <span class="explorer__fact">"Does not hold: " {marked(&failing)}</span>
                            </li>
                        })
                        .collect_view()}
                </ul>
                {(more > 0).then(|| view! { <p class="sheet__none">{format!("and {more} more")}</p> })}
            </section>
        })}
        {(!repairs.is_empty()).then(|| view! {
            <section>
                <h2 class="set__heading">"Allowed after any of these, what opens least first"</h2>
                <ol class="explorer__lines">
                    {repairs
                        .into_iter()
                        .map(|(words, cost)| view! {
                            <li>
                                {marked(&capital(&words))}
                                <span class="explorer__fact">{cost}</span>
                            </li>
                        })
                        .collect_view()}
                </ol>
            </section>
        })}
    }
}

/// How a question names a subject; a draft has no name.
pub(super) fn named(subject: &Subject) -> Option<wire::Subject> {
    Some(match subject {
        Subject::User(login) => wire::Subject::User(login.clone()),
        Subject::Team(name) => wire::Subject::Team(name.clone()),
        Subject::Token(id) => wire::Subject::Token(id.clone()),
        Subject::Role(id) => wire::Subject::Role(id.clone()),
        Subject::Draft { .. } => return None,
    })
}

/// How a question names the entity at a row.
pub(super) fn place_of(organization: &Organization, row: u32) -> Option<EntityKey> {
    let entity = organization.inventory.entity(row)?;
    Some(EntityKey { entity_type: entity.entity_type.into(), id: entity.id.clone() })
}
