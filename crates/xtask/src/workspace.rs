//! Where things are.

use std::env;
use std::path::{Path, PathBuf, absolute};

/// The folder that holds the workspace's `Cargo.toml`.
pub(crate) fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package)
}

/// Where cargo puts what it builds, and where this program puts everything it makes.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .and_then(|folder| absolute(folder).ok())
        .unwrap_or_else(|| root().join("target"))
}

/// The web UI, ready to be served.
pub(crate) fn web() -> PathBuf {
    target().join("web")
}
