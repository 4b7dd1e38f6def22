//! Where the matrix puts what it says.

use anyhow::{Result, ensure};

use crate::harness::{Stage, story};
use crate::person::{open_role, sign_in, wait_for_preview};

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
