//! Settings for the whole organization, and the log that tells of every change.

use anyhow::{Context as _, Result, ensure};
use thirtyfour::prelude::*;

use crate::harness::{Stage, story};
use crate::keyboard::{choose, enter, keys, retype, tick};
use crate::looks::holds;
use crate::person::{field, follow, press, sign_in_at, text_of, wait_for_text};

const EFFECTS: &str = "[data-testid=settings-effects]";
const LOG: &str = "[data-testid=audit]";

#[tokio::test]
async fn a_setting_shows_whom_it_affects_and_the_log_tells_of_it() -> Result<()> {
    story("a_setting_shows_whom_it_affects", async |stage: &Stage| {
        let browser = stage.open("/orgs/acme/settings").await?;
        sign_in_at(&browser, "Settings").await?;
        wait_for_text(&browser, EFFECTS, "Nothing is changed").await?;
        wait_for_text(&browser, "main", "Any other role as their own takes the place of both")
            .await?;
        let stacks = browser.query(By::XPath("//label[span='Stacks']/select")).first().await?;
        choose(&browser, &stacks, "Admin").await?;
        wait_for_text(&browser, EFFECTS, "Affects").await?;
        wait_for_text(&browser, EFFECTS, "stack:rename").await?;
        browser.is_told_as("settings about to be saved").await?;
        press(&browser, "Discard").await?;
        wait_for_text(&browser, EFFECTS, "Nothing is changed").await?;
        let switch = By::XPath("//label[contains(., 'teams')]/input[@type='checkbox']");
        tick(&browser, &browser.query(switch).first().await.context("no switch")?).await?;
        wait_for_text(&browser, EFFECTS, "Affects").await?;
        press(&browser, "Save").await?;
        wait_for_text(&browser, "[aria-label=News]", "Saved the settings").await?;

        follow(&browser, "Audit log").await?;
        wait_for_text(&browser, LOG, "settings").await?;
        wait_for_text(&browser, LOG, "user-login").await?;
        retype(&browser, &field(&browser, "Event").await?, "organization-settings-changed").await?;
        keys(&browser, Key::Enter).await?;
        let more = browser.query(By::Css(".audit__more summary")).first().await?;
        enter(&browser, &more).await?;
        wait_for_text(&browser, ".audit__more[open]", "Hash").await?;
        wait_for_text(&browser, ".audit__chain", "entries, chained up to").await?;
        let script = "return location.search === '?event=organization-settings-changed'";
        ensure!(holds(&browser, script).await?, "it is at {}", browser.current_url().await?);
        let shown = text_of(&browser, LOG).await?;
        ensure!(!shown.contains("user-login"), "other events are shown: {shown}");
        press(&browser, "Clear").await?;
        browser.is_told_as("audit log").await
    })
    .await
}
