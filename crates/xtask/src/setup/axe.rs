//! axe-core, which looks at every page on behalf of assistive technology.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::apt;
use crate::{process, progress, workspace};

/// Its release: another finds other things.
const VERSION: &str = "4.14.1";

/// Finds axe-core below `target/`, installing it from npm when it is not there, and says which file it is.
pub(crate) fn ensure() -> Result<PathBuf> {
    let folder = workspace::target().join("tools");
    let package = folder.join("node_modules").join("axe-core");
    let of_release = format!("\"version\": \"{VERSION}\"");
    let is_there = fs::read_to_string(package.join("package.json"))
        .is_ok_and(|description| description.contains(&of_release));
    if !is_there {
        if process::find(&["npm"]).is_none() && apt::usable() {
            apt::install(&["npm"])?;
        }
        let npm = process::find(&["npm"]).context(
            "the browser stories need `npm` for axe-core (Debian: `apt-get install npm`)",
        )?;
        let mut command = process::command(npm);
        command.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]);
        command.arg(&folder).arg(format!("axe-core@{VERSION}"));
        progress::step("installing axe-core from npm", "", || process::run(&mut command))?;
    }
    Ok(package.join("axe.min.js"))
}
