//! Whether anything was written, found without a thread to wait for.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};
use store::DataVersion;

/// A connection that never writes and is asked in place: `SQLite` compares a number in memory that all who have the
/// file open share, which takes microseconds.
#[derive(Debug)]
pub(crate) struct Watcher(Mutex<Connection>);

impl Watcher {
    /// Watches the file at `path`.
    pub(crate) fn open(path: &Path) -> Result<Self, rusqlite::Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        // Where somebody holds the file there is no answer at once, and the question is asked in another way.
        connection.busy_timeout(std::time::Duration::ZERO)?;
        Ok(Self(Mutex::new(connection)))
    }

    /// The number of what is committed now; `None` where it cannot be read at once.
    pub(crate) fn data_version(&self) -> Option<DataVersion> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let version = connection.pragma_query_value(None, "data_version", |row| row.get(0));
        version.ok().map(DataVersion)
    }
}
