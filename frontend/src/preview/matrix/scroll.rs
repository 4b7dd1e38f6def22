//! Which lines are in sight.

use std::ops::Range;

use leptos::{html, prelude::*};

use super::RIM;
use crate::components::resized::on_resize;

/// How many lines beyond the sight are drawn, so that a short scroll finds them there.
const MARGIN: usize = 6;

/// The scroll position of the matrix, in whole lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scroll {
    element: NodeRef<html::Div>,
    /// The height of a line and the width of a column, in pixels.
    step: Signal<u32>,
    /// The first line in sight.
    first: RwSignal<usize>,
    /// How many lines fit.
    fitting: RwSignal<usize>,
}

impl Scroll {
    pub(super) fn new(element: NodeRef<html::Div>, step: Signal<u32>) -> Self {
        let (first, fitting) = (RwSignal::new(0), RwSignal::new(24));
        let scroll = Self { element, step, first, fitting };
        Effect::new(move |_| {
            let Some(element) = element.get() else { return };
            scroll.read();
            on_resize(&element, move || scroll.read());
        });
        // Whatever is in sight stays there when lines become lower or higher.
        Effect::new(move |before: Option<u32>| {
            let (now, line) = (scroll.step.get(), scroll.first.get_untracked());
            if before.is_some_and(|before| before != now) {
                request_animation_frame(move || scroll.show_first(line));
            }
            now
        });
        scroll
    }

    /// Takes over where the element is scrolled to.
    pub(super) fn read(self) {
        let Some(element) = self.element.try_get_untracked().flatten() else { return };
        let lines = |pixels: i32| usize::try_from(pixels).unwrap_or(0) / self.pixels(1).max(1);
        let (first, fitting) = (lines(element.scroll_top()), lines(element.client_height()) + 1);
        if self.first.get_untracked() != first {
            self.first.set(first);
        }
        if self.fitting.get_untracked() != fitting {
            self.fitting.set(fitting);
        }
    }

    /// How many pixels so many lines or columns take.
    fn pixels(self, count: usize) -> usize {
        self.step.try_get_untracked().unwrap_or(1) as usize * count
    }

    /// Scrolls until the line is the first in sight.
    pub(super) fn show_first(self, line: usize) {
        if let Some(element) = self.element.try_get_untracked().flatten() {
            element.set_scroll_top(whole(self.pixels(line)));
            self.read();
        }
    }

    /// The lines to draw, `count` of `total` where there are as many.
    pub(super) fn visible(self, total: usize, count: usize) -> Range<usize> {
        // In steps of the margin, so that most scrolling draws nothing.
        let first = self.first.get() / MARGIN * MARGIN;
        let start = first.saturating_sub(MARGIN).min(total.saturating_sub(count));
        start..(start + count).min(total)
    }

    /// The lines in sight, as far as they are there.
    pub(super) fn in_sight(self) -> Range<usize> {
        let first = self.first.get_untracked();
        // The header covers as much as a few lines take at the end.
        first..first + self.page()
    }

    /// How many lines have to be drawn for what fits.
    pub(super) fn drawn(self) -> usize {
        // The first one in sight may be as far as the margin from where the drawing is to begin.
        self.fitting.get() + 3 * MARGIN
    }

    /// How many lines a page has.
    pub(super) fn page(self) -> usize {
        self.fitting.get_untracked().saturating_sub(8).max(1)
    }

    /// Scrolls as little as shows the line.
    pub(super) fn show_line(self, line: usize) {
        let Some(element) = self.element.try_get_untracked().flatten() else { return };
        let header = first_height(&element);
        let (top, step) = (whole(self.pixels(line)), whole(self.pixels(1)));
        let height = element.client_height() - header - step - i32::from(RIM);
        if top < element.scroll_top() {
            element.set_scroll_top(top);
        } else if top > element.scroll_top() + height {
            element.set_scroll_top(top - height);
        }
        self.read();
    }

    /// The column at so many pixels from the start of a line.
    pub(super) fn column_at(self, pixels: f64) -> Option<usize> {
        let names = self.element.try_get_untracked().flatten().map_or(0, |grid| names_width(&grid));
        let column = ((pixels - f64::from(names)) / f64::from(whole(self.pixels(1)))).floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, and not less than none"
        )]
        (0.0..1e6).contains(&column).then_some(column as usize)
    }

    /// Scrolls as little as shows the column.
    pub(super) fn show_column(self, column: usize) {
        let Some(element) = self.element.try_get_untracked().flatten() else { return };
        let names = names_width(&element);
        let (left, step) = (whole(self.pixels(column)), whole(self.pixels(1)));
        let width = element.client_width() - names - step - i32::from(RIM);
        if left < element.scroll_left() {
            element.set_scroll_left(left);
        } else if left > element.scroll_left() + width {
            element.set_scroll_left(left - width);
        }
    }
}

/// Pixels as the page counts them.
fn whole(pixels: usize) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
}

/// The height of the header, which covers the lines under it.
fn first_height(element: &web_sys::HtmlDivElement) -> i32 {
    element.first_element_child().map_or(0, |header| header.client_height())
}

/// The width of the names, which cover the cells under them.
fn names_width(element: &web_sys::HtmlDivElement) -> i32 {
    let header = element.first_element_child();
    header.and_then(|header| header.first_element_child()).map_or(0, |corner| corner.client_width())
}
