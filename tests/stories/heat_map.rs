//! How much a draft grants, looked at from afar and from near, with the keyboard alone.

use anyhow::{Result, bail};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::{go, keys};
use crate::person::{draft_for_another_team, press, sign_in};

/// What the grid that has the focus is called, and the cell that keys move.
const ACTIVE: &str = "const grid = document.activeElement;
    const cell = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
    return [grid.ariaLabel ?? '', cell?.ariaLabel ?? cell?.firstElementChild.textContent ?? ''];";

#[tokio::test]
async fn a_map_of_what_is_granted_zooms_with_the_keyboard_alone() -> Result<()> {
    story("a_map_of_what_is_granted", async |stage: &Stage| {
        let browser = stage.open("/").await?;
        sign_in(&browser).await?;
        draft_for_another_team(&browser).await?;
        press(&browser, "Heat map").await?;
        let grid = browser.query(By::Css(".heat [role=grid]")).first().await?;
        browser.query(By::Css(".heat [role=gridcell]")).first().await?;
        go(&browser, &grid).await?;

        keys(&browser, Key::Backspace).await?;
        active(&browser, "Entity types", "Stacks: 412 of 412, admin, 26 gain, 37 lose").await?;
        keys(&browser, Key::Right).await?;
        active(&browser, "Entity types", "Environments: 2 of 153, write").await?;
        keys(&browser, Key::Home).await?;
        keys(&browser, Key::Enter).await?;
        active(&browser, "Stacks by project", "app-config: 6 of 6 stacks, read").await?;
        keys(&browser, Key::Enter).await?;
        active(&browser, "Stacks of app-config", "dev: 8 scopes, read").await?;
        keys(&browser, Key::Escape).await?;
        active(&browser, "Stacks by project", "app-config: 6 of 6 stacks, read").await?;

        // Down to a stack, and on to its cells.
        keys(&browser, Key::Enter).await?;
        keys(&browser, Key::Enter).await?;
        active(&browser, "Scopes on stacks", "on app-config/dev").await?;
        Ok(())
    })
    .await
}

/// Waits until the grid with this name has the focus, at a cell whose name contains `cell`.
async fn active(browser: &Browser, grid: &str, cell: &str) -> Result<()> {
    let mut seen = Vec::new();
    for _ in 0..50 {
        seen = browser.execute(ACTIVE, Vec::new()).await?.convert::<Vec<String>>()?;
        let (name, at) = (seen.first(), seen.get(1));
        if name.is_some_and(|name| name == grid) && at.is_some_and(|at| at.contains(cell)) {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    bail!("not `{grid}`, at `{cell}`, but `{}`", seen.join("`, at `"))
}
