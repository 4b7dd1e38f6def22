//! The program `scopesight`, in release, with the web UI inside.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;

use anyhow::Result;

use crate::{process, progress, workspace};

/// Builds the program around the web UI that stands in `target/web`, and says where it is.
pub(crate) fn build() -> Result<PathBuf> {
    progress::step("building the server", "about 3 minutes the first time", || {
        process::run(
            process::cargo()
                .args(["build", "--release", "--package", "cli"])
                .env("SCOPESIGHT_WEB_DIR", workspace::web()),
        )
    })?;
    Ok(workspace::target().join("release").join(format!("scopesight{EXE_SUFFIX}")))
}
