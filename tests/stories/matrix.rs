//! Where the matrix puts what it says.

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::retype;
use crate::looks::holds;
use crate::person::{STATE, VALUE, open_role, sign_in, wait_for_preview, wait_for_text};

/// What is not where it belongs: cells beside the scope that heads their column, names beside their line.
const ASTRAY: &str = "const middle = (element) => {
        const {left, right, top, bottom} = element.getBoundingClientRect();
        return [(left + right) / 2, (top + bottom) / 2];
    };
    const grid = document.querySelector('.matrix [role=grid]');
    const heads = new Map([...grid.querySelectorAll('[role=columnheader][data-scope]')]
        .map((head) => [head.dataset.scope, middle(head)[0]]));
    const cells = [...grid.querySelectorAll('[role=gridcell]')];
    const names = [...grid.querySelectorAll('.matrix__name')];
    const astray = cells.filter((cell) => Math.abs(middle(cell)[0] - heads.get(cell.dataset.scope)) > 1);
    const apart = names.filter((name) => {
        const line = grid.querySelector(`[role=row][data-row='${name.dataset.row}']`);
        return !line || Math.abs(middle(line)[1] - middle(name)[1]) > 1;
    });
    return [cells.length, names.length, astray.length, apart.length];";

#[tokio::test]
async fn cells_stand_under_their_scopes_and_beside_their_names() -> Result<()> {
    story("cells_stand_under_their_scopes", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, "Payments deployer").await?;
        for density in ["comfortable", "compact"] {
            let choose = format!("localStorage.setItem('density', '{density}')");
            browser.execute(choose, Vec::new()).await?;
            browser.refresh().await?;
            wait_for_preview(&browser).await?;
            let answer = browser.execute(ASTRAY, Vec::new()).await?;
            let (cells, names, astray, apart): (u32, u32, u32, u32) = answer.convert()?;
            ensure!(cells > 100 && names > 10, "only {cells} cells and {names} names are there");
            ensure!(astray == 0, "{density}: {astray} of {cells} cells are under another scope");
            ensure!(apart == 0, "{density}: {apart} of {names} names are beside another line");
        }
        Ok(())
    })
    .await
}

/// Whether a stack of the team `data` stands in the matrix where it can be seen, below the head and above the edge.
const OF_DATA: &str = "const grid = document.querySelector('.matrix [role=grid]');
    const {bottom} = grid.getBoundingClientRect();
    const head = grid.firstElementChild.getBoundingClientRect().bottom;
    const seen = [...grid.querySelectorAll('.matrix__name')].filter((name) => {
        const box = name.getBoundingClientRect();
        return box.top >= head - 1 && box.bottom <= bottom + 1;
    });
    return seen.some((name) => name.textContent.includes('team=data'));";

#[tokio::test]
async fn nothing_moves_while_a_rule_is_typed_and_what_it_reaches_is_in_sight() -> Result<()> {
    story("nothing_moves_while_a_rule_is_typed", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, "Payments deployer").await?;
        browser.show("light", 1440).await?;
        let (before, toolbar) =
            (top_of(&browser, ".matrix").await?, top_of(&browser, ".toolbar").await?);
        let value = browser.query(By::Css(VALUE)).first().await?;
        retype(&browser, &value, "data").await?;
        wait_for_text(&browser, STATE, "Unsaved, 1 change").await?;
        wait_for_text(&browser, ".summary__changes", "Against the saved role").await?;
        wait_for_text(&browser, ".toolbar", "Showing rule 2").await?;
        browser.query(By::Css(".toolbar__changed")).first().await?;
        let (after, still) =
            (top_of(&browser, ".matrix").await?, top_of(&browser, ".toolbar").await?);
        ensure!(toolbar == still, "the toolbar goes from {toolbar} to {still}");
        ensure!(before == after, "the matrix goes from {before} to {after}");
        ensure!(holds(&browser, OF_DATA).await?, "no stack that the rule reaches now is in sight");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn words_of_a_search_may_stand_between_commas() -> Result<()> {
    story("words_of_a_search_may_stand", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        open_role(&browser, "Payments deployer").await?;
        let search = browser.query(By::Css("[aria-label='Search the matrix']")).first().await?;
        retype(&browser, &search, "payments-api, env=prod, stack:delete").await?;
        let script = "const grid = document.querySelector('.matrix [role=grid]');
            const count = (role) => grid.querySelectorAll(`[role=${role}]`).length;
            return [grid.getAttribute('aria-rowcount'), count('columnheader')].join() === '4,2';";
        ensure!(
            holds(&browser, script).await?,
            "it does not find the two stacks and their one scope"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_granted_first_is_shown_whatever_it_is_on() -> Result<()> {
    story("what_is_granted_first_is_shown", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        let details = json!({"__type": "PermissionDescriptorAllow", "permissions": ["environment:read"]});
        let role = json!({"name": "Environments", "description": "", "uxPurpose": "role", "details": details});
        let (status, made) = browser.send("POST", "/api/orgs/acme/roles", role).await?;
        ensure!(status == 200, "{status}: {made}");
        let id = made["id"].as_str().unwrap_or_default();
        browser.visit(&format!("/orgs/acme/roles/{id}")).await?;
        let script = "const pressed = document.querySelector('.toolbar__tab[aria-pressed=true]');
            return pressed?.textContent === 'Environments';";
        ensure!(holds(&browser, script).await?, "it begins where the role grants nothing");
        Ok(())
    })
    .await
}

/// How far from the top of the window what `css` finds first begins.
async fn top_of(browser: &Browser, css: &str) -> Result<i64> {
    let script =
        format!("return Math.round(document.querySelector('{css}').getBoundingClientRect().top)");
    Ok(browser.execute(script, Vec::new()).await?.convert()?)
}
