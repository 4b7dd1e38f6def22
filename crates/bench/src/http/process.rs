//! A server in a process of its own, and what the system says about it.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::organization::NAME;

/// How many of what the system counts processor time in make a second; Linux has told every program 100 for decades.
pub(super) const TICKS_PER_SECOND: f64 = 100.0;

/// A running server; it is ended when this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts `command`, which prints where it listens, and waits for that.
    ///
    /// # Errors
    ///
    /// When it ends before it says so.
    pub fn start(command: &mut Command) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        // Its log is written as always, and thrown away.
        let mut child = command.stderr(Stdio::null()).spawn().context("cannot start the server")?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let address = line.trim().rsplit_once('/').and_then(|(_, address)| address.parse().ok());
        let Some(address) = address else {
            let status = child.kill().and_then(|()| child.wait())?;
            bail!("the server did not start ({status}), it said `{}`", line.trim());
        };
        Ok(Self { child, address })
    }

    /// The program at `program` on the database at `url`.
    pub fn program(program: impl AsRef<OsStr>, url: &str) -> Command {
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", url]);
        command.args(["--organization", NAME]);
        command
    }

    /// What `/proc` says of its memory in `field`, such as `VmRSS`, in megabytes of 1,048,576 bytes.
    ///
    /// # Errors
    ///
    /// Where there is no such file, as on anything but Linux.
    pub fn memory_mb(&self, field: &str) -> Result<f64> {
        let path = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let line = text.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok());
        let kilobytes: f64 = kilobytes.with_context(|| format!("{path} does not say {field}"))?;
        Ok(kilobytes / 1024.0)
    }

    /// The seconds of processor time that it has taken until now.
    ///
    /// # Errors
    ///
    /// As for [`Server::memory_mb`].
    pub fn processor_seconds(&self) -> Result<f64> {
        let path = format!("/proc/{}/stat", self.child.id());
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        // After the name, which stands in parentheses, the 12th and 13th field are what it took itself and what the
        // system took for it.
        let fields = text.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
        let ticks: f64 =
            fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
        Ok(ticks / TICKS_PER_SECOND)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
