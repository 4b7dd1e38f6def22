//! Waiting for a moment more exactly than tokio's clock does, which ticks once in a millisecond.

pub use system::Alarm;

#[cfg(target_os = "linux")]
mod system {
    use std::os::fd::OwnedFd;

    use anyhow::{Context as _, Result};
    use rustix::io::read;
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };
    use tokio::io::unix::AsyncFd;
    use tokio::time::Instant;

    /// A timer of the kernel's.
    #[derive(Debug)]
    pub struct Alarm(AsyncFd<OwnedFd>);

    impl Alarm {
        /// # Errors
        ///
        /// When the system has no more of them.
        pub fn new() -> Result<Self> {
            let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
            let timer = timerfd_create(TimerfdClockId::Monotonic, flags);
            #[expect(
                deprecated,
                reason = "a descriptor that is owned stays open as long as it is waited for"
            )]
            let timer = AsyncFd::new(timer.context("cannot make a timer")?)?;
            Ok(Self(timer))
        }

        /// Waits until `moment`.
        ///
        /// # Errors
        ///
        /// When the system does not let it.
        pub async fn wait(&self, moment: Instant) -> Result<()> {
            const NEVER: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };
            loop {
                let left = moment.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Ok(());
                }
                let it_value = Timespec::try_from(left)?;
                let once = Itimerspec { it_interval: NEVER, it_value };
                timerfd_settime(self.0.get_ref(), TimerfdTimerFlags::empty(), &once)?;
                let mut ready = self.0.readable().await?;
                // How often it went off, which is once.
                let _ = read(self.0.get_ref(), &mut [0; 8]);
                ready.clear_ready();
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use anyhow::Result;
    use tokio::time::{Instant, sleep_until};

    /// Tokio's own clock.
    #[derive(Debug)]
    pub struct Alarm;

    impl Alarm {
        /// # Errors
        ///
        /// Never.
        pub const fn new() -> Result<Self> {
            Ok(Self)
        }

        /// Waits until `moment`.
        ///
        /// # Errors
        ///
        /// Never.
        pub async fn wait(&self, moment: Instant) -> Result<()> {
            sleep_until(moment).await;
            Ok(())
        }
    }
}
