//! From a key to the matrix it leads to.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::driver::Browser;
use crate::work::Numbers;

const WATCH: &str = include_str!("keys.js");
/// The tag's value in the rule that is typed in.
const FIELD: &str = "[aria-label='Rule 1'] [aria-label='Condition 1'] [aria-label='Tag value']";
/// What is typed: each key changes on which stacks the rule grants.
const DIGITS: [&str; 3] = ["2", "3", "1"];

/// One key, on the page's clock, in milliseconds.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Key {
    start: f64,
    changed: Option<f64>,
    painted: Option<f64>,
    /// None where it took the browser less than 16 ms.
    presented: Option<f64>,
}

/// What a key took, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// Until the matrix had changed in the document.
    pub changed: f64,
    /// Until that was painted.
    pub painted: f64,
}

/// Types `count` keys into the first rule of the editor, at the pauses of somebody who writes and thinks, and says what
/// each took.
///
/// The pauses are what the rest of the page waits for: it works out what a draft means for everybody once nothing was
/// typed for a while, and the next key may come in the midst of that.
///
/// # Errors
///
/// When a key does not change the matrix.
pub async fn typed(browser: &Browser, count: usize) -> Result<Vec<Taken>> {
    typed_in(browser, FIELD, count).await
}

/// The same in the field that `css` finds.
///
/// # Errors
///
/// When a key does not change what is a grid on the page.
pub async fn typed_in(browser: &Browser, css: &str, count: usize) -> Result<Vec<Taken>> {
    browser.click(css).await?;
    browser.run("document.activeElement.setSelectionRange(9, 9)", Vec::new()).await?;
    // Whatever selecting the rule brings with it is over.
    sleep(Duration::from_secs(2)).await;
    browser.run(WATCH, Vec::new()).await?;
    let mut numbers = Numbers::new(5);
    for digit in DIGITS.iter().cycle().take(count.div_ceil(2)) {
        for (key, text, code) in [("Backspace", "", 8), (*digit, *digit, 48 + digit_value(digit))] {
            press(browser, key, text, code).await?;
            let pause = 80 + numbers.below(720);
            sleep(Duration::from_millis(pause as u64)).await;
        }
    }
    sleep(Duration::from_secs(1)).await;
    let keys = browser.run("return window.benchKeys", Vec::new()).await?;
    let keys: Vec<Key> = serde_json::from_value(keys)?;
    ensure!(keys.len() >= count, "only {} of {count} keys came", keys.len());
    keys.iter().map(taken).collect()
}

fn digit_value(digit: &str) -> u32 {
    digit.parse().unwrap_or_default()
}

async fn press(browser: &Browser, key: &str, text: &str, code: u32) -> Result<()> {
    let event = |kind: &str, text: &str| -> Value {
        let mut event = json!({"type": kind, "key": key, "windowsVirtualKeyCode": code});
        if let (Some(event), false) = (event.as_object_mut(), text.is_empty()) {
            event.insert("text".to_owned(), json!(text));
        }
        event
    };
    let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
    browser.command("Input.dispatchKeyEvent", event(down, text)).await?;
    browser.command("Input.dispatchKeyEvent", event("keyUp", "")).await?;
    Ok(())
}

fn taken(key: &Key) -> Result<Taken> {
    let changed = key.changed.context("a key did not change the matrix")?;
    let painted = key.painted.context("a change of the matrix was not painted")?;
    let painted = painted.max(key.presented.unwrap_or_default());
    Ok(Taken { changed: changed - key.start, painted: painted - key.start })
}
