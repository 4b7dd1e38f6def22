//! What takes longer to find out than a key may wait.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::pause::Pause;

/// Long enough for what was typed or ticked to be painted, and for whoever types to have paused.
const PAUSE: Duration = Duration::from_millis(200);

/// What `find` makes of what is asked, once nothing else was asked for a while; `None` until then.
pub fn answered<Q, T>(
    ask: impl Fn() -> Option<Q> + 'static,
    find: impl Fn(Q) -> T + Clone + 'static,
) -> ReadSignal<Option<Arc<T>>>
where
    Q: 'static,
    T: Send + Sync + 'static,
{
    let (found, set) = signal(None);
    let pause = Pause::new(PAUSE);
    Effect::new(move |_| {
        pause.forget();
        set.set(None);
        let Some(asked) = ask() else { return };
        let find = find.clone();
        pause.after(move || set.set(Some(Arc::new(find(asked)))));
    });
    found
}
