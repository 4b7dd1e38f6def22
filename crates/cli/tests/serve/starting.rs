//! A start that waits for somebody else.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use sqlx::{Connection as _, Executor as _, PgConnection};

use crate::TOKEN;
use crate::program::{Program, command_on};

/// Long enough for any machine, and shorter than a start waits by itself.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn a_start_that_waits_stops_when_it_is_told_to() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let Some(database) = runtime.block_on(cluster::fresh()).unwrap() else {
        eprintln!("not checked: there is no {}", cluster::CLUSTER);
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    Program::start_on(folder.path(), Some(&database), TOKEN).terminate();

    let hold = async {
        let mut other = PgConnection::connect(&database).await.unwrap();
        other.execute("BEGIN; LOCK TABLE _sqlx_migrations").await.unwrap();
        other
    };
    let _held = runtime.block_on(hold);
    let mut command = command_on(folder.path(), &database);
    command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut waiting = command.spawn().unwrap();
    runtime.block_on(cluster::until_waiting(&database, 1)).unwrap();

    Command::new("kill").args(["-TERM", &waiting.id().to_string()]).status().unwrap();
    let told = Instant::now();
    let ended = loop {
        let ended = waiting.try_wait().unwrap();
        if ended.is_some() || told.elapsed() > PATIENCE {
            break ended;
        }
        sleep(Duration::from_millis(10));
    };
    if ended.is_none() {
        waiting.kill().unwrap();
        waiting.wait().unwrap();
    }
    assert!(ended.is_some_and(|status| status.success()), "{ended:?}");
}
