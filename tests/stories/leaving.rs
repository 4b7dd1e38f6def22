//! Leaving what is not saved, by whatever leads away.

use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{go, keys, retype};
use crate::person::{STATE, field, open_role, press, sign_in, wait_for_text};

const SWITCH: &str = "select[aria-label=Organization]";

#[tokio::test]
async fn another_organization_waits_for_an_answer() -> Result<()> {
    story("another_organization_waits", async |stage: &Stage| {
        let browser = typed(stage).await?;
        switch(&browser).await?;
        wait_for_text(&browser, "dialog[open]", "Leave without saving?").await?;
        press(&browser, "Keep editing").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
        ensure!(chosen(&browser).await? == "acme", "the switch names where the page is not");
        switch(&browser).await?;
        press(&browser, "Leave without saving").await?;
        wait_for_text(&browser, "h1", "Roles").await?;
        let address = browser.current_url().await?;
        ensure!(address.path() == "/orgs/main/roles", "it is at {address}");
        ensure!(chosen(&browser).await? == "main", "the switch names where the page was");
        browser.back().await?;
        wait_for_text(&browser, "h1", "Payments deployer").await?;
        ensure!(chosen(&browser).await? == "acme", "the switch does not follow");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_duplicate_waits_for_an_answer() -> Result<()> {
    story("a_duplicate_waits", async |stage: &Stage| {
        let browser = typed(stage).await?;
        duplicate(&browser).await?;
        wait_for_text(&browser, "dialog[open]", "Leave without saving?").await?;
        press(&browser, "Keep editing").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
        duplicate(&browser).await?;
        press(&browser, "Leave without saving").await?;
        wait_for_text(&browser, STATE, "New, not saved").await?;
        Ok(())
    })
    .await
}

/// A browser with something typed in a role.
async fn typed(stage: &Stage) -> Result<Browser> {
    let browser = stage.open("/").await?;
    sign_in(&browser).await?;
    open_role(&browser, "Payments deployer").await?;
    retype(&browser, &field(&browser, "Description").await?, "Typed").await?;
    wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
    Ok(browser)
}

/// Chooses the other organization, by the letter it begins with.
async fn switch(browser: &Browser) -> Result<()> {
    go(browser, &browser.query(By::Css(SWITCH)).first().await?).await?;
    keys(browser, "m").await
}

async fn chosen(browser: &Browser) -> Result<String> {
    let select = browser.query(By::Css(SWITCH)).first().await?;
    Ok(select.value().await?.unwrap_or_default())
}

async fn duplicate(browser: &Browser) -> Result<()> {
    press(browser, "More actions").await?;
    press(browser, "Duplicate…").await?;
    browser.query(By::Css("dialog[open] form input")).first().await?;
    keys(browser, Key::Enter).await
}
