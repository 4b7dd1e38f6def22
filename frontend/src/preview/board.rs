//! What the parts of the preview share.

use std::sync::Arc;

use leptos::prelude::*;
use policy::{EntityType, Organization, ResourceType, Rows, Scope, ScopeSet};

use super::against::Against;
use super::difference::Difference;
use super::shared::Shared;
use super::why::{Cell, entry};
use crate::components::distinct::distinct;
use crate::state::evaluation::Comparison;

/// The signals that the parts of the preview read and write.
#[derive(Debug, Clone, Copy)]
pub struct Board {
    /// The draft and what is saved.
    pub comparison: Memo<Option<Shared<Comparison>>>,
    /// What lies between them.
    pub difference: Memo<Option<Shared<Difference>>>,
    /// The organization, which stays the same while the draft changes.
    pub organization: ReadSignal<Option<Shared<Organization>>>,
    /// What the matrix is about.
    pub tab: RwSignal<ResourceType>,
    /// Whether scopes that are granted nowhere have a column.
    pub every_scope: RwSignal<bool>,
    /// Whether only what the draft changes is shown.
    pub only_changes: RwSignal<bool>,
    /// What is typed into the search box.
    pub search: RwSignal<String>,
    /// The cell being explained.
    pub selected: RwSignal<Option<Cell>>,
    /// The row or column picked by its header.
    pub picked: RwSignal<Option<Picked>>,
    /// The rule being looked at, by entry.
    pub selected_rule: RwSignal<Option<usize>>,
    /// For each entry, the number under which people know its rule; what several rules share has none.
    pub rule_numbers: Option<Signal<Vec<Option<usize>>>>,
    /// What it all stands beside.
    pub against: Against,
    /// Where that rule grants what.
    pub ruled: Memo<Vec<(Rows, ScopeSet)>>,
}

/// A row or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked {
    /// The entity at a row.
    Row(u32),
    /// A scope.
    Column(Scope),
}

/// How far one has gone into the heat map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zoom {
    /// The entity types.
    Types,
    /// The projects of the type.
    Projects,
    /// The entities of a project.
    Entities(String),
}

/// Which way of showing what is granted is chosen; a context around the preview.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// Whether how much is granted is shown, and not each scope.
    pub is_map: RwSignal<bool>,
    /// How far one has gone into that.
    pub zoom: RwSignal<Zoom>,
    /// Whether somebody came from there to a cell of the matrix, which then takes the focus.
    pub arrives: StoredValue<bool>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            is_map: RwSignal::new(false),
            zoom: RwSignal::new(Zoom::Projects),
            arrives: StoredValue::new(false),
        }
    }
}

impl Board {
    /// The signals for the preview of `comparison`.
    pub fn new(
        comparison: Signal<Option<Arc<Comparison>>>,
        selected_rule: RwSignal<Option<usize>>,
        rule_numbers: Option<Signal<Vec<Option<usize>>>>,
    ) -> Self {
        let comparison = Memo::new(move |_| comparison.get().map(Shared));
        let difference = Memo::new(move |_| {
            comparison.with(|comparison| {
                comparison.as_ref().map(|comparison| Shared::new(Difference::of(comparison)))
            })
        });
        // A memo of it would wake whatever is said of lines that stay, by each way from the draft to it.
        let organization = distinct(move || {
            comparison.with(|comparison| {
                comparison.as_ref().map(|comparison| Shared(Arc::clone(&comparison.organization)))
            })
        });
        let ruled = Memo::new(move |_| {
            let rule = selected_rule.get();
            comparison.with(|comparison| match (comparison, rule) {
                (Some(comparison), Some(rule)) => {
                    // A rule of several chosen entities is an entry for each of them.
                    let shared = number(rule_numbers, rule);
                    ruled(comparison, |entry| {
                        entry == rule || (shared.is_some() && number(rule_numbers, entry) == shared)
                    })
                }
                _ => Vec::new(),
            })
        });
        let board = Self {
            comparison,
            difference,
            organization,
            tab: RwSignal::new(ResourceType::Entity(EntityType::Stack)),
            every_scope: RwSignal::new(false),
            only_changes: RwSignal::new(false),
            search: RwSignal::new(String::new()),
            selected: RwSignal::new(None),
            picked: RwSignal::new(None),
            selected_rule,
            rule_numbers,
            against: use_context().unwrap_or_default(),
            ruled,
        };
        let shown = Shown::default();
        provide_context(shown);
        board.follow(shown);
        board
    }

