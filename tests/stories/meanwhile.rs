//! What others do between looking and saving.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{keys, retype, tick};
use crate::looks::holds;
use crate::person::{
    STATE, VALUE, draft_for_another_team, open_role, press, sign_in, text_of, wait_for_text,
};

const REVIEW: &str = "dialog[open] [data-testid=review]";
const ROLE: &str = "f0b13d59-6153-4027-b632-aecabb09a250";

/// The stack `data-lake/dev`.
const STACK: &str = "ce1294b4-3db4-4bda-b6bc-99a111e775e5";

#[tokio::test]
async fn a_guardrail_made_meanwhile_can_be_agreed_to() -> Result<()> {
    story("a_guardrail_made_meanwhile", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        draft_for_another_team(&browser).await?;

        // Before the review is opened: it is there, though the page has not been loaded since.
        make(&browser, "Made before the review").await?;
        press(&browser, "Save…").await?;
        wait_for_text(&browser, REVIEW, "Made before the review is broken").await?;
        let agree = browser.query(By::Css("dialog[open] .review__agree input")).first().await?;
        tick(&browser, &agree).await?;

        // While it is open: it is there when it is opened again, and is another question.
        make(&browser, "Made during the review").await?;
        keys(&browser, Key::Escape).await?;
        press(&browser, "Save…").await?;
        wait_for_text(&browser, REVIEW, "Made during the review is broken").await?;
        let agree = browser.query(By::Css("dialog[open] .review__agree input")).first().await?;
        ensure!(!agree.is_selected().await?, "it is agreed to what was not shown");
        keys(&browser, Key::Escape).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_save_that_is_refused_for_a_new_guardrail_has_a_way_on() -> Result<()> {
    story("a_save_that_is_refused_for_a_new_guardrail", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        draft_for_another_team(&browser).await?;
        press(&browser, "Save…").await?;
        wait_for_text(&browser, REVIEW, "Whom it affects").await?;
        let save = By::XPath("//dialog[@open]//button[normalize-space(.)='Save version 2']");
        browser.query(save).and_clickable().first().await?;

        make(&browser, "Made during the review").await?;
        press(&browser, "Save version 2").await?;
        wait_for_text(&browser, REVIEW, "Not saved").await?;
        wait_for_text(&browser, REVIEW, "Made during the review is broken").await?;
        let agree = browser.query(By::Css("dialog[open] .review__agree input")).first().await?;
        tick(&browser, &agree).await?;
        press(&browser, "Save version 2").await?;
        wait_for_text(&browser, STATE, "Version 2").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whoever_got_the_role_meanwhile_is_in_the_review() -> Result<()> {
    story("whoever_got_the_role_meanwhile", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, "Payments deployer").await?;
        let value = browser.query(By::Css(VALUE)).first().await?;
        retype(&browser, &value, "data").await?;
        wait_for_text(&browser, "[data-testid=consequences]", "Affects").await?;
        let bind = format!("/api/orgs/acme/teams/finance/roles/{ROLE}");
        let (status, said) = browser.send("POST", &bind, Value::Null).await?;
        ensure!(status == 204, "the team did not get the role: {status} {said}");
        press(&browser, "Save…").await?;
        wait_for_text(&browser, REVIEW, "dina").await?;
        ensure!(text_of(&browser, STATE).await? == "Unsaved, 1 change", "the draft is gone");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_role_that_was_deleted_meanwhile_can_be_made_anew() -> Result<()> {
    story("a_role_that_was_deleted_meanwhile", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        draft_for_another_team(&browser).await?;
        let path = format!("/api/orgs/acme/roles/{ROLE}?force=true&breakGuardrails=true");
        let (status, said) = browser.send("DELETE", &path, Value::Null).await?;
        ensure!(status == 204, "it was not deleted: {status} {said}");

        press(&browser, "Save…").await?;
        wait_for_text(&browser, "dialog[open]", "It was deleted meanwhile").await?;
        let told = text_of(&browser, "dialog[open]").await?;
        ensure!(!told.contains("There is no role") && !told.contains("Save version"), "{told}");
        keys(&browser, Key::Escape).await?;
        wait_for_text(&browser, STATE, "Deleted meanwhile").await?;
        wait_for_text(&browser, "[data-testid=gone]", "It was deleted meanwhile").await?;
        press(&browser, "Create it anew from this draft").await?;
        wait_for_text(&browser, STATE, "New, not saved").await?;
        let value = browser.query(By::Css(VALUE)).first().await?;
        ensure!(value.value().await?.as_deref() == Some("data"), "the draft is gone");
        press(&browser, "Create role…").await?;
        wait_for_text(&browser, REVIEW, "What it grants").await?;
        press(&browser, "Create role").await?;
        wait_for_text(&browser, STATE, "Version 1").await?;
        let script = format!("return !location.pathname.includes('{ROLE}')");
        ensure!(holds(&browser, &script).await?, "it is at {}", browser.current_url().await?);
        Ok(())
    })
    .await
}

/// Makes an example that holds, and no longer once the role is about the data team's stacks.
async fn make(browser: &Browser, name: &str) -> Result<()> {
    let body = json!({"name": name, "expect": {"principal": {"type": "user", "id": "amir"},
        "scope": "stack:delete", "allowed": false, "entity": {"type": "stack", "id": STACK}}});
    let (status, said) = browser.send("POST", "/api/orgs/acme/scopesight/guardrails", body).await?;
    ensure!(status < 300, "no guardrail was made: {status} {said}");
    Ok(())
}
