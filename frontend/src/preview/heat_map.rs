//! How much is granted, as a map that zooms: from the entity types over their projects to single entities.

mod head;
mod keys;
mod row;

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use policy::{EntityType, ResourceType, Scope};
use web_sys::wasm_bindgen::JsCast as _;

use super::board::{Board, Picked, Shown, Zoom, plural};
use super::heat::{Heat, Target, Tile};
use super::outline::Outline;
use super::search::Search;
use super::shared::Shared;
use super::why::Cell;
use super::words::capitalized;
use crate::components::look_switch::matrix_step;
use crate::components::resized::on_resize;

/// The least width of a tile, in pixels.
const WIDTH: usize = 148;
/// How many lines of the matrix are as high as a row of tiles, with the gap below.
const LINES: usize = 3;
/// How many rows beyond the sight are drawn.
const MARGIN: usize = 3;

/// What the tiles are laid out by.
#[derive(Debug, Clone, Copy)]
struct Map {
    board: Board,
    looked_at: Shown,
    tiles: Memo<Arc<Vec<Tile>>>,
    /// How many tiles stand beside each other.
    columns: RwSignal<usize>,
    /// The first row in sight, and how many fit.
    sight: RwSignal<(usize, usize)>,
    /// The tile that keys move.
    active: RwSignal<usize>,
    element: NodeRef<html::Div>,
    /// The height of a line of the matrix, in pixels.
    step: Signal<u32>,
}

impl Map {
    fn new(board: Board) -> Self {
        let heat = Memo::new(move |_| {
            board.comparison.with(|comparison| {
                board.difference.with(|difference| {
                    Some(Shared::new(Heat::of(comparison.as_deref()?, difference.as_deref()?)))
                })
            })
        });
        let outline = Memo::new(move |_| {
            board.organization.with(|organization| {
                let inventory = &organization.as_ref()?.inventory;
                Some(Shared::new(Outline::of(inventory, entity_type(board))))
            })
        });
        let looked_at = expect_context::<Shown>();
        let zoom = looked_at.zoom;
        let map = Self {
            board,
            looked_at,
            tiles: Memo::new(move |_| {
                Arc::new(tiles(board, &zoom.get(), heat, outline).unwrap_or_default())
            }),
            columns: RwSignal::new(4),
            sight: RwSignal::new((0, 8)),
            active: RwSignal::new(0),
            element: NodeRef::new(),
            step: matrix_step(),
        };
        Effect::new(move |_| {
            let Some(element) = map.element.get() else { return };
            map.read();
            on_resize(&element, move || map.read());
        });
        map
    }

    /// The height of a row of tiles, in pixels.
    fn height(self) -> usize {
        self.step.try_get_untracked().unwrap_or(1) as usize * LINES
    }

    /// Takes over how wide the map is, and where it is scrolled to.
    fn read(self) {
        let Some(element) = self.element.try_get_untracked().flatten() else { return };
        let pixels = |pixels: i32| usize::try_from(pixels).unwrap_or(0);
        let columns = (pixels(element.client_width()) / WIDTH).max(1);
        let first = pixels(element.scroll_top()) / self.height();
        let sight = (first, pixels(element.client_height()) / self.height() + 1);
        if self.columns.get_untracked() != columns {
            self.columns.set(columns);
        }
        if self.sight.get_untracked() != sight {
            self.sight.set(sight);
        }
    }

    /// Scrolls as little as shows the tile that keys move.
    fn reveal(self) {
        let Some(element) = self.element.try_get_untracked().flatten() else { return };
        let row = self.active.get_untracked() / self.columns.get_untracked().max(1);
        let top = i32::try_from(row * self.height()).unwrap_or(i32::MAX);
        let bottom = top.saturating_add(i32::try_from(self.height()).unwrap_or(0));
        if top < element.scroll_top() {
            element.set_scroll_top(top);
        } else if bottom > element.scroll_top() + element.client_height() {
            element.set_scroll_top(bottom - element.client_height());
        }
        self.read();
    }

    /// Zooms into the tile at `index`.
    fn enter(self, index: usize) {
        let board = self.board;
        let Some(tile) = self.tiles.with_untracked(|tiles| tiles.get(index).cloned()) else {
            return;
        };
        match tile.target {
            Target::Type(entity_type) => {
                board.tab.set(ResourceType::Entity(entity_type));
                self.show(Zoom::Projects, |_| false);
            }
            Target::Project(name) => self.show(Zoom::Entities(name), |_| false),
            Target::Entity(row, _) => self.explain(row),
        }
    }

    /// Zooms out, to where the tile stands that was entered.
    fn leave(self) {
        let entity_type = entity_type(self.board);
        match self.looked_at.zoom.get_untracked() {
            Zoom::Types => {}
            Zoom::Projects => {
                self.show(Zoom::Types, |tile| tile.target == Target::Type(entity_type));
            }
            Zoom::Entities(name) => {
                let target = Target::Project(name);
                self.show(Zoom::Projects, move |tile| tile.target == target);
            }
        }
    }

    /// Shows another part of the map; keys go on at the first tile that `is_active`, else at the first.
    fn show(self, zoom: Zoom, is_active: impl Fn(&Tile) -> bool) {
        self.looked_at.zoom.set(zoom);
        let place = self.tiles.with_untracked(|tiles| tiles.iter().position(is_active));
        self.active.set(place.unwrap_or_default());
        self.reveal();
        if let Some(element) = self.element.get_untracked() {
            // A browser that refuses leaves the focus where it was.
            drop(element.focus());
        }
    }

