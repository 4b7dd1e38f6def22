//! The entities of a rule, chosen one by one.

use leptos::{html, prelude::*};
use policy::{EntityType, Organization};

use super::editor::Editor;
use super::grants::keep_focus;
use super::rule_card::ThisRule;
use crate::components::icon::{Glyph, Icon};
use crate::components::picker::{Choice, Picker};
use crate::state::form::rule::toggle;
use crate::state::form::words::{entity_name, noun};
use crate::state::form::{Chosen, RuleForm};

/// How many are shown before somebody asks for all of them.
const SHOWN: usize = 12;

/// The entities that a rule names.
#[component]
pub fn ChosenEntities(
    /// Which of the rules.
    index: usize,
) -> impl IntoView {
    let (editor, rule) = (expect_context::<Editor>(), expect_context::<ThisRule>());
    let add = NodeRef::<html::Button>::new();
    let (open, shows_all) = (RwSignal::new(false), RwSignal::new(false));
    let rule = Memo::new(move |_| {
        rule.with(|rule| match rule {
            Some(RuleForm::Chosen(Chosen { entity_type, ids, .. })) => {
                Some((*entity_type, ids.clone()))
            }
            _ => None,
        })
    });
    let toggle = Callback::new(move |id: String| {
        editor.edit_rule(index, None, |rule| {
            if let RuleForm::Chosen(rule) = rule {
                toggle(&mut rule.ids, &id);
            }
        });
    });
    let remove = Callback::new(move |id: String| {
        toggle.run(id);
        keep_focus(add);
    });
    let chips = move || {
        let (entity_type, ids) = rule.get()?;
        let organization = editor.organization.get();
        let hidden = if shows_all.get() { 0 } else { ids.len().saturating_sub(SHOWN) };
        let shown = ids.len() - hidden;
        let chips = ids.into_iter().take(shown).map(|id| {
            let is_known = organization.inventory.row(entity_type, &id).is_some();
            let name = entity_name(&organization, entity_type, &id).to_owned();
            view! { <EntityChip id name is_known on_remove=remove/> }
        });
        Some(view! {
            {chips.collect_view()}
            {(hidden > 0)
                .then(|| {
                    view! {
                        <button
                            class="button button--link"
                            type="button"
                            on:click=move |_| shows_all.set(true)
                        >
                            {format!("and {hidden} more")}
                        </button>
                    }
                })}
        })
    };
    let words = move || rule.get().map_or("entities", |(entity_type, _)| noun(entity_type, 2));
    let choices = Callback::new(move |()| {
        let organization = editor.organization.get_untracked();
        let entity_type = rule.get_untracked().map(|(entity_type, _)| entity_type);
        entity_type.map(|of| choices(&organization, of)).unwrap_or_default()
    });
    view! {
        <div class="grants">
            {chips}
            <button
                class="button button--small"
                type="button"
                node_ref=add
                disabled=move || editor.is_locked()
                on:click=move |_| open.set(true)
            >
                <Icon glyph=Glyph::Plus/>
                {move || format!("Choose {}…", words())}
            </button>
            <Picker
                open
                title=Signal::derive(move || format!("Choose {}", words()))
                choices
                chosen=Signal::derive(move || rule.get().map(|(_, ids)| ids).unwrap_or_default())
                on_toggle=toggle
            />
        </div>
    }
}

/// An entity that is named.
#[component]
fn EntityChip(
    /// Its identity.
    id: String,
    /// Its name.
    name: String,
    /// Whether it is there.
    is_known: bool,
    /// Takes it away.
    on_remove: Callback<String>,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let note = (!is_known).then_some("Not in this organization, or no longer");
    view! {
        <span class="chip chip--entity" class:chip--gone=!is_known title=note>
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

/// Every entity of a type, by name, under what its name begins with.
fn choices(organization: &Organization, entity_type: EntityType) -> Vec<Choice> {
    let entities = organization.inventory.entities().iter();
    let mut choices: Vec<_> = entities
        .filter(|entity| entity.entity_type == entity_type)
        .map(|entity| {
            let tags = entity.tags.iter().map(|(key, value)| format!("{key}={value}"));
            let group = entity.name.split_once('/').map_or("Others", |(project, _)| project);
            Choice {
                id: entity.id.clone(),
                label: entity.name.clone(),
                is_code: false,
                detail: tags.collect::<Vec<_>>().join("  "),
                caution: None,
                group: group.to_owned(),
            }
        })
        .collect();
    choices.sort_by(|left, right| (&left.group, &left.label).cmp(&(&right.group, &right.label)));
    choices
}
