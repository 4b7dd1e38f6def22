//! The cells of a line.
//!
//! More than a thousand are in sight, and a key may change every one of them. So they are written straight into the
//! page: a line begins as a copy of one on which nothing is granted, and each cell is touched where it differs from
//! what it says already.

use std::borrow::Cow;
use std::sync::Arc;

use leptos::{html, prelude::*};
use policy::Scope;
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{DocumentFragment, Element};

use super::slots::{InSlot, Placed, said};
use super::{Grid, cell_id};
use crate::preview::against::Against;
use crate::preview::board::{Picked, is_ruled};
use crate::preview::columns::Column;
use crate::preview::difference::Sign;

/// What one cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    scope: Scope,
    sign: Sign,
    is_selected: bool,
    is_ruled: bool,
    is_picked: bool,
}

impl Shown {
    /// What a cell shows on which nothing is granted.
    const fn blank(scope: Scope) -> Self {
        Self { scope, sign: Sign::Absent, is_selected: false, is_ruled: false, is_picked: false }
    }

    /// The name of the cell. The headers of its line and its column say the rest; the cell that is selected, which the
    /// grid gives the focus to, says all of it.
    fn words(self, about: &About) -> Cow<'static, str> {
        let sign = about.against.words(self.sign);
        if self.is_selected {
            format!("{} on {}, {sign}", self.scope, about.name).into()
        } else {
            sign.into()
        }
    }

    fn class(self) -> String {
        let mut class = format!("matrix__cell {}", self.sign.class_name());
        for (is_set, variant) in [
            (self.is_selected, " matrix__cell--selected"),
            (self.is_ruled, " matrix__cell--ruled"),
            (self.is_picked, " matrix__cell--picked"),
        ] {
            if is_set {
                class.push_str(variant);
            }
        }
        class
    }
}

/// What the cells of the line of `row` show.
pub(super) fn shown(grid: Grid, row: u32) -> Vec<Shown> {
    let board = grid.board;
    let selected = board.selected.get().filter(|cell| cell.row == Some(row));
    let picked = board.picked.get();
    board.difference.with(|difference| {
        let Some(difference) = difference else { return Vec::new() };
        grid.columns.with(|columns| {
            board.ruled.with(|ruled| {
                let shown = |column: &Column| Shown {
                    sign: difference.sign(grid.entity_type, row, column.scope),
                    is_selected: selected.is_some_and(|cell| cell.scope == column.scope),
                    is_ruled: is_ruled(ruled, row, column.scope),
                    is_picked: picked == Some(Picked::Column(column.scope)),
                    ..Shown::blank(column.scope)
                };
                columns.iter().map(shown).collect()
            })
        })
    })
}

/// The cells of a line on which nothing is granted, of these columns.
#[derive(Default)]
pub(super) struct Template {
    columns: Arc<Vec<Column>>,
    cells: Option<DocumentFragment>,
}

/// What the lines of one matrix begin as.
pub(super) type Blank = StoredValue<Template, LocalStorage>;

impl Template {
    fn copy(&mut self, columns: &Arc<Vec<Column>>) -> Result<DocumentFragment, JsValue> {
        if self.cells.is_none() || self.columns != *columns {
            let cells = DocumentFragment::new()?;
            for (index, column) in columns.iter().enumerate() {
                let cell = blank(index, column)?;
                cells.append_child(&cell)?;
            }
            *self = Self { columns: columns.clone(), cells: Some(cells) };
        }
        let cells = self.cells.as_ref().ok_or(JsValue::UNDEFINED)?;
        cells.clone_node_with_deep(true)?.dyn_into().map_err(JsValue::from)
    }
}

fn blank(index: usize, column: &Column) -> Result<Element, JsValue> {
    let cell = document().create_element("div")?;
    cell.set_class_name(&Shown::blank(column.scope).class());
    for (name, value) in [
        ("role", "gridcell"),
        ("aria-colindex", &(index + 2).to_string()),
        ("aria-label", Against::default().words(Sign::Absent)),
        ("aria-selected", "false"),
        ("data-scope", column.scope.name()),
    ] {
        cell.set_attribute(name, value)?;
    }
    Ok(cell)
}

