//! Conditions that hold nowhere, and conditions that speak of the team.

use super::{
    Code, Diagnostic, Possible, Severity, Subject,
    inclusions::{self, Claim, Emptiness},
    sites::{Wanted, each_asked},
    untagged::Searches,
};
use crate::{
    EntityType, Organization, Program, Rows, Rule, Source, SourceKind,
    condition::Atom,
    program::{Guard, Want},
    satisfy,
};

/// Of a condition that speaks of the team.
const TEAM: &str = "the team is only known when the role is held through a team, elsewhere what this says of it is not applicable";

/// The same where nothing is granted under it without a team.
const TEAM_ONLY: &str = "the team is only known when the role is held through a team, elsewhere what this says of it is not applicable and this grants nothing";

/// Of a condition under which something is granted.
const NEVER: &str = "this can never hold, whatever an entity is and however it is tagged";

/// Of a condition that could hold, but for those around it and the options before it.
const NEVER_HERE: &str = "given the conditions around it and the options before it, this can never hold, whatever an entity is and however it is tagged";

/// Of a condition where something is granted in its place.
const ALWAYS: &str = "what is granted where this does not hold is granted nowhere, whatever an entity is and however it is tagged";

/// Of a condition where nothing there is today lets what is granted in its place be granted.
const ALWAYS_TODAY: &str = "what is granted where this does not hold is granted on nothing today";

/// How many conditions deep a rule may stand to be looked at.
pub(super) const MAX_GUARDS: usize = 64;

/// `explained` are the sites of which it was told why they hold nowhere today; `sources` are where the rules come from.
pub(super) fn diagnose(
    subject: Subject<'_>,
    sources: &[Source],
    possible: &Possible,
    explained: &[usize],
) -> Vec<Diagnostic> {
    let Subject { organization, program, matrix, .. } = subject;
    let mut found = of_team(program, sources, possible);
    let mut claims = Vec::new();

    // Rules by the innermost condition they stand under, and by what is asked of it: in which branch.
    let (mut by_site, mut by_guard) =
        (vec![Vec::new(); program.sites.len()], vec![Vec::new(); program.guards.len()]);
    // Where a condition speaks of the team, it says so, and what it keeps away is another matter for every team.
    let is_told =
        |(index, rule): &(usize, &Rule)| rule.is_defined() && !program.speaks_of_team(*index);
    for (index, rule) in program.rules().iter().enumerate().filter(is_told) {
        let site = rule.guard.and_then(|guard| program.guards.get(guard)).map(|guard| guard.site);
        if let Some(rules) = site.and_then(|site| by_site.get_mut(site)) {
            rules.push(index);
        }
        if let Some(rules) = rule.guard.and_then(|guard| by_guard.get_mut(guard)) {
            rules.push(index);
        }
    }
    let never = |rules: &[usize]| {
        rules.iter().all(|index| possible.types_of(*index).is_some_and(<[_]>::is_empty))
    };
    let mut nowhere = satisfy::Budget::default();
    for rules in by_site {
        let is_otherwise = |index: &usize| {
            let want = program.guards_of(*index).next().map(|(_, want)| want);
            want == Some(Want::False)
        };
        let (otherwise, then): (Vec<_>, Vec<_>) = rules.iter().copied().partition(is_otherwise);
        let is_never = |rules: &[usize]| !rules.is_empty() && never(rules);
        // Where neither branch can be taken, it is what surrounds the condition that says so: once.
        let said = match (is_never(&then), is_never(&otherwise)) {
            (true, _) => then.first(),
            (false, true) => otherwise.first(),
            (false, false) => None,
        };
        if let Some(rule) = said {
            claims.extend(never_holds(program, *rule, &mut nowhere));
        }
        // Of a branch that can never be taken everything is said.
        let rules = match (never(&then), never(&otherwise)) {
            (true, true) => continue,
            (true, false) => otherwise,
            (false, true) => then,
            (false, false) => rules,
        };
        let reaches_something = |index: &usize| {
            matrix.rows_of_rule(*index).is_some_and(|rows| !rows.is_empty())
                || matrix.organization().rules.binary_search(index).is_ok()
        };
        let first = rules.first().copied().unwrap_or(usize::MAX);
        let is_explained = || {
            sites_around(program, first)
                .take(MAX_GUARDS)
                .any(|site| explained.binary_search(&site).is_ok())
        };
        if !rules.iter().any(reaches_something) && !is_explained() {
            let guards = guards_around(program, first);
            let is_empty = |place: usize| {
                let inner = guards.get(place).map(|(index, _)| *index);
                inner.is_some_and(|index| is_empty_today(subject, index, &guards, place))
            };
            let innermost = || program.rule(first).and_then(|rule| rule.guard);
            let blamed = blamed(&guards, is_empty).or_else(innermost);
            claims.extend(blamed.and_then(|guard| matches_nothing(organization, program, guard)));
        }
    }
    let is_empty = |emptiness, index: usize| {
        let mut next = program.guards.get(index);
        while let Some(guard) = next {
            // Through another team, or through none, it may be otherwise.
            if program.sites.get(guard.site).is_none_or(|site| site.names_team) {
                return false;
            }
            next = guard.outer.and_then(|outer| program.guards.get(outer));
        }
        let guards = guards_to(program, Some(index));
        let Some(last) = guards.len().checked_sub(1) else { return false };
        match emptiness {
            Emptiness::Today => is_empty_today(subject, index, &guards, last),
            Emptiness::Always => {
                let rules = by_guard.get(index).map(Vec::as_slice).unwrap_or_default();
                let mut known = rules.iter().filter_map(|rule| possible.types_of(*rule));
                // What stands right under it holds where it does.
                known
                    .next()
                    .map_or_else(|| is_nowhere(program, &guards, &mut nowhere), <[_]>::is_empty)
            }
        }
    };
    found.extend(inclusions::tell(organization, program, claims, is_empty));
    let mut searches = Searches::default();
    for rules in by_guard.iter().filter(|rules| !rules.is_empty() && !never(rules)) {
        found.extend(searches.untagged(subject, rules));
    }
    found
}

