//! Editing a role, and seeing what it would grant.

use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::person::{open_role, press, retype, sign_in, text_of, wait_for_preview, wait_for_text};

const ROLE: &str = "Payments deployer";
const COUNTS: &str = "[aria-label='Entities reached']";
const RULE_REACH: &str = "[aria-label='Rule 2'] [data-testid=rule-reach]";
const VALUE: &str = "[aria-label='Rule 2'] [aria-label='Condition 1'] [aria-label='Tag value']";
const STATE: &str = "[data-testid=save-state]";

#[tokio::test]
async fn a_change_shows_its_effect_without_a_request_and_survives_being_saved() -> Result<()> {
    story("a_change_shows_its_effect_without_a_request", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, ROLE).await?;
        wait_for_text(&browser, RULE_REACH, "37 stacks").await?;
        ensure!(text_of(&browser, COUNTS).await?.contains("37 beyond reading"));
        ensure!(cell(&browser, "stack:delete on data-lake/dev").await?.ends_with("not granted"));
        browser.requests().await?;

        // Whose `team` is `data`: the rule lets go of the payments stacks and takes the data ones.
        let value = browser.query(By::Css(VALUE)).first().await?;
        retype(&value, "data").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
        wait_for_text(&browser, RULE_REACH, "stacks").await?;
        let reach = text_of(&browser, RULE_REACH).await?;
        ensure!(reach != "37 stacks", "the rule still reaches {reach}");
        let number = reach.trim_end_matches(" stacks").to_owned();
        wait_for_text(&browser, COUNTS, &format!("{number} beyond reading")).await?;
        wait_for_text(&browser, "[aria-label=Preview]", "Against the saved role").await?;
        let gained = cell(&browser, "stack:delete on data-lake/dev").await?;
        ensure!(gained.contains("new") || gained.contains("draft"), "the cell says `{gained}`");
        let requests = browser.requests().await?;
        ensure!(requests.is_empty(), "editing asked the network: {requests:?}");

        press(&browser, "Save").await?;
        wait_for_text(&browser, STATE, "Version 2").await?;
        // Acknowledged is kept: the server dies as in a power cut, and the page is loaded anew.
        stage.restart_server().await?;
        browser.refresh().await?;
        wait_for_preview(&browser).await?;
        wait_for_text(&browser, STATE, "Version 2").await?;
        wait_for_text(&browser, RULE_REACH, &reach).await?;
        let value = browser.query(By::Css(VALUE)).first().await?;
        ensure!(value.value().await?.as_deref() == Some("data"));
        let violations = browser.console("Content Security Policy").await?;
        ensure!(violations.is_empty(), "the page breaks its own policy: {violations:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_second_editor_is_told_instead_of_overwriting() -> Result<()> {
    story("a_second_editor_is_told", async |stage: &Stage| {
        let (first, second) = (stage.open("/").await?, stage.open("/").await?);
        for browser in [&first, &second] {
            sign_in(browser).await?;
            open_role(browser, ROLE).await?;
        }
        for (browser, team) in [(&first, "data"), (&second, "mobile")] {
            let value = browser.query(By::Css(VALUE)).first().await?;
            retype(&value, team).await?;
            wait_for_text(browser, STATE, "Unsaved, 1 change").await?;
        }
        press(&first, "Save").await?;
        wait_for_text(&first, STATE, "Version 2").await?;

        press(&second, "Save").await?;
        wait_for_text(&second, "dialog[open]", "Somebody else saved version 2 meanwhile").await?;
        wait_for_text(&second, "dialog[open]", "data").await?;
        // Nothing was overwritten, and nothing was lost.
        first.refresh().await?;
        wait_for_preview(&first).await?;
        wait_for_text(&first, STATE, "Version 2").await?;
        ensure!(value_of(&first).await? == "data");
        ensure!(value_of(&second).await? == "mobile");

        // Having seen it, the second may still decide to replace it.
        press(&second, "Keep editing my draft").await?;
        press(&second, "Save").await?;
        wait_for_text(&second, STATE, "Version 3").await?;
        first.refresh().await?;
        wait_for_preview(&first).await?;
        ensure!(value_of(&first).await? == "mobile");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn broken_json_keeps_the_last_preview_and_says_where() -> Result<()> {
    story("broken_json_keeps_the_last_preview", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, ROLE).await?;
        let before = text_of(&browser, COUNTS).await?;
        press(&browser, "JSON").await?;
        let text = browser.query(By::Css("textarea")).first().await?;
        let whole = text.value().await?.unwrap_or_default();
        ensure!(whole.contains("PermissionDescriptorGroup"), "no definition in `{whole}`");
        text.send_keys(Key::Control + Key::Home).await?;
        text.send_keys(Key::Delete + "").await?;
        wait_for_text(&browser, "#json-problem", "Not JSON").await?;
        ensure!(text_of(&browser, COUNTS).await? == before, "the preview changed");

        text.send_keys("{").await?;
        wait_for_text(&browser, STATE, "Version 1").await?;
        press(&browser, "Rules").await?;
        wait_for_text(&browser, RULE_REACH, "37 stacks").await?;
        Ok(())
    })
    .await
}

/// The accessible name of the first matrix cell whose name begins like this, after searching for its entity.
async fn cell(browser: &Browser, begins: &str) -> Result<String> {
    let entity = begins.rsplit(' ').next().unwrap_or_default();
    let search = browser.query(By::Css("[aria-label='Search the matrix']")).first().await?;
    retype(&search, entity).await?;
    let css = format!("[role=gridcell][aria-label^='{begins},']");
    let name = browser.query(By::Css(css)).first().await?.attr("aria-label").await?;
    search.send_keys(Key::Control + "a").await?;
    search.send_keys(Key::Delete + "").await?;
    Ok(name.unwrap_or_default())
}

async fn value_of(browser: &Browser) -> Result<String> {
    let value = browser.query(By::Css(VALUE)).first().await?;
    Ok(value.value().await?.unwrap_or_default())
}
