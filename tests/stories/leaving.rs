//! Leaving what is not saved, by whatever leads away.

use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{choose, go, keys, retype};
use crate::person::{STATE, field, open_role, press, sign_in, wait_for_text};

/// What a dialog asks about.
const TYPED: &str = "What is typed here is not saved";
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
async fn what_is_typed_in_a_dialog_is_not_thrown_away() -> Result<()> {
    story("what_is_typed_in_a_dialog", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        // A name that a template has brought was typed by nobody.
        press(&browser, "Create role…").await?;
        let templates = browser.query(By::Css("dialog[open] select")).first().await?;
        choose(&browser, &templates, "On call for production").await?;
        keys(&browser, Key::Escape).await?;
        is_closed(&browser).await?;

        press(&browser, "Create role…").await?;
        retype(&browser, &field(&browser, "Name").await?, "Mine").await?;
        keys(&browser, Key::Escape).await?;
        wait_for_text(&browser, "dialog[open]", TYPED).await?;
        press(&browser, "Keep editing").await?;
        let name = field(&browser, "Name").await?.value().await?;
        ensure!(name.as_deref() == Some("Mine"), "what was typed is gone: {name:?}");
        press(&browser, "Cancel").await?;
        wait_for_text(&browser, "dialog[open]", TYPED).await?;
        press(&browser, "Close without saving").await?;
        is_closed(&browser).await?;

        browser.visit("/orgs/acme/teams").await?;
        press(&browser, "Create team…").await?;
        retype(&browser, &field(&browser, "Name").await?, "Mine").await?;
        keys(&browser, Key::Escape).await?;
        wait_for_text(&browser, "dialog[open]", TYPED).await?;
        press(&browser, "Close without saving").await?;
        // Nothing of it comes back, so nothing is asked.
        press(&browser, "Create team…").await?;
        let name = field(&browser, "Name").await?.value().await?;
        ensure!(name.as_deref() == Some(""), "the name is {name:?}");
        press(&browser, "Cancel").await?;
        is_closed(&browser).await?;

        browser.visit("/orgs/acme/people").await?;
        press(&browser, "Add person…").await?;
        retype(&browser, &field(&browser, "Login").await?, "mine").await?;
        press(&browser, "Cancel").await?;
        wait_for_text(&browser, "dialog[open]", TYPED).await?;
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

async fn is_closed(browser: &Browser) -> Result<()> {
    let open = browser.query(By::Css("dialog[open]"));
    ensure!(open.not_exists().await?, "the dialog stays open");
    Ok(())
}
