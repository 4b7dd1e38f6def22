//! How much the server logs.

use std::env;

use anyhow::{Context as _, Result, bail};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// Says it, as `tracing` understands it.
const LOG: &str = "SCOPESIGHT_LOG";
const DEFAULT_LOG: &str = "info,sqlx=warn";
/// Never logged, whatever is asked for: what cannot be understood of a URL, and whole lines of a file of passwords.
const SECRET: [&str; 2] =
    ["sqlx_postgres::options::parse=off", "sqlx_postgres::options::pgpass=off"];

/// What the environment says is logged.
///
/// # Errors
///
/// When that is no filter, or one that says nothing of the server itself, as a misspelt level does.
pub(super) fn filter() -> Result<EnvFilter> {
    match env::var(LOG) {
        Ok(text) if !text.trim().is_empty() => parse(&text),
        Ok(_) | Err(env::VarError::NotPresent) => parse(DEFAULT_LOG),
        Err(env::VarError::NotUnicode(_)) => bail!("{LOG}: not a text"),
    }
}

fn parse(text: &str) -> Result<EnvFilter> {
    let filter = EnvFilter::builder().parse(text).with_context(|| format!("{LOG}: `{text}`"))?;
    if !text.split(',').any(says_of_server) {
        bail!("{LOG}: expected a level for the server, as in `{DEFAULT_LOG}`, found `{text}`");
    }
    SECRET.iter().try_fold(filter, |filter, silent| {
        Ok(filter.add_directive(silent.parse().context("a directive of our own")?))
    })
}

/// Whether a part of a filter is a level for everything, or about the server.
fn says_of_server(part: &str) -> bool {
    let part = part.trim();
    let target = part.split(['=', '[']).next().unwrap_or_default();
    let is_level = part.parse::<LevelFilter>().is_ok();
    !part.is_empty()
        && (is_level || target.is_empty() || target.split("::").next() == Some("server"))
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT_LOG, parse};

    #[test]
    fn a_filter_has_to_say_something_of_the_server() {
        for text in [DEFAULT_LOG, "debug", "OFF", "sqlx=warn, info", "server=debug", "server::app"]
        {
            assert!(parse(text).is_ok(), "{text}");
        }
        for text in ["nonsense", "inof", "sqlx=debug", "server=loud", ","] {
            let refused = format!("{:#}", parse(text).unwrap_err());
            assert!(refused.contains("SCOPESIGHT_LOG") && refused.contains(text), "{refused}");
        }
    }
}
