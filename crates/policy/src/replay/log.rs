//! Usage logs: who used which scope on what, and when.

use crate::{
    EntityType, Permission, Principal, Scope,
    order::{self, ordered},
};

/// A usage log: entries that say the same but for the time are one use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    /// INVARIANT: sorted, and no two say the same, once everything is added.
    uses: Vec<Use>,
    entries: u64,
    /// How many uses there were when it was last folded.
    known: usize,
}

/// Something that somebody used, however often.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Who.
    pub principal: Principal,
    /// On what; the organization where there is none.
    pub entity: Option<UsedEntity>,
    /// The scope, which the catalogue need not have.
    pub permission: Permission,
    /// When first, in Unix seconds.
    pub first: u64,
    /// When last, in Unix seconds.
    pub last: u64,
    /// How often.
    pub times: u64,
}

/// An entity as a log names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsedEntity {
    /// Its type.
    pub entity_type: EntityType,
    /// Its identity.
    pub id: String,
    /// The tags it had then, sorted by key; those it has today where the log does not say.
    pub tags: Option<Vec<(String, String)>>,
}

/// How many uses are kept before they are folded for the first time.
const FOLDED: usize = 4096;

impl Log {
    /// Adds entries that say the same, in whatever order they come; what they say is known once it is [folded](Self::folded).
    ///
    /// What is kept grows with the distinct uses and not with the entries.
    pub fn add(&mut self, used: Use) {
        self.entries = self.entries.saturating_add(used.times);
        self.uses.push(used);
        if self.uses.len() >= FOLDED.max(self.known * 2) {
            self.fold();
        }
    }

    /// The log when everything is added.
    #[must_use]
    pub fn folded(mut self) -> Self {
        self.fold();
        self
    }

    fn fold(&mut self) {
        order::sort(&mut self.uses);
        self.uses.dedup_by(|later, earlier| {
            let is_same = later.principal == earlier.principal
                && later.entity == earlier.entity
                && later.permission == earlier.permission;
            if is_same {
                earlier.first = earlier.first.min(later.first);
                earlier.last = earlier.last.max(later.last);
                earlier.times = earlier.times.saturating_add(later.times);
            }
            is_same
        });
        self.known = self.uses.len();
    }

    /// The distinct uses: by principal, then by entity, then by scope.
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// How many entries were folded into them.
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// What the wanted principals used; each of them is asked about once.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&Principal) -> bool) -> Self {
        let by_one = self.uses.chunk_by(|one, other| one.principal == other.principal);
        let is_wanted = |uses: &&[Use]| uses.first().is_some_and(|used| wanted(&used.principal));
        let uses: Vec<_> = by_one.filter(is_wanted).flatten().cloned().collect();
        let entries = uses.iter().fold(0, |sum, used| used.times.saturating_add(sum));
        Self { known: uses.len(), uses, entries }
    }

    /// The wanted uses by their index, the most used first.
    pub fn most_used(&self, is_wanted: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let times = |index: usize| self.uses.get(index).map(|used| used.times);
        let mut order = ordered(self.uses.len(), &mut |one, other| times(other).cmp(&times(one)));
        order.retain(|index| is_wanted(*index));
        order
    }

    /// The scope of the use at `index`, if the catalogue has it.
    pub(super) fn scope(&self, index: usize) -> Option<Scope> {
        match self.uses.get(index)?.permission {
            Permission::Known(scope) => Some(scope),
            Permission::Unknown(_) => None,
        }
    }

    /// Where the uses of `principal` stand.
    pub(super) fn of(&self, principal: &Principal) -> std::ops::Range<usize> {
        let start = self.uses.partition_point(|used| used.principal < *principal);
        let end = self.uses.partition_point(|used| used.principal <= *principal);
        start..end
    }
}
