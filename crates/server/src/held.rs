//! What subjects were given, compiled once for all requests about a revision.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use policy::{Access, AccessError, Decider, Organization, Subject};

/// How many subjects are remembered at once.
const MAX_SUBJECTS: usize = 1024;

/// Everything that a subject was given, and what decides about it.
#[derive(Debug)]
pub(crate) struct Held {
    /// What it may do, and where that comes from.
    pub(crate) access: Access,
    decider: OnceLock<Decider>,
}

impl Held {
    /// What decides, made when it is first asked for; that can take longer than a request may hold a thread.
    pub(crate) fn decider(&self) -> &Decider {
        self.decider.get_or_init(|| Decider::new(&self.access.program))
    }

    /// Whether what decides was asked for before.
    pub(crate) fn is_decided(&self) -> bool {
        self.decider.get().is_some()
    }
}

/// What tells subjects apart: the kind and the name.
type Key = (&'static str, String);

/// The subjects of an organization that were asked about.
#[derive(Debug, Default)]
pub(crate) struct Subjects {
    held: Mutex<HashMap<Key, Arc<Held>>>,
}

impl Subjects {
    /// What `subject` holds, where it was asked about before.
    pub(crate) fn known(&self, subject: &Subject) -> Option<Arc<Held>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(&key(subject)?).cloned()
    }

    /// What `subject` holds in `organization`, which is always the same one. Expiry is not looked at.
    pub(crate) fn find(
        &self,
        organization: &Organization,
        subject: &Subject,
    ) -> Result<Arc<Held>, AccessError> {
        if let Some(known) = self.known(subject) {
            return Ok(known);
        }
        let access = Access::of(organization, subject)?;
        let made = Arc::new(Held { access, decider: OnceLock::new() });
        let Some(key) = key(subject) else { return Ok(made) };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MAX_SUBJECTS {
            held.clear();
        }
        // Of two who came at once the first made what both go on with.
        Ok(Arc::clone(held.entry(key).or_insert(made)))
    }
}

/// What tells `subject` apart; `None` for a definition that nobody holds.
fn key(subject: &Subject) -> Option<Key> {
    match subject {
        Subject::User(login) => Some(("user", login.clone())),
        Subject::Team(name) => Some(("team", name.clone())),
        Subject::Token(id) => Some(("token", id.clone())),
        Subject::Role(id) => Some(("role", id.clone())),
        Subject::Draft { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use policy::{Member, Organization, Subject};

    use super::{MAX_SUBJECTS, Subjects};

    #[test]
    fn a_subject_is_compiled_once_and_no_more_are_remembered_than_may_be() {
        let login = |number: usize| format!("user-{number}");
        let member = |number| Member { login: login(number), role_id: None };
        let organization = Organization {
            members: (0..=MAX_SUBJECTS).map(member).collect(),
            ..Organization::default()
        };
        let subjects = Subjects::default();
        let find = |number| subjects.find(&organization, &Subject::User(login(number))).unwrap();
        let first = find(0);
        assert!(!first.is_decided());
        first.decider();
        assert!(Arc::ptr_eq(&first, &find(0)) && find(0).is_decided());
        assert!(!Arc::ptr_eq(&first, &find(1)));

        (0..MAX_SUBJECTS).for_each(|number| drop(find(number)));
        assert!(subjects.known(&Subject::User(login(0))).is_some());
        find(MAX_SUBJECTS);
        assert!(subjects.known(&Subject::User(login(0))).is_none());
        assert!(subjects.known(&Subject::User(login(MAX_SUBJECTS))).is_some());
    }

    #[test]
    fn nobody_unknown_is_remembered() {
        let (subjects, nobody) = (Subjects::default(), Subject::User("nobody".to_owned()));
        assert!(subjects.find(&Organization::default(), &nobody).is_err());
        assert!(subjects.known(&nobody).is_none());
    }
}
