//! The matrix of entities and scopes: only what is in sight is in the page.

mod cells;
mod header;
mod keys;
mod names;
mod row;
mod ruled;
mod scroll;
mod slots;

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use policy::{EntityType, ResourceType, Rows, Scope};
use web_sys::Element;
use web_sys::wasm_bindgen::JsCast;

use super::board::{Board, Picked, Shown, plural};
use super::columns::{Column, Wanted, columns};
use super::difference::Difference;
use super::mentioned;
use super::outline::{Line, Outline};
use super::search::Search;
use super::shared::Shared;
use super::why::{Cell, Why};
use crate::components::distinct::distinct;
use crate::components::look_switch::matrix_step;
use cells::Template;
use scroll::Scroll;
use slots::Slots;

/// Room for the ring around a cell in the last line or column, in pixels.
const RIM: u8 = 6;

/// What the lines and cells are made of.
#[derive(Debug, Clone, Copy)]
struct Grid {
    board: Board,
    entity_type: EntityType,
    columns: Memo<Arc<Vec<Column>>>,
    lines: Memo<Arc<Vec<Line>>>,
    /// The tag keys that rows show.
    keys: ReadSignal<Vec<String>>,
}

impl Grid {
    fn new(board: Board, entity_type: EntityType) -> Self {
        let outline = Memo::new(move |_| {
            board.organization.with(|organization| {
                organization.as_ref().map(|organization| {
                    Shared::new(Outline::of(&organization.inventory, entity_type))
                })
            })
        });
        let search = Memo::new(move |_| {
            let text = board.search.get();
            board.organization.with(|organization| {
                organization
                    .as_ref()
                    .map(|organization| Search::parse(&text, &organization.inventory, entity_type))
                    .unwrap_or_default()
            })
        });
        let columns =
            Memo::new(move |_| {
                let wanted = Wanted {
                    every: board.every_scope.get(),
                    only_changes: board.only_changes.get(),
                    search: search.get(),
                };
                board.difference.with(|difference| {
                    Arc::new(difference.as_ref().map_or_else(Vec::new, |difference| {
                        columns(difference, entity_type, &wanted)
                    }))
                })
            });
        let lines = Memo::new(move |_| Arc::new(lines(board, entity_type, outline, search)));
        let keys = distinct(move || {
            board.comparison.with(|comparison| {
                comparison.as_ref().map_or_else(Vec::new, |comparison| {
                    let records = &comparison.organization.records;
                    mentioned::keys(&comparison.draft.details, records, entity_type)
                })
            })
        });
        Self { board, entity_type, columns, lines, keys }
    }

    fn line_of(self, row: u32) -> Option<usize> {
        self.lines.with_untracked(|lines| lines.iter().position(|line| *line == Line::Entity(row)))
    }

    fn column_of(self, scope: Scope) -> Option<usize> {
        self.columns
            .with_untracked(|columns| columns.iter().position(|column| column.scope == scope))
    }

    /// Scrolls as little as shows the line, and the project above it where that is its first.
    fn reveal(self, scroll: Scroll, line: usize) {
        let first = self.with_group(line);
        if first != line {
            scroll.show_line(first);
        }
        scroll.show_line(line);
    }

    /// The line of the project above, where `line` is its first.
    fn with_group(self, line: usize) -> usize {
        let is_group = |above: usize| {
            let found = self
                .lines
                .try_with_untracked(|lines| matches!(lines.get(above), Some(Line::Group(..))));
            found == Some(true)
        };
        line.checked_sub(1).filter(|above| is_group(*above)).unwrap_or(line)
    }

    /// Looks at the first rule that grants the selected cell.
    fn open_rule(self) {
        let Some(cell) = self.board.selected.get_untracked() else { return };
        let why = self.board.comparison.with_untracked(|comparison| {
            self.board.difference.with_untracked(|difference| {
                Why::of(comparison.as_deref()?, difference.as_deref()?, cell)
            })
        });
        let entry = why.and_then(|why| why.grants.iter().find_map(|reason| reason.entry));
        if entry.is_some() {
            self.board.selected_rule.set(entry);
        }
    }
}

