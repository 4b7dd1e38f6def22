//! How long something takes.

use std::{hint::black_box, time::Instant};

use anyhow::{Context as _, Result};

/// The median time of one call of `work`, in nanoseconds, over `rounds` rounds after a warm-up.
pub fn median_ns<T>(rounds: usize, mut work: impl FnMut() -> T) -> f64 {
    black_box(work());
    let mut times: Vec<_> = (0..rounds.max(1))
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_secs_f64() * 1e9
        })
        .collect();
    median(&mut times).unwrap_or_default()
}

/// The middle one of `values`, which are sorted.
///
/// # Errors
///
/// When there is none.
pub fn median(values: &mut [f64]) -> Result<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().context("nothing was measured")
}
