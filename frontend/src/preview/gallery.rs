//! Every state of the preview, without a server: to look at, and to measure.

use std::sync::Arc;

use leptos::prelude::*;
use policy::{Context, Descriptor, Entity, Expression, Inventory, Organization, Record};

use super::PreviewPane;
use crate::state::evaluation::{Comparison, Evaluation};

const DEMO: &str = include_str!("../../../demo/acme.json");

/// What the page shows.
#[derive(Debug, Clone, Copy)]
struct Shown {
    comparison: RwSignal<Option<Arc<Comparison>>>,
    stale: RwSignal<Option<String>>,
    rule: RwSignal<Option<usize>>,
    /// The value of the tag condition that can be typed.
    env: RwSignal<String>,
    /// How long the last key took.
    took: RwSignal<String>,
}

/// A page with one preview and buttons for its states; the part after `#` is the first state.
#[component]
pub fn GalleryPage() -> impl IntoView {
    let demo = wire::Snapshot::parse(DEMO).ok().and_then(|snapshot| snapshot.load().ok());
    let demo = Arc::new(demo.unwrap_or_default());
    let shown = Shown {
        comparison: RwSignal::new(None),
        stale: RwSignal::new(None),
        rule: RwSignal::new(None),
        env: RwSignal::new("prod".to_owned()),
        took: RwSignal::new(String::new()),
    };
    let records = demo.records.iter();
    let roles = records.filter(|record| is_shown(record)).map(|record| record.name.clone());
    let names: Vec<_> = STATES.into_iter().map(str::to_owned).chain(roles).collect();
    let start = location().hash().unwrap_or_default();
    let start = start.trim_start_matches('#').replace("%20", " ");
    shown.show(&demo, if start.is_empty() { "draft" } else { &start });
    view! {
        <main class="gallery">
            <nav class="gallery__states" aria-label="States">
                {names
                    .into_iter()
                    .map(|name| {
                        let (demo, label) = (Arc::clone(&demo), name.clone());
                        view! {
                            <button type="button" on:click=move |_| shown.show(&demo, &name)>
                                {label}
                            </button>
                        }
                    })
                    .collect_view()}
                <label>
                    "env ≠ "
                    <input
                        id="gallery-env"
                        prop:value=move || shown.env.get()
                        on:input=move |event| shown.typed(event_target_value(&event))
                    />
                </label>
                <output id="gallery-took">{move || shown.took.get()}</output>
                <output id="gallery-rule">
                    {move || shown.rule.get().map(|rule| format!("rule {}", rule + 1))}
                </output>
                <button type="button" on:click=move |_| shown.rule.set(Some(1))>
                    "select rule 2"
                </button>
            </nav>
            <div class="gallery__pane">
                <PreviewPane
                    comparison=shown.comparison.into()
                    stale=shown.stale.into()
                    selected_rule=shown.rule
                />
            </div>
        </main>
    }
}

const STATES: [&str; 7] = ["draft", "stale", "notices", "waiting", "failed", "empty", "large"];

impl Shown {
    fn show(self, demo: &Arc<Organization>, name: &str) {
        let draft = deployer("prod");
        let (comparison, stale) = match name {
            "waiting" => (None, None),
            "failed" => (
                None,
                Some(
                    "the role comes to more than 200000 grants and conditions once its references are followed",
                ),
            ),
            "empty" => {
                let nothing = Organization { inventory: Inventory::default(), ..(**demo).clone() };
                (compared(&Arc::new(nothing), &draft, None), None)
            }
            "stale" => (
                compared(demo, &draft, None),
                Some("at /entries/2: unknown field `subnode`, did you mean `subNode`?"),
            ),
            "large" => {
                let large = Arc::new(repeated(demo, 20));
                (compared(&large, &draft, Some(&deployer("dev"))), None)
            }
            "notices" => {
                // Through another policy, whose findings are on no card of this draft.
                let id = "e7309cd0-4f2a-4ab5-8667-2d573c83c510".to_owned();
                let other = Descriptor::Group(vec![Descriptor::Compose(vec![id])]);
                (compared(demo, &other, None), None)
            }
            "draft" => (compared(demo, &draft, Some(&deployer("dev"))), None),
            name => {
                let record =
                    demo.records.iter().find(|record| is_shown(record) && record.name == name);
                (record.and_then(|record| compared(demo, &record.details, None)), None)
            }
        };
        self.comparison.set(comparison);
        self.stale.set(stale.map(str::to_owned));
    }

    fn typed(self, value: String) {
        let before = performance();
        let organization = self.comparison.with_untracked(|comparison| {
            comparison.as_ref().map(|comparison| Arc::clone(&comparison.organization))
        });
        if let Some(organization) = organization {
            let saved = deployer("dev");
            self.comparison.set(compared(&organization, &deployer(&value), Some(&saved)));
        }
        self.env.set(value);
        self.took.set(format!("{:.1} ms", performance() - before));
    }
}

/// Roles that only name their policy are shown by it.
fn is_shown(record: &Record) -> bool {
    !matches!(record.details, Descriptor::Compose(_))
}

fn performance() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

fn compared(
    organization: &Arc<Organization>,
    draft: &Descriptor,
    saved: Option<&Descriptor>,
) -> Option<Arc<Comparison>> {
    let evaluate =
        |details: &Descriptor| Evaluation::of(organization, details.clone()).ok().map(Arc::new);
    let saved = saved.and_then(evaluate);
    Some(Arc::new(Comparison {
        organization: Arc::clone(organization),
        draft: evaluate(draft)?,
        saved,
    }))
}

/// Reads every stack, writes and deletes those of payments but for one environment, opens some environments.
fn deployer(env: &str) -> Descriptor {
    let stack = Context::Entity(policy::EntityType::Stack);
    let tag = |key: &str, value: &str| {
        Expression::Equal(
            Box::new(Expression::Tag(stack, key.to_owned())),
            Box::new(Expression::String(value.to_owned())),
        )
    };
    let compose =
        |ids: &[&str]| Descriptor::Compose(ids.iter().map(|id| (*id).to_owned()).collect());
    let is_prod = env == "prod";
    Descriptor::Group(vec![
        compose(&["org-settings-read-only", "stack-read"]),
        Descriptor::Condition {
            condition: tag("team", "payments").and(tag("env", env).negated()),
            node: Box::new(compose(if is_prod {
                &["stack-write", "f8f82b68-f726-4710-a231-1a56b267e076"]
            } else {
                &["stack-write"]
            })),
        },
        Descriptor::Condition {
            condition: Expression::tag_is(
                policy::EntityType::Environment,
                "env",
                if is_prod { "dev" } else { "staging" },
            ),
            node: Box::new(compose(&["94edc04f-b83a-4869-91f4-319c7add0c95"])),
        },
    ])
}

/// The organization with every entity `times` over, under names of their own.
fn repeated(organization: &Organization, times: usize) -> Organization {
    let copies = (0..times).flat_map(|copy| {
        organization.inventory.entities().iter().map(move |entity| Entity {
            id: format!("{}-{copy}", entity.id),
            name: format!("{copy:02}-{}", entity.name),
            ..entity.clone()
        })
    });
    Organization { inventory: Inventory::new(copies.collect()), ..organization.clone() }
}
