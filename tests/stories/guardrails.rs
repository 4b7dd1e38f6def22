//! Writing a guardrail while others do.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{enter, keys, retype};
use crate::person::{field, press, sign_in_at, wait_for_text};

const PATH: &str = "/api/orgs/acme/scopesight/guardrails";

#[tokio::test]
async fn a_guardrail_that_somebody_else_saved_can_be_saved_knowingly() -> Result<()> {
    story("a_guardrail_that_somebody_else_saved", async |stage: &Stage| {
        let browser = guarded(stage).await?;
        edit(&browser).await?;
        retype(&browser, &field(&browser, "Name").await?, "Mine").await?;
        let (_, all) = browser.send("GET", PATH, Value::Null).await?;
        let all = all["guardrails"].as_array().cloned().unwrap_or_default();
        let known = all.iter().find(|one| one["name"] == "Stays").cloned().unwrap_or_default();
        let path = format!("{PATH}/{}", known["id"].as_str().unwrap_or_default());
        let theirs = json!({"name": "Theirs", "never": {"scope": "stack:transfer"}, "version": 1});
        let (status, said) = browser.send("PUT", &path, theirs).await?;
        ensure!(status < 300, "it was not changed: {status} {said}");

        press(&browser, "Save guardrail").await?;
        wait_for_text(&browser, "dialog[open]", "Somebody else saved version 2").await?;
        wait_for_text(&browser, "dialog[open]", "stack:transfer").await?;
        let name = field(&browser, "Name").await?.value().await?;
        ensure!(name.as_deref() == Some("Mine"), "what was typed is gone: {name:?}");
        press(&browser, "Save guardrail").await?;
        wait_for_text(&browser, ".guardrails", "Mine").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_guardrail_that_is_typed_is_not_thrown_away() -> Result<()> {
    story("a_guardrail_that_is_typed", async |stage: &Stage| {
        let browser = guarded(stage).await?;
        // Without a change, Escape closes.
        edit(&browser).await?;
        keys(&browser, Key::Escape).await?;
        ensure!(browser.query(By::Css("dialog[open]")).not_exists().await?, "it stays open");
        edit(&browser).await?;
        press(&browser, "Cancel").await?;
        ensure!(browser.query(By::Css("dialog[open]")).not_exists().await?, "it stays open");
        edit(&browser).await?;
        retype(&browser, &field(&browser, "Name").await?, "Mine").await?;
        for _ in 0..2 {
            keys(&browser, Key::Escape).await?;
            wait_for_text(&browser, "dialog[open]", "What is typed here is not saved").await?;
        }
        press(&browser, "Keep editing").await?;
        let script = "return document.activeElement.value";
        let at = browser.execute(script, Vec::new()).await?;
        ensure!(at.json() == &json!("Mine"), "the focus is not where somebody was typing");
        let name = field(&browser, "Name").await?.value().await?;
        ensure!(name.as_deref() == Some("Mine"), "what was typed is gone: {name:?}");
        keys(&browser, Key::Escape).await?;
        press(&browser, "Close without saving").await?;
        ensure!(browser.query(By::Css("dialog[open]")).not_exists().await?, "it stays open");
        wait_for_text(&browser, ".guardrails", "Stays").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn each_exception_has_suggestions_of_its_own_and_keeps_the_focus() -> Result<()> {
    story("each_exception_has_suggestions", async |stage: &Stage| {
        let browser = guarded(stage).await?;
        edit(&browser).await?;
        for _ in 0..2 {
            press(&browser, "Add exception").await?;
        }
        press(&browser, "Add condition").await?;
        let script = "const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
            return ids.filter((id, place) => ids.indexOf(id) !== place);";
        let twice: Vec<String> = browser.execute(script, Vec::new()).await?.convert()?;
        ensure!(twice.is_empty(), "two elements have the id {twice:?}");
        press(&browser, "Remove exception").await?;
        has_focus(&browser, "Remove exception").await?;
        keys(&browser, Key::Enter).await?;
        has_focus(&browser, "Add exception").await?;
        press(&browser, "Remove condition 1").await?;
        has_focus(&browser, "Add condition").await?;
        Ok(())
    })
    .await
}

/// Waits until the button with this name has the focus.
async fn has_focus(browser: &Browser, name: &str) -> Result<()> {
    let active =
        By::XPath(format!("//button[normalize-space(.)='{name}' or @aria-label='{name}']"));
    let script = "return arguments[0] === document.activeElement";
    for _ in 0..50 {
        for button in browser.query(active.clone()).all_from_selector().await? {
            let answer = browser.execute(script, vec![button.to_json()?]).await?;
            if answer.json() == &json!(true) {
                return Ok(());
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let script = "return document.activeElement.outerHTML.slice(0, 200)";
    let at = browser.execute(script, Vec::new()).await?;
    anyhow::bail!("`{name}` has no focus, but {}", at.json())
}

/// A browser on the page of guardrails, among which is one called `Stays`.
async fn guarded(stage: &Stage) -> Result<Browser> {
    let browser = stage.open("/orgs/acme/guardrails").await?;
    sign_in_at(&browser, "Guardrails").await?;
    let body = json!({"name": "Stays", "never": {"scope": "stack:delete"}});
    let (status, said) = browser.send("POST", PATH, body).await?;
    ensure!(status < 300, "no guardrail was made: {status} {said}");
    browser.refresh().await?;
    wait_for_text(&browser, ".guardrails", "Stays").await?;
    Ok(browser)
}

async fn edit(browser: &Browser) -> Result<()> {
    let button = By::Css("button[aria-label='Edit Stays']");
    enter(browser, &browser.query(button).and_clickable().first().await?).await?;
    browser.query(By::Css("dialog[open] form")).first().await?;
    Ok(())
}
