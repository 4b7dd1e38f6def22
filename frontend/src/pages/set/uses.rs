//! Which roles use a permission set, and what a change of it means for whom.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;
use policy::{Edit, Impact, Organization};

use super::Editing;
use crate::components::effect_list::EffectList;
use crate::components::pause::Pause;
use crate::components::prose::capital;
use crate::preview::words::amount;
use crate::routes::Page;
use crate::state::effects::impact::touched;
use crate::state::effects::{Told, amounts};
use crate::state::moment::now;

/// Long enough for what was ticked to be painted.
const PAUSE: Duration = Duration::from_millis(150);

/// What is known of a change.
type Found = Result<([usize; 3], Vec<Told>), String>;

/// The roles that use the set, and what the change means for everybody.
#[component]
pub fn Uses() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let desk = editing.desk;
    let found = RwSignal::new(None::<Arc<Found>>);
    let pause = Pause::new(PAUSE);
    Effect::new(move |_| {
        pause.forget();
        found.set(None);
        let details = editing.details();
        let id = editing.saved.with(|saved| saved.id.clone());
        let Some(workspace) = desk.ready() else { return };
        pause.after(move || {
            let edit = Edit::Record { id, details };
            found.set(Some(Arc::new(effects(&workspace.organization, edit))));
        });
    });
    let is_new = move || editing.version.get().is_none();
    view! {
        <section aria-label="Used by">
            <h2 class="set__heading">{move || {
                editing.saved.with(|saved| match saved.used_by.len() {
                    0 => "No role uses it".to_owned(),
                    count => format!("{} {} it", amount(count, "role"), if count == 1 { "uses" } else { "use" }),
                })
            }}</h2>
            <ul class="set__roles">
                {move || {
                    let organization = desk.name().unwrap_or_default();
                    let roles = editing.saved.with(|saved| saved.used_by.clone());
                    roles
                        .into_iter()
                        .map(|(id, name)| {
                            let page = Page::Role { organization: organization.clone(), id };
                            view! { <li><A href=page.path()>{name}</A></li> }
                        })
                        .collect_view()
                }}
            </ul>
        </section>
        <section aria-label="What the change means" data-testid="set-effects" hidden=editing.is_read_only()>
            <h2 class="set__heading">"What the change means"</h2>
            {move || match found.get() {
                _ if is_new() => quiet("Nothing before a role uses it").into_any(),
                _ if !editing.is_changed() => quiet("Nothing is changed. Tick a scope and see here who gains it, and where.").into_any(),
                None => quiet("Finding out…").into_any(),
                Some(found) => match found.as_ref() {
                    Err(reason) => quiet(&capital(reason)).into_any(),
                    Ok((_, told)) if told.is_empty() => quiet("Nobody gains or loses anything").into_any(),
                    Ok((touched, told)) => {
                        let words = format!("Affects {}", amounts(*touched));
                        view! {
                            <p class="set__touched" role="status">{words}</p>
                            <EffectList told=told.clone()/>
                        }
                        .into_any()
                    }
                },
            }}
        </section>
    }
}

fn quiet(words: &str) -> impl IntoView + use<> {
    view! { <p class="sheet__none">{words.to_owned()}</p> }
}

fn effects(organization: &Organization, edit: Edit) -> Found {
    let impact = Impact::of(organization, &[edit], now()).map_err(|error| error.to_string())?;
    Ok((touched(&impact), Told::all(organization, &impact)))
}
