//! A server that has started on a database of its own, for tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use store::Timestamp;
use store_sql::SqlStore;
use tempfile::TempDir;

use crate::{Config, Secret, State, TokenKey, prepare};

/// What is there once it has started.
pub(crate) struct Fixture {
    pub(crate) store: SqlStore,
    pub(crate) state: State,
    /// The admin's first token, where one was made.
    pub(crate) token: Option<Secret>,
    /// The database is in it.
    _folder: TempDir,
}

/// Starts it as `config` says; its clock stands still, and no two of its random numbers are the same.
pub(crate) async fn started(config: Config) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let store = store_sqlite::open(&folder.path().join("test.db")).await.unwrap();
    let drawn = AtomicU8::new(0);
    let random = Box::new(move || Ok([drawn.fetch_add(1, Ordering::SeqCst); 32]));
    let clock = Box::new(|| Timestamp::from_millis(5));
    let shared = Arc::new(store.clone());
    let state = State::new(config, TokenKey::new([3; 32]), shared, clock, random);
    let token = prepare(&state).await.unwrap();
    Fixture { store, state, token, _folder: folder }
}
