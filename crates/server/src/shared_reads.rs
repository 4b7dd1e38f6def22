//! One read for all who ask for the same at once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::timeout;

/// How long somebody waits for a read to share before reading alone; most take less than a millisecond.
const PATIENCE: Duration = Duration::from_millis(100);

/// Reads that are shared by whoever asks for the same while one is on its way.
///
/// A read answers those who asked before it began, and nobody else. So nobody is told what was already outdated when
/// they asked: it is as if each had read alone. Those who ask while a read is on its way share the next one.
#[derive(Debug)]
pub(crate) struct SharedReads<Key, Value> {
    slots: Mutex<HashMap<Key, Asked<Value>>>,
}

/// What somebody asks for.
#[derive(Debug)]
struct Asked<Value> {
    askers: usize,
    slot: Arc<Slot<Value>>,
}

/// The reads of one thing, as long as somebody asks for it.
#[derive(Debug)]
struct Slot<Value> {
    /// How many have begun.
    begun: AtomicU64,
    /// The last that came to an end: its number from 1, and what it found. Whoever reads holds the lock meanwhile.
    last: tokio::sync::Mutex<Option<(u64, Value)>>,
}

impl<Key: Copy + Eq + Hash, Value: Clone> SharedReads<Key, Value> {
    /// What `read` finds for `key`, by a read that begins after this was called; one that fails fails for its caller
    /// alone.
    pub(crate) async fn read<E>(
        &self,
        key: Key,
        read: impl AsyncFnOnce() -> Result<Value, E>,
    ) -> Result<Value, E> {
        let asking = self.ask(key);
        let slot = &asking.slot;
        let begun = slot.begun.load(Ordering::SeqCst);
        // One that is stuck, on a lost connection for instance, keeps nobody else.
        let Ok(mut last) = timeout(PATIENCE, slot.last.lock()).await else { return read().await };
        if let Some((number, value)) = last.as_ref()
            && *number > begun
        {
            return Ok(value.clone());
        }
        let number = slot.begun.fetch_add(1, Ordering::SeqCst).saturating_add(1);
        let value = read().await?;
        *last = Some((number, value.clone()));
        Ok(value)
    }

    fn ask(&self, key: Key) -> Asking<'_, Key, Value> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = slots.entry(key).or_default();
        asked.askers += 1;
        let slot = Arc::clone(&asked.slot);
        Asking { reads: self, key, slot }
    }
}

impl<Key, Value> Default for SharedReads<Key, Value> {
    fn default() -> Self {
        Self { slots: Mutex::default() }
    }
}

impl<Value> Default for Asked<Value> {
    fn default() -> Self {
        Self { askers: 0, slot: Arc::default() }
    }
}

impl<Value> Default for Slot<Value> {
    fn default() -> Self {
        Self { begun: AtomicU64::new(0), last: tokio::sync::Mutex::new(None) }
    }
}

/// Somebody who asks; when nobody does any more, nothing is kept.
struct Asking<'a, Key: Eq + Hash, Value> {
    reads: &'a SharedReads<Key, Value>,
    key: Key,
    slot: Arc<Slot<Value>>,
}

