//! Modules made smaller by wasm-opt.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::web::assets;
use crate::{process, progress, setup, workspace};

/// How much it does: more would take another 5 % off a module, and make it up to 7 % larger as it is sent.
const EFFORT: &str = "-O1";

/// Makes `module` smaller where wasm-opt can be had, unless that was done with the same one before.
pub(crate) fn module(module: &Path, name: &str) -> Result<()> {
    let Some(program) = setup::optimizer::find() else {
        progress::note("wasm-opt is neither installed nor to be had from npm: modules stay larger");
        return Ok(());
    };
    let kept = workspace::target().join(format!("tools/shrunk{EFFORT}"));
    let kept = kept.join(assets::digest(&fs::read(module)?)).with_extension("wasm");
    if !kept.is_file() {
        progress::step(&format!("shrinking {name}"), "about a minute", || with(&program, module))?;
        fs::create_dir_all(kept.parent().unwrap_or(module))?;
        fs::copy(module, &kept)?;
    }
    fs::copy(&kept, module)?;
    Ok(())
}

/// Makes `module` smaller with wasm-opt.
pub(crate) fn with(program: &Path, module: &Path) -> Result<()> {
    // Rust's wasm32 target emits these features, and an older wasm-opt wants to be told.
    let features = [
        "--enable-bulk-memory",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-multivalue",
        "--enable-sign-ext",
    ];
    // It may know less than the linker, and warns of it.
    process::run_quietly(
        process::command(program)
            .args([EFFORT, "--quiet"])
            .args(features)
            .arg(module)
            .arg("--output")
            .arg(module),
    )
}
