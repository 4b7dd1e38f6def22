//! How long something takes.

use std::{hint::black_box, time::Instant};

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
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
