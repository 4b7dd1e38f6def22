//! Pages whose part of the program comes when it is asked for.

use anyhow::{Result, ensure};

use crate::harness::{Stage, story};
use crate::person::{follow, press, sign_in, wait_for_text};

/// The module that the explorer is in.
const PART: &str = "/assets/split_asking";

#[tokio::test]
async fn a_part_comes_when_a_link_has_the_focus_and_again_when_it_did_not_come() -> Result<()> {
    story("a_part_comes_when_a_link_has_the_focus", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        let parts = async || -> Result<usize> {
            let requests = browser.requests().await?;
            Ok(requests.iter().filter(|request| request.url.contains(PART)).count())
        };
        ensure!(parts().await? == 0, "the list of roles asked for a part that it does not need");

        browser.block(&[&format!("*{PART}*")]).await?;
        follow(&browser, "Explorer").await?;
        wait_for_text(&browser, "main [role=alert]", "This page could not be loaded").await?;
        ensure!(parts().await? > 0, "no part was asked for");

        browser.block(&[]).await?;
        press(&browser, "Try again").await?;
        wait_for_text(&browser, "main h1", "Explorer").await
    })
    .await
}
