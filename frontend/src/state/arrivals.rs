//! Which of several answers to the same question stays.

/// How an organization is marked by the server: other contents have a higher number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    id: String,
    revision: u64,
}

impl Mark {
    /// The mark in an `ETag`; none where that is something else, such as what a proxy has made of it.
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.trim().trim_start_matches("W/").trim_matches('"');
        let (rest, _hash) = tag.rsplit_once('-')?;
        let (id, revision) = rest.rsplit_once('-')?;
        Some(Self { id: id.to_owned(), revision: revision.parse().ok()? })
    }
}

/// What came of several requests for the same organization, which may be answered in another order than they were sent.
#[derive(Debug, Default)]
pub struct Arrivals {
    /// How often something was sent or taken.
    now: u64,
    shown: Option<Shown>,
}

#[derive(Debug)]
struct Shown {
    /// When it was sent for.
    sent: u64,
    /// When it was taken.
    taken: u64,
    mark: Option<Mark>,
}

impl Arrivals {
    /// A request is sent; when, to be told with its answer.
    pub fn send(&mut self) -> u64 {
        self.now += 1;
        self.now
    }

    /// Whether the answer to what was sent then is taken, and not older than what is shown; it is shown from now on.
    pub fn take(&mut self, sent: u64, mark: Option<Mark>) -> bool {
        if self.shown.as_ref().is_some_and(|shown| shown.is_newer(sent, mark.as_ref())) {
            return false;
        }
        self.now += 1;
        self.shown = Some(Shown { sent, taken: self.now, mark });
        true
    }

    /// Nothing that was answered is shown any more.
    pub fn forget(&mut self) {
        self.shown = None;
    }
}

impl Shown {
    fn is_newer(&self, sent: u64, mark: Option<&Mark>) -> bool {
        if sent > self.taken {
            // Whoever asks after that hears of how it is since, also where a backup has brought an earlier revision back.
            return false;
        }
        match self.mark.as_ref().zip(mark) {
            Some((shown, arrived)) if shown.id == arrived.id => shown.revision > arrived.revision,
            _ => self.sent > sent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arrivals, Mark};

    fn mark(revision: u64) -> Option<Mark> {
        Mark::parse(&format!("\"5f-1-{revision}-9e3c\""))
    }

    #[test]
    fn an_earlier_answer_that_comes_later_is_not_taken() {
        let mut arrivals = Arrivals::default();
        let (first, second) = (arrivals.send(), arrivals.send());
        assert!(arrivals.take(second, mark(8)));
        assert!(!arrivals.take(first, mark(7)));
        let third = arrivals.send();
        assert!(arrivals.take(third, mark(8)), "the same once more");
    }

    #[test]
    fn answers_in_the_order_of_their_requests_are_all_taken() {
        let mut arrivals = Arrivals::default();
        let (first, second) = (arrivals.send(), arrivals.send());
        assert!(arrivals.take(first, mark(7)));
        assert!(arrivals.take(second, mark(8)));
    }

    #[test]
    fn the_revision_tells_more_than_the_order_of_requests_that_overlap() {
        let mut arrivals = Arrivals::default();
        let (first, second) = (arrivals.send(), arrivals.send());
        assert!(arrivals.take(second, mark(7)));
        assert!(arrivals.take(first, mark(8)), "the server heard it last");
        let (first, second) = (arrivals.send(), arrivals.send());
        assert!(arrivals.take(first, mark(9)));
        assert!(!arrivals.take(second, mark(8)));
    }

    #[test]
    fn without_a_revision_the_order_of_requests_decides() {
        let mut arrivals = Arrivals::default();
        let (first, second) = (arrivals.send(), arrivals.send());
        assert!(arrivals.take(second, None));
        assert!(!arrivals.take(first, mark(9)));
    }

    #[test]
    fn what_was_asked_for_afterwards_is_taken_whatever_its_revision() {
        let mut arrivals = Arrivals::default();
        let first = arrivals.send();
        assert!(arrivals.take(first, mark(9)));
        let second = arrivals.send();
        assert!(arrivals.take(second, mark(3)), "a backup was brought back");
        let (third, fourth) = (arrivals.send(), arrivals.send());
        assert!(arrivals.take(fourth, mark(4)));
        arrivals.forget();
        assert!(arrivals.take(third, mark(3)), "nothing is shown that could be newer");
    }

    #[test]
    fn a_mark_is_read_from_what_the_server_writes() {
        assert_eq!(mark(12), Some(Mark { id: "5f-1".to_owned(), revision: 12 }));
        assert_eq!(Mark::parse("W/\"5f-1-12-9e3c\""), mark(12));
        for other in ["", "\"12\"", "\"5f-1-outline-9e3c\"", "\"5f-gzip\""] {
            assert_eq!(Mark::parse(other), None, "{other}");
        }
    }
}
