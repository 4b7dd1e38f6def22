//! Conditions that hold nowhere, or in more places than they seem to.

use super::{
    Code, Diagnostic, Possible, Severity, Subject,
    sites::{Wanted, each_asked},
};
use crate::{
    EntityType, Organization, Place, Program, Rows, Rule,
    condition::{Atom, Condition},
    order,
    program::{Guard, Want},
    satisfy,
};

/// Of a condition under which something is granted.
const NEVER: &str = "this can never hold, whatever an entity is and however it is tagged";

/// Of a condition that could hold, but for those around it and the options before it.
const NEVER_HERE: &str = "given the conditions around it and the options before it, this can never hold, whatever an entity is and however it is tagged";

/// Of a condition where something is granted in its place.
const ALWAYS: &str = "what is granted where this does not hold is granted nowhere, whatever an entity is and however it is tagged";

/// How many conditions deep a rule may stand to be looked at.
const MAX_GUARDS: usize = 64;

/// How many expressions are looked at in searches for entities without a tag, over all conditions; beyond it they are
/// not spoken of.
const MAX_LOOKS: usize = 5_000_000;

/// `explained` are the sites of which it was told why they hold nowhere today.
pub(super) fn diagnose(
    subject: Subject<'_>,
    possible: &Possible,
    explained: &[usize],
) -> Vec<Diagnostic> {
    let Subject { organization, program, matrix, .. } = subject;
    let mut found = Vec::new();
    for site in program.sites.iter().filter(|site| site.names_team) {
        let message = "the team is only known when the role is held through a team, elsewhere this grants nothing";
        let place = program.site_place(site);
        found.push(Diagnostic::new(
            Code::TeamCondition,
            Severity::Warning,
            place,
            message.to_owned(),
        ));
    }

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
    for (site, rules) in program.sites.iter().zip(by_site) {
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
            found.push(never_holds(program, *rule, &mut nowhere));
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
                let rows = inner.and_then(|index| matrix.rows_of_guard(index));
                rows.is_some_and(Rows::is_empty) && !holds_on_organization(program, &guards, place)
            };
            let blamed = blamed(&guards, is_empty);
            let site = blamed.and_then(|guard| program.sites.get(guard.site)).unwrap_or(site);
            let want = blamed.map(|guard| wanted(guard.want)).unwrap_or_default();
            let place = program.site_place(site);
            found.push(matches_nothing(organization, &place, &site.condition, want));
        }
    }
    let each = satisfy::Budget::default().each;
    let mut searches = Searches { budget: satisfy::Budget { each, total: MAX_LOOKS } };
    for rules in by_guard.iter().filter(|rules| !rules.is_empty() && !never(rules)) {
        found.extend(searches.untagged(subject, rules));
    }
    found
}

/// Looks for entities without a tag that conditions exclude values of, within one budget for all of them.
struct Searches {
    budget: satisfy::Budget,
}

impl Searches {
    /// What is to be said about `rules`, which stand under the same conditions.
    fn untagged(&mut self, subject: Subject<'_>, rules: &[usize]) -> Vec<Diagnostic> {
        let Subject { organization, program, matrix, .. } = subject;
        let around = || program.guards_of(*rules.first().unwrap_or(&usize::MAX)).take(MAX_GUARDS);
        let Some(place) = around().next().map(|(site, _)| program.site_place(site)) else {
            return Vec::new();
        };
        let guards: Vec<_> = around().map(|(site, want)| (&site.condition, want)).collect();
        let size = guards.iter().map(|(condition, _)| condition.size()).sum();
        if !self.look(size) {
            return Vec::new();
        }
        let mut excluded = Vec::<(EntityType, &str, &str)>::new();
        for (condition, want) in &guards {
            each_asked(condition, wanted(*want), &mut |entity_type, atom, wanted| {
                if let (Atom::TagIs(key, value), true) = (atom, wanted.no) {
                    excluded.push((entity_type, key, value));
                }
            });
        }
        order::sort(&mut excluded);
        excluded.dedup();
        let mut rows = Rows::default();
        for rule in rules.iter().filter_map(|index| matrix.rows_of_rule(*index)) {
            rows.extend(rule, matrix.len());
        }
        let of_one_key = |(one, key, _): &(EntityType, _, _), (other, next, _): &(_, &str, _)| {
            (one, key) == (other, next)
        };
        let mut found = Vec::new();
        for values in excluded.chunk_by(of_one_key) {
            let Some((entity_type, key, _)) = values.first() else { continue };
            if !self.look(size) {
                break;
            }
            if !self.requires_tag(&guards, *entity_type, key) {
                found.extend(untagged(organization, &place, &rows, values));
            }
        }
        found
    }

    /// Whether so many expressions may still be looked at.
    fn look(&mut self, expressions: usize) -> bool {
        let left = self.budget.total.checked_sub(expressions);
        self.budget.total = left.unwrap_or(0);
        left.is_some()
    }

    /// Whether no entity without the tag can satisfy `guards`: then there is nothing to say about those.
    fn requires_tag(
        &mut self,
        guards: &[(&Condition, Want)],
        entity_type: EntityType,
        key: &str,
    ) -> bool {
        let tagged = Condition::Atom(entity_type, Atom::HasTag(key.into()));
        let untagged: Vec<_> = guards.iter().copied().chain([(&tagged, Want::False)]).collect();
        satisfy::on_some_entity(&untagged, entity_type, &mut self.budget) == Some(false)
    }
}

/// The answers that `want` needs of its condition; none for an option of a select that was passed over.
const fn wanted(want: Want) -> Wanted {
    match want {
        Want::True => Wanted::YES,
        Want::False => Wanted::NO,
        Want::NotTrue => Wanted { yes: false, no: false },
    }
}

