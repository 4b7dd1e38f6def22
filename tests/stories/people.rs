//! People and teams: what a change would do, and where access comes from.

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{enter, go, keys, retype, tick};
use crate::person::{cell_of, follow, press, sign_in, text_of, wait_for_preview, wait_for_text};

const PERSON: &str = "dina";
const TEAM: &str = "payments";
/// A role that the team does not have.
const DATA_ENGINEER: &str = "144a3603-6302-493f-a218-c0e042334060";
const EFFECT: &str = "dialog[open] .change__effect";

#[tokio::test]
async fn what_joining_a_team_gives_is_seen_before_and_by_source_after() -> Result<()> {
    story("what_joining_a_team_gives_is_seen_before", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/people/dina").await?;
        wait_for_preview(&browser).await?;
        let before = text_of(&browser, ".origins").await?;
        ensure!(!before.contains(TEAM), "{PERSON} is in the team already: {before}");

        browser.visit("/orgs/acme/teams/payments").await?;
        choose_person(&browser).await?;
        wait_for_text(&browser, EFFECT, "gains").await?;
        let effect = text_of(&browser, EFFECT).await?;
        ensure!(effect.contains("37 stacks"), "the effect is `{effect}`");
        browser.is_told_as("what joining a team gives").await?;
        ensure!(!is_in_team(&browser).await?, "seeing it made it");
        press(&browser, "Add to the team").await?;
        wait_for_text(&browser, "[aria-label=News]", "dina is in payments now").await?;
        ensure!(is_in_team(&browser).await?, "it was not made");

        follow(&browser, PERSON).await?;
        wait_for_text(&browser, "h1", PERSON).await?;
        wait_for_text(&browser, ".origins", "Payments deployer").await?;
        let after = text_of(&browser, ".origins").await?;
        ensure!(after.contains("Team payments"), "the team is no source: {after}");
        // The matrix says through what it comes as well.
        wait_for_preview(&browser).await?;
        let search = browser.query(By::Css("[aria-label='Search the matrix']")).first().await?;
        retype(&browser, &search, "payments-api/dev").await?;
        let cell = cell_of("stack:delete", "payments-api/dev");
        browser.query(cell).first().await.context("no such cell")?;
        let grid = browser.query(By::Css("[role=grid]")).first().await?;
        go(&browser, &grid).await?;
        at_cell(&browser, "stack:delete on payments-api/dev,").await?;
        wait_for_text(&browser, "[aria-label='Which rule']", "Team payments").await?;
        let violations = browser.console("Content Security Policy").await?;
        ensure!(violations.is_empty(), "the page breaks its own policy: {violations:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whoever_changes_a_team_meanwhile_is_not_overlooked() -> Result<()> {
    story("whoever_changes_a_team_meanwhile", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/people/dina").await?;
        wait_for_preview(&browser).await?;
        press(&browser, "Change role…").await?;
        let search = By::Css("dialog[open] input[type=search]");
        retype(&browser, &browser.query(search).first().await?, "Auditor").await?;
        let role = By::XPath("//dialog//label[contains(., 'Auditor')]/input");
        tick(&browser, &browser.query(role).first().await?).await?;
        wait_for_text(&browser, EFFECT, "gains").await?;

        // Meanwhile, somebody else puts her into a team.
        let body = json!({"member": PERSON, "memberAction": "add"});
        ensure!(patch(&browser, "/api/orgs/acme/teams/payments", body).await? == 204);
        let confirm = "//dialog//button[normalize-space(.)='Change role']";
        enter(&browser, &browser.query(By::XPath(confirm)).and_clickable().first().await?).await?;
        wait_for_text(&browser, "dialog[open]", "Somebody else changed this meanwhile").await?;
        wait_for_text(&browser, "dialog[open]", "Teams: finance → finance, payments").await?;
        ensure!(text_of(&browser, ".choose-one__chosen").await?.contains("Auditor"));
        // Having seen it, it can be done all the same.
        enter(&browser, &browser.query(By::XPath(confirm)).and_clickable().first().await?).await?;
        wait_for_text(&browser, "[aria-label=News]", "dina has another role").await?;
        wait_for_text(&browser, ".facts", "Auditor").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn another_effect_is_another_question() -> Result<()> {
    story("another_effect_is_another_question", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/teams/payments").await?;
        choose_person(&browser).await?;
        wait_for_text(&browser, EFFECT, "37 stacks").await?;
        // Meanwhile the team gets another role: what the person holds and is in stays the same.
        let bind = format!("/api/orgs/acme/teams/payments/roles/{DATA_ENGINEER}");
        let (status, said) = browser.send("POST", &bind, serde_json::Value::Null).await?;
        ensure!(status == 204, "the team has no other role: {status} {said}");
        press(&browser, "Add to the team").await?;
        wait_for_text(&browser, "dialog[open]", "Somebody else changed this meanwhile").await?;
        wait_for_text(&browser, "dialog[open]", "What it gives or takes is another").await?;
        ensure!(!is_in_team(&browser).await?, "it was made all the same");
        press(&browser, "Add to the team").await?;
        wait_for_text(&browser, "[aria-label=News]", "dina is in payments now").await?;
        ensure!(is_in_team(&browser).await?, "it was not made");
        Ok(())
    })
    .await
}

/// Opens the dialog that adds somebody to the team on the page, and chooses the person.
async fn choose_person(browser: &Browser) -> Result<()> {
    press(browser, "Add a person…").await?;
    let search = By::Css("dialog[open] input[type=search]");
    retype(browser, &browser.query(search).first().await?, PERSON).await?;
    let person = By::XPath(format!("//dialog//label[contains(., '{PERSON}')]/input"));
    tick(browser, &browser.query(person).first().await.context("no such person")?).await
}

/// Moves in the matrix, which has the focus, until it is at the cell whose name begins like this, and asks about it.
async fn at_cell(browser: &Browser, begins: &str) -> Result<()> {
    let script = "const grid = document.activeElement;
        const cell = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
        return cell?.ariaLabel ?? '';";
    for _ in 0..30 {
        let at = browser.execute(script, Vec::new()).await?.convert::<String>()?;
        if at.starts_with(begins) {
            return keys(browser, Key::Enter).await;
        }
        keys(browser, Key::Right).await?;
    }
    bail!("the arrows do not lead to `{begins}`")
}

async fn is_in_team(browser: &Browser) -> Result<bool> {
    let script = "const [login, done] = arguments;
        fetch('/api/orgs/acme/teams/payments').then((answer) => answer.json())
            .then((team) => done(team.members.some((member) => member.githubLogin === login)));";
    let answer = browser.execute_async(script, vec![json!(PERSON)]).await?;
    Ok(answer.json().as_bool() == Some(true))
}

async fn patch(browser: &Browser, path: &str, body: serde_json::Value) -> Result<u64> {
    let script = "const [path, body, done] = arguments;
        fetch(path, {method: 'PATCH', body: JSON.stringify(body),
            headers: {'X-Scopesight': '1', 'Content-Type': 'application/json'}})
            .then((answer) => done(answer.status));";
    let answer = browser.execute_async(script, vec![json!(path), body]).await?;
    Ok(answer.json().as_u64().unwrap_or_default())
}
