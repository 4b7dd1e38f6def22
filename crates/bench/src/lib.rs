//! The policy engine beside its peers, on the same work, in one run.
//!
//! Every engine is set up outside what is timed, decides the same questions, and has to give the
//! same number of allowed ones before anything is timed.

pub mod bandwidth;
#[cfg(feature = "peers")]
pub mod casbin;
#[cfg(feature = "peers")]
pub mod cedar;
pub mod engine;
pub mod http;
pub mod module;
#[cfg(feature = "peers")]
pub mod regorus;
pub mod report;
pub mod timing;
#[cfg(feature = "ui")]
pub mod ui;
pub mod work;
