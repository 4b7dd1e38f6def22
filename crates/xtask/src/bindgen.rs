//! wasm-bindgen, linked in: its release is held by `Cargo.lock`, and there is no tool to install.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use wasm_bindgen_cli::{wasm_bindgen, wasm_bindgen_test_runner};

/// Who loads a module.
#[derive(Clone, Copy)]
pub(crate) enum Host {
    /// A page.
    Browser,
    /// A page, that fetches parts of the program later.
    BrowserInParts,
    /// Node, with `require`.
    Node,
    /// Whoever installs a package, with types.
    Package,
}

/// Writes `NAME.js` and `NAME_bg.wasm` for `host` into `folder`, which is emptied first.
pub(crate) fn generate(wasm: &Path, folder: &Path, name: &str, host: Host) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let host: &[&str] = match host {
        Host::Browser => &["--target", "web", "--omit-default-module-path", "--no-typescript"],
        Host::BrowserInParts => &[
            "--target",
            "web",
            "--omit-default-module-path",
            "--no-typescript",
            "--keep-lld-exports",
        ],
        Host::Node => &["--target", "nodejs", "--no-typescript"],
        Host::Package => &["--target", "web", "--omit-default-module-path"],
    };
    let options = ["--remove-name-section", "--remove-producers-section"];
    let mut arguments: Vec<OsString> = vec!["wasm-bindgen".into()];
    arguments.extend(host.iter().chain(&options).map(Into::into));
    arguments.extend(["--out-name".into(), name.into()]);
    arguments.extend(["--out-dir".into(), folder.into(), wasm.into()]);
    wasm_bindgen::run_cli_with_args(arguments)
        .with_context(|| format!("cannot make bindings for {}", wasm.display()))
}

/// Runs one WASM test binary in Node, or in the browser that `CHROMEDRIVER` drives.
pub(crate) fn run_tests(arguments: Vec<OsString>) -> Result<()> {
    let program = std::iter::once(OsString::from("wasm-bindgen-test-runner"));
    wasm_bindgen_test_runner::run_cli_with_args(program.chain(arguments))
}
