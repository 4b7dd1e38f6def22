//! Reusable parts, blind to pages.

pub mod choose_one;
pub mod clipboard;
pub mod dialog;
pub mod distinct;
pub mod download;
pub mod effect_list;
pub mod fields;
pub mod focus;
pub mod icon;
pub mod later_reaches;
pub mod loading;
pub mod look_switch;
pub mod menu;
pub mod notice;
pub mod packing;
pub mod pager;
pub mod pause;
pub mod picker;
pub mod prose;
pub mod reaches;
pub mod resized;
pub mod search_field;
pub mod segments;
pub mod sheet;
pub mod steady;
pub mod suggest;