fn lines(
    board: Board,
    entity_type: EntityType,
    outline: Memo<Option<Shared<Outline>>>,
    search: Memo<Search>,
) -> Vec<Line> {
    let changed = board.only_changes.get().then(|| {
        let total = board.organization.with(|organization| {
            organization.as_ref().map_or(0, |organization| organization.inventory.len())
        });
        board.difference.with(|difference| {
            difference.as_deref().map(|difference| changed(difference, entity_type, total))
        })
    });
    let changed = changed.flatten();
    search.with(|search| {
        board.organization.with(|organization| {
            outline.with(|outline| {
                let (Some(organization), Some(outline)) = (organization, outline) else {
                    return Vec::new();
                };
                outline.lines(|row| {
                    changed.as_ref().is_none_or(|changed| changed.contains(row))
                        && (search.is_open()
                            || organization
                                .inventory
                                .entity(row)
                                .is_some_and(|entity| search.finds(entity)))
                })
            })
        })
    })
}

/// The rows on which anything is gained or lost, of `total` in the inventory.
fn changed(difference: &Difference, entity_type: EntityType, total: usize) -> Rows {
    let effects = difference.effects(entity_type).iter();
    let changed: Vec<_> = effects.flat_map(|effect| [&effect.gained, &effect.lost]).collect();
    Rows::union(&changed, total)
}

/// The entities of one type by the scopes granted on them.
#[component]
pub fn Matrix(
    /// What is shared.
    board: Board,
    /// The type.
    entity_type: EntityType,
) -> impl IntoView {
    let grid = Grid::new(board, entity_type);
    let template = StoredValue::new_local(Template::default());
    let element = NodeRef::<html::Div>::new();
    // `matrix.css` is told by custom properties.
    let step = matrix_step();
    let scroll = Scroll::new(element, step);
    let is_empty = Memo::new(move |_| {
        grid.lines.with(|lines| lines.is_empty()) || grid.columns.with(|columns| columns.is_empty())
    });
    let slots = Slots::new(board, grid.lines, scroll);
    let (body, names) = (NodeRef::<html::Div>::new(), NodeRef::new());
    slots.in_order(move || body.try_get_untracked().flatten().map(Element::from));
    let active = move || {
        let cell = board.selected.get()?;
        Some(cell_id(cell.row?, cell.scope))
    };
    ruled::stay_in_sight(grid, scroll);
    // What is told about the cell takes room from the matrix; the cell stays in sight.
    Effect::new(move |_| {
        let Some(cell) = board.selected.get() else { return };
        let line = cell.row.and_then(|row| grid.line_of(row));
        if let Some((line, column)) = line.zip(grid.column_of(cell.scope)) {
            request_animation_frame(move || {
                grid.reveal(scroll, line);
                scroll.show_column(column);
            });
        }
    });
    take_focus(element);
    let keydown = move |event: ev::KeyboardEvent| keys::pressed(grid, scroll, &event);
    let noun = plural(ResourceType::Entity(entity_type));
    view! {
        <div class="matrix" part="matrix" hidden=move || is_empty.get()>
            <div
                class="matrix__grid"
                role="grid"
                tabindex="0"
                node_ref=element
                aria-label=format!("Scopes on {noun}")
                aria-readonly="true"
                aria-rowcount=move || grid.lines.with(|lines| (lines.len() + 1).to_string())
                aria-colcount=move || grid.columns.with(|columns| (columns.len() + 1).to_string())
                aria-activedescendant=active
                style=("--matrix-step", move || format!("{}px", step.get()))
                style=("--matrix-rim", format!("{RIM}px"))
                style=("--matrix-columns", move || {
                    grid.columns.with(|columns| columns.len().to_string())
                })
                on:scroll=move |_| {
                    scroll.read();
                    names::leave(names);
                }
                on:click=move |event| clicked(grid, scroll, &event)
                on:pointerover=move |event| names::hover(names, &event)
                on:pointerleave=move |_| names::leave(names)
                on:keydown=keydown
            >
                {move || header::header(grid)}
                <div
                    class="matrix__body"
                    role="rowgroup"
                    node_ref=body
                    style:block-size=move || {
                        grid.lines.with(|lines| format!("calc({} * var(--matrix-step))", lines.len()))
                    }
                >
                    {names::names(grid, names, slots)}
                    <For each=move || slots.used() key=|slot| *slot let:slot>
                        {row::line(grid, template, slots.line(slot))}
                    </For>
                    {move || header::edges(grid)}
                </div>
            </div>
        </div>
        <Show when=move || is_empty.get()>{empty(grid)}</Show>
    }
}

