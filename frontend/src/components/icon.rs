//! Small pictures drawn in the colour of the text beside them.

use leptos::prelude::*;

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// A tick.
    Check,
    /// Two sheets.
    Copy,
    /// A cross.
    Cross,
    /// Three dots.
    Dots,
    /// A plus.
    Plus,
    /// An arrow turning right.
    Redo,
    /// A magnifying glass.
    Search,
    /// A shield.
    Shield,
    /// A bin.
    Bin,
    /// An arrow turning left.
    Undo,
    /// A triangle with an exclamation mark.
    Warning,
}

impl Glyph {
    /// Every picture.
    pub const ALL: [Self; 11] = [
        Self::Check,
        Self::Copy,
        Self::Cross,
        Self::Dots,
        Self::Plus,
        Self::Redo,
        Self::Search,
        Self::Shield,
        Self::Bin,
        Self::Undo,
        Self::Warning,
    ];

    const fn path(self) -> &'static str {
        match self {
            Self::Check => "M3 8.500l3.500 3.500L13 4.500",
            Self::Copy => "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Dots => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Redo => "M10 3l3 3-3 3M13 6H6.500a3.500 3.500 0 0 0 0 7H9",
            Self::Search => {
                "M7 2.500a4.500 4.500 0 1 0 0 9a4.500 4.500 0 1 0 0-9M10.500 10.500l3 3"
            }
            Self::Shield => "M8 2l5 2v4c0 3-2 5-5 6c-3-1-5-3-5-6V4zM8 5.500v3M8 10.500v.01",
            Self::Bin => "M3 4.500h10M6 4.500v-2h4v2M4.500 4.500l.5 9h6l.5-9",
            Self::Undo => "M6 3L3 6l3 3M3 6h6.500a3.500 3.500 0 0 1 0 7H7",
            Self::Warning => "M8 2.500l6 11H2zM8 6.500v3M8 11.500v.01",
        }
    }
}

/// A picture that says nothing the text beside it does not say.
#[component]
pub fn Icon(
    /// What it shows.
    glyph: Glyph,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=glyph.path()></path>
        </svg>
    }
}
