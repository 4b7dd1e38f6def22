//! HTTP: Pulumi's access-management API, enforced.
//!
//! The server carries; it does not decide. Who may do what is asked of `policy`, over the
//! same snapshot that a browser previews, and what is remembered is asked of `store`.
//!
//! [`app`] is the whole server as one service, without a socket.
//!
//! Every request reads the revision of its organization; what was read at that revision is kept
//! in memory, so a request costs one small query. Every write is decided on one revision and
//! refused by the store when that has passed, and is then decided again.

mod after;
mod answer;
mod app;
mod audit;
mod begun;
mod caller;
mod config;
mod database;
mod digest;
mod export;
mod extract;
#[cfg(test)]
mod fixture;
mod gate;
mod guards;
mod held;
mod import;
mod issue;
mod key;
mod known_tokens;
mod level;
mod limit;
mod loaded;
mod metrics;
mod missing;
mod names;
mod openapi;
mod records;
mod refusal;
mod reply;
mod revision;
mod routes;
mod secret;
mod serving;
mod shared_reads;
mod start;
mod state;
mod tls;
mod touches;
mod turns;
mod unchanged;
mod unread;
mod verify;

pub use app::app;
pub use config::{Config, DEFAULT_DATABASE, DEFAULT_LISTEN, DEFAULT_ORGANIZATION};
pub use database::DatabaseError;
pub use issue::{IssueError, Issued, issue_token};
pub use key::{KeyError, TokenKey};
pub use openapi::{api_page, openapi};
pub use secret::Secret;
pub use start::{StartError, Started, prepare, start};
pub use state::{Clock, Random, State};
pub use tls::{Tls, TlsError};
pub use verify::{VerifyError, verify_audit_log};
