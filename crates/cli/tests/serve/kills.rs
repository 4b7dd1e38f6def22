//! A server that is killed again and again while it writes, on each database.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{sleep, spawn};
use std::time::Duration;

use crate::program::Program;
use crate::{TOKEN, audit, create, save, saved};

/// How often it goes round; each round ends three servers.
const ROUNDS: u64 = 34;

/// Starts a server, over the database that a URL names where there is one.
fn start(folder: &Path, database: Option<&str>) -> Program {
    Program::start_on(folder, database, TOKEN)
}

fn survive(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let program = start(folder, database);
    let id = create(&program.address);
    program.kill();
    let mut version = 1;
    for round in 1..=ROUNDS {
        // Killed right after the answer.
        let number = 1000 * round + 7;
        let program = start(folder, database);
        let (status, body) = save(&program.address, &id, number, version);
        program.kill();
        assert_eq!(status, 200, "{body}");
        version += 1;

        // Killed at any moment while saving: at most the one that was under way may be either.
        let program = start(folder, database);
        let (name, found, details) = saved(&program.address, &id);
        assert_eq!((name, found), (format!("Role {number}"), version));
        assert!(details.contains(&number.to_string()), "{details}");
        let acknowledged = Arc::new(AtomicU64::new(version));
        let saving = spawn({
            let (address, id, seen) =
                (program.address.clone(), id.clone(), Arc::clone(&acknowledged));
            move || {
                for version in version.. {
                    // The name says which version the save makes.
                    if save(&address, &id, version + 1, version).0 != 200 {
                        return;
                    }
                    seen.store(version + 1, Ordering::SeqCst);
                }
            }
        });
        // Anywhere in the life of a few saves.
        sleep(Duration::from_millis(15 + round * 37 % 149));
        program.kill();
        saving.join().unwrap();

        let program = start(folder, database);
        let last = acknowledged.load(Ordering::SeqCst);
        let (name, found, _) = saved(&program.address, &id);
        assert!(
            found == last || found == last + 1,
            "version {last} was acknowledged, {found} found"
        );
        if found > version {
            assert_eq!(name, format!("Role {found}"), "name and definition are of one save");
        }
        version = found;
        assert_eq!(audit::last_version(&program.address), version, "no change without its event");
        program.kill();
    }
    audit::verify_on(folder, database);
    assert!(version > 3 * ROUNDS, "little was under way when it was killed: version {version}");
}

#[test]
fn what_was_acknowledged_survives_a_hundred_kills() {
    survive(None);
}

#[test]
fn what_was_acknowledged_survives_a_hundred_kills_on_postgresql() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match runtime.block_on(cluster::fresh()).unwrap() {
        Some(url) => survive(Some(&url)),
        None => eprintln!("not checked: there is no {}", cluster::CLUSTER),
    }
}