impl<Key: Eq + Hash, Value> Drop for Asking<'_, Key, Value> {
    fn drop(&mut self) {
        let mut slots = self.reads.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(asked) = slots.get_mut(&self.key) else { return };
        asked.askers = asked.askers.saturating_sub(1);
        if asked.askers == 0 {
            slots.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;
    use std::sync::atomic::AtomicU32;
    use std::time::Duration;

    use tokio::sync::Semaphore;
    use tokio::task::LocalSet;

    use super::*;

    /// Something that changes, and how often it was read.
    #[derive(Default)]
    struct Source {
        value: Cell<u32>,
        reads: Cell<u32>,
        gate: Option<Semaphore>,
    }

    impl Source {
        /// Reads what is there now, and answers once the gate lets it.
        async fn read(&self) -> Result<u32, ()> {
            let found = self.value.get();
            self.reads.set(self.reads.get() + 1);
            if let Some(gate) = &self.gate {
                gate.acquire().await.unwrap().forget();
            }
            Ok(found)
        }
    }

    async fn settle() {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn those_who_ask_meanwhile_share_the_next_read_and_none_hears_what_was_read_before() {
        let all = LocalSet::new();
        all.run_until(async {
            let source = Rc::new(Source { gate: Some(Semaphore::new(0)), ..Source::default() });
            let reads = Rc::new(SharedReads::<u8, u32>::default());
            let ask = || {
                let (source, reads) = (Rc::clone(&source), Rc::clone(&reads));
                tokio::task::spawn_local(async move { reads.read(1, || source.read()).await })
            };
            let first = ask();
            settle().await;
            // The first has read, and has not yet answered, when the value changes.
            source.value.set(7);
            let later: Vec<_> = (0..50).map(|_| ask()).collect();
            settle().await;
            assert_eq!(source.reads.get(), 1);
            source.gate.as_ref().unwrap().add_permits(2);
            assert_eq!(first.await.unwrap(), Ok(0));
            for later in later {
                assert_eq!(later.await.unwrap(), Ok(7));
            }
            assert_eq!(source.reads.get(), 2);
            assert!(reads.slots.lock().unwrap().is_empty(), "something is kept");
        })
        .await;
    }

    #[tokio::test]
    async fn whoever_goes_away_or_fails_leaves_the_reading_to_the_next() {
        let reads = SharedReads::<u8, u32>::default();
        let never = reads.read(1, async || std::future::pending::<Result<u32, ()>>().await);
        assert!(tokio::time::timeout(Duration::from_millis(1), never).await.is_err());
        assert_eq!(reads.read(1, async || Err("gone")).await, Err("gone"));
        assert_eq!(reads.read(1, async || Ok::<_, ()>(3)).await, Ok(3));
        assert!(reads.slots.lock().unwrap().is_empty(), "something is kept");
    }

    #[tokio::test]
    async fn a_read_that_is_stuck_keeps_nobody_else() {
        let reads = SharedReads::<u8, u32>::default();
        let stuck = reads.read(1, async || std::future::pending::<Result<u32, ()>>().await);
        let other = async {
            tokio::task::yield_now().await;
            reads.read(1, async || Ok::<_, ()>(3)).await
        };
        tokio::select! {
            biased;
            _ = stuck => panic!("it is stuck"),
            found = other => assert_eq!(found, Ok(3)),
        }
        assert!(reads.slots.lock().unwrap().is_empty(), "something is kept");
    }

    #[tokio::test]
    async fn what_differs_is_read_by_itself() {
        let reads = SharedReads::<u8, u32>::default();
        let (one, other) = tokio::join!(
            reads.read(1, async || Ok::<_, ()>(1)),
            reads.read(2, async || Ok::<_, ()>(2))
        );
        assert_eq!((one, other), (Ok(1), Ok(2)));
    }

    /// Whoever asks after a write has ended sees it, whatever the threads do meanwhile.
    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn nobody_hears_less_than_what_was_written_before_they_asked() {
        let reads = Arc::new(SharedReads::<u8, u32>::default());
        let value = Arc::new(AtomicU32::new(0));
        let asking = (0..8).map(|number| {
            let (reads, value) = (Arc::clone(&reads), Arc::clone(&value));
            tokio::spawn(async move {
                for _ in 0..2000 {
                    let least = if number == 0 {
                        value.fetch_add(1, Ordering::SeqCst) + 1
                    } else {
                        value.load(Ordering::SeqCst)
                    };
                    let read = async || {
                        let found = value.load(Ordering::SeqCst);
                        tokio::task::yield_now().await;
                        Ok::<_, ()>(found)
                    };
                    let found = reads.read(1, read).await.unwrap();
                    assert!(found >= least, "{found} is older than {least}");
                }
            })
        });
        for asking in asking.collect::<Vec<_>>() {
            asking.await.unwrap();
        }
        assert!(reads.slots.lock().unwrap().is_empty(), "something is kept");
    }
}
