//! On which entities a rule grants.

use leptos::prelude::*;
use policy::EntityType;

use crate::pages::role::editor::Editor;
use crate::pages::role::rule_card::ThisRule;
use crate::state::form::words::noun;
use crate::state::form::{Chosen, Every, Leaf, Operator, RuleForm, Tagged};

/// Which entities a rule speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every entity of a type.
    Every,
    /// Entities chosen one by one.
    Chosen,
    /// Entities by tag.
    Tagged,
    /// Whatever its JSON says.
    Custom,
}

impl Kind {
    const OFFERED: [Self; 3] = [Self::Every, Self::Chosen, Self::Tagged];

    /// Which of them `rule` is.
    pub(super) const fn of(rule: &RuleForm) -> Self {
        match rule {
            RuleForm::Every(_) => Self::Every,
            RuleForm::Chosen(_) => Self::Chosen,
            RuleForm::Tagged(_) => Self::Tagged,
            RuleForm::Custom(_) => Self::Custom,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::Chosen => "chosen",
            Self::Tagged => "tagged",
            Self::Custom => "custom",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Every => "all",
            Self::Chosen => "chosen",
            Self::Tagged => "tagged",
            Self::Custom => "whatever it says",
        }
    }
}

/// On which entities.
#[component]
pub fn Where(
    /// Which of the rules.
    index: usize,
    /// Which entities it speaks of.
    kind: Kind,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let rule = expect_context::<ThisRule>();
    let entity_type = Memo::new(move |_| rule.with(|rule| rule.and_then(RuleForm::entity_type)));
    let change_kind = move |name: String| {
        let chosen = Kind::OFFERED.into_iter().find(|kind| kind.name() == name);
        let Some(chosen) = chosen else { return };
        editor.edit_rule(index, None, |rule| *rule = converted(rule, chosen));
    };
    let change_type = move |name: String| {
        let Some(chosen) = EntityType::from_name(&name) else { return };
        editor.edit_rule(index, None, |rule| retype(rule, chosen));
    };
    view! {
        <span class="rule__where">
            "On"
            <select
                class="select select--small"
                aria-label="Which entities"
                disabled=move || editor.is_locked()
                on:change:target=move |event| change_kind(event.target().value())
            >
                {Kind::OFFERED
                    .into_iter()
                    .map(|option| {
                        view! {
                            <option value=option.name() selected=option == kind>
                                {option.label()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <select
                class="select select--small"
                aria-label="Entity type"
                disabled=move || editor.is_locked()
                on:change:target=move |event| change_type(event.target().value())
            >
                {EntityType::ALL
                    .into_iter()
                    .map(|option| {
                        view! {
                            <option
                                value=option.name()
                                selected=move || entity_type.get() == Some(option)
                            >
                                {noun(option, 2)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </span>
    }
}

/// The same grants, for other entities.
fn converted(rule: &RuleForm, kind: Kind) -> RuleForm {
    let (Some(entity_type), Some(grants)) = (rule.entity_type(), rule.grants().cloned()) else {
        return rule.clone();
    };
    match kind {
        Kind::Every => RuleForm::Every(Every { entity_type, grants, stands_apart: false }),
        Kind::Chosen => RuleForm::Chosen(Chosen { entity_type, ids: Vec::new(), grants }),
        Kind::Tagged => {
            let leaf =
                Leaf { key: String::new(), operator: Operator::Equals, value: String::new() };
            RuleForm::Tagged(Tagged { entity_type, leaves: vec![leaf], grants })
        }
        Kind::Custom => rule.clone(),
    }
}

/// The same rule for entities of another type; what cannot be granted there stays and is commented on.
fn retype(rule: &mut RuleForm, to: EntityType) {
    match rule {
        RuleForm::Every(Every { entity_type, .. })
        | RuleForm::Tagged(Tagged { entity_type, .. }) => {
            *entity_type = to;
        }
        RuleForm::Chosen(Chosen { entity_type, ids, .. }) => {
            *entity_type = to;
            ids.clear();
        }
        RuleForm::Custom(_) => {}
    }
}
