//! What every story stands on: a server with its own database, and browsers that look at it.

mod axe;
mod browser;
mod driver;
mod outline;
mod program;
mod redacted;
mod requests;
mod server;
mod snapshot;
mod stage;

pub(crate) use browser::Browser;
pub(crate) use server::ADMIN_TOKEN;
pub(crate) use stage::{Stage, story};
