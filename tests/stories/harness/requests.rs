//! What a browser asked of the network.

use serde_json::Value;
use thirtyfour::BrowserLogEntry;

/// One request, as the browser was about to send it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) url: String,
}

impl Request {
    /// The request that an entry of the performance log speaks of, if it went to the network.
    pub(super) fn parse(entry: &BrowserLogEntry) -> Option<Self> {
        let entry: Value = serde_json::from_str(&entry.message).ok()?;
        let message = entry.get("message")?;
        let parameters = message.get("params")?;
        match message.get("method")?.as_str()? {
            "Network.requestWillBeSent" => {
                let request = parameters.get("request")?;
                let url = request.get("url")?.as_str()?;
                let method = request.get("method")?.as_str()?;
                // `data:` and `blob:` stay inside the browser.
                url.starts_with("http").then(|| Self { method: method.into(), url: url.into() })
            }
            "Network.webSocketCreated" => {
                let url = parameters.get("url")?.as_str()?;
                Some(Self { method: "GET".into(), url: url.into() })
            }
            _ => None,
        }
    }
}
