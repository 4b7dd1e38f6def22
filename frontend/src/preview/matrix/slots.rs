//! The lines in sight, each in a slot.
//!
//! Making the elements of a line takes longer than all else about it. So there are as many slots as lines fit, and the
//! slot of a line that leaves is written anew as the one that comes.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use policy::Entity;
use web_sys::Element;
use web_sys::wasm_bindgen::{JsCast as _, JsValue};

use super::scroll::Scroll;
use crate::components::pause::Pause;
use crate::preview::board::Board;
use crate::preview::outline::Line;

/// How long the lines rest before their elements are put in order.
const REST: Duration = Duration::from_millis(200);

/// A line, where it is, and what it is about.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// Whose entities these are: the same line of others is another one.
    of: Option<usize>,
    /// Its place among all lines.
    pub(super) index: usize,
    pub(super) line: Line,
    /// The entity, where the line is one.
    pub(super) entity: Option<Entity>,
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        // The entity is what the organization has at the line's row.
        self.of == other.of && self.index == other.index && self.line == other.line
    }
}

impl Placed {
    /// The row of the entity, where the line is one.
    pub(super) const fn row(&self) -> Option<u32> {
        match &self.line {
            Line::Entity(row) => Some(*row),
            Line::Group(..) => None,
        }
    }

    /// How far below the first line it is.
    pub(super) fn top(&self) -> String {
        format!("calc({} * var(--matrix-step))", self.index)
    }

    /// The name and the tags of the entity, a line each.
    pub(super) fn described(&self) -> Option<String> {
        let entity = self.entity.as_ref()?;
        let tags = entity.tags.iter().map(|(key, value)| format!("\n{key}={value}"));
        Some(std::iter::once(entity.name.clone()).chain(tags).collect())
    }
}

/// What stands in a slot.
pub(super) type InSlot = Memo<Option<Arc<Placed>>>;

/// What is said of the line in a slot.
pub(super) fn said<T: Default>(line: InSlot, say: impl FnOnce(&Placed) -> T) -> T {
    line.with(|line| line.as_deref().map(say).unwrap_or_default())
}

/// The slots of one matrix.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slots {
    /// The lines in sight, one after another.
    shown: Memo<Vec<Arc<Placed>>>,
    /// How many slots there are.
    count: Memo<usize>,
}

impl Slots {
    pub(super) fn new(board: Board, lines: Memo<Arc<Vec<Line>>>, scroll: Scroll) -> Self {
        // Never fewer than before: with another number of slots, lines would go into others.
        let count = Memo::new(move |before: Option<&usize>| {
            before.copied().unwrap_or(1).max(scroll.drawn())
        });
        // As many lines as slots, so that those that leave are as many as those that come.
        let visible =
            Memo::new(move |_| scroll.visible(lines.with(|lines| lines.len()), count.get()));
        let shown = Memo::new(move |before: Option<&Vec<Arc<Placed>>>| {
            let range = visible.get();
            board.organization.with(|organization| {
                let of = organization.as_ref().map(|known| Arc::as_ptr(&known.0).addr());
                let place = |(index, line): (usize, &Line)| {
                    let mut placed = Placed { of, index, line: line.clone(), entity: None };
                    if let Some(known) = before.and_then(|before| at(before, index))
                        && **known == placed
                    {
                        return Arc::clone(known);
                    }
                    placed.entity =
                        organization.as_ref().zip(placed.row()).and_then(|(organization, row)| {
                            organization.inventory.entity(row).cloned()
                        });
                    Arc::new(placed)
                };
                lines.with(|lines| {
                    let lines = lines.get(range.clone()).unwrap_or_default();
                    range.zip(lines).map(place).collect()
                })
            })
        });
        Self { shown, count }
    }

    /// The slots in which there is a line.
    pub(super) fn used(self) -> Vec<usize> {
        let count = self.count.get();
        let (first, len) = self
            .shown
            .with(|shown| (shown.first().map_or(0, |placed| placed.index % count), shown.len()));
        // From the first on, and round to the first slots where there are no more.
        let round = (first + len).saturating_sub(count);
        (0..round).chain(first..(first + len).min(count)).collect()
    }

    /// The line in a slot; the last one there was once there is none.
    pub(super) fn line(self, slot: usize) -> InSlot {
        Memo::new(move |before: Option<&Option<Arc<Placed>>>| {
            let count = self.count.get();
            let line = self.shown.with(|shown| {
                let first = shown.first()?.index % count;
                shown.get((slot + count - first) % count).cloned()
            });
            line.or_else(|| before.cloned().flatten())
        })
    }

    /// Puts the lines below `parent` in the order in which they are seen, once they rest: who has the page read aloud
    /// hears them in the order of its elements.
    pub(super) fn in_order(self, parent: impl Fn() -> Option<Element> + Copy + 'static) {
        let pause = Pause::new(REST);
        Effect::new(move |_| {
            self.shown.track();
            pause.after(move || {
                if let Some(parent) = parent()
                    && let Err(error) = put_in_order(&parent)
                {
                    leptos::logging::error!("the lines could not be put in order: {error:?}");
                }
            });
        });
    }
}

/// The line at `index` among `shown`.
fn at(shown: &[Arc<Placed>], index: usize) -> Option<&Arc<Placed>> {
    shown.get(index.checked_sub(shown.first()?.index)?)
}

fn put_in_order(parent: &Element) -> Result<(), JsValue> {
    let found = parent.query_selector_all(":scope > [aria-rowindex]")?;
    let mut rows: Vec<(usize, Element)> = Vec::new();
    for row in (0..found.length()).filter_map(|index| found.get(index)?.dyn_into::<Element>().ok())
    {
        let number = row.get_attribute("aria-rowindex").and_then(|number| number.parse().ok());
        let number = number.unwrap_or_default();
        // They are few, and in order but for where the slots begin anew.
        let behind = rows.iter().rev().take_while(|(known, _)| *known > number).count();
        rows.insert(rows.len() - behind, (number, row));
    }
    for pair in rows.windows(2) {
        if let [(_, above), (_, row)] = pair
            && above.next_element_sibling().as_ref() != Some(row)
        {
            above.after_with_node_1(row)?;
        }
    }
    Ok(())
}
