//! The store in SQL, written once for every database it runs on.
//!
//! The statements are the plain part of SQL that `SQLite`, PostgreSQL and those who speak like it share: no types but
//! texts, bytes and 64-bit integers, no statements that only one of them knows. What differs (how a database is
//! opened, its tables, how a transaction begins) is given by the crate of each database.
//!
//! Every column that is read is named: a newer program may add others while an older one runs, and PostgreSQL refuses
//! a statement it has prepared whose columns are others now.
//!
//! Whoever writes to an organization first moves its row, so writers of one organization come one after another
//! also where a database lets many write at once.

mod audit;
mod change;
mod contents;
mod entity;
mod failure;
mod guardrail;
mod key;
mod member;
mod migrations;
mod organization;
mod position;
mod record;
mod session;
mod team;
mod token;
mod user;

use std::sync::Arc;

use sqlx::{Any, AnyConnection, AnyPool, Connection as _, SqlSafeStr as _, Transaction};
use store::{DataVersion, Organization, Store, Unavailable};

use crate::failure::unavailable;

pub use migrations::{migrator, of_another_program};

/// A store in an SQL database whose tables are up to date.
#[derive(Debug, Clone)]
pub struct SqlStore {
    readers: AnyPool,
    writers: AnyPool,
    dialect: Dialect,
    data_versions: Option<Arc<dyn DataVersions>>,
}

/// Tells whether anything was written, without waiting.
pub trait DataVersions: std::fmt::Debug + Send + Sync {
    /// The version of all that is kept now; `None` where it cannot be told at once.
    fn data_version(&self) -> Option<DataVersion>;

    /// Lets go of the database; no version is told any more.
    fn close(&self);
}

/// How transactions begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// One in which everything that is read is of one moment.
    pub begin_read: &'static str,
    /// One that writes.
    pub begin_write: &'static str,
}

impl SqlStore {
    /// A store that reads by `readers` and writes by `writers`, which may be the same.
    pub const fn new(readers: AnyPool, writers: AnyPool, dialect: Dialect) -> Self {
        Self { readers, writers, dialect, data_versions: None }
    }

    /// The same store, which tells the version of all that it keeps by `data_versions`.
    #[must_use]
    pub fn telling(self, data_versions: Arc<dyn DataVersions>) -> Self {
        Self { data_versions: Some(data_versions), ..self }
    }

    /// Waits for what is being written and closes the database.
    pub async fn close(&self) {
        if let Some(versions) = &self.data_versions {
            versions.close();
        }
        self.readers.close().await;
        self.writers.close().await;
    }

    async fn begin(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        begin_in(&self.writers, self.dialect.begin_write).await
    }

    async fn begin_read(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        begin_in(&self.readers, self.dialect.begin_read).await
    }

    /// Another transaction that sees `organization` as it is here; `None` where that moved meanwhile, or where no
    /// reader is to be had: one is enough.
    ///
    /// Whoever has one reader and waits for another could be what all others wait for, so nobody waits who sees that
    /// none is left: the last to have come does not.
    async fn beside(&self, organization: &Organization) -> Option<Transaction<'static, Any>> {
        let most = self.readers.options().get_max_connections();
        if self.readers.num_idle() == 0 && self.readers.size() >= most {
            return None;
        }
        let mut transaction = self.begin_read().await.ok()?;
        let seen = organization::find_by_id(&mut transaction, &organization.id).await.ok()??;
        (seen.revision == organization.revision).then_some(transaction)
    }
}

/// A transaction on a connection of `pool`.
///
/// Once the database was asked to begin it, it is seen through, whatever becomes of who asked: sqlx counts a transaction
/// of PostgreSQL when the database has answered, so of one that is given up before nobody would know, and whoever has
/// the connection next would read in it what was true when it began, and write what is never committed.
async fn begin_in(
    pool: &AnyPool,
    statement: &'static str,
) -> Result<Transaction<'static, Any>, sqlx::Error> {
    let connection = pool.acquire().await?;
    let beginning = Transaction::begin(connection, Some(statement.into_sql_str()));
    tokio::spawn(beginning).await.map_err(std::io::Error::other)?
}

/// Whether nothing is left on `connection` of whoever had it; one on which something is cannot be used any more.
///
/// `SQLite` ends a transaction by itself where a disk is full or a file cannot be read. Of that sqlx knows nothing, and
/// begins no other there.
///
/// # Errors
///
/// When the database does not answer.
pub async fn is_at_rest(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    // What was left to do, as a transaction that is rolled back, is done first.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

#[async_trait::async_trait]
impl Store for SqlStore {
    async fn ready(&self) -> Result<(), Unavailable> {
        // As requests read: a connection may answer a single statement and begin no transaction.
        let mut transaction = self.begin_read().await.map_err(unavailable)?;
        sqlx::query("SELECT 1 FROM organizations LIMIT 1")
            .execute(&mut *transaction)
            .await
            .map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)
    }

    fn data_version(&self) -> Option<DataVersion> {
        self.data_versions.as_ref().and_then(|versions| versions.data_version())
    }
}
