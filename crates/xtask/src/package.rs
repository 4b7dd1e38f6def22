//! The npm packages: built from the engine and the web UI's components, and packed as npm packs them.

mod elements;
pub(crate) mod files;
mod policy;
mod sheet;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{process, progress, setup, workspace};

/// What `cargo xtask package` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write the generated TypeScript types over the committed ones, instead of comparing them
    #[arg(long)]
    write_types: bool,
}

/// Builds the packages into `target/npm`.
pub(crate) fn package(arguments: &Arguments) -> Result<()> {
    build(if arguments.write_types { Types::Write } else { Types::Compare }).map(|_| ())
}

/// What becomes of generated types that are not the committed ones.
#[derive(Clone, Copy)]
pub(crate) enum Types {
    /// They are refused.
    Compare,
    /// They are written over the committed ones.
    Write,
}

/// The tarballs that were packed.
pub(crate) struct Packed {
    pub(crate) tarballs: Vec<PathBuf>,
}

/// Builds and packs them.
pub(crate) fn build(types: Types) -> Result<Packed> {
    setup::wasm::ensure()?;
    setup::node::ensure()?;
    let folder = folder();
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let policy = policy::build(&folder.join("policy"), types)?;
    let elements = elements::build(&folder.join("elements"), types)?;
    Ok(Packed { tarballs: vec![pack(&policy)?, pack(&elements)?] })
}

/// What compiles their modules.
pub(crate) fn compilers() -> [Command; 2] {
    [policy::compiler(), elements::compiler()]
}

/// Where the packages are.
pub(crate) fn folder() -> PathBuf {
    workspace::target().join("npm")
}

/// Packs the package in `folder`, beside it.
fn pack(folder: &Path) -> Result<PathBuf> {
    let npm = process::find(&["npm"])
        .context("packing needs `npm`: install it (Debian: `apt-get install npm`)")?;
    let mut command = process::command(npm);
    command.args(["pack", "--silent", "--pack-destination"]).arg(self::folder());
    let name = progress::step(&format!("packing {}", folder.display()), "", || {
        process::output(command.current_dir(folder)).context("`npm pack` failed")
    })?;
    Ok(self::folder().join(name.lines().last().unwrap_or_default()))
}
