//! Things that change nothing, counted where they repeat: nobody makes the log grow by being refused.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, PoisonError};

use store::{Actor, Event, Timestamp};
use wire::audit::{Details, EventName};

use super::names::is_sign_in;

/// How many seconds are told together.
const WINDOW_SECS: u64 = 60 * 60;
/// How many different refusals of an organization are told one by one in that time, and how many different sign-ins.
///
/// Each is told at most twice, when it happens first and how often it was repeated, so no more than
/// 2 × (2 × 500 + 1) entries an hour come from what changes nothing.
const MAX_DIFFERENT: usize = 500;

/// What changes nothing and was told lately, by organization.
#[derive(Debug, Default)]
pub(crate) struct Fold {
    windows: Mutex<HashMap<String, Window>>,
}

/// An hour of an organization. Sign-ins have a room of their own: whoever is refused in many ways leaves them untouched.
#[derive(Debug, Default)]
struct Window {
    number: u64,
    refusals: Room,
    sign_ins: Room,
}

#[derive(Debug, Default)]
struct Room {
    seen: HashMap<Key, Repeated>,
    left_out: u64,
    last: Timestamp,
}

/// What is the same in two events that are told as one.
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    name: String,
    what: String,
    actor: (String, String),
    source: String,
}

#[derive(Debug)]
struct Repeated {
    event: Event,
    times: u64,
    /// Whether all of them were told in the same words.
    is_verbatim: bool,
    last: Timestamp,
}

impl Fold {
    /// What has to be told of an organization now that `event` happened in it: the event, unless the same was told
    /// within the hour, after whatever was repeated in the hour before.
    ///
    /// The same is what has the same name and the same `what`, by the same caller from the same address. Whatever the
    /// caller can choose freely has to be left out of `what`, such as the name of an entity, or each would be another.
    pub(crate) fn add(&self, organization_id: &str, event: Event, what: String) -> Vec<Event> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.entry(organization_id.to_owned()).or_default();
        let number = event.time.secs() / WINDOW_SECS;
        let mut told = Vec::new();
        if window.number != number {
            told = std::mem::take(window).repeated();
            window.number = number;
        }
        told.extend(window.room(&event.name).add(event, what));
        told
    }

    /// What was repeated in hours that are over at `now`, or until now where there is no `now`, by organization.
    pub(crate) fn close(&self, now: Option<Timestamp>) -> Vec<(String, Vec<Event>)> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.map(|now| now.secs() / WINDOW_SECS);
        let over = windows.extract_if(|_, window| Some(window.number) != number);
        let mut told: Vec<_> = over.map(|(id, window)| (id, window.repeated())).collect();
        told.retain(|(_, events)| !events.is_empty());
        told.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        told
    }
}

impl Window {
    fn room(&mut self, name: &str) -> &mut Room {
        if is_sign_in(name) { &mut self.sign_ins } else { &mut self.refusals }
    }

    fn repeated(self) -> Vec<Event> {
        let mut told = self.refusals.repeated("refusals");
        told.extend(self.sign_ins.repeated("sign-ins"));
        told
    }
}

impl Room {
    fn add(&mut self, event: Event, what: String) -> Option<Event> {
        self.last = event.time;
        let is_full = self.seen.len() >= MAX_DIFFERENT;
        match self.seen.entry(Key::of(&event, what)) {
            Entry::Occupied(mut same) => {
                let same = same.get_mut();
                same.times = same.times.saturating_add(1);
                same.is_verbatim &= same.event.description == event.description;
                same.last = event.time;
                None
            }
            Entry::Vacant(_) if is_full => {
                self.left_out = self.left_out.saturating_add(1);
                None
            }
            Entry::Vacant(place) => {
                let (told, last) = (event.clone(), event.time);
                place.insert(Repeated { event, times: 0, is_verbatim: true, last });
                Some(told)
            }
        }
    }

    fn repeated(self, of: &str) -> Vec<Event> {
        let mut seen: Vec<_> = self.seen.into_iter().filter(|(_, same)| same.times > 0).collect();
        seen.sort_unstable_by(|(one, a), (other, b)| (a.last, one).cmp(&(b.last, other)));
        let mut told: Vec<_> = seen.into_iter().map(|(_, same)| same.summed_up()).collect();
        if self.left_out > 0 {
            let details = Details {
                kind: "organization",
                repeated: Some(self.left_out),
                ..Details::default()
            };
            told.push(Event {
                time: self.last,
                name: EventName::EventsLeftOut.to_string(),
                description: format!(
                    "{} more {of} within the hour, which were too many different ones to be told",
                    self.left_out
                ),
                actor: Actor::default(),
                source: String::new(),
                user_agent: String::new(),
                details: serde_json::to_string(&details).unwrap_or_default(),
            });
        }
        told
    }
}

