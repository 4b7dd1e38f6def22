//! What a team is granted on single entities.

use leptos::prelude::*;
use policy::{EntityGrant, EntityType};

use crate::app::desk::Desk;
use crate::app::may::Needing;
use crate::components::choose_one::ChooseOne;
use crate::components::pager::{Pager, slice};
use crate::components::segments::{Segment, Segments};
use crate::pages::people::change_dialog::ChangeDialog;
use crate::pages::people::choices;
use crate::preview::words::capitalized;
use crate::state::change::Change;
use crate::state::form::words::{entity_name, noun, set_name};
use crate::state::levels::Level;

/// What a team is granted on single entities.
#[component]
pub fn Grants(
    /// The name of the team.
    name: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let granting = RwSignal::new(false);
    let revoking = RwSignal::new(None::<(EntityType, String)>);
    let page = RwSignal::new(0);
    let own = name.clone();
    let grants = Memo::new(move |_| {
        let workspace = desk.ready();
        let teams = workspace.as_ref().map(|workspace| workspace.organization.teams.iter());
        let team = teams.and_then(|mut teams| teams.find(|team| team.name == own));
        team.map(|team| team.entity_grants.clone()).unwrap_or_default()
    });
    let rows = move || {
        let workspace = desk.ready()?;
        let organization = &workspace.organization;
        let grants = grants.get();
        if grants.is_empty() {
            return Some(
                view! { <p class="sheet__none">"This team is granted nothing on single entities"</p> }
                    .into_any(),
            );
        }
        let row = |grant: EntityGrant| {
            let EntityGrant { entity_type, entity_id, permission_set_id } = grant;
            let set = set_name(organization, &permission_set_id).to_owned();
            let entity = entity_name(organization, entity_type, &entity_id).to_owned();
            let what = format!(" {set} on {entity}");
            view! {
                <li class="rows__row">
                    <span class="rows__name">{entity}</span>
                    <span class="rows__detail">{format!("{}, {set}", noun(entity_type, 1))}</span>
                    <Needing needs="team:update" class="button button--small" on_press=move || revoking.set(Some((entity_type, entity_id.clone())))>
                        "Take away…"
                        <span class="visually-hidden">{what}</span>
                    </Needing>
                </li>
            }
        };
        let shown = slice(&grants, page.get()).into_iter();
        Some(view! { <ul class="rows">{shown.map(row).collect_view()}</ul> }.into_any())
    };
    view! {
        {rows}
        <Pager total=Signal::derive(move || grants.with(Vec::len)) page/>
        <Needing needs="team:update" on_press=move || granting.set(true)>
            "Grant access to an entity…"
        </Needing>
        <GrantDialog open=granting team=name.clone()/>
        <RevokeDialog revoking team=name/>
    }
}

#[component]
fn GrantDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The name of the team.
    team: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let entity_type = RwSignal::new(EntityType::Stack);
    let (entity, level) = (RwSignal::new(None::<String>), RwSignal::new(Level::Read));
    Effect::new(move |_| {
        if open.get() {
            entity.set(None);
        }
    });
    Effect::new(move |before: Option<EntityType>| {
        let now = entity_type.get();
        if before.is_some_and(|before| before != now) {
            entity.set(None);
            level.set(Level::Read);
        }
        now
    });
    let title = format!("Grant {team} access to an entity");
    let change = Signal::derive(move || {
        let (entity_type, entity_id) = (entity_type.get(), entity.get()?);
        let permission_set_id = level.get().set(entity_type)?.to_owned();
        let grant = EntityGrant { entity_type, entity_id, permission_set_id };
        Some(Change::Grant { team: team.clone(), grant })
    });
    let types = Signal::derive(|| {
        let segment = |value| {
            let label = match value {
                EntityType::Stack => "Stack",
                EntityType::Environment => "Environment",
                EntityType::InsightsAccount => "Account",
            };
            Segment { value, label, count: None }
        };
        EntityType::ALL.map(segment).to_vec()
    });
    let levels = Signal::derive(move || {
        let levels = Level::of(entity_type.get()).iter();
        levels.map(|level| Segment { value: *level, label: level.word(), count: None }).collect()
    });
    let entities = Memo::new(move |_| {
        let of = entity_type.get();
        desk.ready()
            .map(|workspace| choices::entities(&workspace.organization, of))
            .unwrap_or_default()
    });
    let chooser = move || {
        view! {
            <Segments label="Type of entity" segments=types chosen=entity_type/>
            <ChooseOne label="Entity" choices=entities chosen=entity none="There are none of this type"/>
            <div class="field">
                <span class="field__label">"Level"</span>
                <Segments label="Level" segments=levels chosen=level/>
            </div>
        }
    };
    let told = Callback::new(move |change| match change {
        Change::Grant { team, grant } => {
            format!("{team} has access to the {}", noun(grant.entity_type, 1))
        }
        _ => String::new(),
    });
    view! { <ChangeDialog open title change confirm="Grant access" chooser=chooser told/> }
}

#[component]
fn RevokeDialog(
    /// The entity, while it is shown.
    revoking: RwSignal<Option<(EntityType, String)>>,
    /// The name of the team.
    team: String,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if revoking.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            revoking.set(None);
        }
    });
    let own = team.clone();
    let change = Signal::derive(move || {
        let (entity_type, id) = revoking.get()?;
        Some(Change::Revoke { team: own.clone(), entity_type, id })
    });
    let title = Signal::derive(move || {
        let (Some((entity_type, id)), Some(workspace)) = (revoking.get(), desk.ready()) else {
            return String::new();
        };
        let name = entity_name(&workspace.organization, entity_type, &id);
        format!("Take the access of {team} to {name} away?")
    });
    let told = Callback::new(|change| match change {
        Change::Revoke { team, entity_type, .. } => {
            capitalized(&format!("the {} is no longer granted to {team}", noun(entity_type, 1)))
        }
        _ => String::new(),
    });
    view! { <ChangeDialog open title change confirm="Take away" is_danger=true told/> }
}
