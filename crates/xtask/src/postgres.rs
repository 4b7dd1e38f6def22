//! A throw-away PostgreSQL cluster for tests, where PostgreSQL is installed.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::process;

/// Where Debian keeps the programs of each release.
const DEBIAN: &str = "/usr/lib/postgresql";
/// The user whom Debian makes for PostgreSQL, which refuses to run as root.
const USER: &str = "postgres";
/// How long a cluster may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// It keeps nothing, so it waits for no disk; each test has connections of its own.
const SETTINGS: [&str; 5] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    "max_connections=400",
];

/// A cluster that runs until it is dropped, and leaves nothing.
pub(crate) struct Cluster {
    folder: PathBuf,
    server: Child,
    port: u16,
}

impl Cluster {
    /// Starts a cluster; `None` where PostgreSQL is not installed.
    pub(crate) fn start() -> Result<Option<Self>> {
        let Some(programs) = programs() else { return Ok(None) };
        let folder =
            std::env::temp_dir().join(format!("scopesight-postgres-{}", std::process::id()));
        fs::create_dir(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let started = Self::start_in(&programs, &folder);
        if started.is_err() {
            // What went wrong is said by the error itself.
            let _ = fs::remove_dir_all(&folder);
        }
        started.map(Some)
    }

    fn start_in(programs: &Path, folder: &Path) -> Result<Self> {
        if is_root() {
            process::run(process::command("chown").arg(USER).arg(folder))?;
        }
        let data = folder.join("data");
        let made = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
        let mut initdb = allowed(&programs.join("initdb"));
        initdb.args(made).args(["--username", USER]).arg("--pgdata").arg(&data);
        process::run(initdb.stdout(Stdio::null()))?;

        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut server = allowed(&programs.join("postgres"));
        server.arg("-D").arg(&data).args(["-p", &port.to_string()]);
        server.args(SETTINGS.iter().flat_map(|setting| ["-c", *setting]));
        let log = fs::File::create(folder.join("log"))?;
        let server = server.stdout(Stdio::null()).stderr(log).spawn();
        let server = server.context("cannot start PostgreSQL")?;
        let mut cluster = Self { folder: folder.to_owned(), server, port };
        cluster.wait()?;
        Ok(cluster)
    }

    fn wait(&mut self) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            if self.server.try_wait()?.is_some() || start.elapsed() > PATIENCE {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL does not answer:\n{log}");
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Its URL, without the name of a database.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // On SIGINT it ends at once and in order. Whatever fails here is only litter.
        let _ = process::command("kill").arg("-INT").arg(self.server.id().to_string()).status();
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder with PostgreSQL's programs, of the latest release there is.
fn programs() -> Option<PathBuf> {
    let has_all = |folder: &PathBuf| {
        ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file())
    };
    let told = process::output(process::command("pg_config").arg("--bindir")).map(PathBuf::from);
    let releases = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let latest = releases.map(|release| release.path()).max_by_key(|path| number(path));
    let found = [told, latest.map(|release| release.join("bin"))].into_iter().flatten();
    found.into_iter().find(has_all)
}

/// `program`, as a user as whom it agrees to run.
fn allowed(program: &Path) -> Command {
    if !is_root() {
        return process::command(program);
    }
    let mut command = process::command("setpriv");
    command.arg(format!("--reuid={USER}")).arg(format!("--regid={USER}")).arg("--clear-groups");
    command.arg(program);
    // It may not be allowed into the folder of the workspace.
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    process::output(process::command("id").arg("--user")).is_some_and(|id| id == "0")
}