    /// Keeps what is chosen in step with what there is.
    fn follow(self, shown: Shown) {
        // Rows are places in one organization, and mean something else in another.
        Effect::new(move |before: Option<Option<Shared<Organization>>>| {
            let now = self.organization.get();
            if before.is_some_and(|before| before.is_some() && before != now) {
                self.selected.set(None);
                self.picked.set(None);
            }
            now
        });
        // A project is one of the type.
        Effect::new(move |before: Option<ResourceType>| {
            let now = self.tab.get();
            if before.is_some_and(|before| before != now) {
                shown.zoom.set(Zoom::Projects);
            }
            now
        });
        // The first that is granted is shown, on whatever it is; from then on people look where they like.
        let has_shown = StoredValue::new(false);
        Effect::new(move |_| {
            if has_shown.get_value() {
                return;
            }
            let granted = self.difference.with(|difference| {
                difference.as_deref().map(Difference::granted_on).unwrap_or_default()
            });
            let Some(first) = granted.first() else { return };
            has_shown.set_value(true);
            if let ResourceType::Entity(shown) = self.tab.get_untracked()
                && !granted.contains(&shown)
            {
                self.tab.set(ResourceType::Entity(*first));
            }
        });
        // A rule that was chosen elsewhere is shown where it reaches something.
        Effect::new(move |_| {
            if self.selected_rule.get().is_none() {
                return;
            }
            let reached = self.ruled.with_untracked(|ruled| reached(self, ruled));
            if let Some(first) = reached.first()
                && !reached.contains(&self.tab.get_untracked())
            {
                self.tab.set(*first);
            }
        });
    }

    /// The number under which people know the rule at `entry`.
    pub fn number(self, entry: usize) -> Option<usize> {
        number(self.rule_numbers, entry)
    }

    /// Marks a row or a column, or no longer.
    pub fn pick(self, picked: Picked) {
        self.picked.update(|current| {
            *current = if *current == Some(picked) { None } else { Some(picked) };
        });
    }

    /// Whether there is something saved that the draft is compared with.
    pub fn is_compared(self) -> Memo<bool> {
        Memo::new(move |_| {
            self.comparison.with(|comparison| {
                comparison.as_ref().is_some_and(|comparison| comparison.saved.is_some())
            })
        })
    }

    /// Explains `cell`, or nothing.
    pub fn select(self, cell: Option<Cell>) {
        self.selected.set(cell);
    }
}

/// The number of the rule at `entry`; its place where the editor numbers nothing.
fn number(numbers: Option<Signal<Vec<Option<usize>>>>, entry: usize) -> Option<usize> {
    numbers
        .and_then(|numbers| numbers.with(|numbers| numbers.get(entry).copied()))
        .unwrap_or(Some(entry + 1))
}

/// The rows on which the rules at the chosen entries hold, with the scopes they grant there.
fn ruled(comparison: &Comparison, is_chosen: impl Fn(usize) -> bool) -> Vec<(Rows, ScopeSet)> {
    let draft = &comparison.draft;
    let rules = draft.access.program.rules().iter().enumerate();
    let of_entry = rules.filter(|(_, rule)| {
        draft
            .access
            .program
            .path(rule)
            .first()
            .and_then(|place| entry(place, &draft.details))
            .is_some_and(&is_chosen)
    });
    of_entry
        .filter_map(|(index, candidate)| {
            Some((draft.matrix.rows_of_rule(index)?.clone(), candidate.scopes))
        })
        .collect()
}

/// What the highlighted rule grants anything on.
fn reached(board: Board, ruled: &[(Rows, ScopeSet)]) -> Vec<ResourceType> {
    let on = |entity_type: EntityType| {
        // The organization that the rows are of, which `board.organization` comes to a moment later.
        board.comparison.with_untracked(|comparison| {
            comparison.as_ref().is_some_and(|comparison| {
                let rows = comparison.organization.inventory.of_type(entity_type);
                let of_type = ScopeSet::of_type(entity_type.into());
                ruled.iter().any(|(holding, scopes)| {
                    !scopes.intersection(of_type).is_empty()
                        && !holding.intersection(rows).is_empty()
                })
            })
        })
    };
    let mut reached: Vec<_> = EntityType::ALL
        .into_iter()
        .filter(|entity_type| on(*entity_type))
        .map(ResourceType::Entity)
        .collect();
    let global = ScopeSet::of_type(ResourceType::Global);
    if ruled.iter().any(|(_, scopes)| !scopes.intersection(global).is_empty()) {
        reached.push(ResourceType::Global);
    }
    reached
}

/// Whether the highlighted rule grants `scope` at `row`.
pub fn is_ruled(ruled: &[(Rows, ScopeSet)], row: u32, scope: Scope) -> bool {
    ruled.iter().any(|(rows, scopes)| scopes.contains(scope) && rows.contains(row))
}

/// The word for several of what a tab is about.
pub const fn plural(resource_type: ResourceType) -> &'static str {
    match resource_type {
        ResourceType::Global => "organization",
        ResourceType::Entity(EntityType::Stack) => "stacks",
        ResourceType::Entity(EntityType::Environment) => "environments",
        ResourceType::Entity(EntityType::InsightsAccount) => "accounts",
    }
}
