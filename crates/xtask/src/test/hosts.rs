//! The hosts of the npm packages: programs and pages that use them as others would.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::tools::Tools;
use crate::package::{self, Types, files};
use crate::{process, progress, workspace};

/// Packs the packages, installs them beside the hosts, and gives what runs the tests.
pub(super) fn command(tools: &Tools) -> Result<Command> {
    let packed = package::build(Types::Compare)?;
    let folder = install(&packed.tarballs)?;
    let root = workspace::root();
    let mut command = process::command("node");
    command.current_dir(&folder).args(["--expose-gc", "--test", "--test-timeout=120000"]);
    command.args(["--test-reporter=./harness/reporter.mjs", "node/"]);
    command.env("CHROMEDRIVER", &tools.driver);
    command.env("SCOPESIGHT_CASES", root.join("tests/cases"));
    command.env("SCOPESIGHT_DEMO", root.join("demo/acme.json"));
    Ok(command)
}

/// The hosts in a folder of their own, with what they need from npm and the packages in `tarballs`.
pub(crate) fn install(tarballs: &[std::path::PathBuf]) -> Result<std::path::PathBuf> {
    let folder = workspace::target().join("hosts");
    let hosts = workspace::root().join("tests/hosts");
    // What npm installed stays there for the next time.
    for entry in fs::read_dir(&folder).into_iter().flatten() {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("node_modules") {
            fs::remove_dir_all(&path)?;
        }
    }
    files::copy(&hosts, &folder)?;
    let npm = process::find(&["npm"]).context("the hosts need `npm`")?;
    let install = |what: &mut dyn FnMut(&mut Command)| {
        let mut command = process::command(&npm);
        command.current_dir(&folder).args(["install", "--silent", "--no-audit", "--no-fund"]);
        what(&mut command);
        process::run(&mut command)
    };
    progress::step("installing what the hosts need from npm", "", || {
        if is_stale(&folder)? {
            install(&mut |command| {
                command.arg("--ignore-scripts");
            })?;
            fs::copy(folder.join("package.json"), folder.join("node_modules/package.json"))?;
        }
        install(&mut |command| {
            command.args(["--no-save", "--ignore-scripts"]).args(tarballs);
        })
    })?;
    Ok(folder)
}

/// Whether something else is asked of npm than what it installed.
fn is_stale(folder: &Path) -> Result<bool> {
    let asked = fs::read_to_string(folder.join("package.json"))?;
    Ok(fs::read_to_string(folder.join("node_modules/package.json")).ok() != Some(asked))
}