impl Repeated {
    fn summed_up(self) -> Event {
        let times = self.times;
        let how_often =
            if times == 1 { "once more".to_owned() } else { format!("{times} more times") };
        let others = if self.is_verbatim { "" } else { ", of others as well" };
        let details = Details { kind: "organization", repeated: Some(times), ..Details::default() };
        Event {
            time: self.last,
            description: format!("{how_often} within the hour{others}: {}", self.event.description),
            details: serde_json::to_string(&details).unwrap_or_default(),
            ..self.event
        }
    }
}

impl Key {
    fn of(event: &Event, what: String) -> Self {
        Self {
            name: event.name.clone(),
            what,
            actor: (event.actor.login.clone(), event.actor.token_id.clone()),
            source: event.source.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use store::{Actor, Event, Timestamp};

    use super::{Fold, MAX_DIFFERENT};

    fn event(what: &str, secs: i64) -> Event {
        Event {
            time: Timestamp::from_millis(secs * 1000),
            name: "refused".to_owned(),
            description: what.to_owned(),
            actor: Actor::default(),
            source: String::new(),
            user_agent: String::new(),
            details: String::new(),
        }
    }

    fn add(fold: &Fold, organization_id: &str, event: Event) -> Vec<Event> {
        let what = event.description.clone();
        fold.add(organization_id, event, what)
    }

    fn told(events: Vec<Event>) -> Vec<(i64, String)> {
        events.into_iter().map(|event| (event.time.millis() / 1000, event.description)).collect()
    }

    #[test]
    fn what_repeats_within_an_hour_is_told_twice_at_most() {
        let fold = Fold::default();
        assert_eq!(told(add(&fold, "o", event("a", 7200))), [(7200, "a".to_owned())]);
        for secs in 7201..7300 {
            assert_eq!(told(add(&fold, "o", event("a", secs))), []);
        }
        // Others are others: by what they are and by where.
        assert_eq!(add(&fold, "p", event("a", 7300)).len(), 1);
        assert_eq!(add(&fold, "o", event("b", 7300)).len(), 1);
        let elsewhere = Event { source: "10.0.0.1".to_owned(), ..event("a", 7300) };
        assert_eq!(add(&fold, "o", elsewhere).len(), 1);
        let next = told(add(&fold, "o", event("a", 10800)));
        let summed_up = "99 more times within the hour: a".to_owned();
        assert_eq!(next, [(7299, summed_up), (10800, "a".to_owned())]);
    }

    #[test]
    fn what_was_repeated_is_told_when_its_hour_is_over_or_the_server_stops() {
        let fold = Fold::default();
        let moment = |secs: i64| Some(Timestamp::from_millis(secs * 1000));
        add(&fold, "o", event("a", 1));
        add(&fold, "o", event("a", 2));
        add(&fold, "p", event("a", 3));
        assert_eq!(fold.close(moment(3599)), []);
        let closed = fold.close(moment(3600));
        let [(organization, events)] = closed.as_slice() else { panic!("{closed:?}") };
        assert_eq!(organization, "o");
        assert_eq!(told(events.clone()), [(2, "once more within the hour: a".to_owned())]);
        assert_eq!(fold.close(moment(3600)), []);
        add(&fold, "o", event("a", 3601));
        add(&fold, "o", event("a", 3602));
        assert_eq!(fold.close(None).len(), 1);
        assert_eq!(fold.close(None), []);
    }

    #[test]
    fn too_many_different_ones_are_only_counted() {
        let fold = Fold::default();
        let all = (0..2 * MAX_DIFFERENT).map(|n| add(&fold, "o", event(&n.to_string(), 1)).len());
        assert_eq!(all.sum::<usize>(), MAX_DIFFERENT);
        let closed = told(fold.close(None).remove(0).1);
        let [(_, left_out)] = closed.as_slice() else { panic!("{closed:?}") };
        assert!(left_out.starts_with("500 more refusals within the hour"), "{left_out}");
    }

    #[test]
    fn what_is_the_same_but_for_its_words_is_counted_and_said_to_be() {
        let fold = Fold::default();
        let refused =
            |name: &str| fold.add("o", event(&format!("no `{name}`"), 1), "no".to_owned());
        assert_eq!(told(refused("a")), [(1, "no `a`".to_owned())]);
        assert_eq!([refused("b"), refused("c")], [[], []]);
        let closed = told(fold.close(None).remove(0).1);
        let summed_up = "2 more times within the hour, of others as well: no `a`".to_owned();
        assert_eq!(closed, [(1, summed_up)]);
    }

    #[test]
    fn however_many_refusals_there_are_sign_ins_are_told() {
        let fold = Fold::default();
        for n in 0..2 * MAX_DIFFERENT {
            add(&fold, "o", event(&n.to_string(), 1));
        }
        for name in ["user-login", "user-login-failed"] {
            let sign_in = Event { name: name.to_owned(), ..event("signed in", 2) };
            assert_eq!(add(&fold, "o", sign_in.clone()), [sign_in]);
        }
    }
}
