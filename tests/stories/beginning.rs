//! How a draft begins: from a template, or from a colleague's link.

use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{choose, enter, retype};
use crate::person::{
    STATE, VALUE, field, open_role, press, sign_in, sign_in_here, text_of, wait_for_preview,
    wait_for_text,
};

const ROLE: &str = "Payments deployer";
const ARRIVED: &str = "[data-testid=arrived-draft]";
/// What the page would put on the clipboard, kept where a story can read it.
const CLIPBOARD: &str = "navigator.clipboard.writeText = (text) => {
    window.copied = text;
    return Promise.resolve();
};";

/// Eight megabytes of nothing, packed as drafts are.
const BOMB: &str = "const done = arguments[arguments.length - 1];
    const packed = new Blob([new Uint8Array(8e6)]).stream()
        .pipeThrough(new CompressionStream('deflate'));
    new Response(packed).arrayBuffer().then((buffer) => {
        const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
        done(text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
    });";

#[tokio::test]
async fn a_draft_reaches_a_colleague_and_no_server() -> Result<()> {
    story("a_draft_reaches_a_colleague", async |stage: &Stage| {
        let mine = stage.open("/").await?;
        sign_in(&mine).await?;
        open_role(&mine, ROLE).await?;
        let value = mine.query(By::Css(VALUE)).first().await?;
        retype(&mine, &value, "data").await?;
        wait_for_text(&mine, STATE, "Unsaved, 1 change").await?;
        mine.requests().await?;
        mine.execute(CLIPBOARD, Vec::new()).await?;
        press(&mine, "Copy as…").await?;
        press(&mine, "Link to this draft").await?;
        wait_for_text(&mine, "[aria-label=News]", "nothing is saved or sent").await?;
        let link = mine.execute("return window.copied", Vec::new()).await?.convert::<String>()?;
        let requests = mine.requests().await?;
        ensure!(requests.is_empty(), "copying asked the network: {requests:?}");
        let path = link.strip_prefix(&stage.home).unwrap_or(&link);
        let (page, fragment) = path.split_once('#').unwrap_or_default();
        ensure!(fragment.starts_with("draft=1."), "no draft in `{link}`");
        ensure!(!page.contains('?'), "the draft is where servers see it: `{page}`");

        let theirs = stage.open(path).await?;
        sign_in_here(&theirs).await?;
        wait_for_preview(&theirs).await?;
        wait_for_text(&theirs, ARRIVED, "This draft came with the link; nothing is saved").await?;
        wait_for_text(&theirs, STATE, "Unsaved, 1 change").await?;
        ensure!(value_of(&theirs).await? == "data");
        let address = theirs.current_url().await?;
        ensure!(address.fragment().is_none(), "it stays in the address, {address}");
        let told = format!("{:?}", theirs.requests().await?);
        ensure!(!told.contains("draft="), "the draft was sent to the server");
        press(&theirs, "Undo").await?;
        wait_for_text(&theirs, STATE, "Version 1").await?;

        // Cut off by a chat, or carried to another role: said, and nothing is lost.
        theirs.visit(path.get(..path.len() - 9).unwrap_or_default()).await?;
        wait_for_text(&theirs, ARRIVED, "was not opened. It is damaged").await?;
        wait_for_text(&theirs, STATE, "Version 1").await?;
        // A small link that unpacks to a lot.
        theirs.visit("/orgs/acme/roles").await?;
        let bomb = theirs.execute_async(BOMB, Vec::new()).await?.convert::<String>()?;
        theirs.visit(&format!("{page}#draft=1.{bomb}")).await?;
        wait_for_text(&theirs, ARRIVED, "It unpacks to more than 512 kB").await?;
        wait_for_text(&theirs, STATE, "Version 1").await?;
        theirs.visit("/orgs/acme/roles").await?;
        theirs.visit(&format!("/orgs/acme/new-role?name=Other#{fragment}")).await?;
        wait_for_text(&theirs, ARRIVED, "It is about another role").await?;
        // The same link once more, in a page that was open: it is opened once more.
        theirs.visit(path).await?;
        wait_for_text(&theirs, ARRIVED, "nothing is saved").await?;
        wait_for_text(&theirs, STATE, "Unsaved, 1 change").await?;
        let violations = theirs.console("Content Security Policy").await?;
        ensure!(violations.is_empty(), "the page breaks its own policy: {violations:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_template_shows_what_it_grants_before_it_is_a_role() -> Result<()> {
    story("a_template_shows_what_it_grants", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        press(&browser, "Create role…").await?;
        let templates = browser.query(By::Css("dialog[open] select")).first().await?;
        choose(&browser, &templates, "On call for production").await?;
        wait_for_text(&browser, "dialog[open]", "Opens environments tagged env=prod").await?;
        let name = field(&browser, "Name").await?.value().await?;
        ensure!(name.as_deref() == Some("On call for production"), "it is called {name:?}");
        press(&browser, "Continue").await?;
        wait_for_preview(&browser).await?;
        wait_for_text(&browser, STATE, "New, not saved").await?;
        let reached = text_of(&browser, "[aria-label='Entities reached']").await?;
        ensure!(reached.contains("Environments"), "nothing is told of {reached}");
        press(&browser, "Create role…").await?;
        wait_for_text(&browser, "dialog[open] [data-testid=review]", "Whom it affects").await?;
        let create = By::XPath("//dialog[@open]//button[contains(@class,'button--primary')]");
        enter(&browser, &browser.query(create).and_clickable().first().await?).await?;
        wait_for_text(&browser, STATE, "Version 1").await?;
        browser.visit("/orgs/acme/roles").await?;
        wait_for_text(&browser, "main", "On call for production").await?;
        Ok(())
    })
    .await
}

async fn value_of(browser: &Browser) -> Result<String> {
    let value = browser.query(By::Css(VALUE)).first().await?;
    Ok(value.value().await?.unwrap_or_default())
}
