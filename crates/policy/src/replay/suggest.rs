//! Least privilege: a smaller role that covers a log, proved by the engine.

use super::{
    Log, ReplayError,
    cover::cover,
    evidence::{Evidence, Place},
    held::{Held, is_record},
    prune::{Kept, Pruner},
    walk::{Asked, Walk},
};
use crate::{
    Access, AccessError, Descriptor, Difference, Drafted, MAX_ENTRIES, Matrix, Organization,
    Program, Record, ScopeSet, Subject, TooComplex, UxPurpose,
    condition::{Atom, Condition},
    order::ordered,
    program::Want,
};

/// A smaller definition of a role.
///
/// Proved by the engine, with it in the place of today's: the role still grants every use of the log that it
/// grants today, for as long where it opens something, and it grants nothing that it does not grant today, over
/// every entity there could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The id of the record whose definition it takes the place of: the role, or its policy.
    pub record: String,
    /// What that record is, where a draft has to say so to take its place.
    pub purpose: Option<UxPurpose>,
    /// The definition.
    pub details: Descriptor,
    /// How many distinct uses it covers: all that the role grants.
    pub covered: usize,
    /// How large the role is today.
    pub before: Size,
    /// How large it would be.
    pub after: Size,
    /// How many rules keep their reach because they were used on too many entities; 0 unless it is tight.
    pub wide: usize,
}

/// How large a role is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Scopes that it names.
    pub scopes: usize,
    /// Scopes that it grants on the organization and on each entity there is, summed up.
    pub cells: usize,
    /// Its rules.
    pub rules: usize,
}

/// Why no smaller role is suggested.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSuggestion {
    /// There is no such role, or too much to look at.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// It distinguishes too many cases to be made, or to be compared with today's role.
    #[error(transparent)]
    TooComplex(#[from] TooComplex),
    /// It would be larger than a definition may be.
    #[error("the smaller role would be no definition: {0}")]
    Refused(#[from] crate::ParseError),
    /// One of the two claims does not hold.
    #[error("that the smaller role covers the log and is contained in today's could not be proved")]
    Unproved,
}

impl Suggestion {
    /// A smaller definition of the role `id`, for what its holders used in `log`.
    ///
    /// Its rules are those of the role, with their conditions, less what no use needs. A tight one grants each scope
    /// only on the entities on which it was used, rule by rule as long as these are 2000 together.
    ///
    /// # Errors
    ///
    /// [`NoSuggestion`] says why there is none; what cannot be proved is not suggested.
    pub fn of(
        organization: &Organization,
        id: &str,
        log: &Log,
        is_tight: bool,
    ) -> Result<Self, NoSuggestion> {
        let records = &organization.records;
        let unknown = || AccessError::Unknown { kind: "role", id: id.to_owned() };
        let role = records.find(id).ok_or_else(unknown).map_err(ReplayError::from)?;
        let access = Access::of(organization, &Subject::Role(role.id.clone()));
        let program = access.map_err(ReplayError::from)?.program;
        let matrix = Matrix::new(&program, &organization.inventory);

        let mut evidence = Evidence::new(log, &program);
        let walk = Walk::new(organization, None, Asked::Role(&role.id), log);
        walk.each(&mut |visit| evidence.see(visit))?;
        let evidence = evidence.finish()?;
        let reach = evidence.reach(&matrix, &organization.inventory);
        let scopes = cover(&evidence.classes, &reach)?;
        let (kept, wide) = if is_tight {
            tight(&program, &evidence.assigned(&scopes), &scopes)
        } else {
            let kept = |scopes: &ScopeSet| wherever(*scopes).into_iter().collect();
            (scopes.iter().map(kept).collect(), 0)
        };

        let held = Held::of(organization, &role.id);
        let (target, purpose) = target(organization, role);
        let mut open = vec![role.id.as_str()];
        open.extend((target.id != role.id).then_some(target.id.as_str()));
        let names = target.purpose.may_name();
        let mut pruner = Pruner { records, names, kept: &kept, next: 0, open };
        let details = pruner.node(&target.details).node;
        let details = details.unwrap_or(Descriptor::Group(Vec::new()));
        // What cannot be read is no definition, and what is read is what is proved.
        let details = Descriptor::parse(&details.to_json())?;
        let has_met_every_rule = pruner.next == program.rules().len();
        let drafted = Drafted::new(organization, &role.id, details.clone(), purpose);
        let drafted = drafted.filter(|drafted| has_met_every_rule && drafted.record() == target.id);
        let drafted = drafted.ok_or(NoSuggestion::Unproved)?;

        let covered = covered(organization, drafted.people(), &role.id, log)?;
        let today = held.programs(records, &role.id)?;
        let then = held.programs(&drafted.people().records, &role.id)?;
        // Where it no longer speaks of its team, it is the same for all of them.
        let then = then.iter().cycle().take(today.len());
        for (today, then) in today.iter().zip(then) {
            if !Difference::between(today, then)?.only_takes_away() {
                return Err(NoSuggestion::Unproved);
            }
        }
        let role = Subject::Role(role.id.clone());
        let after = Access::of(drafted.people(), &role).map_err(ReplayError::from)?.program;
        Ok(Self {
            record: target.id.clone(),
            purpose,
            details,
            covered,
            before: Size::of(&program, &matrix),
            after: Size::of(&after, &Matrix::new(&after, &organization.inventory)),
            wide,
        })
    }
}

impl Size {
    fn of(program: &Program, matrix: &Matrix) -> Self {
        let named = program.rules().iter();
        let cells = matrix.columns().iter().map(|column| column.scopes.len() * column.rows.len());
        Self {
            scopes: named.fold(ScopeSet::EMPTY, |all, rule| all.union(rule.scopes)).len(),
            cells: matrix.organization().scopes.len() + cells.sum::<usize>(),
            rules: program.rules().len(),
        }
    }
}

/// The record to be changed, and what a draft has to say to take its place.
///
/// A policy that something else hangs on is left alone: the role gets a definition of its own.
fn target<'o>(organization: &'o Organization, role: &'o Record) -> (&'o Record, Option<UxPurpose>) {
    let records = &organization.records;
    let Some(policy) = records.edited(&role.id).filter(|policy| policy.id != role.id) else {
        return (role, None);
    };
    let names = |record: &Record| {
        let mut named = record.details.references().into_iter();
        record.id != role.id && named.any(|id| is_record(records, id, &policy.id))
    };
    let is_shared = records.iter().any(names) || Held::of(organization, &policy.id).is_any();
    if is_shared { (role, Some(UxPurpose::Role)) } else { (policy, None) }
}

