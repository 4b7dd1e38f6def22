//! Somebody new is taken in, and signs in.

use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

use crate::harness::{Stage, story};
use crate::keyboard::{retype, tick};
use crate::person::{field, press, sign_in, wait_for_text};

const NEW: &str = "newcomer";

#[tokio::test]
async fn somebody_new_is_taken_in_and_signs_in() -> Result<()> {
    story("somebody_new_is_taken_in", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/people").await?;
        press(&browser, "Add person…").await?;
        retype(&browser, &field(&browser, "Login").await?, NEW).await?;
        let role = By::XPath("//dialog[@open]//label[contains(., 'Auditor')]/input");
        tick(&browser, &browser.query(role).first().await?).await?;
        wait_for_text(&browser, "dialog[open] .change__effect", "Stack Read").await?;
        press(&browser, "Add person").await?;
        wait_for_text(&browser, "h1", NEW).await?;
        wait_for_text(&browser, "[data-testid=welcome]", "shown this once").await?;
        let value = By::Css("[aria-label='Value of the token']");
        let value = browser.query(value).first().await?;
        let token = value.prop("value").await?.unwrap_or_default();
        ensure!(token.starts_with("pul-"), "there is no token in the field");
        let source = browser.source().await?;
        ensure!(!source.contains(&token), "the value is in the document");
        browser.is_told_as("somebody new").await?;

        press(&browser, "Copy value").await?;
        press(&browser, "Done").await?;
        let gone = browser.query(By::Css("[data-testid=welcome]")).not_exists().await?;
        ensure!(gone, "it is still there");
        press(&browser, "Sign out").await?;
        let secret = browser.query(By::Css("input[type=password]")).first().await?;
        retype(&browser, &secret, &token).await?;
        press(&browser, "Sign in").await?;
        wait_for_text(&browser, ".side-bar__login", NEW).await
    })
    .await
}
