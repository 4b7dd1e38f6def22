//! Every component by itself: to assistive technology, on a narrow screen, and to the keyboard alone.

use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

use crate::accessibility::{NARROW, fits, look};
use crate::harness::{Browser, Stage, story};
use crate::keyboard::{enter, go, keys, retype, tick};
use crate::person::{press, sign_in_at, text_of, wait_for_text};

/// The stops of the Tab key in the page, and whether the one that has the focus shows it.
const STOPS: &str = "const stops = [...document.querySelectorAll(
        'main :is(a[href], button, input:not([type=radio]), select, textarea, summary, [tabindex])')]
        .filter((element) => element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility())
        .filter((element) => !element.closest('dialog'));
    const at = document.activeElement;
    const plain = (style) => style.outlineStyle === 'none' && style.boxShadow === 'none';
    const around = [at, at.closest('label, .search-field, .menu')].filter(Boolean);
    return [stops.length, stops.indexOf(at), around.some((element) => !plain(getComputedStyle(element))),
        at.outerHTML.slice(0, 200)];";

#[tokio::test]
async fn every_component_is_for_everybody() -> Result<()> {
    story("every_component_is_for_everybody", async |stage: &Stage| {
        let browser = stage.open("/gallery").await?;
        sign_in_at(&browser, "Gallery").await?;
        browser.is_told_as("the gallery").await?;

        let mut report = String::new();
        look(&browser, "the gallery", &[1440, NARROW], &mut report).await?;
        ensure!(report.is_empty(), "axe-core found:\n{report}");
        fits(&browser).await?;
        browser.show("light", 1440).await?;

        walk(&browser).await?;
        work(&browser).await?;
        let violations = browser.console("Content Security Policy").await?;
        ensure!(violations.is_empty(), "the page breaks its own policy: {violations:?}");
        Ok(())
    })
    .await
}

/// The Tab key goes to everything there is, in the order of the page, and shows where it is.
async fn walk(browser: &Browser) -> Result<()> {
    let first = browser.query(By::Css("main input[type=search]")).first().await?;
    go(browser, &first).await?;
    let (mut before, mut seen) = (-1, 0);
    loop {
        let answer = browser.execute(STOPS, vec![]).await?;
        let (stops, at, is_shown, what): (i64, i64, bool, String) = answer.convert()?;
        if at >= 0 {
            ensure!(at > before, "the focus goes back to {what}");
            ensure!(is_shown, "nothing shows that the focus is at {what}");
            (before, seen) = (at, seen + 1);
        }
        if at == stops - 1 {
            ensure!(seen == stops, "the Tab key goes to {seen} of {stops} stops");
            return Ok(());
        }
        ensure!(seen < 500, "the way does not end, at {what}");
        keys(browser, Key::Tab).await?;
    }
}

/// Does with each component what it is there for.
async fn work(browser: &Browser) -> Result<()> {
    for name in ["In the middle…", "At the side…"] {
        press(browser, name).await?;
        wait_for_text(browser, "dialog[open]", "Whatever is asked stands here").await?;
        keys(browser, Key::Escape).await?;
        let back = browser.active_element().await?.text().await?;
        ensure!(back == name, "the dialog gives the focus to `{back}`");
    }
    press(browser, "Choose several…").await?;
    keys(browser, "scope17").await?;
    wait_for_text(browser, "dialog[open] .picker__count", "1 of 90 to choose from, 1 chosen")
        .await?;
    keys(browser, Key::Enter).await?;
    wait_for_text(browser, "dialog[open] .picker__count", "2 chosen").await?;
    keys(browser, Key::Down).await?;
    keys(browser, Key::Space).await?;
    wait_for_text(browser, "dialog[open] .picker__count", "1 chosen").await?;
    press(browser, "Done").await?;

    press(browser, "Copy as…").await?;
    keys(browser, Key::Down).await?;
    keys(browser, Key::Down).await?;
    let item = browser.active_element().await?.text().await?;
    ensure!(item == "YAML", "the arrows lead to `{item}`");
    keys(browser, Key::Escape).await?;
    let back = browser.active_element().await?.text().await?;
    ensure!(back == "Copy as…", "the menu gives the focus to `{back}`");

    let search = browser.query(By::Css(".choose-one input[type=search]")).first().await?;
    retype(browser, &search, "scope42").await?;
    let radio = By::XPath("//label[contains(., 'stack:scope42')]/input");
    tick(browser, &browser.query(radio).first().await?).await?;
    wait_for_text(browser, ".choose-one__chosen", "Chosen: stack:scope42").await?;

    press(browser, "Next").await?;
    wait_for_text(browser, ".pager__words", "51 to 100 of 120").await?;
    ensure!(text_of(browser, "tbody th").await? == "Role 51", "the rows stay");
    press(browser, "Show 2 more groups").await?;
    let more = browser.query(By::Css(".effect-list__more summary")).first().await?;
    enter(browser, &more).await?;
    wait_for_text(browser, ".effect-list__more[open]", "through the role Auditor").await?;

    press(browser, "Offer").await?;
    wait_for_text(browser, "[aria-label=News]", "The address has changed").await?;
    press(browser, "Undo").await?;
    wait_for_text(browser, "[aria-label=News]", "Undone").await
}
