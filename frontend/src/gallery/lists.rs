//! What is looked at: lists, how far something goes, and what a change means.

use std::sync::Arc;

use leptos::prelude::*;
use policy::{EntityType, Organization, Scope, Subject};

use crate::components::effect_list::EffectList;
use crate::components::later_reaches::{LaterReaches, Reckoned};
use crate::components::loading::{Failed, Waiting};
use crate::components::pager::{Pager, slice};
use crate::components::prose::marked;
use crate::components::reaches::Reaches;
use crate::components::sheet::{Empty, Section};
use crate::state::effects::{Line, Told};
use crate::state::standing::{Reach, Standing};

/// A few stacks and one environment, with a role that may write some.
const SAMPLE: &str = include_str!("sample.json");

fn sample() -> Organization {
    wire::Snapshot::parse(SAMPLE).ok().and_then(|snapshot| snapshot.load().ok()).unwrap_or_default()
}

/// What stands where nothing can be shown yet, or at all.
#[component]
pub fn Still() -> impl IntoView {
    view! {
        <Section heading="Waiting, failed, empty">
            <Waiting what="the roles"/>
            <Failed message="The server cannot be reached, `GET /api/user` was not answered" on_retry=Callback::new(|()| ())/>
            <Empty>
                <p>"A team gives the same to all its people. Make the first one, and see what it would give."</p>
            </Empty>
            <p class="banner banner--danger">"Not saved. " {marked("expected a number at `/days`, found `x`")}</p>
            <p class="banner banner--warning">"A token of your own is among them"</p>
            <p class="banner">"Every organization has this set"</p>
        </Section>
    }
}

/// Rows, a page at a time, with how far each goes.
#[component]
pub fn Rows() -> impl IntoView {
    let names: Vec<_> = (1..=120).map(|number| format!("Role {number}")).collect();
    let (page, names) = (RwSignal::new(0), StoredValue::new(names));
    let organization = Arc::new(sample());
    let reckoned = Reckoned::default();
    let own = Arc::clone(&organization);
    let row = move |(place, name): (usize, String)| {
        let (organization, subject) = (Arc::clone(&own), Subject::Role("writer".to_owned()));
        let reach = match place {
            0 => view! { <Reaches standing=standing(0)/> }.into_any(),
            1 => view! { <Reaches standing=standing(37)/> }.into_any(),
            _ => view! { <LaterReaches organization subject key="writer".to_owned() reckoned/> }
                .into_any(),
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="table__wide">{reach}</td>
            </tr>
        }
    };
    let rows = move || {
        let shown = names.with_value(|names| slice(names, page.get()));
        shown.into_iter().take(4).enumerate().map(row.clone()).collect_view()
    };
    view! {
        <Section heading="Rows" total=120_usize>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Role"</th>
                        <th scope="col">"Reaches"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <Pager total=Signal::stored(120) page/>
        </Section>
    }
}

fn standing(reached: usize) -> Standing {
    let reach = |entity_type| Reach { entity_type, total: 412, reached, beyond: reached / 2 };
    Standing { reach: EntityType::ALL.map(reach), organization_scopes: reached.min(1) }
}

/// Who gains and who loses what.
#[component]
pub fn Consequences() -> impl IntoView {
    let line = |scopes: &[&str], place: &str, examples: &[&str]| Line {
        scopes: scopes.iter().filter_map(|name| Scope::from_name(name)).collect(),
        set: None,
        place: place.to_owned(),
        examples: examples.iter().map(|name| (*name).to_owned()).collect(),
    };
    let told = |number: usize| {
        let everybody: Vec<_> = (1..=number).map(|one| format!("person{number}{one}")).collect();
        Told {
            holders: everybody.join(" and "),
            everybody,
            gained: vec![line(
                &["stack:write", "stack:delete"],
                "on 2 stacks",
                &["shop/dev", "shop/lab"],
            )],
            lost: vec![line(&["stack:read"], "on the organization", &[])],
            later: vec![(true, line(&["stack:delete"], "stacks whose env is dev", &[]))],
            covered: vec!["stack:read on 3 entities anyway, through the role Auditor".to_owned()],
            unknown: (number == 2).then(|| "the change is too complex".to_owned()),
        }
    };
    let told: Vec<_> = (1..=14).map(told).collect();
    view! {
        <Section heading="What a change means">
            <EffectList told/>
        </Section>
    }
}
