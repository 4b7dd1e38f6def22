//! chromedriver, which starts browsers and speaks to them.

use std::env;
use std::process::Stdio;

use anyhow::Result;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities as _;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, LoggingPrefsLogLevel};
use tokio::process::{Child, Command};

use super::program;

/// As root Chromium needs `--no-sandbox`; the rest keeps it from talking to anybody but the
/// server. Each session has a fresh profile, which chromedriver makes and removes.
const ARGUMENTS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,1000",
];

/// How often it may be started: it takes a port that is free for IPv6, and ends where somebody has the same for IPv4.
const STARTS: usize = 4;

/// A running chromedriver.
pub(super) struct Driver {
    address: String,
    _child: Child,
}

impl Driver {
    /// Starts the chromedriver named in `CHROMEDRIVER`, or the one on the search path.
    pub(super) async fn start() -> Result<Self> {
        let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut command = Command::new(program);
        command.arg("--port=0").stderr(Stdio::null());
        let mut tries = 1..STARTS;
        loop {
            match program::start(&mut command, address_in).await {
                Ok((child, address)) => return Ok(Self { address, _child: child }),
                Err(error) if tries.next().is_none() => return Err(error),
                Err(_) => {}
            }
        }
    }

    /// Starts a browser that logs its requests and its console.
    pub(super) async fn browser(&self) -> Result<WebDriver> {
        let mut capabilities = ChromeCapabilities::new();
        for argument in ARGUMENTS {
            capabilities.add_arg(argument)?;
        }
        capabilities.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
        capabilities.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
        Ok(WebDriver::new(&self.address, capabilities).await?)
    }
}

/// The address in `ChromeDriver was started successfully on port 40123.`
fn address_in(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("started successfully on port ")?;
    Some(format!("http://127.0.0.1:{}", rest.trim_end_matches('.')))
}
