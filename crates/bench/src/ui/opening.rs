//! From an address to what it shows.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::json;

use super::driver::Browser;

const WATCH: &str = include_str!("opening.js");
const RESULT: &str = include_str!("opened.js");

/// A page and what has to be painted of it, as a selector.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Its address on the server.
    pub path: &'static str,
    /// What it is opened for.
    pub wanted: &'static str,
}

/// How a page was opened; milliseconds from the start of the navigation.
#[derive(Debug, Clone, Deserialize)]
pub struct Opening {
    /// When what is wanted was in the document.
    pub found: f64,
    /// When it was painted.
    pub painted: f64,
    /// What was loaded until then.
    pub files: Vec<File>,
}

/// An answer of the server.
#[derive(Debug, Clone, Deserialize)]
pub struct File {
    /// Its address on the server.
    pub path: String,
    /// Its body as it was sent.
    pub bytes: u64,
    /// Its body unpacked.
    pub whole: u64,
    /// When it was asked for.
    pub start: f64,
    /// When all of it was there.
    pub end: f64,
}

impl Opening {
    /// The bytes of the UI itself, as they were sent.
    ///
    /// # Errors
    ///
    /// When the module was not among them, or was not packed.
    pub fn bundle_bytes(&self) -> Result<u64> {
        let is_data = |file: &&File| file.path.starts_with("/api/");
        let files: Vec<_> = self.files.iter().filter(|file| !is_data(file)).collect();
        let module =
            files.iter().find(|file| Path::new(&file.path).extension() == Some(OsStr::new("wasm")));
        let module = module.with_context(|| format!("no module was loaded: {files:?}"))?;
        ensure!(module.bytes < module.whole, "the module came as it is: {module:?}");
        Ok(files.iter().map(|file| file.bytes).sum())
    }

    /// The answer with the organization.
    pub fn snapshot(&self) -> Option<&File> {
        self.files.iter().find(|file| file.path.ends_with("/snapshot"))
    }
}

/// Opens `page` in a browser that has not been there.
///
/// # Errors
///
/// When what is wanted does not come.
pub async fn open(browser: &Browser, page: Page) -> Result<Opening> {
    let source = WATCH.replace("SELECTOR", &json!(page.wanted).to_string());
    let watch = json!({"source": source});
    browser.command("Page.addScriptToEvaluateOnNewDocument", watch).await?;
    browser.visit(page.path).await?;
    let answer = browser.ask(RESULT, Vec::new()).await;
    let answer = answer.with_context(|| format!("{}: no `{}` came", page.path, page.wanted))?;
    Ok(serde_json::from_value(answer)?)
}
