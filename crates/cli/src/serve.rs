//! `scopesight serve`: the web UI and the API, from one process.

mod log;
mod settings;

use std::env;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use server::{Config, Secret, TokenKey};

use settings::Settings;

/// Sets the admin's token; read from the environment alone, as arguments are seen by everyone on the machine.
const ADMIN_TOKEN: &str = "SCOPESIGHT_ADMIN_TOKEN";
/// The key that tokens are hashed with, 64 hexadecimal digits; from the environment alone as well.
const TOKEN_KEY: &str = "SCOPESIGHT_TOKEN_KEY";
const DEMO: &str = include_str!("../../../demo/acme.json");

/// Serve the web UI and the API
///
/// Every setting can be said as an argument, in the environment, or in a file; the first of these counts.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A file of settings, as TOML: each by the name of its argument
    #[arg(long, env = "SCOPESIGHT_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    /// Also make the organization `acme`, which looks real
    #[arg(long)]
    demo: bool,
}

/// Serves until the process is told to stop.
///
/// # Errors
///
/// When the server cannot be started.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let log = tracing_subscriber::fmt().with_env_filter(log::filter()?).with_writer(stderr);
    if stderr().is_terminal() {
        log.init();
    } else {
        log.json().init();
    }

    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    let served = runtime.block_on(serve(arguments));
    // Whatever still has a thread, such as an address that is being looked up, is not waited for.
    runtime.shutdown_background();
    served.map(|()| ExitCode::SUCCESS)
}

async fn serve(arguments: &Arguments) -> anyhow::Result<()> {
    let admin_token = match env::var(ADMIN_TOKEN) {
        Ok(value) if !value.is_empty() => Some(Secret::parse(&value).context(ADMIN_TOKEN)?),
        Ok(_) | Err(env::VarError::NotPresent) => None,
        // What the error says would be the token.
        Err(env::VarError::NotUnicode(_)) => anyhow::bail!("{ADMIN_TOKEN}: not a text"),
    };
    let token_key = token_key()?;
    let mut stop = Box::pin(stop().context("cannot listen for signals")?);
    let file = arguments.config.as_deref().map(Settings::read).transpose()?;
    let settings = arguments.settings.clone().or(file.unwrap_or_default());
    let demo = arguments.demo.then_some(DEMO);
    let config = Config { demo, admin_token, token_key, ..settings.into_config()? };
    let organization = config.organization.clone();
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let started = tokio::select! {
        started = server::start(config) => started?,
        // A start may wait for another server; what it has begun is not committed.
        () = &mut stop => return Ok(()),
    };
    announce(&started, scheme, &organization).context("cannot write to standard output")?;
    started.run(stop).await.context("cannot go on serving")
}

/// The key that tokens are hashed with, where the environment has it.
pub(crate) fn token_key() -> anyhow::Result<Option<TokenKey>> {
    match env::var(TOKEN_KEY) {
        Ok(value) if !value.is_empty() => Ok(Some(TokenKey::parse(&value).context(TOKEN_KEY)?)),
        Ok(_) | Err(env::VarError::NotPresent) => Ok(None),
        // What the error says would be the key.
        Err(env::VarError::NotUnicode(_)) => anyhow::bail!("{TOKEN_KEY}: not a text"),
    }
}

/// Says where to go and, once, how to sign in.
fn announce(started: &server::Started, scheme: &str, organization: &str) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "listening on {scheme}://{}", started.address)?;
    if let Some(token) = &started.first_token {
        let token = token.reveal();
        writeln!(out, "organization `{organization}`, user `admin`")?;
        writeln!(out, "sign in with this token, it is not shown again: {token}")?;
    }
    out.flush()
}

/// Done when the process is interrupted or terminated.
fn stop() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let (mut interrupted, mut terminated) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Without signals to listen to the process is simply ended.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
