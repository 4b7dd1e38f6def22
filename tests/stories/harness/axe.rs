//! axe-core, which finds what assistive technology cannot cope with.
//!
//! It comes into the page by way of the driver, so that the page's own policy on scripts stays as it is.

use std::env;
use std::fmt;
use std::fs;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::browser::Browser;

/// The rules of WCAG 2.2, levels A and AA; axe-core marks each with the version that brought it.
const TAGS: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const LOOK: &str = "const [tags, done] = arguments;
    const told = ({violations}) => violations.flatMap(({id, help, nodes}) => nodes.map(
        ({target, failureSummary}) => ({rule: id, help, target: target.join(' '), summary: failureSummary})));
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
        .then(() => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false}))
        .then((found) => done({checked: found.passes.length, violations: told(found)}),
            (error) => done({error: String(error)}));";

/// What axe-core says against one element.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Violation {
    /// The rule, by axe-core's name.
    pub(crate) rule: String,
    help: String,
    /// The element, as a selector.
    target: String,
    summary: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, help, target, summary } = self;
        write!(f, "{rule} ({help})\n  at {target}\n  {}", summary.replace('\n', "\n  "))
    }
}

impl Browser {
    /// What axe-core says against the page as it is now shown, once nothing moves in it.
    pub(crate) async fn violations(&self) -> Result<Vec<Violation>> {
        let is_there = self.execute("return typeof axe === 'object'", vec![]).await?;
        if is_there.json() != &json!(true) {
            self.execute(source()?, vec![]).await?;
        }
        let answer = self.execute_async(LOOK, vec![json!(TAGS)]).await?;
        let answer = answer.json();
        // A page on which not one rule held was not looked at.
        let checked = answer.get("checked").and_then(Value::as_u64).unwrap_or_default();
        let violations = answer.get("violations").and_then(Value::as_array);
        match violations {
            Some(violations) if checked > 0 => Ok(violations.iter().map(violation).collect()),
            _ => bail!("axe-core did not look at the page: {answer}"),
        }
    }

    /// Shows the page in these colours and at this width, and as high as it is.
    ///
    /// In a lower window, what sticks to its edges would lie over something that people scroll to.
    pub(crate) async fn show(&self, scheme: &str, width: u32) -> Result<()> {
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
        self.resize(width, 900).await?;
        let script = "return document.documentElement.scrollHeight";
        let height = self.execute(script, vec![]).await?.json().as_u64().unwrap_or_default();
        self.resize(width, height.clamp(900, 6000)).await
    }

    async fn resize(&self, width: u32, height: u64) -> Result<()> {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await?;
        Ok(())
    }
}

fn source() -> Result<String> {
    let file = env::var_os("AXE_CORE").context(
        "AXE_CORE does not name the file axe.min.js: run `cargo xtask test stories`, which installs it",
    )?;
    fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
}

fn violation(told: &Value) -> Violation {
    let text = |key: &str| told.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    Violation {
        rule: text("rule"),
        help: text("help"),
        target: text("target"),
        summary: text("summary"),
    }
}