/// The answers that `want` needs of its condition; none for an option of a select that was passed over.
pub(super) const fn wanted(want: Want) -> Wanted {
    match want {
        Want::True => Wanted::YES,
        Want::False => Wanted::NO,
        Want::NotTrue => Wanted { yes: false, no: false },
    }
}

/// What is to be said of every condition that speaks of the team.
fn of_team(program: &Program, sources: &[Source], possible: &Possible) -> Vec<Diagnostic> {
    if !program.sites.iter().any(|site| site.names_team) {
        return Vec::new();
    }
    // Whether there is something under it, and all of that is held through no team and can hold on nothing.
    let mut grants_nothing = vec![None; program.sites.len()];
    for guard in program.guards.iter().filter(|guard| guard.want != Want::NotTrue) {
        let Some(nothing) = grants_nothing.get_mut(guard.site) else { continue };
        let is_none = |index: usize| {
            let rule = program.rule(index);
            let source = rule.and_then(|rule| sources.get(rule.source));
            source.is_some_and(|source| source.kind != SourceKind::TeamRole)
                && possible.types_of(index).is_some_and(<[_]>::is_empty)
        };
        let mut rules = guard.rules();
        if program.sites.get(guard.site).is_some_and(|site| site.names_team) && !rules.is_empty() {
            *nothing = Some(*nothing != Some(false) && rules.all(is_none));
        }
    }
    let named = program.sites.iter().zip(grants_nothing).filter(|(site, _)| site.names_team);
    let told = named.map(|(site, nothing)| {
        let message = if nothing == Some(true) { TEAM_ONLY } else { TEAM };
        let place = program.site_place(site);
        Diagnostic::new(Code::TeamCondition, Severity::Warning, place, message.to_owned())
    });
    told.collect()
}

/// The guards around the rule at `index`, outermost first; none where they are too many.
fn guards_around(program: &Program, index: usize) -> Vec<(usize, &Guard)> {
    guards_to(program, program.rule(index).and_then(|rule| rule.guard))
}

/// The guards from the outermost to `innermost`; none where they are too many.
fn guards_to(program: &Program, innermost: Option<usize>) -> Vec<(usize, &Guard)> {
    let (mut next, mut guards) = (innermost, Vec::new());
    while let Some((index, guard)) = next.and_then(|at| Some((at, program.guards.get(at)?))) {
        if guards.len() == MAX_GUARDS {
            return Vec::new();
        }
        guards.push((index, guard));
        next = guard.outer;
    }
    guards.reverse();
    guards
}

