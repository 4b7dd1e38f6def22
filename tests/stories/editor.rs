//! Editing a role, and seeing what it would grant.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{enter, go, keys, retype};
use crate::person::{
    STATE, VALUE, cell_of, field, open_role, press, sign_in, text_of, wait_for_preview,
    wait_for_text,
};

const ROLE: &str = "Payments deployer";
const COUNTS: &str = "[aria-label='Entities reached']";
const RULE_REACH: &str = "[aria-label='Rule 2'] [data-testid=rule-reach]";
/// A set that the role names.
const STACK_DELETE: &str = "f8f82b68-f726-4710-a231-1a56b267e076";
const NEWER: &str = "[data-testid=newer-saved]";
const LINE: &str = "[data-testid=consequences]";
const AFFECTED: &str = "dialog[open] [aria-label='Whom it affects']";

#[tokio::test]
async fn a_change_shows_its_effect_without_a_request_and_survives_being_saved() -> Result<()> {
    story("a_change_shows_its_effect_without_a_request", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, ROLE).await?;
        wait_for_text(&browser, RULE_REACH, "37 stacks").await?;
        ensure!(text_of(&browser, COUNTS).await?.contains("37 beyond reading"));
        ensure!(cell(&browser, "stack:delete", "data-lake/dev").await?.ends_with("not granted"));
        browser.requests().await?;

        // Whose `team` is `data`: the rule lets go of the payments stacks and takes the data ones.
        let value = browser.query(By::Css(VALUE)).first().await?;
        retype(&browser, &value, "data").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
        wait_for_text(&browser, RULE_REACH, "stacks").await?;
        let reach = text_of(&browser, RULE_REACH).await?;
        ensure!(reach != "37 stacks", "the rule still reaches {reach}");
        let number = reach.trim_end_matches(" stacks").to_owned();
        wait_for_text(&browser, COUNTS, &format!("{number} beyond reading")).await?;
        wait_for_text(&browser, "[aria-label=Preview]", "Against the saved role").await?;
        let gained = cell(&browser, "stack:delete", "data-lake/dev").await?;
        ensure!(gained.contains("new") || gained.contains("draft"), "the cell says `{gained}`");
        let requests = browser.requests().await?;
        ensure!(requests.is_empty(), "editing asked the network: {requests:?}");

        save(&browser).await?;
        wait_for_text(&browser, STATE, "Version 2").await?;
        // Acknowledged is kept: the server dies as in a power cut, and the page is loaded anew.
        stage.restart_server().await?;
        browser.refresh().await?;
        wait_for_preview(&browser).await?;
        wait_for_text(&browser, STATE, "Version 2").await?;
        wait_for_text(&browser, RULE_REACH, &reach).await?;
        let value = browser.query(By::Css(VALUE)).first().await?;
        ensure!(value.value().await?.as_deref() == Some("data"));
        let violations = browser.console("Content Security Policy").await?;
        ensure!(violations.is_empty(), "the page breaks its own policy: {violations:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_second_editor_is_told_instead_of_overwriting() -> Result<()> {
    story("a_second_editor_is_told", async |stage: &Stage| {
        let (first, second) = (stage.open("/").await?, stage.open("/").await?);
        for browser in [&first, &second] {
            sign_in(browser).await?;
            open_role(browser, ROLE).await?;
        }
        for (browser, team) in [(&first, "data"), (&second, "mobile")] {
            let value = browser.query(By::Css(VALUE)).first().await?;
            retype(browser, &value, team).await?;
            wait_for_text(browser, STATE, "Unsaved, 1 change").await?;
        }
        // The second looks at what saving would change before the first saves, and saves after.
        review(&second).await?;
        save(&first).await?;
        wait_for_text(&first, STATE, "Version 2").await?;

        confirm(&second).await?;
        wait_for_text(&second, "dialog[open]", "Somebody else saved version 2 meanwhile").await?;
        wait_for_text(&second, "dialog[open]", "data").await?;
        // Each by rules and by what it comes to; one rule changed in two ways is not joined by itself.
        wait_for_text(&second, "dialog[open]", "Saved when you began, version 1").await?;
        wait_for_text(&second, "dialog[open]", "They changed, in version 2").await?;
        wait_for_text(&second, "dialog[open]", "You changed, not saved").await?;
        wait_for_text(&second, "dialog[open]", "They cannot be joined by themselves").await?;
        // Put away, it is still said, and can be opened again.
        keys(&second, Key::Escape).await?;
        wait_for_text(&second, NEWER, "Somebody else saved version 2 meanwhile").await?;
        wait_for_text(&second, NEWER, "your draft with version 1").await?;
        press(&second, "Compare…").await?;
        wait_for_text(&second, "dialog[open]", "They changed, in version 2").await?;
        // Nothing was overwritten, and nothing was lost.
        first.refresh().await?;
        wait_for_preview(&first).await?;
        wait_for_text(&first, STATE, "Version 2").await?;
        ensure!(value_of(&first).await? == "data");
        ensure!(value_of(&second).await? == "mobile");

        // Having seen it, the second may still decide to replace it.
        press(&second, "Keep editing my draft").await?;
        let newer = second.query(By::Css(NEWER));
        ensure!(newer.not_exists().await?, "a newer version is told of a draft that stands on it");
        save(&second).await?;
        wait_for_text(&second, STATE, "Version 3").await?;
        first.refresh().await?;
        wait_for_preview(&first).await?;
        ensure!(value_of(&first).await? == "mobile");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn changes_of_two_people_are_joined() -> Result<()> {
    story("changes_of_two_people_are_joined", async |stage: &Stage| {
        let (first, second) = (stage.open("/").await?, stage.open("/").await?);
        for browser in [&first, &second] {
            sign_in(browser).await?;
            open_role(browser, ROLE).await?;
        }
        // Theirs takes the rule about environments away; the holders lose what it gave.
        retype(&first, &field(&first, "Description").await?, "Theirs").await?;
        press(&first, "Remove rule 3").await?;
        wait_for_text(&first, STATE, "Unsaved, 2 changes").await?;
        wait_for_text(&first, LINE, "Affects").await?;
        save(&first).await?;
        wait_for_text(&first, STATE, "Version 2").await?;

        let value = second.query(By::Css(VALUE)).first().await?;
        retype(&second, &value, "data").await?;
        wait_for_text(&second, STATE, "Unsaved, 1 change").await?;
        // Looking what others did finds it before anything is sent.
        press(&second, "Save…").await?;
        wait_for_text(&second, "dialog[open]", "the description to “Theirs”").await?;
        press(&second, "Join both").await?;
        wait_for_text(&second, STATE, "Unsaved, 1 change").await?;
        ensure!(value_of(&second).await? == "data", "the draft is gone");
        // Whom it affects is told beside their version, as what it changes is.
        review(&second).await?;
        let told = text_of(&second, AFFECTED).await?;
        ensure!(told.contains("stack:write"), "the draft affects nobody: {told}");
        ensure!(!told.contains("environment"), "what they did is told as one's own: {told}");
        keys(&second, Key::Escape).await?;
        let description = field(&second, "Description").await?.value().await?;
        ensure!(description.as_deref() == Some("Theirs"), "it is described as {description:?}");
        // Nothing is lost by joining: undo leads back to the draft, and redo to both.
        press(&second, "Undo").await?;
        wait_for_text(&second, STATE, "Unsaved, 3 changes").await?;
        press(&second, "Redo").await?;
        wait_for_text(&second, STATE, "Unsaved, 1 change").await?;
        save(&second).await?;
        wait_for_text(&second, STATE, "Version 3").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_saved_is_what_was_shown() -> Result<()> {
    story("what_is_saved_is_what_was_shown", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, ROLE).await?;
        let saved = settled_digest(&browser).await?;
        let value = browser.query(By::Css(VALUE)).first().await?;
        retype(&browser, &value, "data").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
        let drafted = settled_digest(&browser).await?;
        ensure!(drafted != saved, "another draft has the same digest, {saved}");

        review(&browser).await?;
        // Meanwhile, somebody widens a set that the draft names.
        let wider = json!({"details": {"__type": "PermissionDescriptorAllow",
            "permissions": ["stack:delete", "stack:transfer"]}});
        let status =
            patch(&browser, &format!("/api/orgs/acme/roles/{STACK_DELETE}"), wider).await?;
        ensure!(status == 200, "the set was not changed: {status}");
        confirm(&browser).await?;
        wait_for_text(&browser, "dialog[open]", "This is not what you were shown").await?;
        wait_for_text(&browser, "dialog[open]", "a permission set that the draft names").await?;
        press(&browser, "Show what it grants now").await?;
        wait_for_text(&browser, "[aria-label=News]", "grants something else").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
        ensure!(value_of(&browser).await? == "data", "the draft is gone");
        let now = settled_digest(&browser).await?;
        ensure!(now != drafted, "the preview still has the digest {drafted}");
        let gained = cell(&browser, "stack:transfer", "data-lake/dev").await?;
        ensure!(gained.contains("new") || gained.contains("draft"), "the cell says `{gained}`");

        save(&browser).await?;
        wait_for_text(&browser, STATE, "Version 2").await?;
        ensure!(settled_digest(&browser).await? == now);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn broken_json_keeps_the_last_preview_and_says_where() -> Result<()> {
    story("broken_json_keeps_the_last_preview", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, ROLE).await?;
        let before = text_of(&browser, COUNTS).await?;
        press(&browser, "JSON").await?;
        let text = browser.query(By::Css("textarea")).first().await?;
        let whole = text.value().await?.unwrap_or_default();
        ensure!(whole.contains("PermissionDescriptorGroup"), "no definition in `{whole}`");
        go(&browser, &text).await?;
        let begin = browser.action_chain().key_down(Key::Control).send_keys(Key::Home);
        begin.key_up(Key::Control).send_keys(Key::Delete).perform().await?;
        wait_for_text(&browser, "#json-problem", "Not JSON").await?;
        ensure!(text_of(&browser, COUNTS).await? == before, "the preview changed");

        keys(&browser, "{").await?;
        wait_for_text(&browser, STATE, "Version 1").await?;
        press(&browser, "Rules").await?;
        wait_for_text(&browser, RULE_REACH, "37 stacks").await?;
        Ok(())
    })
    .await
}

/// The accessible name of the matrix cell of a scope on an entity, after searching for the entity.
async fn cell(browser: &Browser, scope: &str, entity: &str) -> Result<String> {
    let search = browser.query(By::Css("[aria-label='Search the matrix']")).first().await?;
    retype(browser, &search, entity).await?;
    let name = browser.query(cell_of(scope, entity)).first().await?.attr("aria-label").await?;
    retype(browser, &search, "").await?;
    Ok(name.unwrap_or_default())
}

/// Reviews what saving would change, and saves it.
async fn save(browser: &Browser) -> Result<()> {
    review(browser).await?;
    confirm(browser).await
}

/// Reviews what saving would change, of how things stand now.
async fn review(browser: &Browser) -> Result<()> {
    press(browser, "Save…").await?;
    wait_for_text(browser, AFFECTED, "Whom it affects").await?;
    confirming(browser).await?;
    Ok(())
}

/// Saves what was reviewed.
async fn confirm(browser: &Browser) -> Result<()> {
    let button = confirming(browser).await?;
    enter(browser, &button).await
}

async fn confirming(browser: &Browser) -> Result<WebElement> {
    let button =
        By::XPath("//dialog[@open]//button[starts-with(normalize-space(.), 'Save version')]");
    Ok(browser.query(button).and_clickable().first().await?)
}

/// The digest that the page shows, once it is computed.
async fn settled_digest(browser: &Browser) -> Result<String> {
    // Whatever was typed is forgotten at once, and the digest of what it came to follows after a pause.
    tokio::time::sleep(Duration::from_millis(600)).await;
    wait_for_text(browser, "[data-testid=digest]:enabled", "Digest").await?;
    let text = text_of(browser, "[data-testid=digest]").await?;
    let digest = text.trim_start_matches("Digest").trim().to_owned();
    let is_short = digest.len() == 12 && digest.chars().all(|digit| digit.is_ascii_hexdigit());
    ensure!(is_short, "no digest but `{text}`");
    Ok(digest)
}

/// Changes a record as this browser's user, past the page.
async fn patch(browser: &Browser, path: &str, body: Value) -> Result<u64> {
    let script = "const [path, body, done] = arguments;
        fetch(path, {method: 'PATCH', body: JSON.stringify(body),
            headers: {'X-Scopesight': '1', 'Content-Type': 'application/json'}})
            .then((answer) => done(answer.status));";
    let answer = browser.execute_async(script, vec![json!(path), body]).await?;
    Ok(answer.json().as_u64().unwrap_or_default())
}

async fn value_of(browser: &Browser) -> Result<String> {
    let value = browser.query(By::Css(VALUE)).first().await?;
    Ok(value.value().await?.unwrap_or_default())
}
