//! The scopes of a permission set, to be ticked.

use leptos::prelude::*;
use policy::{Scope, ScopeSet};

use super::Editing;
use crate::components::icon::{Glyph, Icon};
use crate::components::search_field::SearchField;
use crate::preview::words::{amount, capitalized};
use crate::state::scope_list::groups;
use crate::state::sought::Sought;

/// Every scope that the set could grant, by group, with those ticked that it does.
#[component]
pub fn Scopes() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let query = RwSignal::new(String::new());
    let of_type = editing.saved.with_untracked(|saved| saved.resource_type);
    let granted = editing.saved.with_untracked(crate::state::sets::SetEntry::scopes);
    let all = of_type.map(|of_type| groups(of_type, granted)).unwrap_or_default();
    let placed: ScopeSet = all.iter().flat_map(|(_, scopes)| scopes.iter().copied()).collect();
    let strange = move || {
        let scopes = editing.scopes.get();
        let strange = scopes
            .into_iter()
            .filter(|name| Scope::from_name(name).is_none_or(|scope| !placed.contains(scope)));
        strange.collect::<Vec<_>>()
    };
    let count = move || amount(editing.scopes.with(std::collections::BTreeSet::len), "scope");
    let is_fixed = editing.is_read_only();
    // What cannot be changed is there to be read: what it grants, and nothing to be ticked.
    let is_listed = move |scope: &Scope| !is_fixed || granted.contains(*scope);
    let shown = move || {
        let query = query.get();
        let sought = Sought::parse(&query);
        let found = all.iter().filter_map(|(name, scopes)| {
            let scopes = scopes
                .iter()
                .copied()
                .filter(is_listed)
                .filter(|scope| sought.is_in(&[scope.name(), scope.description(), name]));
            let scopes: Vec<_> = scopes.collect();
            (!scopes.is_empty()).then(|| view! { <Group name scopes/> })
        });
        let found = found.collect_view();
        if found.is_empty() {
            let words = if query.trim().is_empty() {
                "It grants no scope of its own"
            } else {
                "No scope matches"
            };
            view! { <p class="sheet__none">{words}</p> }.into_any()
        } else {
            found.into_any()
        }
    };
    view! {
        <section class="set-scopes" aria-label="Scopes">
            <div class="set-scopes__head">
                <h2>{count}</h2>
                <SearchField label="Search scopes" query/>
            </div>
            {move || {
                let strange = strange();
                (!strange.is_empty()).then(|| view! { <Strange names=strange/> })
            }}
            {shown}
        </section>
    }
}

/// The scopes of one group.
#[component]
fn Group(
    /// Its name.
    name: &'static str,
    /// Its scopes.
    scopes: Vec<Scope>,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let is_fixed = editing.is_read_only();
    let all = StoredValue::new(scopes.clone());
    let is_full = move || {
        editing.scopes.with(|granted| {
            all.with_value(|all| all.iter().all(|scope| granted.contains(scope.name())))
        })
    };
    let toggle_all = move |_| {
        let full = is_full();
        editing.scopes.update(|granted| {
            for scope in all.get_value() {
                if full {
                    granted.remove(scope.name());
                } else {
                    granted.insert(scope.name().to_owned());
                }
            }
        });
    };
    let option = move |scope: Scope| {
        let toggle = move |_| {
            editing.scopes.update(|granted| {
                if !granted.remove(scope.name()) {
                    granted.insert(scope.name().to_owned());
                }
            });
        };
        if is_fixed {
            return view! {
                <p class="choice choice--fixed">
                    <Icon glyph=Glyph::Check/>
                    {words(scope)}
                </p>
            }
            .into_any();
        }
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || editing.scopes.with(|granted| granted.contains(scope.name()))
                    on:change=toggle
                />
                {words(scope)}
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="picker__group">
            <legend>{name}</legend>
            {(!is_fixed && scopes.len() > 1)
                .then(|| {
                    view! {
                        <button class="button button--link set-scopes__all" type="button" on:click=toggle_all>
                            {move || if is_full() { "Untick all" } else { "Tick all" }}
                        </button>
                    }
                })}
            {scopes.into_iter().map(option).collect_view()}
        </fieldset>
    }
}

/// What a scope is called, what it allows, and why to be careful with it.
fn words(scope: Scope) -> impl IntoView {
    view! {
        <span class="choice__text">
            <span class="choice__label choice__label--code">{scope.name()}</span>
            <span class="choice__detail">{scope.description()}</span>
            {scope
                .sensitivity()
                .map(|caution| {
                    view! {
                        <span class="choice__caution">
                            <Icon glyph=Glyph::Shield/>
                            {capitalized(caution)}
                        </span>
                    }
                })}
        </span>
    }
}

/// What the set names and cannot grant on its type, or what the catalogue does not know.
#[component]
fn Strange(
    /// The names.
    names: Vec<String>,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let is_fixed = editing.is_read_only();
    let one = move |name: String| {
        let label = name.clone();
        let remove = move |_| {
            editing.scopes.update(|granted| {
                granted.remove(&name);
            });
        };
        view! {
            <li>
                <code>{label}</code>
                {(!is_fixed)
                    .then(|| view! { <button class="button button--link" type="button" on:click=remove>"Remove"</button> })}
            </li>
        }
    };
    view! {
        <div class="finding finding--warning">
            <Icon glyph=Glyph::Warning/>
            <div>
                "Named by the set, and not among the scopes of its type"
                <ul class="set-scopes__strange">{names.into_iter().map(one).collect_view()}</ul>
            </div>
        </div>
    }
}
