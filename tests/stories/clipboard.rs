//! Taking things along where the browser lets no page write to the clipboard.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{keys, retype};
use crate::person::{STATE, follow, open_role, press, sign_in, wait_for_text};

/// A page over plain HTTP has no clipboard; one of a browser that asks may be refused; one writes.
const NONE: &str =
    "Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})";
const REFUSING: &str = "Object.defineProperty(navigator, 'clipboard', {configurable: true,
    value: {writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError'))}})";
const WRITING: &str = "Object.defineProperty(navigator, 'clipboard', {configurable: true,
    value: {writeText: (text) => { window.copied = text; return Promise.resolve(); }}})";
const TOLD: &str = "[data-testid=told]";
const NEWS: &str = "[aria-label=News]";
const BY_HAND: &str = "dialog[open][aria-label='It could not be copied']";

#[tokio::test]
async fn a_value_that_was_not_copied_is_not_let_go() -> Result<()> {
    story("a_value_that_was_not_copied", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/new-token?kind=personal").await?;
        press(&browser, "Create token").await?;
        let field = By::Css("[aria-label='Value of the token']");
        let field = browser.query(field).first().await.context("the token was not made")?;
        for clipboard in [NONE, REFUSING] {
            browser.execute(clipboard, Vec::new()).await?;
            press(&browser, "Copy value").await?;
            wait_for_text(&browser, TOLD, "It could not be copied here").await?;
            let script = "const field = arguments[0];
                return document.activeElement === field
                    && field.selectionEnd - field.selectionStart === field.value.length;";
            let is_selected = browser.execute(script, vec![field.to_json()?]).await?;
            ensure!(is_selected.json() == &json!(true), "it is not selected");
            follow(&browser, "Done, show the token").await?;
            wait_for_text(&browser, "dialog[open]", "Leave without the value?").await?;
            press(&browser, "Stay").await?;
        }
        browser.execute(WRITING, Vec::new()).await?;
        press(&browser, "Copy value").await?;
        wait_for_text(&browser, TOLD, "Copied").await?;
        let copied = browser.execute("return window.copied", Vec::new()).await?;
        ensure!(copied.json().as_str() == field.value().await?.as_deref(), "another was copied");
        follow(&browser, "Done, show the token").await?;
        wait_for_text(&browser, "h1", "admin").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_cannot_be_copied_is_shown_to_be_copied() -> Result<()> {
    story("what_cannot_be_copied_is_shown", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, "Payments deployer").await?;
        for clipboard in [NONE, REFUSING] {
            browser.execute(clipboard, Vec::new()).await?;
            press(&browser, "Copy as…").await?;
            press(&browser, "Wire JSON").await?;
            by_hand(&browser, "PermissionDescriptorGroup").await?;
        }

        // What somebody else saved is taken all the same, and the draft can be brought back.
        browser.execute(NONE, Vec::new()).await?;
        let description = crate::person::field(&browser, "Description").await?;
        retype(&browser, &description, "Mine").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
        let path = "/api/orgs/acme/roles/f0b13d59-6153-4027-b632-aecabb09a250";
        let (status, said) = browser.send("PATCH", path, json!({"description": "Theirs"})).await?;
        ensure!(status == 200, "nothing was saved meanwhile: {status} {said}");
        press(&browser, "Save…").await?;
        press(&browser, "Take theirs").await?;
        wait_for_text(&browser, NEWS, "Your draft could not be copied").await?;
        wait_for_text(&browser, STATE, "Version").await?;
        press(&browser, "Bring my draft back").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
        Ok(())
    })
    .await
}

/// Waits until something is shown to be copied by hand, and puts it away.
async fn by_hand(browser: &Browser, part: &str) -> Result<()> {
    wait_for_text(browser, BY_HAND, "copy it with Ctrl C").await?;
    let script = "const field = document.activeElement;
        return [field.tagName === 'TEXTAREA' && field.value.length > 0
            && field.selectionEnd - field.selectionStart === field.value.length, field.value];";
    for _ in 0..50 {
        let answer = browser.execute(script, Vec::new()).await?;
        let (is_selected, text): (bool, Option<String>) = answer.convert()?;
        if is_selected && text.is_some_and(|text| text.contains(part)) {
            keys(browser, Key::Escape).await?;
            let is_gone = browser.query(By::Css(BY_HAND)).not_exists().await?;
            ensure!(is_gone, "it is still shown");
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("it is not selected, or another text is")
}
