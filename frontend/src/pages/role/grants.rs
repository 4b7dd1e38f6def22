//! What a rule grants: permission sets and single scopes.

use std::sync::Arc;

use leptos::{html, prelude::*};
use policy::{Organization, ResourceType, Scope, UxPurpose, catalogue};

use super::editor::Editor;
use crate::components::distinct::distinct;
use crate::components::icon::{Glyph, Icon};
use crate::components::picker::{Choice, Picker};
use crate::state::form::words::set_name;
use crate::state::form::{Form, Grants, Owner};

const SET: &str = "set ";
const SCOPE: &str = "scope ";

/// The sets and scopes that `owner` grants, and a way to change them.
#[component]
pub fn GrantsRow(
    /// Whose grants they are.
    owner: Owner,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let open = RwSignal::new(false);
    let add = NodeRef::<html::Button>::new();
    let grants = distinct(move || {
        editor.draft.with(|draft| grants_of(&draft.form, owner).cloned()).unwrap_or_default()
    });
    let of_type = distinct(move || editor.draft.with(|draft| type_of(&draft.form, owner)));
    let chosen = Signal::derive(move || {
        let grants = grants.get();
        let sets = grants.sets.iter().map(|id| format!("{SET}{id}"));
        sets.chain(grants.scopes.iter().map(|name| format!("{SCOPE}{name}"))).collect::<Vec<_>>()
    });
    let toggle = move |id: &str| {
        editor.edit_form(None, |form| {
            let Some(grants) = grants_mut(form, owner) else { return };
            if let Some(id) = id.strip_prefix(SET) {
                grants.toggle_set(id);
            } else if let Some(name) = id.strip_prefix(SCOPE) {
                grants.toggle_scope(name);
            }
        });
    };
    let remove = Callback::new(move |id: String| {
        toggle(&id);
        keep_focus(add);
    });
    let choices = Callback::new(move |()| {
        choices(&editor.organization.get_untracked(), of_type.get_untracked(), editor.takes_sets())
    });
    let title = move || match of_type.get() {
        ResourceType::Global => "Grant on the organization".to_owned(),
        ResourceType::Entity(entity_type) => {
            format!("Grant on {}", crate::state::form::words::noun(entity_type, 2))
        }
    };
    view! {
        <div class="grants">
            {move || {
                chosen
                    .get()
                    .into_iter()
                    .map(|id| {
                        let organization = editor.organization.get();
                        view! { <GrantChip id organization on_remove=remove/> }
                    })
                    .collect_view()
            }}
            {editor.is_read_only().then(|| {
                view! { <span class="grants__none" hidden=move || !grants.get().is_empty()>"Nothing by sets or scopes"</span> }
            })}
            <button
                class="button button--small"
                type="button"
                node_ref=add
                hidden=editor.is_read_only()
                disabled=move || editor.is_locked()
                on:click=move |_| open.set(true)
            >
                <Icon glyph=Glyph::Plus/>
                "Grant…"
            </button>
            <Picker
                open
                title=Signal::derive(title)
                choices
                chosen
                on_toggle=Callback::new(move |id: String| toggle(&id))
            />
        </div>
    }
}

/// Brings the focus to `button` once what had it is gone.
pub(super) fn keep_focus(button: NodeRef<html::Button>) {
    request_animation_frame(move || {
        if let Some(button) = button.get_untracked() {
            drop(button.focus());
        }
    });
}

fn grants_of(form: &Form, owner: Owner) -> Option<&Grants> {
    match owner {
        Owner::Rule(index) => form.rules.get(index)?.grants(),
        Owner::Organization | Owner::Everywhere => Some(&form.organization_access),
    }
}

fn grants_mut(form: &mut Form, owner: Owner) -> Option<&mut Grants> {
    match owner {
        Owner::Rule(index) => form.rules.get_mut(index)?.grants_mut(),
        Owner::Organization | Owner::Everywhere => Some(&mut form.organization_access),
    }
}

fn type_of(form: &Form, owner: Owner) -> ResourceType {
    match owner {
        Owner::Rule(index) => form
            .rules
            .get(index)
            .and_then(crate::state::form::RuleForm::entity_type)
            .map_or(ResourceType::Global, ResourceType::Entity),
        Owner::Organization | Owner::Everywhere => ResourceType::Global,
    }
}

/// A set or a scope that is granted.
#[component]
fn GrantChip(
    /// Which it is.
    id: String,
    /// Where sets are found by id.
    organization: Arc<Organization>,
    /// Takes it away.
    on_remove: Callback<String>,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let (name, is_code, note) = if let Some(set) = id.strip_prefix(SET) {
        let is_known = organization.records.find(set).is_some();
        let note = (!is_known).then_some("This permission set does not exist and grants nothing");
        (set_name(&organization, set).to_owned(), !is_known, note)
    } else {
        let name = id.strip_prefix(SCOPE).unwrap_or(&id);
        let note = match Scope::from_name(name) {
            Some(scope) => scope.sensitivity(),
            None => Some("This scope is not in the catalogue and grants nothing"),
        };
        (name.to_owned(), true, note)
    };
    view! {
        <span class="chip" class:chip--code=is_code title=note>
            {note.is_some().then(|| view! { <Icon glyph=Glyph::Shield/> })}
            {name.clone()}
            {note.map(|note| view! { <span class="visually-hidden">{format!(" ({note})")}</span> })}
            <button
                class="chip__remove"
                type="button"
                aria-label=format!("Remove {name}")
                disabled=move || editor.is_locked()
                on:click=move |_| on_remove.run(id.clone())
            >
                <Icon glyph=Glyph::Cross/>
            </button>
        </span>
    }
}

/// Everything that can be granted on entities of a type, or on the organization.
fn choices(organization: &Organization, of_type: ResourceType, takes_sets: bool) -> Vec<Choice> {
    let sets = organization.records.iter().filter(|record| {
        takes_sets && record.purpose == UxPurpose::Set && record.resource_type == Some(of_type)
    });
    let set = |set: &policy::Record| Choice {
        id: format!("{SET}{}", set.id),
        label: set.name.clone(),
        is_code: false,
        detail: match set.flat_scopes().map_or(0, |allow| allow.permissions.len()) {
            0 => set.description.clone(),
            1 => format!("{}, 1 scope", set.description),
            scopes => format!("{}, {scopes} scopes", set.description),
        },
        caution: None,
        group: if set.is_built_in() {
            "Built-in permission sets".to_owned()
        } else {
            "Your permission sets".to_owned()
        },
    };
    let scope = |group: &str, scope: Scope| Choice {
        id: format!("{SCOPE}{scope}"),
        label: scope.name().to_owned(),
        is_code: true,
        detail: scope.description().to_owned(),
        caution: scope.sensitivity().map(ToOwned::to_owned),
        group: group.to_owned(),
    };
    let mut choices: Vec<_> = sets.map(set).collect();
    choices.sort_by(|left, right| (&right.group, &left.label).cmp(&(&left.group, &right.label)));
    let groups = catalogue::offered(of_type).into_iter();
    choices.extend(groups.flat_map(|(group, scopes)| {
        scopes.into_iter().map(move |one| scope(group, one)).collect::<Vec<_>>()
    }));
    choices
}