/// Whose line it is: the row, and the name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct About {
    row: u32,
    name: String,
    against: Against,
}

/// The cells of one line, and what they say.
#[derive(Default)]
pub(super) struct Cells {
    about: About,
    written: Vec<(Element, Shown)>,
}

impl Cells {
    /// Has the cells at the end of `line` say what `shown` is, of whom the line is `about`.
    ///
    /// # Errors
    ///
    /// What the page says when it does not take an element.
    pub(super) fn write(
        &mut self,
        line: &Element,
        about: About,
        shown: &[Shown],
        template: impl FnOnce() -> Result<DocumentFragment, JsValue>,
    ) -> Result<(), JsValue> {
        let same = |((_, before), now): (&(Element, Shown), &Shown)| before.scope == now.scope;
        let is_other = self.about != about;
        self.about = about;
        let is_new = self.written.len() != shown.len() || !self.written.iter().zip(shown).all(same);
        if is_new {
            for (cell, _) in self.written.drain(..) {
                cell.remove();
            }
        }
        if is_new && !shown.is_empty() {
            let last = line.last_element_child();
            let copy = template()?;
            line.append_child(&copy)?;
            let mut next = last.and_then(|last| last.next_element_sibling());
            for now in shown {
                let Some(cell) = next else { break };
                next = cell.next_element_sibling();
                self.written.push((cell, Shown::blank(now.scope)));
            }
        }
        for ((cell, before), now) in self.written.iter_mut().zip(shown) {
            if before != now || is_other && now.is_selected {
                rewrite(cell, &self.about, *before, *now)?;
                *before = *now;
            }
        }
        Ok(())
    }
}

/// Has a cell say `now` that said `before`.
fn rewrite(cell: &Element, about: &About, before: Shown, now: Shown) -> Result<(), JsValue> {
    if before.sign != now.sign || before.is_selected || now.is_selected {
        cell.set_attribute("aria-label", &now.words(about))?;
    }
    if before.is_selected != now.is_selected {
        cell.set_attribute("aria-selected", if now.is_selected { "true" } else { "false" })?;
    }
    // The grid names the cell that has the focus by its id.
    if now.is_selected {
        cell.set_id(&cell_id(about.row, now.scope));
    } else if before.is_selected {
        cell.remove_attribute("id")?;
    }
    let look = |shown: Shown| (shown.sign, shown.is_selected, shown.is_ruled, shown.is_picked);
    if look(before) != look(now) {
        cell.set_class_name(&now.class());
    }
    Ok(())
}

/// Keeps the cells of `element` as the line in its slot should have them; a project has none.
pub(super) fn follow(grid: Grid, template: Blank, element: NodeRef<html::Div>, line: InSlot) {
    let shown = Memo::new(move |_| {
        let row = said(line, Placed::row);
        row.map(|row| shown(grid, row)).unwrap_or_default()
    });
    Effect::new(move |cells: Option<Cells>| {
        let mut cells = cells.unwrap_or_default();
        let Some(element) = element.get() else { return cells };
        let about = said(line, |line| {
            let entity = line.row().zip(line.entity.as_ref());
            entity.map(|(row, entity)| About {
                row,
                name: entity.name.clone(),
                against: grid.board.against,
            })
        });
        let written = shown.with(|shown| {
            cells.write(&element, about.unwrap_or_default(), shown, || {
                let columns = grid.columns.get_untracked();
                let copied = template.try_update_value(|template| template.copy(&columns));
                copied.unwrap_or(Err(JsValue::UNDEFINED))
            })
        });
        if let Err(error) = written {
            leptos::logging::error!("a line of the matrix could not be written: {error:?}");
        }
        cells
    });
}
