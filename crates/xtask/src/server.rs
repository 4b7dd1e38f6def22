//! The program `scopesight`.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{process, progress, workspace};

/// How it is built.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Build {
    /// As people run it.
    Release,
    /// As it is compiled soonest.
    Debug,
}

/// Builds the program around the web UI that stands in `target/web`, and says where it is.
pub(crate) fn build(build: Build) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--package", "cli"]).env("SCOPESIGHT_WEB_DIR", workspace::web());
    if build == Build::Release {
        cargo.arg("--release");
    }
    compiled(&mut cargo, build)
}

/// Builds the program as `tests` have it, and says where it is.
///
/// Another selection of packages would have other features, and so be compiled anew.
pub(crate) fn tested(tests: &mut Command) -> Result<PathBuf> {
    compiled(tests.args(["--no-run", "--test", TEST]), Build::Debug)
}

/// A test that starts the program.
const TEST: &str = "serve";

fn compiled(cargo: &mut Command, build: Build) -> Result<PathBuf> {
    let folder = match build {
        Build::Release => "release",
        Build::Debug => "debug",
    };
    progress::step("building the server", "about 3 minutes the first time", || {
        process::run(cargo)
    })?;
    Ok(workspace::target().join(folder).join(format!("scopesight{EXE_SUFFIX}")))
}
