//! What axe-core says about every page, and what assistive technology is told of it.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, ensure};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{choose, retype};
use crate::person::{VALUE, press, sign_in, wait_for_text};

/// A page, and what a person does there before it is looked at.
struct Page {
    name: &'static str,
    path: &'static str,
    /// What is there once the page is filled, as a selector.
    filled: &'static str,
    act: Act,
}

/// What a person does.
#[derive(Clone, Copy)]
enum Act {
    Look,
    /// Asks about a cell of the matrix.
    SelectCell,
    /// Opens the dialog that sums up what saving would change.
    Review,
    /// Looks at how much is granted instead of at each scope.
    HeatMap,
    /// Asks for a new role, begun from a template.
    Create,
}

const EDITOR: &str = "/orgs/acme/roles/f0b13d59-6153-4027-b632-aecabb09a250";
const NOWHERE: &str = "/orgs/acme/none";
const MATRIX: &str = "[role=grid] [role=gridcell]";

/// Every page of somebody who is signed in.
const PAGES: &[Page] = &[
    page("the roles", "/orgs/acme/roles", "tbody tr"),
    Page { act: Act::SelectCell, ..page("a role with a cell explained", EDITOR, MATRIX) },
    Page { act: Act::Create, ..page("a role about to be created", "/orgs/acme/roles", ".marks") },
    Page { act: Act::HeatMap, ..page("a role as a heat map", EDITOR, MATRIX) },
    Page { act: Act::Review, ..page("a role about to be saved", EDITOR, MATRIX) },
    page(
        "a new role",
        "/orgs/acme/new-role?name=Tried&from=f0b13d59-6153-4027-b632-aecabb09a250",
        MATRIX,
    ),
    page("the permission sets", "/orgs/acme/sets", "tbody tr"),
    page(
        "a permission set",
        "/orgs/acme/sets/f8f82b68-f726-4710-a231-1a56b267e076",
        "input[type=checkbox]",
    ),
    page("the tokens", "/orgs/acme/tokens", "tbody tr"),
    page("a new token", "/orgs/acme/new-token?kind=organization", "main form"),
    page("a token", "/orgs/acme/tokens/f0c43871-fd88-44c9-b54f-b8d0adbb0e68", "main h1"),
    page("how long tokens live", "/orgs/acme/token-policy", "main h1"),
    page("the people", "/orgs/acme/people", "tbody tr"),
    page("a person", "/orgs/acme/people/ada", "main h1"),
    page("the teams", "/orgs/acme/teams", "tbody tr"),
    page("a team", "/orgs/acme/teams/data", "main h1"),
    page("the explorer", "/orgs/acme/explorer", "main h1"),
    page(
        "who can do something",
        "/orgs/acme/explorer?ask=who&scope=stack%3Adelete&entity=stack%20payments-api%2Fprod",
        "[data-testid=who]",
    ),
    page("what somebody can do", "/orgs/acme/explorer?ask=can&subject=person%20ada", MATRIX),
    page("the guardrails", "/orgs/acme/guardrails", ".guardrail"),
    page("the audit log", "/orgs/acme/audit", "[data-testid=audit] li"),
    page("the settings", "/orgs/acme/settings", "main select"),
    page("about", "/about", "[data-testid=conformance]"),
    page("a page that is not there", NOWHERE, "h1"),
];

/// A page that is looked at as it comes.
const fn page(name: &'static str, path: &'static str, filled: &'static str) -> Page {
    Page { name, path, filled, act: Act::Look }
}

/// How wide the page is, and what reaches furthest to the right.
const WIDEST: &str = "const right = (element) => element.getBoundingClientRect().right;
    const all = [...document.querySelectorAll('main *, dialog[open], dialog[open] *')];
    const widest = all.reduce((one, other) => right(other) > right(one) + 0.5 ? other : one);
    return [document.documentElement.scrollWidth, widest.outerHTML.slice(0, 200)];";

const SCHEMES: [&str; 2] = ["light", "dark"];
const WIDTHS: [u32; 2] = [1440, 390];
/// The narrowest screen that WCAG 2.2 asks for.
pub(crate) const NARROW: u32 = 320;
/// How many elements are named that break the same rule in the same view.
const SHOWN: usize = 3;

