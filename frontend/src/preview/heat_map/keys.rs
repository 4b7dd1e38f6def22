//! The keys of the map, as the ARIA grid pattern has them, and the way in and out.

use leptos::{ev, prelude::*};

use super::Map;

pub(super) fn pressed(map: &Map, event: &ev::KeyboardEvent) {
    if event.alt_key() || event.meta_key() {
        return;
    }
    let active = map.active.get_untracked();
    let total = map.tiles.with_untracked(|tiles| tiles.len());
    let columns = map.columns.get_untracked().max(1);
    let page = map.sight.get_untracked().1.saturating_sub(1).max(1);
    let key = (event.key(), event.ctrl_key());
    match (key.0.as_str(), key.1) {
        ("Enter" | " ", false) => map.enter(active),
        ("Backspace" | "Escape", false) => map.leave(),
        (key, control) => {
            let Some(place) = target(key, control, active, (total, columns, page)) else { return };
            map.active.set(place);
            map.reveal();
        }
    }
    event.prevent_default();
}

/// The tile that a key leads to, of `total` in rows of `columns`, of which `page` are in sight.
fn target(
    key: &str,
    control: bool,
    active: usize,
    (total, columns, page): (usize, usize, usize),
) -> Option<usize> {
    let last = total.checked_sub(1)?;
    let start = active / columns * columns;
    let down = |rows: usize| {
        let place = active + rows * columns;
        // The last row may be short.
        if place <= last { place } else { last.min(active % columns + last / columns * columns) }
    };
    let up = |rows: usize| active.checked_sub(rows * columns).unwrap_or(active % columns);
    Some(match (key, control) {
        ("ArrowLeft", false) => active.saturating_sub(1),
        ("ArrowRight", false) => (active + 1).min(last),
        ("ArrowDown", false) => down(1),
        ("ArrowUp", false) => up(1),
        ("PageDown", false) => down(page),
        ("PageUp", false) => up(page),
        ("Home", false) => start,
        ("End", false) => (start + columns - 1).min(last),
        ("Home", true) => 0,
        ("End", true) => last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::target;

    /// Seven tiles in rows of three: 0 1 2, 3 4 5, 6.
    fn from(active: usize, key: &str) -> usize {
        target(key, false, active, (7, 3, 2)).unwrap()
    }

    #[test]
    fn arrows_move_in_rows_and_columns() {
        assert_eq!(from(1, "ArrowDown"), 4);
        assert_eq!(from(4, "ArrowUp"), 1);
        assert_eq!(from(2, "ArrowRight"), 3);
        assert_eq!(from(3, "ArrowLeft"), 2);
    }

    #[test]
    fn no_key_leads_out_of_the_map() {
        assert_eq!(from(0, "ArrowLeft"), 0);
        assert_eq!(from(6, "ArrowRight"), 6);
        assert_eq!(from(1, "ArrowUp"), 1);
        assert_eq!(from(4, "ArrowDown"), 6);
        assert_eq!(from(0, "PageDown"), 6);
        assert_eq!(from(5, "PageUp"), 2);
        assert_eq!(target("ArrowDown", false, 0, (0, 3, 2)), None);
    }

    #[test]
    fn home_and_end_stay_in_the_row_or_not() {
        assert_eq!(from(4, "Home"), 3);
        assert_eq!(from(4, "End"), 5);
        assert_eq!(from(6, "End"), 6);
        assert_eq!(target("End", true, 0, (7, 3, 2)), Some(6));
        assert_eq!(target("Home", true, 6, (7, 3, 2)), Some(0));
        assert_eq!(target("a", false, 6, (7, 3, 2)), None);
    }
}
