//! A session that ends while somebody is at work: nothing that was typed is lost.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::accessibility::look;
use crate::harness::{Browser, Stage, story};
use crate::keyboard::{keys, retype, tick};
use crate::person::{
    field, open_role, press, sign_in, sign_in_at, sign_in_here, wait_for_preview, wait_for_text,
};

const STATE: &str = "[data-testid=save-state]";
const AGAIN: &str = "dialog[open][aria-label='Sign in again']";
const NEWS: &str = "[aria-label=News]";

#[tokio::test]
async fn what_is_typed_is_saved_after_signing_in_again() -> Result<()> {
    story("what_is_typed_is_saved_after_signing_in_again", async |stage: &Stage| {
        let browser = stage.open("/orgs/acme/sets/f8f82b68-f726-4710-a231-1a56b267e076").await?;
        sign_in_at(&browser, "Stack Delete").await?;
        retype(&browser, &field(&browser, "Description").await?, "Typed before").await?;
        come_back(&browser, "Save").await?;
        wait_for_text(&browser, STATE, "Version 2").await?;
        let description = field(&browser, "Description").await?.value().await?;
        ensure!(description.as_deref() == Some("Typed before"), "it says {description:?}");

        browser.visit("/orgs/acme/guardrails").await?;
        press(&browser, "New guardrail…").await?;
        retype(&browser, &field(&browser, "Name").await?, "Typed before").await?;
        retype(&browser, &field(&browser, "Scope").await?, "stack:delete").await?;
        press(&browser, "An example").await?;
        retype(&browser, &field(&browser, "Who").await?, "person amir").await?;
        retype(&browser, &field(&browser, "On").await?, "stack data-lake/dev").await?;
        come_back(&browser, "Save guardrail").await?;
        wait_for_text(&browser, ".guardrails", "Typed before").await?;

        browser.visit("/orgs/acme/teams").await?;
        press(&browser, "Create team…").await?;
        retype(&browser, &field(&browser, "Name").await?, "typed-before").await?;
        come_back(&browser, "Create team").await?;
        wait_for_text(&browser, "h1", "typed-before").await?;

        browser.visit("/orgs/acme/settings").await?;
        let switch = browser.query(By::Css(".settings__switch input")).first().await?;
        tick(&browser, &switch).await?;
        come_back(&browser, "Save").await?;
        wait_for_text(&browser, NEWS, "Saved the settings").await?;

        browser.visit("/orgs/acme/new-token?kind=personal").await?;
        let description = By::XPath("//label[contains(., 'Description')]/input");
        let description = browser.query(description).first().await?;
        retype(&browser, &description, "Typed before").await?;
        come_back(&browser, "Create token").await?;
        let value = By::Css("[aria-label='Value of the token']");
        browser.query(value).first().await.context("the token was not made")?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_is_sent_in_the_name_of_somebody_else() -> Result<()> {
    story("nothing_is_sent_in_the_name_of_somebody_else", async |stage: &Stage| {
        let (browser, other) = typed_in_role(stage).await?;
        browser.end_session().await?;
        save(&browser).await?;

        // Whoever does not sign in now is told that nothing was done, and can go on.
        wait_for_text(&browser, AGAIN, "Your session has ended").await?;
        let mut report = String::new();
        look(&browser, "signing in again", &[1440, 320], &mut report).await?;
        ensure!(report.is_empty(), "axe-core found:\n{report}");
        browser.show("light", 1440).await?;
        keys(&browser, Key::Escape).await?;
        wait_for_text(&browser, "[data-testid=save-failure]", "Your session has ended").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;

        save(&browser).await?;
        wait_for_text(&browser, AGAIN, "Your session has ended").await?;
        let token = browser.query(By::Css("dialog[open] input[type=password]")).first().await?;
        retype(&browser, &token, &other).await?;
        press(&browser, "Sign in").await?;
        wait_for_text(&browser, NEWS, "Somebody else is signed in now").await?;
        // Nothing of the first person's is left on the page, and nothing was saved.
        wait_for_preview(&browser).await?;
        wait_for_text(&browser, STATE, "Version 1").await?;
        let description = field(&browser, "Description").await?.value().await?;
        ensure!(description.as_deref() != Some("Typed before"), "what was typed is shown");
        let kept = browser.execute("return JSON.stringify([localStorage, sessionStorage])", vec![]);
        ensure!(!kept.await?.json().to_string().contains(&other), "the token is kept");

        browser.refresh().await?;
        wait_for_preview(&browser).await?;
        wait_for_text(&browser, STATE, "Version 1").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whoever_signs_in_in_another_tab_saves_nothing_of_this_one() -> Result<()> {
    story("whoever_signs_in_in_another_tab", async |stage: &Stage| {
        let (browser, other) = typed_in_role(stage).await?;
        // As another tab does, which shares the cookie.
        let script = "const [token, done] = arguments;
            fetch('/session', {method: 'POST', body: JSON.stringify({token}),
                headers: {'X-Scopesight': '1', 'Content-Type': 'application/json'}})
                .then((answer) => done(answer.status), (error) => done(String(error)));";
        let status = browser.execute_async(script, vec![json!(other)]).await?;
        ensure!(status.json() == &json!(204), "the other did not sign in: {:?}", status.json());

        save(&browser).await?;
        wait_for_text(&browser, AGAIN, "somebody else has signed in").await?;
        sign_in_here(&browser).await?;
        wait_for_text(&browser, STATE, "Version 2").await?;
        Ok(())
    })
    .await
}

/// A browser with something typed in a role, and the value of a token of somebody else.
async fn typed_in_role(stage: &Stage) -> Result<(Browser, String)> {
    let browser = stage.open("/").await?;
    sign_in(&browser).await?;
    let other = other_token(&browser).await?;
    open_role(&browser, "Payments deployer").await?;
    retype(&browser, &field(&browser, "Description").await?, "Typed before").await?;
    wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
    Ok((browser, other))
}

/// Ends the session, does what the button `name` does, and signs in again where that is asked for.
async fn come_back(browser: &Browser, name: &str) -> Result<()> {
    browser.end_session().await?;
    press(browser, name).await?;
    wait_for_text(browser, AGAIN, "is still here").await?;
    sign_in_here(browser).await
}

/// Reviews what saving would change, and saves it.
async fn save(browser: &Browser) -> Result<()> {
    press(browser, "Save…").await?;
    wait_for_text(browser, "dialog[open] [data-testid=review]", "Whom it affects").await?;
    press(browser, "Save version 2").await
}

/// The value of an organization token that may change roles.
async fn other_token(browser: &Browser) -> Result<String> {
    let body = json!({"name": "story-other", "description": "", "admin": true, "expires": 0});
    let script = "const [body, done] = arguments;
        fetch('/api/orgs/acme/tokens?breakGuardrails=true', {method: 'POST', body: JSON.stringify(body),
            headers: {'X-Scopesight': '1', 'Content-Type': 'application/json'}})
            .then(async (answer) => done([answer.status, await answer.text()]));";
    let answer = browser.execute_async(script, vec![body]).await?;
    let (status, text): (u64, String) = answer.convert()?;
    ensure!(status < 300, "no token was made: {status} {text}");
    let token: serde_json::Value = serde_json::from_str(&text)?;
    let value = token.get("tokenValue").and_then(serde_json::Value::as_str);
    Ok(value.context("no value")?.to_owned())
}
