//! Taking turns: who writes to an organization, one after another.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// How many organizations are remembered before those whose turn nobody waits for are forgotten.
const MANY: usize = 1_000;

/// Whose turn it is to write to an organization, by its name.
///
/// A write is decided on the organization as it is and done only while it still is so. Without turns, whoever writes
/// without pause and decides quickly would have everybody else decide again and again; with them, each waits for those
/// who came before. Other servers are not asked: against those a write is decided again.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    turns: Mutex<HashMap<String, Weak<Turn<()>>>>,
}

impl Turns {
    /// Waits for the turn at the organization called `name`; it ends when what is given back is dropped.
    pub(crate) async fn wait(&self, name: &str) -> OwnedMutexGuard<()> {
        self.turn(name).lock_owned().await
    }

    fn turn(&self, name: &str) -> Arc<Turn<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(name).and_then(Weak::upgrade) {
            return turn;
        }
        if turns.len() >= MANY {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        let turn = Arc::default();
        turns.insert(name.to_owned(), Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::FutureExt as _;

    use super::{MANY, Turns};

    #[tokio::test]
    async fn those_who_write_to_one_organization_wait_for_each_other_in_order() {
        let turns = Turns::default();
        let first = turns.wait("acme").await;
        let mut second = Box::pin(turns.wait("acme"));
        let mut third = Box::pin(turns.wait("acme"));
        assert!((&mut second).now_or_never().is_none() && (&mut third).now_or_never().is_none());
        assert!(turns.wait("other").now_or_never().is_some());
        drop(first);
        assert!((&mut third).now_or_never().is_none());
        drop(second.now_or_never().expect("it is the turn of the second"));
        assert!(third.now_or_never().is_some());
    }

    #[tokio::test]
    async fn names_that_nobody_waits_for_are_forgotten() {
        let turns = Turns::default();
        let held = turns.wait("acme").await;
        for number in 0..10 * MANY {
            drop(turns.wait(&number.to_string()).await);
        }
        assert!(turns.turns.lock().unwrap().len() <= MANY);
        assert!(turns.wait("acme").now_or_never().is_none());
        drop(held);
    }
}
