//! What keeps a role from being saved, told before it is sent.

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::harness::{Stage, story};
use crate::keyboard::retype;
use crate::person::{STATE, field, press, sign_in, text_of, wait_for_text};

const REVIEW: &str = "dialog[open] [data-testid=review]";
const LOST: &str = "[data-testid=lost-beginning]";
const FAILURE: &str = "[data-testid=save-failure]";
const TAKEN: &str = "A role called Payments deployer exists";

#[tokio::test]
async fn what_keeps_a_new_role_from_being_made_is_told_where_it_is_typed() -> Result<()> {
    story("what_keeps_a_new_role_from_being_made", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        press(&browser, "Create role…").await?;
        retype(&browser, &field(&browser, "Name").await?, "Payments deployer").await?;
        press(&browser, "Continue").await?;
        wait_for_text(&browser, "dialog[open]", TAKEN).await?;

        browser.visit("/orgs/acme/new-role?as=json&name=Payments%20deployer").await?;
        wait_for_text(&browser, ".details", TAKEN).await?;
        let text = browser.query(By::Css("[aria-label='Role as JSON']")).first().await?;
        let role = r#"{"__type":"PermissionDescriptorAllow","permissions":["stack:raed"]}"#;
        retype(&browser, &text, role).await?;
        wait_for_text(&browser, "#json-refused", "did you mean stack:read?").await?;
        press(&browser, "Create role…").await?;
        wait_for_text(&browser, FAILURE, TAKEN).await?;
        retype(&browser, &field(&browser, "Name").await?, "Fresh").await?;
        press(&browser, "Create role…").await?;
        wait_for_text(&browser, FAILURE, "Unknown scope stack:raed").await?;
        press(&browser, "Rules").await?;
        wait_for_text(&browser, ".role__draft .finding--error", "Unknown scope").await?;

        press(&browser, "JSON").await?;
        let text = browser.query(By::Css("[aria-label='Role as JSON']")).first().await?;
        retype(&browser, &text, &role.replace("raed", "read")).await?;
        press(&browser, "Create role…").await?;
        wait_for_text(&browser, REVIEW, "What it grants").await?;
        wait_for_text(&browser, REVIEW, "412 stacks").await?;
        // Somebody else is a moment faster.
        let create = By::XPath("//dialog[@open]//button[normalize-space(.)='Create role']");
        browser.query(create).and_clickable().first().await?;
        let path = "/api/orgs/acme/roles?createPolicyAndRole=true";
        let details = json!({"__type": "PermissionDescriptorGroup", "entries": []});
        let other = json!({"name": "Fresh", "uxPurpose": "role", "details": details});
        let (status, said) = browser.send("POST", path, other).await?;
        ensure!(status < 300, "nobody was faster: {status} {said}");
        press(&browser, "Create role").await?;
        wait_for_text(&browser, FAILURE, "A role called Fresh exists").await?;
        retype(&browser, &field(&browser, "Name").await?, "Fresher").await?;
        press(&browser, "Create role…").await?;
        wait_for_text(&browser, REVIEW, "412 stacks").await?;
        press(&browser, "Create role").await?;
        wait_for_text(&browser, STATE, "Version 1").await
    })
    .await
}

#[tokio::test]
async fn a_new_role_says_where_what_it_was_to_begin_with_is_gone() -> Result<()> {
    story("a_new_role_says_where_what_it_was_to_begin_with", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/new-role?from=00000000-0000-4000-8000-000000000000").await?;
        wait_for_text(&browser, LOST, "The role to be copied is not there any more").await?;
        browser.visit("/orgs/acme/new-role?template=nonesuch").await?;
        wait_for_text(&browser, LOST, "There is no template nonesuch").await?;
        browser.visit("/orgs/acme/new-role?template=on-call").await?;
        wait_for_text(&browser, STATE, "New, not saved").await?;
        let main = text_of(&browser, "main").await?;
        ensure!(!main.contains("begins without a rule"), "a template is not found: {main}");
        Ok(())
    })
    .await
}