#[tokio::test]
async fn axe_core_finds_nothing_on_any_page() -> Result<()> {
    story("axe_core_finds_nothing", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        browser.query(By::Css("form input")).first().await?;
        it_would_find_something(&browser).await?;

        let mut report = String::new();
        browser.is_told_as("sign-in").await?;
        look(&browser, "sign-in", &WIDTHS, &mut report).await?;
        sign_in(&browser).await?;
        for page in PAGES {
            // One page that fails does not hide what is to be said about the others.
            if let Err(error) = visit(&browser, page, &mut report).await {
                writeln!(report, "\n{}: {error:#}", page.name)?;
            }
        }
        ensure!(report.is_empty(), "axe-core found:\n{report}");
        Ok(())
    })
    .await
}

/// A picture without a text is what every page would be told of.
async fn it_would_find_something(browser: &Browser) -> Result<()> {
    browser.execute("document.body.append(document.createElement('img'))", vec![]).await?;
    let violations = browser.violations().await?;
    browser.execute("document.querySelector('body > img').remove()", vec![]).await?;
    let found = violations.iter().any(|violation| violation.rule == "image-alt");
    ensure!(found, "axe-core overlooks a picture without a text, and found {violations:?}");
    Ok(())
}

async fn visit(browser: &Browser, page: &Page, report: &mut String) -> Result<()> {
    browser.show("light", 1440).await?;
    browser.visit(page.path).await?;
    browser.query(By::Css(page.filled)).first().await.context("the page stays empty")?;
    // A page that is gone has nothing that could be found fault with.
    let is_missing = browser.title().await?.starts_with("Not found");
    ensure!(is_missing == (page.path == NOWHERE), "there is no page at {}", page.path);
    act(browser, page.act).await?;
    browser.is_told_as(page.name).await?;
    look(browser, page.name, &WIDTHS, report).await?;
    fits(browser).await
}

/// On the narrowest screen there is nothing to scroll to at the side, but for what scrolls by itself.
pub(crate) async fn fits(browser: &Browser) -> Result<()> {
    browser.show("light", NARROW).await?;
    let (width, widest): (u32, String) = browser.execute(WIDEST, vec![]).await?.convert()?;
    ensure!(width <= NARROW, "on {NARROW} px the page is {width} px wide, by {widest}");
    Ok(())
}

/// Adds to `report` what is found in each colours and at each of these widths.
pub(crate) async fn look(
    browser: &Browser,
    name: &str,
    widths: &[u32],
    report: &mut String,
) -> Result<()> {
    for scheme in SCHEMES {
        for width in widths {
            browser.show(scheme, *width).await?;
            let violations = browser.violations().await?;
            for same in violations.chunk_by(|one, other| one.rule == other.rule) {
                for violation in same.iter().take(SHOWN) {
                    writeln!(report, "\n{name}, {scheme}, {width} px wide: {violation}")?;
                }
                if let Some(more) = same.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                    writeln!(report, "  and at {more} more")?;
                }
            }
        }
    }
    Ok(())
}

async fn act(browser: &Browser, act: Act) -> Result<()> {
    match act {
        Act::Look => Ok(()),
        Act::SelectCell => {
            browser.query(By::Css(MATRIX)).first().await?.click().await?;
            browser.query(By::Css("[role=gridcell][aria-selected=true]")).first().await?;
            Ok(())
        }
        Act::HeatMap => {
            press(browser, "Heat map").await?;
            browser.query(By::Css(".heat [role=gridcell]")).first().await?;
            Ok(())
        }
        Act::Create => {
            press(browser, "Create role…").await?;
            let templates = browser.query(By::Css("dialog[open] select")).first().await?;
            choose(browser, &templates, "Auditor").await?;
            wait_for_text(browser, "dialog[open]", "who may do what").await
        }
        Act::Review => {
            let value = browser.query(By::Css(VALUE)).first().await?;
            retype(browser, &value, "data").await?;
            press(browser, "Save…").await?;
            wait_for_text(browser, "dialog[open] [data-testid=review]", "Whom it affects").await
        }
    }
}
