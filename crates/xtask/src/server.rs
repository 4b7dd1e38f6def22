//! The program `scopesight`, with the web UI inside.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;

use anyhow::Result;

use crate::{process, progress, workspace};

/// How it is built.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Build {
    /// As people run it.
    Release,
    /// As the tests of the other crates have built nearly all of it already.
    Debug,
}

/// Builds the program around the web UI that stands in `target/web`, and says where it is.
pub(crate) fn build(build: Build) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--package", "cli"]).env("SCOPESIGHT_WEB_DIR", workspace::web());
    let folder = match build {
        Build::Release => {
            cargo.arg("--release");
            "release"
        }
        Build::Debug => "debug",
    };
    progress::step("building the server", "about 3 minutes the first time", || {
        process::run(&mut cargo)
    })?;
    Ok(workspace::target().join(folder).join(format!("scopesight{EXE_SUFFIX}")))
}
