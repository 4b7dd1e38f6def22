//! The keys of the grid, as the ARIA grid pattern has them.

use leptos::{ev, prelude::*};

use super::Grid;
use super::scroll::Scroll;
use crate::preview::board::Picked;
use crate::preview::outline::Line;
use crate::preview::why::Cell;

/// Where a key leads, by line and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Up(usize),
    Down(usize),
    Left,
    Right,
    RowStart,
    RowEnd,
    Start,
    End,
}

pub(super) fn pressed(grid: Grid, scroll: Scroll, event: &ev::KeyboardEvent) {
    if event.alt_key() || event.meta_key() {
        return;
    }
    let step = match (event.key().as_str(), event.ctrl_key()) {
        ("ArrowUp", false) => Step::Up(1),
        ("ArrowDown", false) => Step::Down(1),
        ("ArrowLeft", false) => Step::Left,
        ("ArrowRight", false) => Step::Right,
        ("Home", false) => Step::RowStart,
        ("End", false) => Step::RowEnd,
        ("Home", true) => Step::Start,
        ("End", true) => Step::End,
        ("PageUp", false) => Step::Up(scroll.page()),
        ("PageDown", false) => Step::Down(scroll.page()),
        ("Enter", false) => {
            event.prevent_default();
            return grid.open_rule();
        }
        ("Escape", false) => return grid.board.select(None),
        (" ", is_column) if is_column != event.shift_key() => {
            event.prevent_default();
            let cell = grid.board.selected.get_untracked();
            let picked = cell.and_then(|cell| {
                if is_column { Some(Picked::Column(cell.scope)) } else { cell.row.map(Picked::Row) }
            });
            return picked.into_iter().for_each(|picked| grid.board.pick(picked));
        }
        _ => return,
    };
    event.prevent_default();
    let current = grid
        .board
        .selected
        .get_untracked()
        .and_then(|cell| Some((grid.line_of(cell.row?)?, grid.column_of(cell.scope)?)));
    let target = grid.lines.with_untracked(|lines| {
        let columns = grid.columns.with_untracked(|columns| columns.len());
        target(lines, columns, current, step)
    });
    let Some((line, column)) = target else { return };
    let row = grid.lines.with_untracked(|lines| match lines.get(line) {
        Some(Line::Entity(row)) => Some(*row),
        _ => None,
    });
    let scope =
        grid.columns.with_untracked(|columns| columns.get(column).map(|column| column.scope));
    if let (Some(row), Some(scope)) = (row, scope) {
        grid.reveal(scroll, line);
        scroll.show_column(column);
        grid.board.select(Some(Cell { row: Some(row), scope }));
    }
}

/// The line and column that `step` leads to; projects have no cells and are passed over.
fn target(
    lines: &[Line],
    columns: usize,
    current: Option<(usize, usize)>,
    step: Step,
) -> Option<(usize, usize)> {
    let last_column = columns.checked_sub(1)?;
    let is_entity = |line: &usize| matches!(lines.get(*line), Some(Line::Entity(_)));
    let first = (0..lines.len()).find(is_entity)?;
    let last = (0..lines.len()).rev().find(is_entity)?;
    let Some((line, column)) = current else {
        return Some(match step {
            Step::End => (last, last_column),
            _ => (first, 0),
        });
    };
    Some(match step {
        Step::Left => (line, column.saturating_sub(1)),
        Step::Right => (line, (column + 1).min(last_column)),
        Step::RowStart => (line, 0),
        Step::RowEnd => (line, last_column),
        Step::Start => (first, 0),
        Step::End => (last, last_column),
        Step::Up(by) => {
            let aim = line.saturating_sub(by);
            ((0..=aim).rev().find(is_entity).unwrap_or(first), column)
        }
        Step::Down(by) => {
            let aim = line.saturating_add(by).min(lines.len());
            ((aim..lines.len()).find(is_entity).unwrap_or(last), column)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<Line> {
        vec![
            Line::Group("api".to_owned(), 2),
            Line::Entity(7),
            Line::Entity(3),
            Line::Group("shop".to_owned(), 1),
            Line::Entity(5),
        ]
    }

    #[test]
    fn the_first_key_finds_the_first_cell() {
        assert_eq!(target(&lines(), 4, None, Step::Down(1)), Some((1, 0)));
        assert_eq!(target(&lines(), 4, None, Step::End), Some((4, 3)));
    }

    #[test]
    fn projects_are_passed_over() {
        assert_eq!(target(&lines(), 4, Some((2, 1)), Step::Down(1)), Some((4, 1)));
        assert_eq!(target(&lines(), 4, Some((4, 1)), Step::Up(1)), Some((2, 1)));
        assert_eq!(target(&lines(), 4, Some((1, 1)), Step::Up(1)), Some((1, 1)));
    }

    #[test]
    fn pages_and_ends_stay_inside() {
        assert_eq!(target(&lines(), 4, Some((1, 2)), Step::Down(20)), Some((4, 2)));
        assert_eq!(target(&lines(), 4, Some((4, 2)), Step::Up(20)), Some((1, 2)));
        assert_eq!(target(&lines(), 4, Some((2, 3)), Step::Right), Some((2, 3)));
        assert_eq!(target(&lines(), 4, Some((2, 1)), Step::Start), Some((1, 0)));
        assert_eq!(target(&lines(), 0, None, Step::Down(1)), None);
        assert_eq!(target(&[], 4, None, Step::Down(1)), None);
    }
}
