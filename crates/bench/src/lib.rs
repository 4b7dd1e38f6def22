//! The policy engine beside its peers, on the same work, in one run.
//!
//! Every engine is set up outside what is timed, decides the same questions, and has to give the
//! same number of allowed ones before anything is timed.

pub mod bandwidth;
pub mod casbin;
pub mod cedar;
pub mod engine;
pub mod http;
pub mod module;
pub mod regorus;
pub mod report;
pub mod timing;
pub mod work;
