//! Processors of their own for the server and for the load.
//!
//! On processors that both use, an answer waits for the client as often as the client waits for it.

use anyhow::Result;

/// Which processors the server has, and which the load.
#[derive(Debug)]
pub struct Apart {
    server: system::Processors,
    load: system::Processors,
}

impl Apart {
    /// The last processor for the load, which is one thread, and all others for the server; `None` where there is only
    /// one, or where the system does not let a program choose.
    ///
    /// # Errors
    ///
    /// Where the system does not say which there are.
    pub fn new() -> Result<Option<Self>> {
        let halves = system::all_and_last()?;
        Ok(halves.map(|(server, load)| Self { server, load }))
    }

    /// Runs `start` on the processors of the server, which is what it starts inherits, and goes on with the load on its
    /// own.
    ///
    /// # Errors
    ///
    /// Where `start` fails, or the system refuses.
    pub fn start<T>(&self, start: impl FnOnce() -> Result<T>) -> Result<T> {
        system::choose(&self.server)?;
        let started = start();
        system::choose(&self.load)?;
        started
    }

    /// How many processors the server has.
    #[must_use]
    pub fn of_server(&self) -> u32 {
        system::count(&self.server)
    }
}

#[cfg(target_os = "linux")]
mod system {
    use anyhow::{Context as _, Result};
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    pub(super) type Processors = CpuSet;

    pub(super) fn all_and_last() -> Result<Option<(Processors, Processors)>> {
        let all = sched_getaffinity(None).context("cannot read which processors there are")?;
        let (mut others, mut load) = (all, CpuSet::new());
        let Some(last) = (0..CpuSet::MAX_CPU).rev().find(|processor| all.is_set(*processor)) else {
            return Ok(None);
        };
        others.unset(last);
        load.set(last);
        Ok((others.count() > 0).then_some((others, load)))
    }

    pub(super) fn choose(processors: &Processors) -> Result<()> {
        sched_setaffinity(None, processors).context("cannot choose processors")
    }

    pub(super) fn count(processors: &Processors) -> u32 {
        processors.count()
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use anyhow::Result;

    pub(super) type Processors = std::convert::Infallible;

    pub(super) const fn all_and_last() -> Result<Option<(Processors, Processors)>> {
        Ok(None)
    }

    pub(super) const fn choose(processors: &Processors) -> Result<()> {
        match *processors {}
    }

    pub(super) const fn count(processors: &Processors) -> u32 {
        match *processors {}
    }
}
