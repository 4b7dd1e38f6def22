//! Roles, policies and permission sets.

pub(super) mod catalogue;
pub(super) mod check;
pub(super) mod create;
pub(super) mod default;
pub(super) mod holders;
pub(super) mod read;
pub(super) mod remove;
pub(super) mod save;
pub(super) mod update;

use super::breaking::Breaking;
