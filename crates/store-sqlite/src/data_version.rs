//! Whether anything was written, found without a thread to wait for.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, TryLockError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use store::DataVersion;
use store_sql::DataVersions;

/// A connection that never writes and is asked in place: `SQLite` begins to read, which compares a number in memory that
/// all who have the file open share, and takes microseconds.
#[derive(Debug)]
pub(crate) struct Watcher {
    path: PathBuf,
    /// Which file it is, whatever is at the path later.
    file: Option<FileId>,
    /// None once it was closed.
    connection: Mutex<Option<Connection>>,
}

impl Watcher {
    /// Watches the file at `path`.
    pub(crate) fn open(path: &Path) -> Result<Self, rusqlite::Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        // Where somebody holds the file there is no answer at once, and the question is asked in another way.
        connection.busy_timeout(Duration::ZERO)?;
        let file = file_id(path);
        Ok(Self { path: path.to_owned(), file, connection: Mutex::new(Some(connection)) })
    }
}

impl DataVersions for Watcher {
    fn data_version(&self) -> Option<DataVersion> {
        // Other connections are opened anew from time to time, and follow another file that was put in its place.
        if self.file.is_none() || file_id(&self.path) != self.file {
            return None;
        }
        let connection = match self.connection.try_lock() {
            Ok(connection) => connection,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        let version =
            connection.as_ref()?.pragma_query_value(None, "data_version", |row| row.get(0));
        version.ok().map(DataVersion)
    }

    fn close(&self) {
        let connection = self.connection.lock();
        let closed = connection.unwrap_or_else(std::sync::PoisonError::into_inner).take();
        drop(closed);
    }
}

/// What tells one file from another.
type FileId = (u64, u64);

#[cfg(unix)]
fn file_id(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt as _;

    let about = std::fs::metadata(path).ok()?;
    Some((about.dev(), about.ino()))
}

/// A file that is open cannot be replaced there.
#[cfg(not(unix))]
fn file_id(_: &Path) -> Option<FileId> {
    Some((0, 0))
}
