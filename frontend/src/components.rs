//! Reusable parts, blind to pages.

pub mod clipboard;
pub mod dialog;
pub mod focus;
pub mod icon;
pub mod loading;
pub mod menu;
pub mod notice;
pub mod picker;
pub mod prose;
pub mod theme_switch;
