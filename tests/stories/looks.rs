//! What is in sight, and what is not.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;
use tokio::time::sleep;

use crate::accessibility::fits;
use crate::harness::{Browser, Stage, story};
use crate::keyboard::{choose, keys, retype};
use crate::person::{
    field, follow, press, sign_in, sign_in_at, text_of, wait_for_preview, wait_for_text,
};

const PHONE: u32 = 390;

#[tokio::test]
async fn on_a_phone_the_way_to_the_page_is_in_sight() -> Result<()> {
    story("on_a_phone_the_way_to_the_page", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.show("light", PHONE).await?;
        for page in ["people", "explorer", "guardrails", "audit", "settings"] {
            browser.visit(&format!("/orgs/acme/{page}")).await?;
            browser.query(By::Css(".side-bar__count")).first().await?;
            let script = "const {left, right} = document.querySelector('.side-bar__pages [aria-current=page]')
                .getBoundingClientRect();
                return left >= 0 && right <= window.innerWidth;";
            ensure!(holds(&browser, script).await?, "the way to {page} is out of sight");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_a_phone_what_is_seldom_wanted_is_behind_a_button() -> Result<()> {
    story("on_a_phone_what_is_seldom_wanted", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        let foot = browser.query(By::Css(".side-bar__foot")).first().await?;
        ensure!(foot.is_displayed().await?, "it is behind a button where there is room");
        browser.show("light", PHONE).await?;
        ensure!(!foot.is_displayed().await?, "it takes a row above every page");
        let key = browser.query(By::Css(".side-bar__go kbd")).first().await?;
        ensure!(!key.is_displayed().await?, "a phone has no such keys");
        press(&browser, "Account and looks").await?;
        ensure!(foot.is_displayed().await?, "the button does nothing");
        let violations = browser.violations().await?;
        ensure!(violations.is_empty(), "axe-core found {violations:?}");
        keys(&browser, Key::Escape).await?;
        ensure!(!foot.is_displayed().await?, "it stays open");
        press(&browser, "Account and looks").await?;
        follow(&browser, "About").await?;
        wait_for_text(&browser, "h1", "About").await?;
        ensure!(!foot.is_displayed().await?, "it stays open over the page it led to");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_cannot_be_changed_does_not_ask_to_be() -> Result<()> {
    story("what_cannot_be_changed", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/sets/stack-write").await?;
        wait_for_text(&browser, "main", "It cannot be changed").await?;
        wait_for_text(&browser, "[aria-label=Scopes]", "stack:write").await?;
        let main = text_of(&browser, "main").await?;
        ensure!(!main.contains("Tick a scope"), "it asks for a change: {main}");
        ensure!(!main.contains("What the change means"), "it tells of a change: {main}");
        let boxes = browser.query(By::Css("main input[type=checkbox]")).not_exists().await?;
        ensure!(boxes, "there is something to tick");
        ensure!(!main.contains("stack:transfer"), "it lists what it does not grant");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_a_token_can_do_is_no_change() -> Result<()> {
    story("what_a_token_can_do_is_no_change", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/tokens/f0c43871-fd88-44c9-b54f-b8d0adbb0e68").await?;
        wait_for_preview(&browser).await?;
        let toolbar = text_of(&browser, ".toolbar").await?;
        ensure!(toolbar.contains("granted") && !toolbar.contains("taken away"), "{toolbar}");
        ensure!(!toolbar.contains("Only changes") && !toolbar.contains("new"), "{toolbar}");
        // Where something is compared, both are there.
        browser.visit("/orgs/acme/roles/f0b13d59-6153-4027-b632-aecabb09a250").await?;
        wait_for_preview(&browser).await?;
        let toolbar = text_of(&browser, ".toolbar").await?;
        ensure!(toolbar.contains("Only changes") && toolbar.contains("taken away"), "{toolbar}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_tags_of_an_entity_fit_on_the_narrowest_screen() -> Result<()> {
    story("the_tags_of_an_entity_fit", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/explorer?ask=retag&entity=stack%20payments-api%2Fprod").await?;
        browser.query(By::Css("[aria-label='Value of tag 2']")).first().await?;
        fits(&browser).await
    })
    .await
}

#[tokio::test]
async fn no_count_runs_into_the_next() -> Result<()> {
    story("no_count_runs_into_the_next", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        for page in ["roles", "tokens"] {
            browser.visit(&format!("/orgs/acme/{page}")).await?;
            wait_for_text(&browser, "main", "153 environments").await?;
            let script = "const lists = [...document.querySelectorAll('.reaches')];
                const words = (list) => [...list.querySelectorAll('.reach__words')].map((words) => {
                    const range = document.createRange();
                    range.selectNodeContents(words);
                    return range.getBoundingClientRect();
                });
                return lists.length > 0 && lists.every((list) => words(list).every((one, place, all) => {
                    const next = all[place + 1];
                    return !next || next.top >= one.bottom || next.left - one.right >= 6;
                }));";
            ensure!(holds(&browser, script).await?, "on {page}, one count runs into the next");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_rule_is_headed_by_one_line_and_its_values_can_be_read() -> Result<()> {
    story("a_rule_is_headed_by_one_line", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        browser.visit("/orgs/acme/new-role?from=f0b13d59-6153-4027-b632-aecabb09a250").await?;
        wait_for_preview(&browser).await?;
        browser.show("light", 1440).await?;
        let of = browser.query(By::Css("[aria-label='Rule 1'] [aria-label='Entity type']")).first().await?;
        choose(&browser, &of, "environments").await?;
        wait_for_text(&browser, "[aria-label='Rule 1'] .rule__reach", "153 environments").await?;
        let script = "const [head] = document.querySelectorAll('[aria-label=\"Rule 1\"] .rule__head');
            const middle = ({top, bottom}) => (top + bottom) / 2;
            const middles = [...head.children].map((part) => middle(part.getBoundingClientRect()));
            const reach = head.querySelector('.rule__reach');
            const values = [...document.querySelectorAll('.condition__value')];
            return Math.max(...middles) - Math.min(...middles) < 4 && reach.scrollWidth <= reach.clientWidth
                && values.length > 1 && values.every((value) => value.scrollWidth <= value.clientWidth);";
        ensure!(holds(&browser, script).await?, "something wraps or is cut off");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_name_of_an_organization_leads_to_its_roles() -> Result<()> {
    story("the_name_of_an_organization", async |stage: &Stage| {
        let browser = stage.open("/orgs/acme").await?;
        sign_in_at(&browser, "Roles").await?;
        ensure!(browser.current_url().await?.path() == "/orgs/acme/roles");
        // A role without a name is none that anybody has left without one.
        browser.visit("/orgs/acme/new-role").await?;
        let name = field(&browser, "Name").await?;
        ensure!(name.attr("aria-invalid").await?.as_deref() == Some("false"), "it is blamed");
        ensure!(browser.title().await? == "New role · Scopesight", "{}", browser.title().await?);
        retype(&browser, &name, "A").await?;
        keys(&browser, Key::Backspace).await?;
        ensure!(name.attr("aria-invalid").await?.as_deref() == Some("true"), "it is empty again");
        Ok(())
    })
    .await
}

/// Whether `script` comes to say so within a while.
pub(crate) async fn holds(browser: &Browser, script: &str) -> Result<bool> {
    for _ in 0..50 {
        if browser.execute(script, Vec::new()).await?.json() == &json!(true) {
            return Ok(true);
        }
        sleep(Duration::from_millis(100)).await;
    }
    Ok(false)
}
