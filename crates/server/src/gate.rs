//! The gate before every route: who is calling, and may they.

mod admit;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use store::Revision;

use crate::audit::{Origin, Refused, refused};
use crate::caller::Caller;
use crate::loaded::Loaded;
use crate::refusal::Refusal;

pub(crate) use admit::admit;

/// What a route asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing.
    Nothing,
    /// A token or a session.
    SignedIn,
    /// Anything at all in the organization in the path.
    Anything,
    /// This scope on the organization in the path.
    Scope(&'static str),
    /// Both of these scopes on the organization in the path.
    Both(&'static str, &'static str),
    /// This scope on the entity of this kind in the path, which the handler asks for: the gate knows no entities.
    On(&'static str, &'static str),
}

impl Need {
    /// The scopes, on whatever they are needed.
    pub(crate) fn scopes(self) -> impl Iterator<Item = &'static str> {
        let scopes = match self {
            Self::Nothing | Self::SignedIn | Self::Anything => [None, None],
            Self::Scope(scope) | Self::On(_, scope) => [Some(scope), None],
            Self::Both(one, other) => [Some(one), Some(other)],
        };
        scopes.into_iter().flatten()
    }
}

/// As it stands in the description of the API.
impl fmt::Display for Need {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("nothing"),
            Self::SignedIn => formatter.write_str("a token or a session"),
            Self::Anything => formatter.write_str("anything held in the organization"),
            Self::Scope(scope) => write!(formatter, "`{scope}`"),
            Self::Both(one, other) => write!(formatter, "`{one}` and `{other}`"),
            Self::On(kind, scope) => write!(formatter, "`{scope}` on the {kind}"),
        }
    }
}

/// Whom the gate has let through, and for what.
#[derive(Debug, Clone)]
pub(crate) struct Admitted {
    /// Who it is.
    pub(crate) caller: Caller,
    /// What the route asked for.
    pub(crate) need: Need,
    /// Where the request came from.
    pub(crate) origin: Origin,
    left: Left,
}

/// What a handler leaves for the gate to tell.
#[derive(Debug, Clone, Default)]
struct Left {
    /// The revision that the organization in the path was written to.
    written: Arc<Mutex<Option<Revision>>>,
    /// What was refused in organizations that are not in the path, or within an answer: the id of each.
    refused: Arc<Mutex<Vec<(String, Refused)>>>,
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// By what right something is written, and where the wish came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Right<'a> {
    /// Who wishes it.
    pub(crate) caller: &'a Caller,
    /// The scope it takes.
    pub(crate) scope: &'static str,
    /// Where it came from.
    pub(crate) origin: &'a Origin,
    left: &'a Left,
}

impl Right<'_> {
    /// Notes that something was written by it, and to which revision.
    pub(crate) fn written(&self, revision: Revision) {
        *lock(&self.left.written) = Some(revision);
    }
}

impl Admitted {
    fn new(caller: Caller, need: Need, origin: Origin) -> Self {
        Self { caller, need, origin, left: Left::default() }
    }

    /// Has the audit log of an organization tell of `refusal`, where it is one that logs tell of, although its path
    /// does not name the organization or the answer as a whole is no refusal.
    pub(crate) fn note(&self, loaded: &Loaded, refusal: &Refusal) {
        if let Some(refused) = refused(refusal) {
            let of = (loaded.organization().id.clone(), refused);
            lock(&self.left.refused).push(of);
        }
    }

    /// The four as a write wants them.
    pub(crate) const fn right(&self) -> Right<'_> {
        let scope = match self.need {
            Need::Scope(scope) | Need::Both(scope, _) => scope,
            Need::Nothing | Need::SignedIn | Need::Anything | Need::On(..) => "",
        };
        Right { caller: &self.caller, scope, origin: &self.origin, left: &self.left }
    }

    /// The scope that is needed on the entity in the path; one that nobody holds where the route named none.
    pub(crate) const fn scope_on_entity(&self) -> &'static str {
        match self.need {
            Need::On(_, scope) => scope,
            _ => "",
        }
    }
}
