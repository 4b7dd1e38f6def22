//! The rule being looked at, kept in sight.

use std::ops::Range;
use std::time::Duration;

use leptos::prelude::*;

use super::Grid;
use super::scroll::Scroll;
use crate::components::pause::Pause;
use crate::preview::board::is_ruled;
use crate::preview::outline::Line;

/// Whoever has typed nothing for so long has a look at what came of it.
const PAUSE: Duration = Duration::from_millis(300);

/// Brings the rule being looked at into sight, where it is not.
pub(super) fn stay_in_sight(grid: Grid, scroll: Scroll) {
    let board = grid.board;
    // A rule chosen elsewhere comes into sight.
    Effect::new(move |_| {
        if board.selected_rule.get().is_some() {
            grid.reveal_rule(scroll);
        }
    });
    // So does one that an edit has led elsewhere, once nothing was typed for a while; as long as anything of it is in
    // sight, the matrix stays where people have scrolled it.
    let pause = Pause::new(PAUSE);
    Effect::new(move |before: Option<()>| {
        board.ruled.track();
        if before.is_some() {
            pause.after(move || {
                if !grid.is_rule_in_sight(scroll) {
                    grid.reveal_rule(scroll);
                }
            });
        }
    });
}

impl Grid {
    /// Scrolls to the first line of the rule being looked at, unless the cell being explained is of that rule.
    fn reveal_rule(self, scroll: Scroll) {
        let board = self.board;
        let is_explained = board.selected.get_untracked().is_some_and(|cell| {
            let is_here =
                |row| board.ruled.with_untracked(|ruled| is_ruled(ruled, row, cell.scope));
            cell.row.is_some_and(is_here)
        });
        if is_explained {
            return;
        }
        // At the top, so that what follows it is in sight as well.
        if let Some(line) = self.of_rule(0..usize::MAX)
            && !scroll.in_sight().contains(&line)
        {
            scroll.show_first(self.with_group(line));
        }
    }

    /// Whether any line of the rule being looked at is in sight, or there is none.
    fn is_rule_in_sight(self, scroll: Scroll) -> bool {
        self.board.ruled.with_untracked(Vec::is_empty) || self.of_rule(scroll.in_sight()).is_some()
    }

    /// The first of these lines on which the rule being looked at grants anything.
    fn of_rule(self, within: Range<usize>) -> Option<usize> {
        self.board.ruled.with_untracked(|ruled| {
            self.lines.with_untracked(|lines| {
                let mut lines = lines.iter().enumerate().take(within.end).skip(within.start);
                let is_its = |line: &Line| match line {
                    Line::Entity(row) => ruled.iter().any(|(rows, _)| rows.contains(*row)),
                    Line::Group(..) => false,
                };
                lines.find(|(_, line)| is_its(line)).map(|(place, _)| place)
            })
        })
    }
}
