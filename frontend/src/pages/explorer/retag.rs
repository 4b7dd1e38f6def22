//! What other tags on an entity would mean for everybody.

use leptos::{ev, prelude::*};
use policy::Edit;
use wire::retag::{Retag, Retagging};
use wire::snapshot::EntityKey;

use super::{EntityField, Exports, Place, Typed, unasked};
use crate::components::answered::answered;
use crate::components::focus::after_removal;
use crate::components::icon::{Glyph, Icon};
use crate::components::meant::Meant;
use crate::state::effects::impact::meaning;
use crate::state::explained::effect_rows;
use crate::state::export;
use crate::state::moment::now;

/// What other tags on an entity would mean for everybody; the tags themselves stay as they are.
#[component]
pub fn Retagged(
    /// The question.
    typed: Typed,
) -> impl IntoView {
    let tags = RwSignal::new(Vec::<(String, String)>::new());
    // Another entity begins with the tags that it has.
    Effect::new(move |before: Option<Option<u32>>| {
        let row = typed.place().and_then(Place::row);
        if before != Some(row) {
            let of_entity = row.and_then(|row| {
                typed
                    .organization
                    .with(|organization| Some(organization.inventory.entity(row)?.tags.clone()))
            });
            tags.set(of_entity.unwrap_or_default());
        }
        row
    });
    let asked = move || {
        let row = typed.place()?.row()?;
        let organization = typed.organization.get();
        let entity = organization.inventory.entity(row)?;
        let wanted = tags.get();
        let set = wanted.iter().filter(|(key, _)| !key.trim().is_empty()).cloned();
        let has = |key: &str| wanted.iter().any(|(wanted, _)| wanted == key);
        let remove = entity.tags.iter().filter(|(key, _)| !has(key));
        let retagging = Retagging {
            entity: EntityKey { entity_type: entity.entity_type.into(), id: entity.id.clone() },
            set: set.collect(),
            remove: remove.map(|(key, _)| key.clone()).collect(),
        };
        Some((organization, retagging))
    };
    let found = answered(asked, |(organization, retagging)| {
        let Retagging { entity, set, remove } = retagging;
        let (entity_type, id) = (entity.entity_type.into(), entity.id);
        let set = set.into_iter().collect();
        meaning(&organization, Edit::Retag { entity_type, id, set, remove })
    });
    let as_csv = Callback::new(move |()| match found.get_untracked().as_deref() {
        Some(Ok((_, told))) => export::csv(&effect_rows(told)),
        _ => String::new(),
    });
    let as_json = Callback::new(move |()| {
        let retag = untrack(asked)
            .and_then(|(organization, retagging)| Retag::of(&organization, &retagging, now()).ok());
        retag.and_then(|retag| serde_json::to_string_pretty(&retag).ok()).unwrap_or_default()
    });
    let is_found = move || found.with(|found| found.as_deref().is_some_and(Result::is_ok));
    let count = Memo::new(move |_| tags.with(Vec::len));
    view! {
        <div class="explorer__fields">
            <EntityField typed with_organization=false/>
        </div>
        {move || match typed.place().and_then(Place::row) {
            None => unasked("Name a stack, an environment or an account, and change its tags here to see who would gain and lose").into_any(),
            Some(_) => view! {
                <fieldset class="explorer__tags picker__group">
                    <legend>"Tags"</legend>
                    {move || (0..count.get()).map(|place| view! { <TagLine tags place/> }).collect_view()}
                    <div>
                        <button
                            class="button button--small"
                            type="button"
                            on:click=move |_| tags.update(|tags| tags.push((String::new(), String::new())))
                        >
                            "Add tag"
                        </button>
                    </div>
                </fieldset>
            }.into_any(),
        }}
        <section class="explorer__meant" data-testid="retag">
            <Show when=move || typed.place().and_then(Place::row).is_some()>
                <Meant found/>
                <div hidden=move || !is_found()>
                    <Exports name="other-tags" as_csv as_json/>
                </div>
            </Show>
        </section>
    }
}

/// One tag, to be typed.
#[component]
fn TagLine(
    /// All of them.
    tags: RwSignal<Vec<(String, String)>>,
    /// Which one it is, from 0.
    place: usize,
) -> impl IntoView {
    let at = move || tags.with(|tags| tags.get(place).cloned()).unwrap_or_default();
    let change = move |change: &dyn Fn(&mut (String, String))| {
        tags.update(|tags| {
            if let Some(tag) = tags.get_mut(place) {
                change(tag);
            }
        });
    };
    let remove = move |event: ev::MouseEvent| {
        after_removal(&event, ".explorer__tag");
        tags.update(|tags| {
            if place < tags.len() {
                tags.remove(place);
            }
        });
    };
    view! {
        <div class="explorer__tag">
            <input
                class="input"
                aria-label=format!("Key of tag {}", place + 1)
                prop:value=move || at().0
                on:input:target=move |event| change(&|tag| tag.0 = event.target().value())
            />
            <input
                class="input"
                aria-label=format!("Value of tag {}", place + 1)
                prop:value=move || at().1
                on:input:target=move |event| change(&|tag| tag.1 = event.target().value())
            />
            <button
                class="button button--icon button--quiet"
                type="button"
                aria-label=format!("Remove tag {}", place + 1)
                on:click=remove
            >
                <Icon glyph=Glyph::Cross/>
            </button>
        </div>
    }
}
