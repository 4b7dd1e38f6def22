//! Chromium and the driver through which tests use it.

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::apt;
use crate::process;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Finds a browser and its driver, installing them where that is possible, and says where the
/// driver is; the driver finds the browser.
pub(crate) fn ensure() -> Result<PathBuf> {
    if (driver().is_none() || process::find(&BROWSERS).is_none()) && apt::usable() {
        apt::install(&["chromium", "chromium-driver"])?;
    }
    process::find(&BROWSERS).context(
        "the browser tests need Chromium or Chrome on the search path: \
         install one (Debian: `apt-get install chromium`)",
    )?;
    driver().context(
        "the browser tests need chromedriver, named in CHROMEDRIVER or on the search path: \
         install the one of the browser's release (Debian: `apt-get install chromium-driver`)",
    )
}

fn driver() -> Option<PathBuf> {
    env::var_os("CHROMEDRIVER")
        .map(PathBuf::from)
        .filter(|file| file.is_file())
        .or_else(|| process::find(&["chromedriver"]))
}
