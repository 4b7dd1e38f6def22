//! The web UI's preview and role editor, to be mounted by custom elements.
//!
//! JavaScript cannot let Rust extend `HTMLElement`, so each element is a small class in `npm`, which holds one of the
//! views here: made when the element comes into a page, told what to show, and freed when it leaves.

mod asked;
mod editing;
mod inputs;
mod mounted;
mod preview;
mod role;
mod told;