fn wherever(scopes: ScopeSet) -> Option<(Place, ScopeSet)> {
    (!scopes.is_empty()).then_some((None, scopes))
}

/// What each rule keeps on the entities on which it was used, and how many rules were used on too many of them.
fn tight(program: &Program, assigned: &[Kept], scopes: &[ScopeSet]) -> (Vec<Kept>, usize) {
    let entries_of = |rule: usize| assigned.get(rule).map_or(0, Vec::len);
    let order = ordered(assigned.len(), &mut |one, other| entries_of(one).cmp(&entries_of(other)));
    let (mut kept, mut wide, mut entries) = (vec![Kept::new(); assigned.len()], 0, 0);
    for rule in order {
        let (Some(own), Some(kept)) = (assigned.get(rule), kept.get_mut(rule)) else { continue };
        if is_direct(program, rule) {
            let scopes = own.iter().fold(ScopeSet::EMPTY, |all, (_, scopes)| all.union(*scopes));
            kept.extend(wherever(scopes));
            continue;
        }
        entries += own.len();
        if entries > MAX_ENTRIES {
            kept.extend(scopes.get(rule).and_then(|scopes| wherever(*scopes)));
            wide += usize::from(!own.is_empty());
        } else {
            kept.clone_from(own);
        }
    }
    (kept, wide)
}

/// Whether the rule stands under the condition to be on one entity.
fn is_direct(program: &Program, rule: usize) -> bool {
    program.guards_of(rule).any(|(site, want)| {
        want == Want::True && matches!(site.condition, Condition::Atom(_, Atom::Is(_)))
    })
}

/// How many uses of `log` the role grants today; with the draft it has to grant all of them, and open as long.
fn covered(
    organization: &Organization,
    drafted: &Organization,
    role: &str,
    log: &Log,
) -> Result<usize, NoSuggestion> {
    let (mut covered, mut is_covered) = (0, true);
    let walk = Walk::new(organization, Some(drafted), Asked::Role(role), log);
    walk.each(&mut |visit| {
        let (scopes, limits) = visit.today.own_granted();
        let used = visit.used(log).intersection(scopes);
        let scopes = visit.uses.iter().filter_map(|index| log.scope(*index));
        covered += scopes.filter(|scope| used.contains(*scope)).count();
        let Some(drafted) = &visit.drafted else { return };
        let (then, shorter) = drafted.own_granted();
        let opens_as_long = |scope| {
            let limit = |limits: &[(crate::Scope, u64)]| {
                limits.iter().find(|(known, _)| *known == scope).map(|(_, secs)| *secs)
            };
            limit(&limits) == limit(&shorter)
        };
        is_covered &= used.is_within(then) && used.iter().all(opens_as_long);
    })?;
    if is_covered { Ok(covered) } else { Err(NoSuggestion::Unproved) }
}
