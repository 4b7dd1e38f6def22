//! What the pages rest on, on the demo organization.
//!
//! Here and not beside the crate: as a library of its own, every page would be compiled to be linked with tests that
//! never draw one.

mod draft;
mod draft_link;
mod form;
mod marks;
mod templates;
mod three_way;
