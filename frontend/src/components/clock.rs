//! The time on this machine.

/// Now, in Unix seconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from a float saturates, and a part of a second does not matter"
)]
pub fn now() -> u64 {
    (js_sys::Date::now() / 1000.0) as u64
}
