//! A session that ends while somebody is at work: nothing that was typed is lost.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::accessibility::{NARROW, look};
use crate::harness::{Browser, Stage, story};
use crate::keyboard::{keys, retype, tick};
use crate::person::{
    STATE, field, follow, open_role, press, sign_in, sign_in_at, sign_in_here, text_of,
    wait_for_preview, wait_for_text,
};

const AGAIN: &str = "dialog[open][aria-label='Sign in again']";
const NEWS: &str = "[aria-label=News]";
const PAGES: &str = "nav[aria-label=Pages]";

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
        review(&browser).await?;
        browser.end_session().await?;
        press(&browser, "Save version 2").await?;

        // Whoever does not sign in now is told that nothing was done, and can go on.
        wait_for_text(&browser, AGAIN, "Your session has ended").await?;
        let mut report = String::new();
        look(&browser, "signing in again", &[1440, NARROW], &mut report).await?;
        ensure!(report.is_empty(), "axe-core found:\n{report}");
        browser.show("light", 1440).await?;
        keys(&browser, Key::Escape).await?;
        wait_for_text(&browser, "[data-testid=save-failure]", "Your session has ended").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;

        // Already looking what others did meanwhile takes a session.
        press(&browser, "Save…").await?;
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
async fn whoever_signs_in_next_sees_nothing_of_the_one_before() -> Result<()> {
    story("whoever_signs_in_next_sees_nothing", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        let other = other_token(&browser, "main").await?;
        follow(&browser, "About").await?;
        wait_for_text(&browser, "h1", "About").await?;
        wait_for_text(&browser, PAGES, "Guardrails").await?;
        press(&browser, "Sign out").await?;
        sign_in_with(&browser, &other).await?;

        // On a page of no organization, by somebody who is not in the one that was looked at.
        wait_for_text(&browser, "h1", "About").await?;
        wait_for_text(&browser, PAGES, "main").await?;
        let pages = text_of(&browser, PAGES).await?;
        ensure!(!pages.contains("Guardrails"), "the pages of the first are there: {pages}");
        let chain = browser.action_chain().key_down(Key::Control).send_keys("k");
        chain.key_up(Key::Control).perform().await?;
        browser.query(By::Css("dialog[open] [role=combobox]")).first().await?;
        keys(&browser, "Payments").await?;
        wait_for_text(&browser, "dialog[open]", "Nothing is called that").await?;
        keys(&browser, Key::Escape).await?;
        follow(&browser, "main").await?;
        wait_for_text(&browser, "h1", "Roles").await?;

        // The same where the session has ended instead.
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        follow(&browser, "About").await?;
        wait_for_text(&browser, PAGES, "Guardrails").await?;
        browser.end_session().await?;
        follow(&browser, "Audit log").await?;
        wait_for_text(&browser, AGAIN, "Your session has ended").await?;
        sign_in_with(&browser, &other).await?;
        wait_for_text(&browser, NEWS, "Somebody else is signed in now").await?;
        follow(&browser, "About").await?;
        wait_for_text(&browser, "h1", "About").await?;
        let pages = text_of(&browser, PAGES).await?;
        // The address still names the organization, and nothing of it is there.
        let counts = pages.chars().any(|each| each.is_ascii_digit());
        ensure!(!counts, "the counts of the first are there: {pages}");
        Ok(())
    })
    .await
}

/// Signs in with a token, where that is asked for.
async fn sign_in_with(browser: &Browser, value: &str) -> Result<()> {
    let token = browser.query(By::Css("input[type=password]")).first().await?;
    retype(browser, &token, value).await?;
    press(browser, "Sign in").await
}

#[tokio::test]
async fn whoever_signs_in_in_another_tab_saves_nothing_of_this_one() -> Result<()> {
    story("whoever_signs_in_in_another_tab", async |stage: &Stage| {
        let (browser, other) = typed_in_role(stage).await?;
        review(&browser).await?;
        // As another tab does, which shares the cookie.
        let script = "const [token, done] = arguments;
            fetch('/session', {method: 'POST', body: JSON.stringify({token}),
                headers: {'X-Scopesight': '1', 'Content-Type': 'application/json'}})
                .then((answer) => done(answer.status), (error) => done(String(error)));";
        let status = browser.execute_async(script, vec![json!(other)]).await?;
        ensure!(status.json() == &json!(204), "the other did not sign in: {:?}", status.json());

        press(&browser, "Save version 2").await?;
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
    let other = other_token(&browser, "acme").await?;
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

/// Reviews what saving would change, of how things stand now.
async fn review(browser: &Browser) -> Result<()> {
    press(browser, "Save…").await?;
    wait_for_text(browser, "dialog[open] [data-testid=review]", "Whom it affects").await?;
    let save = "//dialog[@open]//button[normalize-space(.)='Save version 2']";
    browser.query(By::XPath(save)).and_clickable().first().await?;
    Ok(())
}

/// The value of a token of `organization` that may change its roles.
async fn other_token(browser: &Browser, organization: &str) -> Result<String> {
    let body = json!({"name": "story-other", "description": "", "admin": true, "expires": 0});
    let path = format!("/api/orgs/{organization}/tokens?breakGuardrails=true");
    let (status, token) = browser.send("POST", &path, body).await?;
    ensure!(status < 300, "no token was made: {status} {token}");
    let value = token.get("tokenValue").and_then(serde_json::Value::as_str);
    Ok(value.context("no value")?.to_owned())
}
