//! `cargo xtask run`: from a fresh clone to a running server.

mod demo;

use std::env;
use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use demo::Demo;

use crate::server::Build;
use crate::{process, progress, server, setup, web};

/// What `cargo xtask run` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where to listen, instead of 127.0.0.1:8787
    #[arg(long, value_name = "ADDRESS", conflicts_with = "port")]
    listen: Option<SocketAddr>,
    /// The port of 127.0.0.1 to listen on
    #[arg(long)]
    port: Option<u16>,
    /// The database, instead of the demo's own below target/
    #[arg(long, value_name = "URL")]
    database: Option<OsString>,
    /// What else `scopesight serve` should be given
    #[arg(last = true)]
    rest: Vec<OsString>,
}

/// Builds the web UI and the server and becomes that server, so that Ctrl-C reaches it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let program = build()?;
    let mut command = process::command(&program);
    command.stdin(Stdio::inherit()).args(["serve", "--demo"]);
    let port = arguments.port.map(|port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    if let Some(listen) = arguments.listen.or(port) {
        command.args(["--listen", &listen.to_string()]);
    }
    match &arguments.database {
        Some(database) => {
            command.arg("--database").arg(database);
        }
        None => open_demo(&mut command)?,
    }
    command.args(&arguments.rest);
    progress::note(&format!("starting {}", process::shown(&command)));
    become_program(&mut command).with_context(|| format!("cannot run {}", program.display()))
}

/// Builds the program as people run it, and says where it is.
pub(crate) fn build() -> Result<PathBuf> {
    setup::wasm::ensure()?;
    web::build(web::Finish::Shrunk)?;
    server::build(Build::Release)
}

fn open_demo(command: &mut Command) -> Result<()> {
    let demo = Demo::open()?;
    command.arg("--database").arg(format!("sqlite://{}", demo.database.display()));
    if env::var_os("SCOPESIGHT_ADMIN_TOKEN").is_none() {
        progress::note(&format!("sign in with the token {}", demo.token));
        command.env("SCOPESIGHT_ADMIN_TOKEN", demo.token);
    }
    Ok(())
}

#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;

    Err(command.exec().into())
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    process::run(command)
}
