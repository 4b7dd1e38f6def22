//! The preview in each of its states.

use std::sync::Arc;

use leptos::prelude::*;
use policy::{Descriptor, Inventory, Organization};

use crate::components::segments::{Segment, Segments};
use crate::components::sheet::Section;
use crate::preview::PreviewPane;
use crate::state::evaluation::{Comparison, Evaluation};

/// A few stacks and one environment, with a role that may write some.
const SAMPLE: &str = include_str!("sample.json");

const BEFORE: &str =
    r#"{"__type": "PermissionDescriptorAllow", "permissions": ["stack:read", "stack:delete"]}"#;

/// The organization that is looked at.
pub(super) fn sample() -> Organization {
    wire::Snapshot::parse(SAMPLE).ok().and_then(|snapshot| snapshot.load().ok()).unwrap_or_default()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Failed,
    Empty,
    Filled,
    Stale,
}

/// The preview, in the state that is chosen.
#[component]
pub fn Pane() -> impl IntoView {
    let chosen = RwSignal::new(State::Filled);
    let organization = Arc::new(sample());
    let comparison = Memo::new_with_compare(
        move |_| match chosen.get() {
            State::Waiting | State::Failed => None,
            State::Empty => {
                let nothing =
                    Organization { inventory: Inventory::default(), ..(*organization).clone() };
                compared(&Arc::new(nothing))
            }
            State::Filled | State::Stale => compared(&organization),
        },
        |_, _| true,
    );
    let stale = move || match chosen.get() {
        State::Failed => Some("the role comes to more than can be followed".to_owned()),
        State::Stale => {
            Some("at /entries/2: unknown field `subnode`, did you mean `subNode`?".to_owned())
        }
        State::Waiting | State::Empty | State::Filled => None,
    };
    let segment = |value: State, label: &'static str| Segment { value, label, count: None };
    let segments = vec![
        segment(State::Filled, "Filled"),
        segment(State::Stale, "Of an earlier text"),
        segment(State::Empty, "Empty"),
        segment(State::Waiting, "Waiting"),
        segment(State::Failed, "Failed"),
    ];
    view! {
        <Section heading="The preview">
            <Segments label="State of the preview" segments chosen/>
            <div class="gallery__pane">
                <PreviewPane comparison=comparison.into() stale=Signal::derive(stale) selected_rule=RwSignal::new(None)/>
            </div>
        </Section>
    }
}

fn compared(organization: &Arc<Organization>) -> Option<Arc<Comparison>> {
    let evaluate = |details: Descriptor| Evaluation::of(organization, details).ok().map(Arc::new);
    let details = organization.records.find("writer")?.details.clone();
    let (draft, saved) = (evaluate(details)?, Descriptor::parse(BEFORE).ok().and_then(evaluate));
    Some(Arc::new(Comparison { organization: Arc::clone(organization), draft, saved }))
}
