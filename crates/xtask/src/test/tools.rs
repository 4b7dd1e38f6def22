//! What the chosen suites need on the machine.

use std::env::current_exe;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::suite::Suite;
use crate::postgres::Cluster;
use crate::setup;

/// Where the tools are that were found or installed.
pub(super) struct Tools {
    /// The program that runs WASM test binaries: this one.
    pub(super) runner: PathBuf,
    pub(super) driver: PathBuf,
    /// The script that finds faults in pages.
    pub(super) axe: PathBuf,
    /// Where tests make databases, if PostgreSQL is installed.
    pub(super) cluster: Option<Cluster>,
}

impl Tools {
    /// Finds or installs what `suites` need, so that nothing is missing halfway through.
    pub(super) fn ensure(suites: &[Suite]) -> Result<Self> {
        let needs = |wanted: &[Suite]| suites.iter().any(|suite| wanted.contains(suite));
        if needs(&[Suite::WasmNode, Suite::WasmBrowser, Suite::Stories, Suite::Hosts]) {
            setup::wasm::ensure()?;
        }
        if needs(&[Suite::WasmNode, Suite::Hosts]) {
            setup::node::ensure()?;
        }
        let driver = if needs(&[Suite::WasmBrowser, Suite::Stories, Suite::Hosts]) {
            setup::browser::ensure()?
        } else {
            PathBuf::new()
        };
        let axe = if needs(&[Suite::Stories]) { setup::axe::ensure()? } else { PathBuf::new() };
        let cluster = if needs(&[Suite::Native]) { Cluster::start()? } else { None };
        let runner = current_exe().context("cannot find this program")?;
        Ok(Self { runner, driver, axe, cluster })
    }
}
