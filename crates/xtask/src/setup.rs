//! What must be on the machine, installed when that needs no question.

pub(crate) mod apt;
pub(crate) mod axe;
pub(crate) mod browser;
pub(crate) mod node;
pub(crate) mod optimizer;
pub(crate) mod wasm;
