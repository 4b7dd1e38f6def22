//! Scrolling the matrix.

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::json;

use super::driver::Browser;

const SCROLL: &str = include_str!("scroll.js");

/// How scrolling went.
#[derive(Debug, Clone, Deserialize)]
pub struct Scrolling {
    /// What each frame took, in milliseconds.
    pub taken: Vec<f64>,
    /// How many pixels the matrix went.
    scrolled: f64,
    /// How many rows it has.
    pub rows: u64,
}

impl Scrolling {
    /// Frames in a second.
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub fn rate(&self) -> f64 {
        self.taken.len() as f64 / self.taken.iter().sum::<f64>() * 1e3
    }
}

/// Scrolls the matrix from its top by `step` pixels in each of `frames` frames.
///
/// # Errors
///
/// When it does not move, or ends after a few frames.
pub async fn scrolled(browser: &Browser, step: u32, frames: u32) -> Result<Scrolling> {
    let answer = browser.ask(SCROLL, vec![json!(step), json!(frames)]).await?;
    let scrolling: Scrolling = serde_json::from_value(answer)?;
    let (count, scrolled) = (scrolling.taken.len(), scrolling.scrolled);
    ensure!(count > 10 && scrolled > 1000.0, "the matrix went {scrolled} pixels in {count} frames");
    Ok(scrolling)
}
