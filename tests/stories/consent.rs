//! Agreeing to break a guardrail, which is agreeing to nothing else.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{choose, retype, tick};
use crate::person::{follow, press, sign_in, sign_in_at, wait_for_text};

/// A stack of the payments team that is not in production.
const STACK: &str = "99bba2b5-5482-4792-b8b5-45dc9f1e2636";

#[tokio::test]
async fn another_setting_is_not_agreed_to() -> Result<()> {
    story("another_setting_is_not_agreed_to", async |stage: &Stage| {
        let browser = guarded(stage, "dina").await?;
        browser.visit("/orgs/acme/settings").await?;
        wait_for_text(&browser, "h1", "Settings").await?;
        let level = |name: &str| By::XPath(format!("//label[span='{name}']/select"));
        choose(&browser, &browser.query(level("Stacks")).first().await?, "Admin").await?;
        press(&browser, "Save").await?;
        offered(&browser, "Save and break them").await?;
        choose(&browser, &browser.query(level("Environments")).first().await?, "Write").await?;
        gone(&browser, "Save and break them").await?;
        // The server judges what stands there now.
        press(&browser, "Save").await?;
        offered(&browser, "Save and break them").await?;
        press(&browser, "Save and break them").await?;
        wait_for_text(&browser, "[aria-label=News]", "Saved the settings").await
    })
    .await
}

#[tokio::test]
async fn another_scope_of_a_set_is_not_agreed_to() -> Result<()> {
    story("another_scope_of_a_set_is_not_agreed_to", async |stage: &Stage| {
        let browser = guarded(stage, "amir").await?;
        browser.visit("/orgs/acme/sets").await?;
        follow(&browser, "Stack Delete").await?;
        let scope = |name: &str| By::XPath(format!("//label[.//span[.='{name}']]/input"));
        tick(&browser, &browser.query(scope("stack:rename")).first().await?).await?;
        press(&browser, "Save").await?;
        offered(&browser, "Save and break them").await?;
        tick(&browser, &browser.query(scope("stack:transfer")).first().await?).await?;
        gone(&browser, "Save and break them").await?;
        press(&browser, "Save").await?;
        offered(&browser, "Save and break them").await?;
        press(&browser, "Save and break them").await?;
        wait_for_text(&browser, "[data-testid=save-state]", "Version 2").await
    })
    .await
}

#[tokio::test]
async fn another_role_of_a_token_is_not_agreed_to() -> Result<()> {
    story("another_role_of_a_token_is_not_agreed_to", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/new-token").await?;
        let name = By::XPath("//label[contains(., 'Name')]/input");
        retype(&browser, &browser.query(name).first().await?, "story-bot").await?;
        give(&browser, "Platform engineer").await?;
        press(&browser, "Create token").await?;
        offered(&browser, "Break it and create").await?;
        give(&browser, "Break glass").await?;
        gone(&browser, "Break it and create").await
    })
    .await
}

/// Chooses the role of a token.
async fn give(browser: &Browser, role: &str) -> Result<()> {
    let search = By::Css(".choose-one input[type=search]");
    retype(browser, &browser.query(search).first().await?, role).await?;
    let option = By::XPath(format!("//label[contains(., '{role}')]/input[@type='radio']"));
    tick(browser, &browser.query(option).first().await.context("no such role")?).await?;
    wait_for_text(browser, ".choose-one__chosen", role).await
}

/// A browser of an organization in which a person is not to rename a stack.
async fn guarded(stage: &Stage, login: &str) -> Result<Browser> {
    let browser = stage.open("/orgs/acme/guardrails").await?;
    sign_in_at(&browser, "Guardrails").await?;
    let body = json!({"name": "Stays as it is", "expect": {"scope": "stack:rename", "allowed": false,
        "principal": {"type": "user", "id": login}, "entity": {"type": "stack", "id": STACK}}});
    let (status, said) = browser.send("POST", "/api/orgs/acme/scopesight/guardrails", body).await?;
    ensure!(status < 300 && said != Value::Null, "no guardrail was made: {status} {said}");
    Ok(browser)
}

fn button(name: &str) -> By {
    By::XPath(format!("//button[normalize-space(.)='{name}']"))
}

async fn offered(browser: &Browser, name: &str) -> Result<()> {
    browser.query(button(name)).and_clickable().first().await.context("it cannot be agreed to")?;
    Ok(())
}

async fn gone(browser: &Browser, name: &str) -> Result<()> {
    let is_gone = browser.query(button(name)).not_exists().await?;
    ensure!(is_gone, "`{name}` is offered for what nobody judged");
    Ok(())
}
