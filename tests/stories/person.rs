//! What a person does at a browser, with the keyboard alone.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use thirtyfour::prelude::*;
use tokio::time::sleep;

use crate::harness::{ADMIN_TOKEN, Browser};
use crate::keyboard::{enter, retype};

/// How long something may take to appear, on a slow machine as well.
const PATIENCE: Duration = Duration::from_secs(30);
/// Says whether anything is not saved in the editor of a role.
pub(crate) const STATE: &str = "[data-testid=save-state]";
/// The value of the first tag that the second rule asks for.
pub(crate) const VALUE: &str =
    "[aria-label='Rule 2'] [aria-label='Condition 1'] [aria-label='Tag value']";

/// Signs in as the administrator of every story.
pub(crate) async fn sign_in(browser: &Browser) -> Result<()> {
    sign_in_at(browser, "Roles").await
}

/// Signs in on the page that was asked for, which then appears.
pub(crate) async fn sign_in_at(browser: &Browser, heading: &str) -> Result<()> {
    sign_in_here(browser).await?;
    let path = By::XPath(format!("//h1[.='{heading}']"));
    browser.query(path).first().await.with_context(|| format!("no page `{heading}`"))?;
    Ok(())
}

/// Signs in where that is asked for.
pub(crate) async fn sign_in_here(browser: &Browser) -> Result<()> {
    let field = browser.query(By::Css("input[type=password]")).first().await?;
    retype(browser, &field, ADMIN_TOKEN).await?;
    press(browser, "Sign in").await
}

/// Opens a role from the list, and waits for its preview.
pub(crate) async fn open_role(browser: &Browser, name: &str) -> Result<()> {
    follow(browser, name).await?;
    wait_for_preview(browser).await
}

/// Opens the role `Payments deployer` and has its second rule ask for the team `data`, which is not saved.
pub(crate) async fn draft_for_another_team(browser: &Browser) -> Result<()> {
    open_role(browser, "Payments deployer").await?;
    let value = browser.query(By::Css(VALUE)).first().await?;
    retype(browser, &value, "data").await?;
    wait_for_text(browser, STATE, "Unsaved, 1 change").await
}

/// Follows the link that says `name`.
pub(crate) async fn follow(browser: &Browser, name: &str) -> Result<()> {
    let link = browser.query(By::LinkText(name)).first().await;
    enter(browser, &link.with_context(|| format!("no link `{name}`"))?).await
}

/// Waits until the matrix is there.
pub(crate) async fn wait_for_preview(browser: &Browser) -> Result<()> {
    browser.query(By::Css("[role=grid] [role=gridcell]")).first().await.context("no matrix")?;
    Ok(())
}

/// The field with this label; in a dialog, where one is open.
pub(crate) async fn field(browser: &Browser, label: &str) -> Result<WebElement> {
    let of = format!("//label[span[normalize-space(.)='{label}']]//input");
    let path = format!("//dialog[@open]{of} | {of}[not(//dialog[@open])]");
    browser.query(By::XPath(path)).first().await.with_context(|| format!("no field `{label}`"))
}

/// Presses the button with this name; in a dialog, where one is open.
pub(crate) async fn press(browser: &Browser, name: &str) -> Result<()> {
    let named = format!("//button[normalize-space(.)='{name}' or @aria-label='{name}']");
    let path = format!("//dialog[@open]{named} | {named}[not(//dialog[@open])]");
    let button = browser.query(By::XPath(path)).and_clickable().first().await;
    enter(browser, &button.with_context(|| format!("no button `{name}`"))?).await
}

/// The text of what `css` finds first.
pub(crate) async fn text_of(browser: &Browser, css: &str) -> Result<String> {
    said_by(&browser.query(By::Css(css)).first().await?).await
}

async fn said_by(element: &WebElement) -> Result<String> {
    Ok(element.text().await?.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Waits until the text of what `css` finds contains `part`.
pub(crate) async fn wait_for_text(browser: &Browser, css: &str, part: &str) -> Result<()> {
    let mut seen = String::new();
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        // It may be taken from the page while it is read.
        if let Ok(element) = browser.query(By::Css(css)).nowait().first().await {
            seen = said_by(&element).await.unwrap_or_default();
        }
        if seen.contains(part) {
            return Ok(());
        }
        sleep(Duration::from_millis(100)).await;
    }
    ensure!(seen.contains(part), "`{css}` never said `{part}`, but `{seen}`");
    Ok(())
}

/// The cell of a scope in the line of an entity.
pub(crate) fn cell_of(scope: &str, entity: &str) -> By {
    // A line says its name first, and then its tags.
    let line = format!("*[@role='row'][*[@role='rowheader'][starts-with(@title, '{entity}')]]");
    By::XPath(format!("//{line}/*[@role='gridcell'][@data-scope='{scope}']"))
}
