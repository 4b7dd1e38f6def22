//! Debian's packages, where this program may install them.

use anyhow::Result;

use crate::{process, progress};

/// Whether packages can be installed here without asking anybody.
pub(crate) fn usable() -> bool {
    let root = process::output(process::command("id").arg("--user")).is_some_and(|id| id == "0");
    root && process::find(&["apt-get"]).is_some()
}

/// Installs `packages`, after looking up what there is.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let name = format!("installing Debian's {}", packages.join(" and "));
    progress::step(&name, "about a minute", || {
        process::run(apt().arg("update"))?;
        process::run(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
    })
}

fn apt() -> std::process::Command {
    let mut command = process::command("apt-get");
    command.arg("--quiet=2").env("DEBIAN_FRONTEND", "noninteractive");
    command
}
