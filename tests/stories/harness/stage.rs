//! Where one story takes place.

use std::fs;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use tempfile::TempDir;
use thirtyfour::WebDriver;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::browser::Browser;
use super::driver::Driver;
use super::server::{Place, Server};

/// No story takes this long; one that waits for something that never comes ends here.
const LIMIT: Duration = Duration::from_mins(5);

/// A server of its own, and the browsers opened so far.
pub(crate) struct Stage {
    /// `http://127.0.0.1:PORT`, where the server is from the beginning to the end.
    pub(crate) home: String,
    server: Mutex<Server>,
    place: Place,
    driver: Driver,
    browsers: Mutex<Vec<Browser>>,
    _folder: TempDir,
}

impl Stage {
    async fn set(name: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let place = Place {
            database: folder.path().join("scopesight.sqlite"),
            log: evidence()?.join(format!("{name}.log")),
        };
        let _ = fs::remove_file(&place.log);
        let server = Server::start(&place).await?;
        Ok(Self {
            home: format!("http://{}", server.address),
            server: Mutex::new(server),
            place,
            driver: Driver::start().await?,
            browsers: Mutex::default(),
            _folder: folder,
        })
    }

    /// Kills the server as a power cut would, and starts it again at the same address.
    pub(crate) async fn restart_server(&self) -> Result<()> {
        self.server.lock().await.restart(&self.place).await
    }

    /// Opens a new browser, with a profile of its own, at `path`.
    pub(crate) async fn open(&self, path: &str) -> Result<Browser> {
        let browser = Browser::new(self.driver.browser().await?, self.home.clone());
        self.browsers.lock().await.push(browser.clone());
        browser.visit(path).await?;
        Ok(browser)
    }

    async fn clear(self, failed: Option<&str>) {
        for (number, browser) in self.browsers.into_inner().into_iter().enumerate() {
            if let (Some(name), Ok(folder)) = (failed, evidence()) {
                let file = folder.join(format!("{name}-{}.png", number + 1));
                let _ = browser.screenshot(&file).await;
            }
            let _ = WebDriver::clone(&browser).quit().await;
        }
    }
}

/// Sets the stage, tells the story, and clears up; when it fails, what was seen is kept.
pub(crate) async fn story(name: &str, tell: impl AsyncFnOnce(&Stage) -> Result<()>) -> Result<()> {
    let stage = Stage::set(name).await?;
    let told = timeout(LIMIT, unwound(tell(&stage))).await;
    let told = told.context("the story did not come to its end").flatten();
    stage.clear(told.is_err().then_some(name)).await;
    told.with_context(|| format!("see target/stories/{name}-1.png and {name}.log"))
}

/// `told`, with a panic (a failed assertion) turned into an error, so that clearing up follows.
async fn unwound(told: impl Future<Output = Result<()>>) -> Result<()> {
    let mut told = pin!(told);
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| told.as_mut().poll(context)))
            .unwrap_or_else(|_| Poll::Ready(Err(anyhow!("an assertion failed, as shown above"))))
    })
    .await
}

/// The folder for what failed stories leave behind.
fn evidence() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/stories");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}
