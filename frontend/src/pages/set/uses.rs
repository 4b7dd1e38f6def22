//! Which roles use a permission set, and what a change of it means for whom.

use leptos::prelude::*;
use leptos_router::components::A;
use policy::Edit;

use super::Editing;
use crate::components::answered::answered;
use crate::components::meant::Meant;
use crate::preview::words::amount;
use crate::routes::Page;
use crate::state::effects::impact::meaning;

/// The roles that use the set, and what the change means for everybody.
#[component]
pub fn Uses() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let desk = editing.desk;
    let found = answered(
        move || {
            let id = editing.saved.with(|saved| saved.id.clone());
            Some((desk.ready()?, Edit::Record { id, details: editing.details() }))
        },
        |(workspace, edit)| meaning(&workspace.organization, edit),
    );
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
            {move || {
                if is_new() {
                    quiet("Nothing before a role uses it").into_any()
                } else if editing.is_changed() {
                    view! { <Meant found/> }.into_any()
                } else {
                    quiet("Nothing is changed. Tick a scope and see here who gains it, and where.").into_any()
                }
            }}
        </section>
    }
}

fn quiet(words: &str) -> impl IntoView + use<> {
    view! { <p class="sheet__none">{words.to_owned()}</p> }
}
