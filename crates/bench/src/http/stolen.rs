//! What the host of a virtual machine takes away.

use anyhow::{Context as _, Result};

use super::process::TICKS_PER_SECOND;

/// The seconds of processor time, of all processors, that others on the same host had while this machine wanted them.
///
/// An answer that comes meanwhile waits for the host, whatever the server does.
///
/// # Errors
///
/// Where there is no `/proc/stat`, as on anything but Linux.
pub fn seconds() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/stat").context("cannot read /proc/stat")?;
    let all = text.lines().next().and_then(|line| line.strip_prefix("cpu "));
    let stolen = all.and_then(|all| all.split_whitespace().nth(7)?.parse::<f64>().ok());
    let stolen = stolen.context("/proc/stat does not say what was stolen")?;
    Ok(stolen / TICKS_PER_SECOND)
}
