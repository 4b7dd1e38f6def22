//! `cargo xtask run`: from a fresh clone to a running server.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::Stdio;

use anyhow::{Context as _, Result};

use crate::{process, progress, server, setup, web, workspace};

/// What `cargo xtask run` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where to listen, instead of 127.0.0.1:8787
    #[arg(long, value_name = "ADDRESS", conflicts_with = "port")]
    listen: Option<SocketAddr>,
    /// The port of 127.0.0.1 to listen on
    #[arg(long)]
    port: Option<u16>,
    /// What else `scopesight serve` should be given
    #[arg(last = true)]
    rest: Vec<OsString>,
}

/// Builds the web UI and the server and becomes that server, so that Ctrl-C reaches it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    setup::wasm::ensure()?;
    web::build()?;
    let program = server::build()?;

    let mut command = process::command(&program);
    command.stdin(Stdio::inherit()).args(["serve", "--demo"]);
    let port = arguments.port.map(|port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    if let Some(listen) = arguments.listen.or(port) {
        command.args(["--listen", &listen.to_string()]);
    }
    if !arguments.rest.iter().any(|argument| argument == "--database") {
        // In target/, so that trying the program leaves the work tree as it was.
        let database = workspace::target().join("demo.sqlite");
        command.arg("--database").arg(format!("sqlite://{}", database.display()));
    }
    command.args(&arguments.rest);

    progress::note(&format!("starting {}", process::shown(&command)));
    become_program(&mut command).with_context(|| format!("cannot run {}", program.display()))
}

#[cfg(unix)]
fn become_program(command: &mut std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;

    Err(command.exec().into())
}

#[cfg(not(unix))]
fn become_program(command: &mut std::process::Command) -> Result<()> {
    process::run(command)
}
