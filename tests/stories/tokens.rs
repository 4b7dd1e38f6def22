//! Access tokens: seen before they exist, told once, used, and revoked.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{retype, tick};
use crate::person::{follow, press, sign_in, sign_in_at, text_of, wait_for_text};

const NAME: &str = "story-bot";
const ROLE: &str = "Payments deployer";
const COUNTS: &str = "[aria-label='Entities reached']";
const VALUE: &str = "[aria-label='Value of the token']";

#[tokio::test]
async fn a_token_is_seen_before_it_exists_told_once_and_refused_once_revoked() -> Result<()> {
    story("a_token_is_seen_before_it_exists", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/new-token").await?;
        fill(&browser).await?;
        wait_for_text(&browser, COUNTS, "37 beyond reading").await?;
        let reached = reached(&text_of(&browser, COUNTS).await?)?;
        ensure!(request(&browser, "/api/orgs/acme/tokens", None).await?.0 == 200);
        let before = names(&browser).await?;
        ensure!(!before.contains(&NAME.to_owned()), "it exists already: {before:?}");

        press(&browser, "Create token").await?;
        let field = browser.query(By::Css(VALUE)).first().await.context("no value")?;
        let value = field.value().await?.unwrap_or_default();
        ensure!(value.starts_with("pul-") || value.len() > 20, "this is no token");
        let state = text_of(&browser, "[data-testid=told]").await?;
        ensure!(state.contains("Not copied yet") && state.contains("$PULUMI_ACCESS_TOKEN"));
        ensure!(is_hidden(&browser, &value).await?, "the value is where it can be found again");
        press(&browser, "Copy value").await?;
        wait_for_text(&browser, "[data-testid=told]", "Copied").await?;

        // What was shown is what the server lets it do.
        let (status, caller) = request(&browser, "/api/user", Some(&value)).await?;
        ensure!(status == 200 && caller["tokenInfo"]["name"] == NAME, "{status}: {caller}");
        let stacks = "/api/user/stacks?organization=acme&maxResults=1000";
        let (status, stacks) = request(&browser, stacks, Some(&value)).await?;
        let may_read = stacks["stacks"].as_array().map_or(0, Vec::len);
        ensure!(status == 200 && may_read == reached, "reads {may_read} stacks, not {reached}");
        let (status, _) = request(&browser, "/api/orgs/acme/tokens", Some(&value)).await?;
        ensure!(status == 403, "it may list tokens: {status}");

        follow(&browser, "Done, show the token").await?;
        wait_for_text(&browser, "h1", NAME).await?;
        wait_for_text(&browser, ".origins", ROLE).await?;
        press(&browser, "Revoke…").await?;
        wait_for_text(&browser, "dialog[open]", "refused at once").await?;
        press(&browser, "Revoke token").await?;
        wait_for_text(&browser, "h1", "Access tokens").await?;
        let (status, _) = request(&browser, "/api/user", Some(&value)).await?;
        ensure!(status == 401, "the revoked token is answered with {status}");
        ensure!(!names(&browser).await?.contains(&NAME.to_owned()), "it is still listed");
        let violations = browser.console("Content Security Policy").await?;
        ensure!(violations.is_empty(), "the page breaks its own policy: {violations:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_name_that_is_taken_is_refused_where_it_stands() -> Result<()> {
    story("a_name_that_is_taken_is_refused", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/new-token").await?;
        fill(&browser).await?;
        let name = name_field(&browser).await?;
        retype(&browser, &name, "payments-ci").await?;
        press(&browser, "Create token").await?;
        wait_for_text(&browser, ".form__problem", "payments-ci").await?;
        let name = name_field(&browser).await?;
        ensure!(name.attr("aria-invalid").await?.as_deref() == Some("true"));
        ensure!(name.value().await?.as_deref() == Some("payments-ci"), "what was typed is gone");
        ensure!(text_of(&browser, ".choose-one__chosen").await?.contains(ROLE));
        // Another name is all it takes.
        retype(&browser, &name, NAME).await?;
        press(&browser, "Create token").await?;
        browser.query(By::Css(VALUE)).first().await.context("no value")?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_expiry_policy_shows_whom_it_stops_before_it_is_set() -> Result<()> {
    story("an_expiry_policy_shows_whom_it_stops", async |stage: &Stage| {
        let browser = stage.open("/orgs/acme/token-policy").await?;
        sign_in_at(&browser, "Expiry policy").await?;
        let is_on = browser.query(By::Css("input[type=checkbox]")).first().await?;
        tick(&browser, &is_on).await?;
        wait_for_text(&browser, "[aria-label='Would be stopped']", "old-jenkins").await?;
        let shown = text_of(&browser, "[aria-label='Would be stopped'] [role=status]").await?;
        let path = "/api/orgs/acme/scopesight/tokens/stopped?maxDays=90";
        let (_, stopped) = request(&browser, path, None).await?;
        let stopped = stopped["tokens"].as_array().map_or(0, Vec::len);
        ensure!(shown == format!("{stopped} tokens"), "{shown}, and the server stops {stopped}");
        // A second, so that whoever sets it is not stopped by it: the admin's own token never expires.
        ensure!(text_of(&browser, "[aria-label='Would be stopped']").await?.contains("admin"));
        Ok(())
    })
    .await
}

/// Fills the form in for a token with a role.
async fn fill(browser: &Browser) -> Result<()> {
    let name = name_field(browser).await?;
    retype(browser, &name, NAME).await?;
    let search = By::Css(".choose-one input[type=search]");
    retype(browser, &browser.query(search).first().await?, ROLE).await?;
    let role = By::XPath(format!("//label[contains(., '{ROLE}')]/input[@type='radio']"));
    tick(browser, &browser.query(role).first().await.context("no such role")?).await?;
    wait_for_text(browser, ".choose-one__chosen", ROLE).await
}

async fn name_field(browser: &Browser) -> Result<WebElement> {
    let field = By::XPath("//label[contains(., 'Name')]/input");
    browser.query(field).first().await.context("no field for the name")
}

/// How many stacks the preview says are reached, in `Stacks 40 of 412 …`.
fn reached(counts: &str) -> Result<usize> {
    let number = counts.split_whitespace().find_map(|word| word.parse().ok());
    number.with_context(|| format!("no number in `{counts}`"))
}

/// The names of the organization's tokens.
async fn names(browser: &Browser) -> Result<Vec<String>> {
    let (_, answer) = request(browser, "/api/orgs/acme/tokens", None).await?;
    let tokens = answer.get("tokens").and_then(Value::as_array).cloned().unwrap_or_default();
    Ok(tokens.iter().filter_map(|token| Some(token.get("name")?.as_str()?.to_owned())).collect())
}

/// Whether `value` is neither in the markup nor in the address or what the browser keeps.
async fn is_hidden(browser: &Browser, value: &str) -> Result<bool> {
    let script = "const value = arguments[0];
        const kept = [document.documentElement.outerHTML, location.href, JSON.stringify(localStorage),
            JSON.stringify(sessionStorage), JSON.stringify(history.state)];
        return kept.every((text) => !String(text).includes(value));";
    Ok(browser.execute(script, vec![json!(value)]).await?.json().as_bool() == Some(true))
}

/// Asks the server, with a token where one is given, else as this browser's user.
async fn request(browser: &Browser, path: &str, token: Option<&str>) -> Result<(u64, Value)> {
    let script = "const [path, token, done] = arguments;
        const options = token === null ? {}
            : {credentials: 'omit', headers: {Authorization: 'token ' + token}};
        fetch(path, options).then(async (answer) => {
            const text = await answer.text();
            let body = null;
            try { body = JSON.parse(text); } catch {}
            done([answer.status, body]);
        });";
    let answer = browser.execute_async(script, vec![json!(path), json!(token)]).await?;
    let answer = answer.json();
    Ok((answer[0].as_u64().unwrap_or_default(), answer[1].clone()))
}
