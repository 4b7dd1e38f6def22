//! What a person does with the keyboard alone: nothing gets the focus but by the Tab key.

use anyhow::{Result, bail, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::harness::Browser;

/// Where the focus is, where it should be, and how many stops of the Tab key lie between, as far as a script can tell.
///
/// Only the keys decide: where the script is wrong, the way is gone stop by stop.
const WAY: &str = "const target = arguments[0];
    const active = document.activeElement;
    if (active === target) return [true, 0];
    const open = [...document.querySelectorAll('dialog[open]')];
    const around = active.closest('dialog[open]') ?? open.at(-1) ?? document;
    const first = (radio) => [...around.querySelectorAll('input[type=radio]')]
        .filter((other) => other.name === radio.name && other.form === radio.form && !other.matches(':disabled'))
        .toSorted((one, other) => other.checked - one.checked)[0] === radio;
    const stops = [...around.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
        .filter((element) => element.tabIndex >= 0 && !element.matches(':disabled') && !element.closest('[inert]'))
        .filter((element) => element.checkVisibility({visibilityProperty: true}))
        .filter((element) => element.type !== 'radio' || first(element));
    const to = stops.indexOf(target);
    return [false, to < 0 ? 0 : to - stops.indexOf(active)];";

/// How many estimates are tried before the way is gone stop by stop, and how many stops there may be.
const ESTIMATES: usize = 3;
const MAX_STOPS: usize = 400;

/// Gives `element` the focus with the Tab key.
pub(crate) async fn go(browser: &Browser, element: &WebElement) -> Result<()> {
    for _ in 0..ESTIMATES {
        let (is_there, stops) = way(browser, element).await?;
        if is_there {
            return Ok(());
        }
        if stops == 0 {
            break;
        }
        tab(browser, stops).await?;
    }
    for _ in 0..MAX_STOPS {
        if way(browser, element).await?.0 {
            return Ok(());
        }
        tab(browser, 1).await?;
    }
    bail!("the Tab key does not lead to {}", element.outer_html().await?)
}

/// Presses a button or follows a link with the Enter key.
pub(crate) async fn enter(browser: &Browser, element: &WebElement) -> Result<()> {
    go(browser, element).await?;
    keys(browser, Key::Enter + "").await
}

/// Ticks a box, or chooses one of several.
pub(crate) async fn tick(browser: &Browser, element: &WebElement) -> Result<()> {
    go(browser, element).await?;
    keys(browser, Key::Space + "").await
}

/// Chooses the option that says `option` by typing it.
pub(crate) async fn choose(browser: &Browser, select: &WebElement, option: &str) -> Result<()> {
    go(browser, select).await?;
    keys(browser, option).await?;
    let script = "return arguments[0].selectedOptions[0]?.textContent.trim()";
    let chosen = browser.execute(script, vec![select.to_json()?]).await?;
    ensure!(chosen.json() == &json!(option), "typing `{option}` chose {}", chosen.json());
    Ok(())
}

/// Replaces what stands in a field, key by key.
pub(crate) async fn retype(browser: &Browser, field: &WebElement, text: &str) -> Result<()> {
    go(browser, field).await?;
    let chain = browser.action_chain();
    chain.key_down(Key::Control).send_keys("a").key_up(Key::Control).perform().await?;
    keys(browser, if text.is_empty() { Key::Delete + "" } else { text.into() }).await
}

/// Presses keys wherever the focus is.
pub(crate) async fn keys(browser: &Browser, keys: impl Into<TypingData>) -> Result<()> {
    Ok(browser.action_chain().send_keys(keys).perform().await?)
}

async fn tab(browser: &Browser, stops: i64) -> Result<()> {
    let mut chain = browser.action_chain();
    if stops < 0 {
        chain = chain.key_down(Key::Shift);
    }
    for _ in 0..stops.unsigned_abs() {
        chain = chain.key_down(Key::Tab).key_up(Key::Tab);
    }
    if stops < 0 {
        chain = chain.key_up(Key::Shift);
    }
    Ok(chain.perform().await?)
}

async fn way(browser: &Browser, element: &WebElement) -> Result<(bool, i64)> {
    let answer = browser.execute(WAY, vec![element.to_json()?]).await?;
    Ok(answer.convert()?)
}
