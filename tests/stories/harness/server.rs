//! The program `scopesight`, as the tests have it, with the web UI beside it.

use std::env;
use std::fs::File;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use tokio::process::{Child, Command};

use super::program;

/// The personal token of the user `admin` in every story.
pub(crate) const ADMIN_TOKEN: &str = "story-admin-token-0123456789abcdef";

/// Where a server keeps what it must not lose, and where it says what went wrong.
pub(super) struct Place {
    pub(super) database: PathBuf,
    pub(super) log: PathBuf,
}

/// A running server with the demo organization.
pub(super) struct Server {
    /// `127.0.0.1:PORT`
    pub(super) address: String,
    child: Child,
}

impl Server {
    /// Starts the server on a free port.
    pub(super) async fn start(place: &Place) -> Result<Self> {
        Self::start_on("127.0.0.1:0", place).await
    }

    /// Ends the server as a power cut would, with SIGKILL, and starts it again at its address.
    pub(super) async fn restart(&mut self, place: &Place) -> Result<()> {
        self.child.kill().await.context("cannot kill the server")?;
        let address = self.address.clone();
        *self = Self::start_on(&address, place).await?;
        Ok(())
    }

    async fn start_on(listen: &str, place: &Place) -> Result<Self> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(&place.log)
            .with_context(|| format!("cannot write {}", place.log.display()))?;
        let mut command = Command::new(program()?);
        command
            .args(["serve", "--demo", "--listen", listen, "--database"])
            .arg(format!("sqlite://{}", place.database.display()))
            .env("SCOPESIGHT_ADMIN_TOKEN", ADMIN_TOKEN)
            .stderr(log);
        let (child, address) = program::start(&mut command, address_in)
            .await
            .with_context(|| format!("see the server's log, {}", place.log.display()))?;
        Ok(Self { address, child })
    }
}

fn program() -> Result<PathBuf> {
    let program = env::var_os("SCOPESIGHT_BIN").context(
        "SCOPESIGHT_BIN does not name the server to test: run `cargo xtask test stories`, \
         which builds it and its web UI",
    )?;
    Ok(PathBuf::from(program))
}

/// The address in a line such as `listening on http://127.0.0.1:8787`.
fn address_in(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("http://127.0.0.1:")?;
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!port.is_empty()).then(|| format!("127.0.0.1:{port}"))
}
