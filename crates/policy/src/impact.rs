//! Impact: what a change means for everybody, net of everything else they hold.

mod effect;
mod today;

use crate::{
    CompileError, Difference, Edit, EditError, LimitChange, Organization, Principal, Record,
    ScopeSet, Source, TooComplex, guardrail::good_holdings, order, principal::Part,
};

pub use today::Today;
use today::{Holder, Managers};

/// How many cells (groups of holders alike × entities) are compared; beyond it there is no answer.
const MAX_ROWS: usize = 20_000_000;

/// What a change means for everybody it can touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// What happens to whom; those who hold the same by the same ways are together.
    ///
    /// Users come first, then teams, then tokens, each in the order of the organization. Who is not named keeps
    /// exactly what they have.
    pub effects: Vec<Effect>,
    /// Who can manage roles before it, by login.
    pub managers_before: Vec<String>,
    /// Who can after it.
    pub managers_after: Vec<String>,
}

/// What a change means for some holders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Who.
    pub holders: Vec<Principal>,
    /// What is gained and lost on the organization.
    pub organization: Delta,
    /// How the limits change of what may be opened on the organization before and after.
    pub organization_limits: Vec<LimitChange>,
    /// What changes on entities there are, by row of the inventory; the others keep what they have.
    pub entities: Vec<EntityDelta>,
    /// What changes over every entity there could be.
    pub difference: Result<Difference, TooComplex>,
    /// What the change gives or takes by itself and changes nothing, because they hold it anyway.
    pub covered: Vec<Covered>,
}

/// Gained and lost scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delta {
    /// What is granted and was not.
    pub gained: ScopeSet,
    /// What was granted and is not.
    pub lost: ScopeSet,
}

/// What changes on one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityDelta {
    /// The row of the entity.
    pub row: u32,
    /// Gained and lost scopes.
    pub delta: Delta,
    /// How the limits change of what may be opened on it before and after.
    pub limits: Vec<LimitChange>,
}

/// Another source that grants what a change gives or takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The other source.
    pub source: Source,
    /// What the change gives, and it grants already; and what the change takes, and it goes on granting.
    pub scopes: Delta,
    /// On how many entities.
    pub entities: usize,
}

/// Why the impact of a change is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImpactError {
    /// The change cannot be made.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// Somebody was given more than can be followed.
    #[error(transparent)]
    TooLarge(#[from] CompileError),
    /// There are too many holders and entities.
    #[error("the change touches too many holders and entities: more than {MAX_ROWS} rows")]
    TooMany,
}

/// What somebody holds before and after.
pub(crate) type Held = (Vec<Part>, Vec<Part>);

impl Impact {
    /// What `edits`, made one after another, mean for everybody in `organization` at `now`, in Unix seconds.
    ///
    /// # Errors
    ///
    /// [`ImpactError`] when a change cannot be made, or when there is too much to look at.
    pub fn of(organization: &Organization, edits: &[Edit], now: u64) -> Result<Self, ImpactError> {
        Self::beside(organization, &Today::of(organization, now)?, edits)
    }

    /// The same where it is known how `organization` is `today`, at the time at which that was found out.
    ///
    /// # Errors
    ///
    /// [`ImpactError`] when a change cannot be made, or when there is too much to look at.
    pub fn beside(
        organization: &Organization,
        today: &Today,
        edits: &[Edit],
    ) -> Result<Self, ImpactError> {
        let mut after = organization.without_entities();
        after.inventory = organization.inventory.clone();
        Edit::apply_all(edits, &mut after)?;
        let is_retagged = !after.inventory.is_same(&organization.inventory);
        let touched = touched(organization, &after, edits);
        let is_touched = |part: &Part| part.record().is_some_and(|id| touched.contains(id));

        let mut concerned = Vec::new();
        let mut managers = Managers::of(&after);
        let mut managers_after = Vec::new();
        let mut held_after = good_holdings(&after, today.now);
        let mut next = 0;
        for (order, Holder { principal, held, manages }) in today.holders.iter().enumerate() {
            // Whoever is still there stands in the same order.
            let is_next = held_after.get(next).is_some_and(|(known, _)| known == principal);
            let place = if is_next {
                Some(next)
            } else {
                held_after.iter().position(|(known, _)| known == principal)
            };
            next = place.map_or(next, |place| place + 1);
            let new = place.and_then(|place| held_after.get_mut(place));
            let new = new.map(|(_, held)| std::mem::take(held)).unwrap_or_default();
            let is_other = *held != new || held.iter().any(is_touched);
            if let Principal::User(login) = principal
                && if is_other { managers.has(&new)? } else { *manages }
            {
                managers_after.push(login.clone());
            }
            if is_retagged || is_other {
                concerned.push(((held.clone(), new), (order, principal.clone())));
            }
        }
        let groups: Vec<(Held, _)> = order::grouped(concerned);
        if groups.len().saturating_mul(organization.inventory.len()) > MAX_ROWS {
            return Err(ImpactError::TooMany);
        }
        let mut effects = Vec::with_capacity(groups.len());
        for ((old, new), holders) in groups {
            let order = holders.first().map(|(order, _)| *order);
            let holders = holders.into_iter().map(|(_, principal)| principal).collect();
            let is_named = old != new || old.iter().any(is_touched);
            let sides = effect::Sides { organization, after: &after, old, new };
            let effect = sides.effect(holders, &is_touched)?;
            // Other tags can touch everybody, and most of them they do not.
            if is_named || !effect.is_nothing() {
                effects.push((order, effect));
            }
        }
        order::sort_by_key(&mut effects, |(order, _)| *order);
        Ok(Self {
            effects: effects.into_iter().map(|(_, effect)| effect).collect(),
            managers_before: today.managers().map(str::to_owned).collect(),
            managers_after,
        })
    }

