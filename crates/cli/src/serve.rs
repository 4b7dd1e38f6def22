//! `scopesight serve`: the web UI and the API, from one process.

use std::env;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use server::{Config, DEFAULT_DATABASE, DEFAULT_LISTEN, DEFAULT_ORGANIZATION, Secret, TokenKey};
use tracing_subscriber::EnvFilter;

/// Sets the admin's token; read from the environment alone, as arguments are seen by everyone on the machine.
const ADMIN_TOKEN: &str = "SCOPESIGHT_ADMIN_TOKEN";
/// The key that tokens are hashed with, 64 hexadecimal digits; from the environment alone as well.
const TOKEN_KEY: &str = "SCOPESIGHT_TOKEN_KEY";
/// Says how much is logged, as `tracing` understands it.
const LOG: &str = "SCOPESIGHT_LOG";
const DEFAULT_LOG: &str = "info,sqlx=warn";
const DEMO: &str = include_str!("../../../demo/acme.json");

/// Serve the web UI and the API
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value_t = DEFAULT_LISTEN)]
    listen: SocketAddr,
    /// The database: `sqlite://PATH`, made when it is not there
    #[arg(long, value_name = "URL", default_value = DEFAULT_DATABASE)]
    database: String,
    /// The organization to make when it is not there
    #[arg(long, value_name = "NAME", default_value = DEFAULT_ORGANIZATION, value_parser = name)]
    organization: String,
    /// Also make the organization `acme`, which looks real
    #[arg(long)]
    demo: bool,
    /// A proxy stands before the server and adds whom it serves to `X-Forwarded-For`
    #[arg(long, env = "SCOPESIGHT_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Serve the web UI from this folder instead of the one in the program
    #[arg(long, value_name = "DIR")]
    web_dir: Option<PathBuf>,
    /// Let a team hold several roles; otherwise a new one takes the place of the one before
    #[arg(long, env = "SCOPESIGHT_SEVERAL_TEAM_ROLES")]
    several_team_roles: bool,
    #[command(flatten)]
    guards: Guards,
}

// Which guards are switched off. A doc comment here would take the place of the command's own.
#[derive(Debug, clap::Args)]
struct Guards {
    /// Let people hand out more than they hold, by roles, tokens, teams and memberships
    #[arg(long, env = "SCOPESIGHT_ALLOW_HANDING_OUT_MORE")]
    allow_handing_out_more: bool,
    /// Let the last who can manage roles lose that
    #[arg(long, env = "SCOPESIGHT_ALLOW_LOCK_OUT")]
    allow_lock_out: bool,
}

/// Serves until the process is told to stop.
///
/// # Errors
///
/// When the server cannot be started.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::try_from_env(LOG).unwrap_or_else(|_| EnvFilter::new(DEFAULT_LOG));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    if stderr().is_terminal() {
        log.init();
    } else {
        log.json().init();
    }

    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(serve(arguments))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(arguments: &Arguments) -> anyhow::Result<()> {
    let admin_token = match env::var(ADMIN_TOKEN) {
        Ok(value) if !value.is_empty() => Some(Secret::parse(&value).context(ADMIN_TOKEN)?),
        Ok(_) | Err(env::VarError::NotPresent) => None,
        // What the error says would be the token.
        Err(env::VarError::NotUnicode(_)) => anyhow::bail!("{ADMIN_TOKEN}: not a text"),
    };
    let token_key = match env::var(TOKEN_KEY) {
        Ok(value) if !value.is_empty() => Some(TokenKey::parse(&value).context(TOKEN_KEY)?),
        Ok(_) | Err(env::VarError::NotPresent) => None,
        Err(env::VarError::NotUnicode(_)) => anyhow::bail!("{TOKEN_KEY}: not a text"),
    };
    let stop = stop().context("cannot listen for signals")?;
    let started = server::start(Config {
        listen: arguments.listen,
        database: arguments.database.clone(),
        organization: arguments.organization.clone(),
        demo: arguments.demo.then_some(DEMO),
        admin_token,
        token_key,
        behind_proxy: arguments.behind_proxy,
        web_dir: arguments.web_dir.clone(),
        several_team_roles: arguments.several_team_roles,
        guards_handing_out: !arguments.guards.allow_handing_out_more,
        guards_last_manager: !arguments.guards.allow_lock_out,
        ..Config::default()
    })
    .await?;
    announce(&started, &arguments.organization).context("cannot write to standard output")?;
    started.run(stop).await.context("cannot go on serving")
}

/// Says where to go and, once, how to sign in.
fn announce(started: &server::Started, organization: &str) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "listening on http://{}", started.address)?;
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

/// A name that can stand in an address.
fn name(text: &str) -> Result<String, String> {
    let is_fit = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    if !text.is_empty() && text.len() <= 64 && text.chars().all(is_fit) {
        return Ok(text.to_owned());
    }
    Err("expected 1 to 64 letters, digits, `-`, `_` or `.`".to_owned())
}
