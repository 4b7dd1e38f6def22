//! Requests made up by Schemathesis from `/openapi.json`: no answer may be a failure of the server, or another than
//! described.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::server::Build;
use crate::setup::apt;
use crate::{process, progress, server, workspace};

/// The release of Schemathesis that was tried.
const RELEASE: &str = "4.32.5";
/// The admin's token on a server that lives as long as the requests are made.
const TOKEN: &str = "fuzz-0123456789abcdef0123456789abcdef";

/// Calls by which the admin may lose what the others need; they are made on a server of their own.
const DISARMING: [&str; 4] = ["updateOrganization", "setSoleAdmin", "removeMember", "updateMember"];

/// What `cargo xtask fuzz` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many requests are made up for each call
    #[arg(long, default_value_t = 50)]
    max_examples: u32,
    /// What the made-up requests grow from; the same seed makes the same ones
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What else `schemathesis run` should be given
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Starts a server with the demo organization and asks it everything.
pub(crate) fn fuzz(arguments: &Arguments) -> Result<()> {
    let schemathesis = ensure()?;
    let program = server::build(Build::Debug)?;
    for option in ["--exclude-operation-id", "--include-operation-id"] {
        let server = Server::start(&program)?;
        let mut command = requests(&schemathesis, &server, arguments);
        command.args(DISARMING.iter().flat_map(|id| [option, id]));
        process::run(&mut command)?;
    }
    Ok(())
}

fn requests(schemathesis: &Path, server: &Server, arguments: &Arguments) -> Command {
    let mut command = process::command(schemathesis);
    command.arg("--config-file").arg(workspace::root().join("tests/schemathesis.toml"));
    command.arg("run").arg(format!("{}/openapi.json", server.url));
    command.args(["--phases", "coverage,fuzzing"]);
    command.args(["--max-examples", &arguments.max_examples.to_string()]);
    command.args(["--seed", &arguments.seed.to_string()]);
    command.args(&arguments.rest).env("SCOPESIGHT_ADMIN_TOKEN", TOKEN);
    // It keeps what it tried where it is started.
    command.current_dir(&server.folder);
    command
}

/// Finds Schemathesis, installing it below `target/` from the Python package index.
fn ensure() -> Result<PathBuf> {
    let folder = workspace::target().join("tools").join(format!("schemathesis-{RELEASE}"));
    let program = folder.join("bin/schemathesis");
    if program.is_file() {
        return Ok(program);
    }
    if process::find(&["python3"]).is_none() && apt::usable() {
        apt::install(&["python3", "python3-venv"])?;
    }
    let python = process::find(&["python3"])
        .context("Schemathesis needs `python3` (Debian: `apt-get install python3-venv`)")?;
    progress::step("installing Schemathesis from PyPI", "about a minute", || {
        process::run(process::command(python).args(["-m", "venv"]).arg(&folder))?;
        let mut pip = process::command(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"]);
        process::run(pip.arg(format!("schemathesis=={RELEASE}")))
    })?;
    Ok(program)
}

/// A server that runs until it is dropped, and leaves nothing.
struct Server {
    folder: PathBuf,
    url: String,
    child: Child,
}

impl Server {
    fn start(program: &Path) -> Result<Self> {
        let folder = workspace::target().join("fuzz");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let mut command = process::command(program);
        command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--database"]);
        command.arg(format!("sqlite://{}", folder.join("scopesight.db").display()));
        command.env("SCOPESIGHT_ADMIN_TOKEN", TOKEN).stdout(Stdio::piped());
        let log = fs::File::create(folder.join("log"))?;
        let mut child = command.stderr(log).spawn().context("cannot start the server")?;
        // It says where it listens once it does, or ends.
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let url = line.trim().strip_prefix("listening on ").unwrap_or_default().to_owned();
        let server = Self { folder, url, child };
        if server.url.is_empty() {
            let log = fs::read_to_string(server.folder.join("log")).unwrap_or_default();
            bail!("the server did not start:\n{log}");
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Whoever looks into the log afterwards finds it in `target/fuzz`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
