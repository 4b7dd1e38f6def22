//! What is to happen once something is another than it was.

use leptos::prelude::*;

/// Does `act` each time that `of` gives another value than before.
pub fn once_another<T: PartialEq + 'static>(
    of: impl Fn() -> T + 'static,
    act: impl Fn() + 'static,
) {
    Effect::new(move |before: Option<T>| {
        let now = of();
        if before.is_some_and(|before| before != now) {
            act();
        }
        now
    });
}
