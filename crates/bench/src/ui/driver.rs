//! chromedriver, and browsers that have seen nothing yet.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities as _;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, WebDriver};

/// As root Chromium needs `--no-sandbox`; the next keep it from talking to anybody but the server; the last three from
/// taking a page for one in the background, which gets fewer frames.
const ARGUMENTS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,1000",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
];

/// A running chromedriver; it is ended when this is dropped.
#[derive(Debug)]
pub struct Driver {
    child: Child,
    address: String,
}

impl Driver {
    /// Starts the chromedriver named in `CHROMEDRIVER`, or the one on the search path.
    ///
    /// # Errors
    ///
    /// When there is none, or it ends before it says where it listens.
    pub fn start() -> Result<Self> {
        let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut command = Command::new(program);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().context("cannot start chromedriver")?;
        let output = child.stdout.take().context("chromedriver has no output")?;
        let mut lines = BufReader::new(output).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        let Some(port) = port else {
            let status = child.kill().and_then(|()| child.wait())?;
            bail!("chromedriver did not start ({status})");
        };
        // It must never wait for a reader.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Ok(Self { child, address: format!("http://127.0.0.1:{port}") })
    }

    /// Has a new browser, with an empty profile and nothing in its caches, signed in to `server`, do `work`.
    ///
    /// # Errors
    ///
    /// When the browser does not start, when the server does not take `token`, and those of `work`.
    pub async fn browse<T>(
        &self,
        server: SocketAddr,
        token: &str,
        work: impl AsyncFnOnce(&Browser) -> Result<T>,
    ) -> Result<T> {
        let mut capabilities = ChromeCapabilities::new();
        for argument in ARGUMENTS {
            capabilities.add_arg(argument)?;
        }
        let session = WebDriver::new(&self.address, capabilities).await?;
        let browser = Browser { session, home: format!("http://{server}") };
        let done = match browser.sign_in(token).await {
            Ok(()) => work(&browser).await,
            Err(error) => Err(error),
        };
        browser.session.quit().await?;
        done
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser that is signed in.
#[derive(Debug)]
pub struct Browser {
    session: WebDriver,
    home: String,
}

impl Browser {
    /// On a page that brings nothing of the UI into the cache.
    async fn sign_in(&self, token: &str) -> Result<()> {
        self.visit("/healthz").await?;
        let script = "const [token, done] = arguments;
            fetch('/session', {method: 'POST', body: JSON.stringify({token}),
                headers: {'X-Scopesight': '1', 'Content-Type': 'application/json'}})
                .then((answer) => done(answer.status), (error) => done(String(error)));";
        let status = self.ask(script, vec![json!(token)]).await?;
        anyhow::ensure!(status == json!(204), "the server does not let the browser in: {status}");
        Ok(())
    }

    /// Goes to `path` of the server.
    ///
    /// # Errors
    ///
    /// When it cannot be loaded.
    pub async fn visit(&self, path: &str) -> Result<()> {
        Ok(self.session.goto(format!("{}{path}", self.home)).await?)
    }

    /// What `script` returns.
    ///
    /// # Errors
    ///
    /// When it fails.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.session.execute(script, arguments).await?.json().clone())
    }

    /// What `script` gives to the last of its arguments, a function.
    ///
    /// # Errors
    ///
    /// When it fails, or takes longer than half a minute.
    pub async fn ask(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.session.execute_async(script, arguments).await?.json().clone())
    }

    /// What the browser answers to a command of the protocol of its developer tools.
    ///
    /// # Errors
    ///
    /// When it does not know it, or refuses.
    pub async fn command(&self, name: &str, parameters: Value) -> Result<Value> {
        Ok(self.session.cdp().send_raw(name, parameters).await?)
    }

    /// Waits until `css` finds something that can be clicked, and clicks it.
    ///
    /// # Errors
    ///
    /// When there is no such thing.
    pub async fn click(&self, css: &str) -> Result<()> {
        let element = self.session.query(By::Css(css)).and_clickable().first().await;
        Ok(element.with_context(|| format!("nothing fits `{css}`"))?.click().await?)
    }
}
