//! A value that is told of when it changes, to those alone who asked for it.

use leptos::prelude::*;

/// What `read` says, told only when it says something else.
///
/// A memo does that as well, but everybody who reads it is woken to look whether it changed. Where hundreds read what
/// changes seldom, as the fields of a form, one who looks for all of them is faster.
pub fn distinct<T>(read: impl Fn() -> T + 'static) -> ReadSignal<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let (value, set) = signal(untrack(&read));
    Effect::new(move |_| {
        let now = read();
        if value.try_with_untracked(|before| *before != now) == Some(true) {
            set.set(now);
        }
    });
    value
}