/// Whoever came from the heat map goes on here.
fn take_focus(element: NodeRef<html::Div>) {
    let shown = expect_context::<Shown>();
    Effect::new(move |_| {
        if let Some(element) = element.get()
            && shown.arrives.get_value()
        {
            shown.arrives.set_value(false);
            // A browser that refuses leaves the focus where it was.
            drop(element.focus());
        }
    });
}

/// Why there is nothing to see; never the same words as for something denied.
fn empty(grid: Grid) -> impl IntoView {
    let board = grid.board;
    let noun = plural(ResourceType::Entity(grid.entity_type));
    let total = board.organization.with(|organization| {
        organization
            .as_ref()
            .map_or(0, |organization| organization.inventory.of_type(grid.entity_type).len())
    });
    let is_filtered = move || board.only_changes.get() || !board.search.get().trim().is_empty();
    let words = move || {
        if total == 0 {
            format!(
                "This organization has no {noun} yet. Rules that reach every one of them, or go by tags, will take in those that come."
            )
        } else if board.only_changes.get() && board.search.get().trim().is_empty() {
            board.against.same(noun)
        } else if is_filtered() {
            format!("Nothing among {total} {noun} and their scopes fits the search.")
        } else {
            board.against.none(noun)
        }
    };
    let reset = move |_| {
        board.only_changes.set(false);
        board.search.set(String::new());
    };
    view! {
        <div class="matrix__empty">
            <p>{words}</p>
            <Show when=move || { total > 0 && is_filtered() }>
                <button type="button" class="preview__button" on:click=reset>
                    {format!("Show all {noun}")}
                </button>
            </Show>
        </div>
    }
}

/// The id of a cell in the page.
fn cell_id(row: u32, scope: Scope) -> String {
    format!("cell-{row}-{scope}")
}

/// Selects the cell, or picks the row or column whose header was clicked.
fn clicked(grid: Grid, scroll: Scroll, event: &ev::MouseEvent) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let attribute = |name: &str| {
        let element = target.closest(&format!("[{name}]")).ok().flatten()?;
        element.get_attribute(name)
    };
    let board = grid.board;
    let row = attribute("data-row").and_then(|row| row.parse::<u32>().ok());
    let named = attribute("data-scope").and_then(|name| Scope::from_name(&name));
    // In a line, between two cells or on one.
    let in_line = || {
        let line = target.closest("[role=row][data-row]").ok().flatten()?;
        let from_start = f64::from(event.client_x()) - line.get_bounding_client_rect().left();
        let column = scroll.column_at(from_start)?;
        grid.columns.with_untracked(|columns| columns.get(column).map(|column| column.scope))
    };
    let scope = named.or_else(in_line);
    match (row, scope) {
        (Some(row), Some(scope)) => board.select(Some(Cell { row: Some(row), scope })),
        (Some(row), None) => board.pick(Picked::Row(row)),
        (None, Some(scope)) => board.pick(Picked::Column(scope)),
        (None, None) => {}
    }
}
