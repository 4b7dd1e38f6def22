//! Rust's standard library for the browser.

use std::path::Path;

use anyhow::{Result, bail};

use crate::{process, progress};

/// The target that the web UI and the policy module are built for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Installs the target for the pinned toolchain when it is missing.
///
/// Rustup would do so by itself, but not where `RUSTUP_AUTO_INSTALL` is `0`.
pub(crate) fn ensure() -> Result<()> {
    if installed() {
        return Ok(());
    }
    if process::find(&["rustup"]).is_none() {
        bail!("Rust has no standard library for {TARGET}: install it, or install rustup");
    }
    progress::step("installing Rust's wasm32 target", "about 20 seconds", || {
        process::run(process::command("rustup").args(["target", "add", TARGET]))
    })?;
    if !installed() {
        bail!("rustup added {TARGET}, yet rustc does not find it");
    }
    Ok(())
}

fn installed() -> bool {
    let question = ["--print", "target-libdir", "--target", TARGET];
    process::output(process::command("rustc").args(question))
        .is_some_and(|folder| Path::new(&folder).is_dir())
}
