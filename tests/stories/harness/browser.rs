//! A browser that looks at the server.

use std::ops::Deref;

use anyhow::Result;
use serde_json::{Value, json};
use thirtyfour::WebDriver;

use super::outline::{outline, snapshot};
use super::requests::Request;

/// A browser with its own profile; everything a `WebDriver` can do, it can.
#[derive(Clone)]
pub(crate) struct Browser {
    session: WebDriver,
    home: String,
}

impl Browser {
    pub(super) fn new(session: WebDriver, home: String) -> Self {
        Self { session, home }
    }

    /// Goes to `path` of the server.
    pub(crate) async fn visit(&self, path: &str) -> Result<()> {
        Ok(self.session.goto(format!("{}{path}", self.home)).await?)
    }

    /// The requests sent since this was last asked, or since the browser was started.
    pub(crate) async fn requests(&self) -> Result<Vec<Request>> {
        let entries = self.session.get_log("performance").await?;
        Ok(entries.iter().filter_map(Request::parse).collect())
    }

    /// Has every request fail whose address fits one of `patterns`, in which `*` stands for anything.
    pub(crate) async fn block(&self, patterns: &[&str]) -> Result<()> {
        self.session.cdp().send_raw("Network.enable", json!({})).await?;
        self.session.cdp().send_raw("Network.setBlockedURLs", json!({ "urls": patterns })).await?;
        Ok(())
    }

    /// The page as assistive technology is told of it: role, name and states, one a line.
    pub(crate) async fn outline(&self) -> Result<String> {
        let tree = self.session.cdp().send_raw("Accessibility.getFullAXTree", json!({})).await?;
        Ok(outline(&tree))
    }

    /// What is told of the page itself, without what is another each time.
    pub(super) async fn snapshot(&self) -> Result<String> {
        let tree = self.session.cdp().send_raw("Accessibility.getFullAXTree", json!({})).await?;
        Ok(snapshot(&tree))
    }

    /// Sends a request as this browser's user, past the page; the status and what is answered, where that is JSON.
    pub(crate) async fn send(&self, method: &str, path: &str, body: Value) -> Result<(u64, Value)> {
        let script = "const [method, path, body, done] = arguments;
            fetch(path, {method, body: body === null ? undefined : JSON.stringify(body),
                headers: {'X-Scopesight': '1', 'Content-Type': 'application/json'}})
                .then(async (answer) => {
                    const text = await answer.text();
                    let said = null;
                    try { said = JSON.parse(text); } catch {}
                    done([answer.status, said]);
                }, (error) => done([0, String(error)]));";
        let answer =
            self.session.execute_async(script, vec![json!(method), json!(path), body]).await?;
        Ok(answer.convert()?)
    }

    /// Has the session end, as it does when its time is over: the server no longer knows this browser.
    pub(crate) async fn end_session(&self) -> Result<()> {
        Ok(self.session.delete_all_cookies().await?)
    }

    /// The console's messages that contain `part`, since this was last asked.
    pub(crate) async fn console(&self, part: &str) -> Result<Vec<String>> {
        let entries = self.session.browser_log().await?;
        let messages = entries.into_iter().map(|entry| entry.message);
        Ok(messages.filter(|message| message.contains(part)).collect())
    }
}

impl Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.session
    }
}
