//! Knowing what a change means before it is made, and finding out who may do what.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use thirtyfour::prelude::*;
use tokio::time::sleep;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{keys, retype, tick};
use crate::person::{
    STATE, VALUE, field, follow, open_role, press, sign_in_at, text_of, wait_for_text,
};

const LINE: &str = "[data-testid=consequences]";
const REVIEW: &str = "dialog[open] [data-testid=review]";
/// Keeps what stands in a file where a story can read it.
const EXPORTED: &str = "window.exported = null;
    window.offered ??= URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
        blob.text().then((text) => { window.exported = text; });
        return window.offered(blob);
    };";

#[tokio::test]
async fn a_guardrail_stands_before_a_save_until_somebody_decides_otherwise() -> Result<()> {
    story("a_guardrail_stands_before_a_save", async |stage: &Stage| {
        let browser = stage.open("/orgs/acme/guardrails").await?;
        sign_in_at(&browser, "Guardrails").await?;
        press(&browser, "New guardrail…").await?;
        retype(&browser, &field(&browser, "Name").await?, "Data stacks stay").await?;
        retype(&browser, &field(&browser, "Scope").await?, "stack:delet").await?;
        wait_for_text(&browser, ".guardrail-form__verdict", "did you mean stack:delete").await?;
        keys(&browser, "e").await?;
        // Without a condition it speaks of every stack, and somebody may delete some.
        wait_for_text(&browser, ".guardrail-form__verdict", "It does not hold today").await?;
        browser.is_told_as("a guardrail with a counterexample").await?;
        press(&browser, "An example").await?;
        retype(&browser, &field(&browser, "Who").await?, "person amir").await?;
        retype(&browser, &field(&browser, "On").await?, "stack data-lake/dev").await?;
        wait_for_text(&browser, ".guardrail-form__verdict", "It holds today").await?;
        press(&browser, "Save guardrail").await?;
        wait_for_text(&browser, ".guardrails", "Data stacks stay").await?;

        browser.visit("/orgs/acme/roles").await?;
        open_role(&browser, "Payments deployer").await?;
        wait_for_text(&browser, LINE, "Nothing to save").await?;
        let value = browser.query(By::Css(VALUE)).first().await?;
        retype(&browser, &value, "data").await?;
        wait_for_text(&browser, LINE, "Affects").await?;
        wait_for_text(&browser, LINE, "Breaks 1 guardrail").await?;
        press(&browser, "Save…").await?;
        wait_for_text(&browser, REVIEW, "Whom it affects").await?;
        wait_for_text(&browser, REVIEW, "whose env is not prod and whose team is data").await?;
        wait_for_text(&browser, REVIEW, "amir").await?;
        wait_for_text(&browser, REVIEW, "Data stacks stay is broken").await?;
        let save = By::XPath("//button[normalize-space(.)='Save version 2']");
        ensure!(!browser.query(save).first().await?.is_enabled().await?, "it would just be saved");
        let agree = browser.query(By::Css("dialog[open] .review__agree input")).first().await?;
        tick(&browser, &agree).await?;
        press(&browser, "Save version 2").await?;
        wait_for_text(&browser, STATE, "Version 2").await?;

        browser.visit("/orgs/acme/audit?event=custom-role-updated").await?;
        wait_for_text(&browser, "[data-testid=audit]", "Payments deployer").await?;
        let violations = browser.console("Content Security Policy").await?;
        ensure!(violations.is_empty(), "the page breaks its own policy: {violations:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_auditor_finds_out_who_may_and_why_not() -> Result<()> {
    story("an_auditor_finds_out", async |stage: &Stage| {
        let entity = "stack%20payments-api%2Fprod";
        let who = format!("/orgs/acme/explorer?ask=who&scope=stack%3Adelete&entity={entity}");
        let browser = stage.open(&who).await?;
        sign_in_at(&browser, "Explorer").await?;
        wait_for_text(&browser, "[data-testid=who]", "break-glass").await?;
        ensure!(!text_of(&browser, "[data-testid=who]").await?.contains("person ada"));

        // A token says whose it is; a name leads to the page about it.
        wait_for_text(&browser, "[data-testid=who]", " of admin role of admin, Admin").await?;
        let page = By::Css("[data-testid=who] a[href='/orgs/acme/people/ruth']");
        browser.query(page).first().await.context("the name of ruth leads nowhere")?;
        let csv = exported(&browser, "Export as CSV").await?;
        ensure!(csv.starts_with("type,id,name,rule\r\n"), "the file begins otherwise: {csv}");

        press(&browser, "Why, or why not").await?;
        retype(&browser, &field(&browser, "Who").await?, "person ada").await?;
        wait_for_text(&browser, "[data-testid=why]", "ada may not").await?;
        wait_for_text(&browser, ".explorer", "Does not hold: env is not prod").await?;
        wait_for_text(&browser, ".explorer", "Allowed after any of these").await?;
        browser.is_told_as("why somebody may not").await?;
        let csv = exported(&browser, "Export as CSV").await?;
        ensure!(csv.contains("ada may not stack:delete on stack payments-api/prod"), "{csv}");
        let json = exported(&browser, "Export as JSON").await?;
        ensure!(json.contains("\"allowed\": false"), "{json}");

        press(&browser, "Other tags").await?;
        let keys = By::Css("[aria-label^='Key of tag']");
        let mut values = Vec::new();
        for (place, key) in browser.query(keys).all_from_selector().await?.iter().enumerate() {
            if key.value().await?.as_deref() == Some("env") {
                values.push(format!("[aria-label='Value of tag {}']", place + 1));
            }
        }
        ensure!(values.len() == 1, "`env` stands at {values:?}");
        let value = browser.query(By::Css(values.concat())).first().await?;
        retype(&browser, &value, "dev").await?;
        wait_for_text(&browser, "[data-testid=retag]", "Affects").await?;
        let csv = exported(&browser, "Export as CSV").await?;
        ensure!(csv.starts_with("holder,change,scopes,where\r\n"), "it begins otherwise: {csv}");
        ensure!(csv.contains("ada,gains,"), "{csv}");

        press(&browser, "Compare two").await?;
        retype(&browser, &field(&browser, "Compared with").await?, "person ruth").await?;
        wait_for_text(&browser, "[data-testid=related]", "ruth may do everything that ada").await?;
        let csv = exported(&browser, "Export as CSV").await?;
        ensure!(csv.contains("ruth may do everything that ada may"), "{csv}");

        browser.visit("/about").await?;
        wait_for_text(&browser, "[data-testid=conformance]", "answered as they should be").await?;
        Ok(())
    })
    .await
}

/// What stands in the file that the button with this name makes.
async fn exported(browser: &Browser, button: &str) -> Result<String> {
    browser.execute(EXPORTED, Vec::new()).await?;
    press(browser, button).await?;
    for _ in 0..50 {
        let text = browser.execute("return window.exported", Vec::new()).await?;
        if let Some(text) = text.json().as_str() {
            return Ok(text.to_owned());
        }
        sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("`{button}` made no file")
}

#[tokio::test]
async fn a_set_shows_whom_its_change_reaches() -> Result<()> {
    story("a_set_shows_whom_its_change_reaches", async |stage: &Stage| {
        let browser = stage.open("/orgs/acme/sets").await?;
        sign_in_at(&browser, "Permission sets").await?;
        follow(&browser, "Stack Delete").await?;
        wait_for_text(&browser, "[aria-label='Used by']", "3 roles use it").await?;
        let scope = "//label[.//span[.='stack:transfer']]/input";
        tick(&browser, &browser.query(By::XPath(scope)).first().await?).await?;
        wait_for_text(&browser, "[data-testid=set-effects]", "Affects").await?;
        wait_for_text(&browser, "[data-testid=set-effects]", "stack:transfer on").await?;
        browser.is_told_as("a permission set about to be saved").await?;
        press(&browser, "Save").await?;
        wait_for_text(&browser, STATE, "Version 2").await?;
        Ok(())
    })
    .await
}
