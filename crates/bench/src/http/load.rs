//! Asking many questions: as fast as they are answered, or at a fixed rate.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use hdrhistogram::Histogram;
use hyper::body::Bytes;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::alarm::Alarm;
use super::client::Connection;

/// What is asked, and whom.
#[derive(Debug, Clone)]
pub struct Target {
    /// The server.
    pub address: SocketAddr,
    /// The token that is shown.
    pub token: String,
    /// Where.
    pub path: &'static str,
    /// The bodies, one after another.
    pub bodies: Arc<[Bytes]>,
}

impl Target {
    async fn connect(&self, count: usize) -> Result<Vec<Connection>> {
        let mut connections = Vec::with_capacity(count);
        for _ in 0..count {
            connections.push(Connection::open(self.address, &self.token).await?);
        }
        Ok(connections)
    }

    fn body(&self, index: usize) -> Bytes {
        self.bodies.get(index % self.bodies.len().max(1)).cloned().unwrap_or_default()
    }
}

/// How many requests a second are answered over `connections`, each asking again as soon as it was answered.
///
/// # Errors
///
/// When anything but 200 is answered.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub async fn throughput(target: &Target, connections: usize, length: Duration) -> Result<f64> {
    let opened = target.connect(connections).await?;
    let start = Instant::now();
    let end = start + length;
    let mut asking = JoinSet::new();
    for (first, mut connection) in opened.into_iter().enumerate() {
        let target = target.clone();
        asking.spawn(async move {
            let mut count = 0usize;
            while Instant::now() < end {
                connection.post(target.path, target.body(first + count * connections)).await?;
                count += 1;
            }
            Ok::<_, anyhow::Error>(count)
        });
    }
    let mut total = 0;
    while let Some(count) = asking.join_next().await {
        total += count??;
    }
    ensure!(total > 0, "{} answered nothing", target.path);
    Ok(total as f64 / start.elapsed().as_secs_f64())
}

/// How long answers take, in microseconds, when `rate` requests a second are asked whatever was answered before.
///
/// Each has its moment, and its time runs from that moment: one that has to wait for a connection, because those
/// before it are late, has waited as well.
///
/// # Errors
///
/// When anything but 200 is answered.
#[expect(clippy::cast_precision_loss, reason = "moments within minutes")]
pub async fn latencies(
    target: &Target,
    connections: usize,
    rate: f64,
    length: Duration,
) -> Result<Histogram<u64>> {
    let opened = target.connect(connections).await?;
    let start = Instant::now() + Duration::from_millis(10);
    let count = length.mul_f64(rate).as_secs();
    let next = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let mut asking = JoinSet::new();
    for mut connection in opened {
        let (target, next) = (target.clone(), Arc::clone(&next));
        asking.spawn(async move {
            let mut taken = Histogram::<u64>::new(3)?;
            let alarm = Alarm::new()?;
            loop {
                let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                if index >= count {
                    return Ok::<_, anyhow::Error>(taken);
                }
                let moment = start + Duration::from_secs_f64(index as f64 / rate);
                alarm.wait(moment).await?;
                let body = target.body(usize::try_from(index)?);
                connection.post(target.path, body).await?;
                taken.record(u64::try_from(moment.elapsed().as_micros())?)?;
            }
        });
    }
    let mut all = Histogram::<u64>::new(3)?;
    while let Some(taken) = asking.join_next().await {
        all.add(taken??)?;
    }
    Ok(all)
}
