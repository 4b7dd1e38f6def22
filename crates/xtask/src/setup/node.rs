//! Node, in which the WASM tests run.

use anyhow::{Context as _, Result};

use super::apt;
use crate::process;

/// Finds Node, installing it where that is possible.
pub(crate) fn ensure() -> Result<()> {
    if process::find(&["node"]).is_none() && apt::usable() {
        apt::install(&["nodejs"])?;
    }
    process::find(&["node"]).context(
        "the WASM tests run in Node, and `node` is not on the search path: \
         install Node 18 or later (Debian: `apt-get install nodejs`)",
    )?;
    Ok(())
}
