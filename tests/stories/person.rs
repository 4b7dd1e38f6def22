//! What a person does at a browser.

use anyhow::{Context as _, Result, ensure};
use thirtyfour::prelude::*;

use crate::harness::{ADMIN_TOKEN, Browser};

/// Signs in as the administrator of every story.
pub(crate) async fn sign_in(browser: &Browser) -> Result<()> {
    let field = browser.query(By::Css("input[type=password]")).first().await?;
    field.send_keys(ADMIN_TOKEN).await?;
    press(browser, "Sign in").await?;
    browser.query(By::XPath("//h1[.='Roles']")).first().await.context("the roles do not appear")?;
    Ok(())
}

/// Opens a role from the list, and waits for its preview.
pub(crate) async fn open_role(browser: &Browser, name: &str) -> Result<()> {
    browser.query(By::LinkText(name)).first().await?.click().await?;
    wait_for_preview(browser).await
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

/// Presses the button with this name.
pub(crate) async fn press(browser: &Browser, name: &str) -> Result<()> {
    let button =
        By::XPath(format!("//button[normalize-space(.)='{name}' or @aria-label='{name}']"));
    let button = browser.query(button).and_clickable().first().await;
    Ok(button.with_context(|| format!("no button `{name}`"))?.click().await?)
}

/// Replaces what stands in a field, key by key.
pub(crate) async fn retype(field: &WebElement, text: &str) -> Result<()> {
    field.send_keys(Key::Control + "a").await?;
    for key in text.chars() {
        field.send_keys(key.to_string()).await?;
    }
    Ok(())
}

/// The text of what `css` finds first.
pub(crate) async fn text_of(browser: &Browser, css: &str) -> Result<String> {
    let element = browser.query(By::Css(css)).first().await?;
    Ok(element.text().await?.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Waits until the text of what `css` finds contains `part`.
pub(crate) async fn wait_for_text(browser: &Browser, css: &str, part: &str) -> Result<()> {
    let mut seen = String::new();
    for _ in 0..100 {
        seen = text_of(browser, css).await.unwrap_or_default();
        if seen.contains(part) {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    ensure!(seen.contains(part), "`{css}` never said `{part}`, but `{seen}`");
    Ok(())
}
