//! How fast the machine reads memory: the limit of anything that looks at every row.

use crate::timing::median_ns;

/// Bytes that are read: well beyond what the caches of one core hold.
const BYTES: usize = 512 << 20;

/// Gigabytes that one core reads in a second, one after another.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub fn read_gb_per_second(quick: bool) -> f64 {
    let bytes = if quick { BYTES / 16 } else { BYTES };
    let words = vec![1u64; bytes / 8];
    let ns = median_ns(5, || {
        // Eight sums side by side, so that adding does not wait for adding.
        let mut sums = [0u64; 8];
        let (chunks, _) = words.as_chunks::<8>();
        for chunk in chunks {
            for (sum, word) in sums.iter_mut().zip(chunk) {
                *sum = sum.wrapping_add(*word);
            }
        }
        sums
    });
    bytes as f64 / ns
}
