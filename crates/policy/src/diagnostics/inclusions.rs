//! Of what it is told that nothing is left within a condition: of the record in which the condition stands, or of a way
//! in which that record is included.

use std::collections::{HashMap, HashSet};

use super::{Code, Diagnostic, Severity};
use crate::{Organization, Place, Program, program::Want};

/// That nothing is left within a guard.
pub(super) struct Claim {
    /// The index of the guard.
    pub(super) guard: usize,
    pub(super) emptiness: Emptiness,
    /// What to say of its condition where that is so however its record is included.
    pub(super) message: String,
}

/// Of what nothing is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Emptiness {
    /// Of everything there could be.
    Always,
    /// Of what there is today.
    Today,
}

/// One branch of a condition, come to in this way; the last place is that of the condition.
type Branch = (Emptiness, bool, Vec<Place>);

/// What to say of each claim, and where.
///
/// The same condition stands in a program once for each way to its record. It is spoken of where nothing is left within it
/// in all of them; otherwise the reference is that is the nearest to it and through which that is so.
pub(super) fn tell(
    organization: &Organization,
    program: &Program,
    claims: Vec<Claim>,
    mut is_empty: impl FnMut(Emptiness, usize) -> bool,
) -> Vec<Diagnostic> {
    let path = |guard: usize| {
        let guard = program.guards.get(guard)?;
        let path = program.site_path(program.sites.get(guard.site)?);
        Some((path, guard.want == Want::False))
    };
    let claimed: HashSet<_> = claims.iter().map(|claim| (claim.emptiness, claim.guard)).collect();
    let included = |path: &[Place]| path.len() > 1;
    let spoken_of: HashSet<Branch> = claims
        .iter()
        .filter_map(|claim| Some((claim.emptiness, path(claim.guard)?)))
        .filter(|(_, (path, _))| included(path))
        .filter_map(|(emptiness, (path, is_false))| {
            Some((emptiness, is_false, vec![path.last()?.clone()]))
        })
        .collect();
    // For each end of a way: whether all ways that end so leave nothing.
    let mut leaves_nothing = HashMap::<Branch, bool>::new();
    if !spoken_of.is_empty() {
        let records: HashSet<_> =
            spoken_of.iter().filter_map(|(.., path)| path.last()?.record.as_deref()).collect();
        for (index, guard) in program.guards.iter().enumerate() {
            let Some(site) = program.sites.get(guard.site) else { continue };
            let is_spoken_of = program.site_record(site).is_some_and(|id| records.contains(id));
            if !is_spoken_of || guard.want == Want::NotTrue {
                continue;
            }
            let place = program.site_place(site);
            for emptiness in [Emptiness::Always, Emptiness::Today] {
                let is_false = guard.want == Want::False;
                if !spoken_of.contains(&(emptiness, is_false, vec![place.clone()])) {
                    continue;
                }
                let nothing = claimed.contains(&(emptiness, index)) || is_empty(emptiness, index);
                let path = program.site_path(site);
                for start in 0..path.len() {
                    let end = path.get(start..).unwrap_or_default().to_vec();
                    *leaves_nothing.entry((emptiness, is_false, end)).or_insert(true) &= nothing;
                }
            }
        }
    }
    let mut found = Vec::new();
    for Claim { guard, emptiness, message } in claims {
        let Some((mut path, is_false)) = path(guard) else { continue };
        let mut start = path.len().saturating_sub(1);
        let leaves = |end: &[Place]| {
            leaves_nothing.get(&(emptiness, is_false, end.to_vec())).is_none_or(|nothing| *nothing)
        };
        while start > 0 && !path.get(start..).is_some_and(leaves) {
            start -= 1;
        }
        let Some(place) = path.pop() else { continue };
        let (place, message) = match path.into_iter().nth(start) {
            None => (place, message),
            Some(reference) => (reference, as_named(organization, &place, emptiness, is_false)),
        };
        let code = match emptiness {
            Emptiness::Always => Code::ConditionNeverHolds,
            Emptiness::Today => Code::ConditionMatchesNothing,
        };
        let mut one = Diagnostic::new(code, Severity::Warning, place, message);
        one.count = (emptiness == Emptiness::Today).then_some(0);
        found.push(one);
    }
    found
}

/// What to say of a reference through which nothing is left within the condition at `place`.
fn as_named(
    organization: &Organization,
    place: &Place,
    emptiness: Emptiness,
    is_false: bool,
) -> String {
    let id = place.record.as_deref().unwrap_or_default();
    let record = organization.records.find(id);
    let named = record.map_or_else(
        || format!("`{id}`"),
        |record| format!("{} `{}`", record.purpose.name(), record.name),
    );
    let condition = format!("{} of {named}", place.pointer);
    match (emptiness, is_false) {
        (Emptiness::Always, false) => format!(
            "as it is named here, {condition} can never hold, whatever an entity is and however it is tagged"
        ),
        (Emptiness::Always, true) => format!(
            "as it is named here, what is granted where {condition} does not hold is granted nowhere, whatever an entity is and however it is tagged"
        ),
        (Emptiness::Today, false) => {
            format!("as it is named here, no entity matches {condition} today")
        }
        (Emptiness::Today, true) => format!(
            "as it is named here, what is granted where {condition} does not hold is granted on nothing today"
        ),
    }
}