/// The guards around the rule at `index`, outermost first; none where they are too many.
fn guards_around(program: &Program, index: usize) -> Vec<(usize, &Guard)> {
    let mut next = program.rule(index).and_then(|rule| rule.guard);
    let mut guards = Vec::new();
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
fn blamed<'g>(
    guards: &[(usize, &'g Guard)],
    mut is_empty: impl FnMut(usize) -> bool,
) -> Option<&'g Guard> {
    let first = (0..guards.len()).find(|place| is_empty(*place));
    let first = first.and_then(|place| guards.get(place));
    let first = first.filter(|(_, guard)| guard.want != Want::NotTrue);
    first.or(guards.last()).map(|(_, guard)| *guard)
}

/// Whether `guards` let the organization through, up to the one at `place`.
fn holds_on_organization(program: &Program, guards: &[(usize, &Guard)], place: usize) -> bool {
    guards.iter().take(place + 1).all(|(_, guard)| {
        let site = program.sites.get(guard.site);
        site.is_some_and(|site| guard.want.is_met_by(site.condition.holds_for(None)))
    })
}

/// Which condition keeps the rule at `index` from everything there could be.
fn never_holds(program: &Program, index: usize, budget: &mut satisfy::Budget) -> Diagnostic {
    let guards = guards_around(program, index);
    let mut is_empty = |start: usize, place: usize| {
        let within = guards.get(start..=place).unwrap_or_default();
        let site =
            |(_, guard): &(usize, &Guard)| Some((program.sites.get(guard.site)?, guard.want));
        let conditions = within.iter().filter_map(site);
        let conditions: Vec<_> = conditions.map(|(site, want)| (&site.condition, want)).collect();
        let on_entities = EntityType::ALL.into_iter();
        let mut on_entities =
            on_entities.map(|of| satisfy::on_some_entity(&conditions, of, budget));
        on_entities.all(|found| found == Some(false))
            && !holds_on_organization(program, within, place)
    };
    let blamed = blamed(&guards, |place| is_empty(0, place));
    let place =
        guards.iter().position(|(_, guard)| blamed.is_some_and(|one| std::ptr::eq(*guard, one)));
    let is_alone = place.is_none_or(|place| place == 0 || is_empty(place, place));
    let message = match blamed.map(|guard| guard.want) {
        Some(Want::False) => ALWAYS,
        _ if is_alone => NEVER,
        _ => NEVER_HERE,
    };
    let innermost = || program.guards_of(index).next().map(|(site, _)| site);
    let site = blamed.and_then(|guard| program.sites.get(guard.site)).or_else(innermost);
    let place = site.map_or_else(|| program.place_at(None), |site| program.site_place(site));
    Diagnostic::new(Code::ConditionNeverHolds, Severity::Warning, place, message.to_owned())
}

/// The sites around the rule at `index`, innermost first.
fn sites_around(program: &Program, index: usize) -> impl Iterator<Item = usize> {
    let innermost = program.rule(index).and_then(|rule| rule.guard);
    let guards = std::iter::successors(innermost.and_then(|at| program.guards.get(at)), |guard| {
        program.guards.get(guard.outer?)
    });
    guards.map(|guard| guard.site)
}

fn matches_nothing(
    organization: &Organization,
    place: &Place,
    condition: &Condition,
    wanted: Wanted,
) -> Diagnostic {
    let mut message = "no entity matches today".to_owned();
    let mut hint = None;
    each_asked(condition, wanted, &mut |entity_type, atom, wanted| {
        let inventory = &organization.inventory;
        let missing = match atom {
            _ if hint.is_some() || wanted == Wanted::NO => None,
            Atom::HasTag(key) | Atom::TagIs(key, _)
                if inventory.with_tag(entity_type, key).is_empty() =>
            {
                Some(format!("no {} has a tag `{key}` today", entity_type.noun()))
            }
            Atom::TagIs(key, value)
                if inventory.with_tag_value(entity_type, key, value).is_empty() =>
            {
                // What looks misspelt is told as that, by stricter rules.
                Some(format!("no {} has `{key}` = `{value}` today", entity_type.noun()))
            }
            _ => None,
        };
        hint = hint.take().or(missing);
    });
    if let Some(hint) = hint {
        message = hint;
    }
    let mut found =
        Diagnostic::new(Code::ConditionMatchesNothing, Severity::Warning, place.clone(), message);
    found.count = Some(0);
    found
}

/// How many of `rows` lack the tag whose values are `excluded`; nothing where there is no such row that could lack it.
fn untagged(
    organization: &Organization,
    place: &Place,
    rows: &Rows,
    excluded: &[(EntityType, &str, &str)],
) -> Option<Diagnostic> {
    let (entity_type, key, _) = *excluded.first()?;
    let inventory = &organization.inventory;
    let fitting = rows.intersection(inventory.of_type(entity_type));
    let count = fitting.difference(inventory.with_tag(entity_type, key)).len();
    if fitting.is_empty() {
        return None;
    }
    let noun = entity_type.noun();
    let (severity, message) = match count {
        0 => (Severity::Info, format!("every {noun} this reaches today has a tag `{key}`")),
        count => {
            let have = if count == 1 { "has" } else { "have" };
            let values: Vec<_> =
                excluded.iter().map(|(_, _, value)| format!("`{value}`")).collect();
            let message = format!(
                "{count} of the {} {noun}s this reaches {have} no tag `{key}`: not equal to {} includes them",
                fitting.len(),
                values.join(" or ")
            );
            (Severity::Warning, message)
        }
    };
    let mut found = Diagnostic::new(Code::NotEqualsUntagged, severity, place.clone(), message);
    found.tag_key = Some(key.to_owned());
    found.count = Some(count);
    Some(found)
}
