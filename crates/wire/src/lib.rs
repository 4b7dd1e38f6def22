//! Every shape that crosses HTTP or JavaScript, once.
//!
//! A request shape refuses unknown fields; an answer may grow.
//! JSON is camelCase on every border, and nothing here decides anything: shapes are filled
//! from `policy` and handed to it.

pub mod answer;
pub mod audit;
pub mod authzen;
pub mod catalogue;
pub mod change;
pub mod compare;
pub mod conformance;
pub mod diff;
pub mod digest;
pub mod escalation;
pub mod explain;
pub mod fault;
mod given;
pub mod impact;
pub mod kinds;
pub mod lint;
pub mod live;
pub mod picture;
pub mod preview;
pub mod prove;
pub mod repair;
pub mod replay;
pub mod rest;
pub mod retag;
pub mod snapshot;
pub mod standing;
pub mod subject;

pub use answer::Answer;
pub use fault::Fault;
pub use picture::Picture;
pub use preview::Preview;
pub use snapshot::Snapshot;
pub use subject::Subject;
