//! The least that a key can take: a page that does nothing but change the colours of a third of a grid.
//!
//! What is beyond it in the editor is the editor's; what is in it is the browser's and the machine's.

use anyhow::Result;
use serde_json::json;

use super::driver::Browser;
use super::keys::{Taken, typed_in};

const PAGE: &str = include_str!("plain.js");
/// As many lines and columns as are in sight in the editor.
const SIZE: [u32; 2] = [40, 30];

/// Types `count` keys on such a page, and says what each took.
///
/// # Errors
///
/// When the page does not do as it should.
pub async fn typed(browser: &Browser, count: usize) -> Result<Vec<Taken>> {
    browser.visit("/healthz").await?;
    browser.run(PAGE, SIZE.map(|size| json!(size)).to_vec()).await?;
    typed_in(browser, "input", count).await
}
