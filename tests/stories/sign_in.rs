//! Coming in.

use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

use crate::harness::{Stage, story};

#[tokio::test]
async fn a_stranger_sees_the_sign_in_form() -> Result<()> {
    story("a_stranger_sees_the_sign_in_form", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        browser.query(By::Css("form input")).first().await?;
        let outline = browser.outline().await?;
        let says = |part: &str| outline.lines().any(|line| line.trim_start().starts_with(part));
        ensure!(says("RootWebArea \"Sign in · Scopesight\""), "the title is another:\n{outline}");
        ensure!(says("textbox \""), "there is no labelled field for the token:\n{outline}");
        ensure!(says("button \"Sign in\""), "there is no button to sign in:\n{outline}");

        let violations = browser.console("Content Security Policy").await?;
        ensure!(violations.is_empty(), "the page breaks its own policy: {violations:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_page_asks_nobody_but_its_server() -> Result<()> {
    story("the_page_asks_nobody_but_its_server", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        browser.query(By::Css("form input")).first().await?;
        let requests = browser.requests().await?;
        ensure!(
            requests.iter().any(|request| request.url.contains(".wasm")),
            "the web UI was not loaded: {requests:?}"
        );
        let elsewhere: Vec<_> =
            requests.iter().filter(|request| !request.url.starts_with(&stage.home)).collect();
        ensure!(elsewhere.is_empty(), "the page asked others: {elsewhere:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_killed_server_starts_again_on_its_database() -> Result<()> {
    story("a_killed_server_starts_again_on_its_database", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        browser.query(By::Css("form input")).first().await?;
        stage.restart_server().await?;
        browser.visit("/").await?;
        browser.query(By::Css("form input")).first().await?;
        Ok(())
    })
    .await
}