/// The outermost of `guards` within which there is nothing left; the innermost where that is an option of a select that
/// was passed over, which says nothing by itself.
fn blamed(guards: &[(usize, &Guard)], mut is_empty: impl FnMut(usize) -> bool) -> Option<usize> {
    let first = (0..guards.len()).find(|place| is_empty(*place));
    let first = first.and_then(|place| guards.get(place));
    let first = first.filter(|(_, guard)| guard.want != Want::NotTrue);
    first.or(guards.last()).map(|(index, _)| *index)
}

/// Whether `guards` let the organization through, up to the one at `place`.
fn holds_on_organization(program: &Program, guards: &[(usize, &Guard)], place: usize) -> bool {
    guards.iter().take(place + 1).all(|(_, guard)| {
        let site = program.sites.get(guard.site);
        site.is_some_and(|site| guard.want.is_met_by(site.condition.holds_for(None)))
    })
}

/// Whether nothing there is today is within the guard at `index`, which stands at `place` of `guards`.
fn is_empty_today(
    subject: Subject<'_>,
    index: usize,
    guards: &[(usize, &Guard)],
    place: usize,
) -> bool {
    subject.matrix.rows_of_guard(index).is_some_and(Rows::is_empty)
        && !holds_on_organization(subject.program, guards, place)
}

/// Whether nothing there could be meets all of `guards`, as far as that is found out.
fn is_nowhere(program: &Program, guards: &[(usize, &Guard)], budget: &mut satisfy::Budget) -> bool {
    let site = |(_, guard): &(usize, &Guard)| Some((program.sites.get(guard.site)?, guard.want));
    let conditions: Vec<_> = guards.iter().filter_map(site).collect();
    let conditions: Vec<_> =
        conditions.iter().map(|(site, want)| (&site.condition, *want)).collect();
    EntityType::ALL
        .into_iter()
        .all(|of| satisfy::on_some_entity(&conditions, of, budget) == Some(false))
        && !holds_on_organization(program, guards, guards.len())
}

/// Which condition keeps the rule at `index` from everything there could be.
fn never_holds(program: &Program, index: usize, budget: &mut satisfy::Budget) -> Option<Claim> {
    let guards = guards_around(program, index);
    let mut is_empty = |start: usize, place: usize| {
        is_nowhere(program, guards.get(start..=place).unwrap_or_default(), budget)
    };
    let innermost = || program.rule(index).and_then(|rule| rule.guard);
    let blamed = blamed(&guards, |place| is_empty(0, place)).or_else(innermost)?;
    let place = guards.iter().position(|(index, _)| *index == blamed);
    let is_alone = place.is_some_and(|place| place == 0 || is_empty(place, place));
    let message = match program.guards.get(blamed)?.want {
        Want::False => ALWAYS,
        _ if is_alone => NEVER,
        _ => NEVER_HERE,
    };
    Some(Claim { guard: blamed, emptiness: Emptiness::Always, message: message.to_owned() })
}

/// The sites around the rule at `index`, innermost first.
fn sites_around(program: &Program, index: usize) -> impl Iterator<Item = usize> {
    let innermost = program.rule(index).and_then(|rule| rule.guard);
    let guards = std::iter::successors(innermost.and_then(|at| program.guards.get(at)), |guard| {
        program.guards.get(guard.outer?)
    });
    guards.map(|guard| guard.site)
}

/// What to say of the condition of the guard at `index`, within which there is nothing today.
fn matches_nothing(organization: &Organization, program: &Program, index: usize) -> Option<Claim> {
    let guard = program.guards.get(index)?;
    let mut hint = None;
    each_asked(
        &program.sites.get(guard.site)?.condition,
        wanted(guard.want),
        &mut |of, atom, wanted| {
            if hint.is_some() || !wanted.yes {
                return;
            }
            let (inventory, noun) = (&organization.inventory, of.noun());
            hint = match atom {
                Atom::HasTag(key) | Atom::TagIs(key, _)
                    if inventory.with_tag(of, key).is_empty() =>
                {
                    Some(format!("no {noun} has a tag `{key}` today"))
                }
                Atom::TagIs(key, value) if inventory.with_tag_value(of, key, value).is_empty() => {
                    // What looks misspelt is told as that, by stricter rules.
                    Some(format!("no {noun} has `{key}` = `{value}` today"))
                }
                _ => None,
            };
        },
    );
    let message = match guard.want {
        Want::False => ALWAYS_TODAY.to_owned(),
        Want::True | Want::NotTrue => hint.unwrap_or_else(|| "no entity matches today".to_owned()),
    };
    Some(Claim { guard: index, emptiness: Emptiness::Today, message })
}
