//! Every state of the preview, without a server: to look at, and to measure.

use std::sync::Arc;

use leptos::prelude::*;
use policy::{Context, Descriptor, Entity, Expression, Inventory, Organization, UxPurpose};

use super::PreviewPane;
use crate::state::evaluation::{Comparison, Evaluation};

const DEMO: &str = include_str!("../../../demo/acme.json");

/// A page with one preview and buttons for its states: `#waiting`, `#failed`, `#empty`, `#large` and the demo's roles.
#[component]
pub fn GalleryPage() -> impl IntoView {
    let demo = wire::Snapshot::parse(DEMO).ok().and_then(|snapshot| snapshot.load().ok());
    let demo = Arc::new(demo.unwrap_or_default());
    let large = Arc::new(repeated(&demo, 20));
    let comparison = RwSignal::new(None::<Arc<Comparison>>);
    let stale = RwSignal::new(None::<String>);
    let rule = RwSignal::new(None::<usize>);
    let took = RwSignal::new(String::new());
    let roles: Vec<_> = demo
        .records
        .iter()
        .filter(|record| record.purpose == UxPurpose::Policy || record.is_built_in())
        .map(|record| (record.name.clone(), record.details.clone()))
        .collect();
    let env = RwSignal::new("prod".to_owned());
    let show = {
        let (demo, large, roles) = (Arc::clone(&demo), Arc::clone(&large), roles.clone());
        move |name: &str| {
            stale.set(None);
            match name {
                "waiting" => comparison.set(None),
                "failed" => {
                    comparison.set(None);
                    stale.set(Some("the role comes to more than 200000 grants and conditions once its references are followed".to_owned()));
                }
                "empty" => {
                    let nothing = Organization {
                        name: "acme".to_owned(),
                        inventory: Inventory::default(),
                        ..(*demo).clone()
                    };
                    comparison.set(compared(&Arc::new(nothing), &deployer("prod"), None));
                }
                "stale" => {
                    comparison.set(compared(&demo, &deployer("prod"), None));
                    stale.set(Some(
                        "at /entries/2: unknown field `subnode`, did you mean `subNode`?"
                            .to_owned(),
                    ));
                }
                "large" => {
                    comparison.set(compared(&large, &deployer("prod"), Some(&deployer("dev"))))
                }
                "draft" => {
                    comparison.set(compared(&demo, &deployer("prod"), Some(&deployer("dev"))))
                }
                name => {
                    let details = roles.iter().find(|(other, _)| other == name);
                    if let Some((_, details)) = details {
                        comparison.set(compared(&demo, details, None));
                    }
                }
            }
        }
    };
    let show = StoredValue::new_local(show);
    let start = location().hash().ok().map(|hash| hash.trim_start_matches('#').replace("%20", " "));
    show.with_value(|show| {
        show(start.as_deref().filter(|name| !name.is_empty()).unwrap_or("draft"));
    });
    let typed = move |value: String| {
        let before = performance();
        env.set(value.clone());
        let organization = comparison.with(|comparison| {
            comparison.as_ref().map(|comparison| Arc::clone(&comparison.organization))
        });
        if let Some(organization) = organization {
            comparison.set(compared(&organization, &deployer(&value), Some(&deployer("dev"))));
        }
        took.set(format!("{:.1} ms", performance() - before));
    };
    let states = ["draft", "stale", "waiting", "failed", "empty", "large"];
    let names =
        states.into_iter().map(str::to_owned).chain(roles.into_iter().map(|(name, _)| name));
    view! {
        <main class="gallery">
            <nav class="gallery__states" aria-label="States">
                {names
                    .map(|name| {
                        let label = name.clone();
                        view! {
                            <button type="button" on:click=move |_| show.with_value(|show| show(&name))>
                                {label}
                            </button>
                        }
                    })
                    .collect_view()}
                <label>
                    "env ≠ "
                    <input
                        id="gallery-env"
                        prop:value=move || env.get()
                        on:input=move |event| typed(event_target_value(&event))
                    />
                </label>
                <output id="gallery-took">{move || took.get()}</output>
                <output id="gallery-rule">{move || rule.get().map(|rule| format!("rule {}", rule + 1))}</output>
                <button type="button" on:click=move |_| rule.set(Some(1))>"select rule 2"</button>
            </nav>
            <div class="gallery__pane">
                <PreviewPane comparison=comparison.into() stale=stale.into() selected_rule=rule/>
            </div>
        </main>
    }
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