    /// Who can manage roles in `organization`, by login: change them, and bind them to people or to teams. Tokens do
    /// not count.
    ///
    /// # Errors
    ///
    /// When somebody was given more than can be followed.
    pub fn managers(organization: &Organization) -> Result<Vec<String>, CompileError> {
        // Whether a token is good does not matter to people.
        Ok(Today::of(organization, 0)?.managers().map(str::to_owned).collect())
    }

    /// Whether nobody can manage roles any more, and somebody could.
    pub fn locks_out(&self) -> bool {
        self.managers_after.is_empty() && !self.managers_before.is_empty()
    }
}

impl Effect {
    /// Whether the holders keep exactly what they have, on everything there could be.
    ///
    /// Where that could not be compared, they keep it on everything there is.
    pub fn is_nothing(&self) -> bool {
        let is_same_today = self.organization == Delta::default()
            && self.organization_limits.is_empty()
            && self.entities.is_empty();
        is_same_today && self.difference.as_ref().map_or(true, Difference::is_equivalent)
    }
}

/// The records that mean something else after `edits`: those edited or gone, and whatever names them.
pub(crate) fn touched(before: &Organization, after: &Organization, edits: &[Edit]) -> Touched {
    let edited = edits.iter().filter_map(|edit| match edit {
        Edit::Record { id, .. } | Edit::RecordPart { id, .. } | Edit::DeleteRecord { id } => {
            Some(id)
        }
        _ => None,
    });
    // A policy may go with its role, and somebody may be bound to it all the same.
    let gone = before.records.iter().filter(|record| after.records.find(&record.id).is_none());
    let ids = edited.chain(gone.map(|record| &record.id));
    Touched::by(before, after, ids.cloned().collect())
}

/// Records that mean something else: their ids.
#[derive(Debug, Clone)]
pub(crate) struct Touched(Vec<String>);

impl Touched {
    /// The records with these ids, and whatever names them.
    pub(crate) fn by(before: &Organization, after: &Organization, ids: Vec<String>) -> Self {
        let mut touched = Self(ids);
        order::sort(&mut touched.0);
        touched.0.dedup();
        // A change shares every record that it leaves alone.
        let is_other = |record: &&Record| {
            !before.records.find(&record.id).is_some_and(|known| std::ptr::eq(known, *record))
        };
        let records = before.records.iter().chain(after.records.iter().filter(is_other));
        let naming: Vec<_> = records
            .map(|record| (&record.id, record.details.references()))
            .filter(|(_, named)| !named.is_empty())
            .collect();
        loop {
            let known = touched.0.len();
            for (id, named) in &naming {
                if let Err(place) = touched.place(id)
                    && named.iter().any(|id| touched.contains(id))
                {
                    touched.0.insert(place, (*id).clone());
                }
            }
            if touched.0.len() == known {
                return touched;
            }
        }
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.place(id).is_ok()
    }

    fn place(&self, id: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|known| known.as_str().cmp(id))
    }
}

/// Everybody: users, teams and tokens.
pub(crate) fn principals(organization: &Organization) -> impl Iterator<Item = Principal> {
    let users = organization.members.iter().map(|member| Principal::User(member.login.clone()));
    let teams = organization.teams.iter().map(|team| Principal::Team(team.name.clone()));
    let tokens = organization.tokens.iter().map(|token| Principal::Token(token.id.clone()));
    users.chain(teams).chain(tokens)
}