    /// Shows an entity in the matrix, scope by scope.
    fn explain(self, row: u32) {
        let board = self.board;
        board.picked.set(Some(Picked::Row(row)));
        let granted = board.comparison.with_untracked(|comparison| {
            comparison.as_ref().map(|comparison| comparison.draft.matrix.scopes(row))
        });
        let scope = granted.and_then(|scopes| scopes.iter().next()).or_else(|| self.lost(row));
        self.looked_at.arrives.set_value(true);
        self.looked_at.is_map.set(false);
        // Once the matrix is there, it scrolls to what is selected.
        request_animation_frame(move || {
            board.select(scope.map(|scope| Cell { row: Some(row), scope }));
        });
    }

    /// A scope that is taken away at `row`.
    fn lost(self, row: u32) -> Option<Scope> {
        self.board.difference.with_untracked(|difference| {
            let effects = difference.as_ref()?.effects(entity_type(self.board));
            effects.iter().find(|effect| effect.lost.contains(row)).map(|effect| effect.scope)
        })
    }
}

/// The type that the map is about, below the entity types.
fn entity_type(board: Board) -> EntityType {
    match board.tab.get() {
        ResourceType::Entity(entity_type) => entity_type,
        ResourceType::Global => EntityType::Stack,
    }
}

fn tiles(
    board: Board,
    zoom: &Zoom,
    heat: Memo<Option<Shared<Heat>>>,
    outline: Memo<Option<Shared<Outline>>>,
) -> Option<Vec<Tile>> {
    let (heat, comparison) = (heat.get()?, board.comparison.get()?);
    let inventory = &comparison.organization.inventory;
    if *zoom == Zoom::Types {
        return Some(heat.types(inventory));
    }
    let (entity_type, outline) = (entity_type(board), outline.get()?);
    let search = Search::parse(&board.search.get(), inventory, entity_type);
    let only_changes = board.only_changes.get();
    let is_shown = |row: u32| {
        (!only_changes || heat.changes(row))
            && (search.is_open()
                || inventory.entity(row).is_some_and(|entity| search.finds(entity)))
    };
    Some(match zoom {
        Zoom::Entities(name) => heat.entities(&outline, &comparison, (entity_type, name), is_shown),
        Zoom::Types | Zoom::Projects => heat.projects(&outline, entity_type, is_shown),
    })
}

/// The tiles of one level, with the way back.
#[component]
pub fn HeatMap(
    /// What is shared.
    board: Board,
) -> impl IntoView {
    let map = Map::new(board);
    let rows = Memo::new(move |_| {
        let columns = map.columns.get().max(1);
        map.tiles.with(|tiles| tiles.len().div_ceil(columns))
    });
    let shown = move || {
        let (first, fitting) = map.sight.get();
        let columns = map.columns.get().max(1);
        let range = first.saturating_sub(MARGIN)..(first + fitting + MARGIN).min(rows.get());
        map.tiles.with(|tiles| {
            let row = |row: usize| {
                let tiles = tiles.iter().skip(row * columns).take(columns);
                (row * columns, row, tiles.cloned().collect::<Vec<_>>())
            };
            range.map(row).collect::<Vec<_>>()
        })
    };
    let label = move || match map.looked_at.zoom.get() {
        Zoom::Types => "Entity types".to_owned(),
        Zoom::Projects => {
            format!("{} by project", capitalized(plural(board.tab.get())))
        }
        Zoom::Entities(name) => {
            format!("{} of {}", capitalized(plural(board.tab.get())), head::in_a_sentence(&name))
        }
    };
    let is_empty = move || map.tiles.with(|tiles| tiles.is_empty());
    // Fewer tiles than before: keys go on at the last.
    Effect::new(move |_| {
        let last = map.tiles.with(|tiles| tiles.len().saturating_sub(1));
        if map.active.get_untracked() > last {
            map.active.set(last);
        }
    });
    view! {
        <section class="heat" aria-label="Heat map">
            <div class="heat__head">
                {head::crumbs(&map)}
                {head::legend()}
            </div>
            <div
                class="heat__grid"
                role="grid"
                tabindex="0"
                hidden=is_empty
                node_ref=map.element
                aria-label=label
                aria-readonly="true"
                aria-rowcount=move || rows.get().to_string()
                aria-colcount=move || map.columns.get().to_string()
                aria-activedescendant=move || row::tile_id(map.active.get())
                style=("--heat-row", move || format!("{}px", map.step.get() as usize * LINES))
                style=("--heat-columns", move || map.columns.get().to_string())
                on:scroll=move |_| map.read()
                on:click=move |event| clicked(&map, &event)
                on:keydown=move |event| keys::pressed(&map, &event)
            >
                <div
                    class="heat__body"
                    role="rowgroup"
                    style:block-size=move || format!("calc({} * var(--heat-row))", rows.get())
                >
                    <For each=shown key=Clone::clone let:entry>
                        {row::row(&map, entry.0, entry.1, entry.2)}
                    </For>
                </div>
            </div>
            <Show when=is_empty>{empty(board)}</Show>
        </section>
    }
}

/// Why there is nothing to see.
fn empty(board: Board) -> impl IntoView {
    let words = move || {
        let kind = plural(board.tab.get());
        if board.search.with(|search| search.trim().is_empty()) && board.only_changes.get() {
            board.against.same(&format!("these {kind}"))
        } else if board.search.with(|search| search.trim().is_empty()) {
            format!("There are no {kind} here.")
        } else {
            format!("None of the {kind} here fits the search.")
        }
    };
    view! { <p class="heat__empty">{words}</p> }
}

/// Zooms into the tile that was clicked.
fn clicked(map: &Map, event: &ev::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let tile = target.and_then(|target| target.closest("[data-tile]").ok().flatten());
    let index = tile.and_then(|tile| tile.get_attribute("data-tile")?.parse().ok());
    if let Some(index) = index {
        map.active.set(index);
        map.enter(index);
    }
}
