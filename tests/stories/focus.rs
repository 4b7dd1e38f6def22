//! Where the focus goes, and what keys alone do.

use anyhow::{Result, bail, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{go, keys, tick};
use crate::person::{follow, open_role, press, sign_in, wait_for_text};

/// Where the focus is, by id or by name.
const FOCUS: &str = "const active = document.activeElement;
    return active.id || active.ariaLabel || active.textContent.trim();";

#[tokio::test]
async fn the_skip_link_leads_into_the_page() -> Result<()> {
    story("the_skip_link_leads_into_the_page", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.refresh().await?;
        wait_for_text(&browser, "h1", "Roles").await?;
        let length = "return history.length";
        let before = browser.execute(length, Vec::new()).await?.json().clone();
        keys(&browser, Key::Tab).await?;
        is_at(&browser, "Skip to the page").await?;
        keys(&browser, Key::Enter).await?;
        is_at(&browser, "page").await?;
        let after = browser.execute(length, Vec::new()).await?.json().clone();
        ensure!(before == after, "following it is a step to go back");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn removing_the_only_one_leads_to_what_adds_one() -> Result<()> {
    story("removing_the_only_one", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/new-role?name=Tried").await?;
        press(&browser, "Add rule…").await?;
        press(&browser, "For entities with tags").await?;
        press(&browser, "Remove rule 1").await?;
        is_at(&browser, "Add rule…").await?;

        let entity = "stack%20payments-api%2Fprod";
        browser.visit(&format!("/orgs/acme/explorer?ask=retag&entity={entity}")).await?;
        press(&browser, "Other tags").await?;
        while browser.query(By::Css("[aria-label='Remove tag 2']")).nowait().exists().await? {
            press(&browser, "Remove tag 2").await?;
        }
        press(&browser, "Remove tag 1").await?;
        is_at(&browser, "Add tag").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_rule_that_is_not_finished_is_not_lost() -> Result<()> {
    story("a_rule_that_is_not_finished_is_not_lost", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, "Payments deployer").await?;
        press(&browser, "Add rule…").await?;
        press(&browser, "For entities with tags").await?;
        press(&browser, "JSON").await?;
        press(&browser, "Save…").await?;
        let failure = "[data-testid=save-failure]";
        wait_for_text(&browser, failure, "is not finished, and saving would lose it").await?;
        // It is led to, also from where it does not stand.
        wait_for_text(&browser, ".rule:focus-within", "Not finished, grants nothing yet").await?;
        wait_for_text(&browser, "[data-testid=save-state]", "Unsaved, 1 change").await
    })
    .await
}

#[tokio::test]
async fn single_keys_can_be_switched_off() -> Result<()> {
    story("single_keys_can_be_switched_off", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        keys(&browser, "?").await?;
        let choice = browser.query(By::Css("dialog[open] input[type=checkbox]")).first().await?;
        tick(&browser, &choice).await?;
        press(&browser, "Close").await?;
        for _ in 0..2 {
            keys(&browser, "?/").await?;
            let dialogs = browser.query(By::Css("dialog[open]")).not_exists().await?;
            ensure!(dialogs, "the keys are shown for a key");
            let at = browser.execute("return document.activeElement.type ?? ''", Vec::new());
            ensure!(at.await?.json() != &json!("search"), "the search is reached by a key");
            // It is remembered.
            browser.refresh().await?;
            wait_for_text(&browser, "h1", "Roles").await?;
        }
        follow(&browser, "About").await?;
        let choice = browser.query(By::Css("main input[type=checkbox]")).first().await?;
        ensure!(!choice.is_selected().await?);
        tick(&browser, &choice).await?;
        keys(&browser, "?").await?;
        browser.query(By::Css("dialog[open] dl")).first().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn rows_and_columns_are_marked_with_keys() -> Result<()> {
    story("rows_and_columns_are_marked_with_keys", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, "Payments deployer").await?;
        go(&browser, &browser.query(By::Css("[role=grid]")).first().await?).await?;
        keys(&browser, Key::Down).await?;
        browser.query(By::Css("[role=gridcell][aria-selected=true]")).first().await?;
        for (with, marked) in [(Key::Shift, ROW), (Key::Control, COLUMN)] {
            is_marked(&browser, marked, false).await?;
            for is_marked_now in [true, false] {
                let chain = browser.action_chain().key_down(with.clone()).send_keys(" ");
                chain.key_up(with.clone()).perform().await?;
                is_marked(&browser, marked, is_marked_now).await?;
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_event_of_the_log_is_offered() -> Result<()> {
    story("every_event_of_the_log_is_offered", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/audit").await?;
        browser.query(By::Css("[data-testid=audit] li")).first().await?;
        let script =
            "return [...document.querySelectorAll('#audit-events option')].map((one) => one.value)";
        let offered: Vec<String> = browser.execute(script, Vec::new()).await?.convert()?;
        for event in ["team-updated", "stack-tags-changed", "request-refused"] {
            ensure!(offered.iter().any(|name| name == event), "no `{event}` among {offered:?}");
        }
        Ok(())
    })
    .await
}

const ROW: &str = ".matrix__row--picked";
const COLUMN: &str = ".matrix__scope--picked";

async fn is_marked(browser: &Browser, selector: &str, is_marked: bool) -> Result<()> {
    let query = browser.query(By::Css(selector));
    let is_so = if is_marked { query.exists().await? } else { query.not_exists().await? };
    ensure!(is_so, "`{selector}` is there: {}", !is_marked);
    Ok(())
}

/// Waits until the focus is there.
async fn is_at(browser: &Browser, name: &str) -> Result<()> {
    let mut at = String::new();
    for _ in 0..50 {
        at = browser.execute(FOCUS, Vec::new()).await?.convert::<String>()?;
        if at == name {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    bail!("the focus is not at `{name}`, but at `{}`", at.chars().take(80).collect::<String>())
}
