//! Sensitive scopes that reach far.

use super::{
    Code, Diagnostic, Regions, Severity, Subject,
    scopes::{scopes_of, sets},
    words::{counted, listed, sources},
};
use crate::{EntityType, ResourceType, Rows, Rule, Scope, ScopeSet, catalogue, region::Region};

/// More than nine in ten of the entities of a type are nearly all of them.
const SHARE: (usize, usize) = (9, 10);

/// Of how few entities a share says nothing.
const FEW: usize = 10;

/// How many of the rules that reach far together are named.
const SHOWN: usize = 10;

/// Sensitive scopes on the organization, on every entity of a type, and on nearly every one there is today.
///
/// A set by itself reaches nothing, and what is built in was not written by anybody here.
pub(super) fn diagnose(
    subject: Subject<'_>,
    regions: &[Option<Regions<'_>>; 3],
) -> Vec<Diagnostic> {
    let Subject { organization, program, matrix, is_set } = subject;
    if is_set {
        return Vec::new();
    }
    let sensitive: ScopeSet =
        catalogue::scopes().filter(|scope| scope.sensitivity().is_some()).collect();
    let of_type = |of_type| ScopeSet::of_type(of_type).intersection(sensitive);
    let is_everywhere = |index: usize, rule: &Rule, regions: &Option<Regions<'_>>| match regions {
        Some(regions) => regions.of_rule(index) == Region::ALL,
        None => rule.guard.is_none(),
    };
    // What some rule grants on every entity, by type: another that reaches many adds nothing to be wary of.
    let everywhere = [0, 1, 2].map(|place: usize| {
        let rules = program.rules().iter().enumerate();
        let rules = rules.filter(|(index, rule)| {
            regions.get(place).is_some_and(|regions| is_everywhere(*index, rule, regions))
        });
        rules.fold(ScopeSet::EMPTY, |all, (_, rule)| all.union(rule.scopes))
    });
    let all = EntityType::ALL.map(|entity_type| organization.inventory.of_type(entity_type));
    let totals = all.map(crate::Rows::len);
    let mut found = Vec::new();
    for (index, rule) in program.rules().iter().enumerate() {
        if rule.scopes.intersection(sensitive).is_empty() || !subject.is_ours(rule) {
            continue;
        }
        let Some(place) = program.place(rule) else { continue };
        let mut push = |severity, message| {
            let code = Code::SensitiveScopeBroad;
            found.push(Diagnostic::new(code, severity, place.clone(), message));
        };
        let on_organization = rule.scopes.intersection(of_type(ResourceType::Global));
        if !on_organization.is_empty() && matrix.organization().rules.binary_search(&index).is_ok()
        {
            let part = format!("{} on the organization", listed(on_organization));
            let part = format!("{part}: {}", reasons(on_organization));
            push(Severity::Info, format!("{} {part}", who(subject, rule, on_organization)));
        }
        let (mut parts, mut reached) = (Vec::new(), ScopeSet::EMPTY);
        let strays = strays(subject, rule);
        let types = EntityType::ALL.into_iter().zip(regions).zip(everywhere);
        for (((entity_type, regions), everywhere), (all, total)) in
            types.zip(all.iter().zip(totals))
        {
            let scopes = rule.scopes.intersection(of_type(entity_type.into()));
            let scopes = scopes.difference(strays);
            if scopes.is_empty() {
                continue;
            }
            let noun = entity_type.noun();
            let rows = || matrix.rows_of_rule(index).map_or(0, |rows| rows.intersection(all).len());
            let part = if is_everywhere(index, rule, regions) {
                Some((scopes, format!("{} on every {noun} ({total} today)", listed(scopes))))
            } else {
                let count = if total >= FEW { rows() } else { 0 };
                let is_broad = count * SHARE.1 > total * SHARE.0;
                let scopes = scopes.difference(everywhere);
                let all = counted(total, noun);
                let part = || format!("{} on {count} of the {all} today", listed(scopes));
                is_broad.then(|| (scopes, part()))
            };
            if let Some((scopes, part)) = part.filter(|(scopes, _)| !scopes.is_empty()) {
                parts.push(format!("{part}: {}", reasons(scopes)));
                reached = reached.union(scopes);
            }
        }
        if !parts.is_empty() {
            // Whoever takes a built-in set for all of a type takes what the console offers, by its name.
            let severity = severity(reached.is_within(built_in(subject, rule)));
            let message = format!("{} {}", who(subject, rule, reached), parts.join("; and "));
            push(severity, message);
        }
    }
    found
}

/// Sensitive scopes that several rules together grant on every entity of a type, or on nearly every one there is today,
/// where none of them does alone.
///
/// It is told at the first of these rules.
pub(super) fn together(
    subject: Subject<'_>,
    regions: &mut [Option<Regions<'_>>; 3],
) -> Vec<Diagnostic> {
    let Subject { organization, program, matrix, is_set } = subject;
    let mut found = Vec::new();
    if is_set {
        return found;
    }
    let sensitive: ScopeSet =
        catalogue::scopes().filter(|scope| scope.sensitivity().is_some()).collect();
    let ours: Vec<_> = (0..program.rules().len())
        .filter_map(|index| Some((index, program.rule(index)?)))
        .filter(|(_, rule)| subject.is_ours(rule))
        .collect();
    for (entity_type, regions) in EntityType::ALL.into_iter().zip(regions) {
        let sensitive = sensitive.intersection(ScopeSet::of_type(entity_type.into()));
        let all = organization.inventory.of_type(entity_type);
        let named = ours.iter().map(|(_, rule)| rule.scopes.intersection(sensitive));
        for scopes in ScopeSet::partition(named) {
            let granting = || ours.iter().filter(|(_, rule)| scopes.is_within(rule.scopes));
            let is_broad = |count: usize| all.len() >= FEW && count * SHARE.1 > all.len() * SHARE.0;
            let rows_of = |index: usize| matrix.rows_of_rule(index).unwrap_or(&Rows::NONE);
            let parts = |regions: &Regions<'_>| {
                granting().map(|(index, _)| regions.of_rule(*index)).collect::<Vec<_>>()
            };
            let is_told = granting().any(|(index, rule)| {
                let is_all = match regions {
                    Some(regions) => regions.of_rule(*index) == Region::ALL,
                    None => rule.guard.is_none(),
                };
                is_all || is_broad(rows_of(*index).intersection(all).len())
            });
            let Some((first, rule)) = granting().next().filter(|_| !is_told) else { continue };
            let is_everywhere = regions.as_mut().is_some_and(|regions| {
                let parts = parts(regions);
                regions.builder.diagram.any(&parts) == Ok(Region::ALL)
            });
            let mut rows = Rows::default();
            for (index, _) in granting() {
                rows.extend(rows_of(*index), matrix.len());
            }
            let count = rows.intersection(all).len();
            let noun = entity_type.noun();
            let extent = match (is_everywhere, is_broad(count)) {
                (true, _) => format!("every {noun} ({} today)", all.len()),
                (false, true) => format!("{count} of the {} today", counted(all.len(), noun)),
                (false, false) => continue,
            };
            let Some(place) = program.place(rule) else { continue };
            let is_usual = granting().all(|(_, rule)| scopes.is_within(built_in(subject, rule)));
            let severity = severity(is_usual);
            let (scopes, reasons) = (listed(scopes), reasons(scopes));
            let message =
                format!("this and other rules together grant {scopes} on {extent}: {reasons}");
            let mut one = Diagnostic::new(Code::SensitiveScopeBroad, severity, place, message);
            let others = granting().filter(|(index, _)| index != first);
            one.related = others.filter_map(|(_, rule)| program.place(rule)).take(SHOWN).collect();
            found.push(one);
        }
    }
    found
}

/// Scopes that the own sets of `rule` bring along from another type: those are told as mixed types.
fn strays(subject: Subject<'_>, rule: &Rule) -> ScopeSet {
    if rule.guard.is_some() {
        return ScopeSet::EMPTY;
    }
    let own = sets(subject.organization, subject.program, rule).filter(|set| !set.is_built_in());
    let strays = own.flat_map(|set| {
        let is_stray =
            move |scope: &Scope| set.resource_type.is_some_and(|of| !scope.applies_to(of));
        scopes_of(set).filter(is_stray)
    });
    strays.collect()
}

/// What `rule` grants through built-in sets.
fn built_in(subject: Subject<'_>, rule: &Rule) -> ScopeSet {
    let sets = sets(subject.organization, subject.program, rule);
    sets.filter(|set| set.is_built_in()).flat_map(scopes_of).collect()
}

/// How much it matters, which is less where it `is_usual`.
const fn severity(is_usual: bool) -> Severity {
    if is_usual { Severity::Info } else { Severity::Warning }
}

/// Through what `rule` grants `scopes`, as the beginning of a sentence.
fn who(subject: Subject<'_>, rule: &Rule, scopes: ScopeSet) -> String {
    match sources(subject.organization, subject.program, rule, scopes) {
        (_, 0) => "this grants".to_owned(),
        (name, 1) => format!("{name} grants"),
        (names, _) => format!("{names} grant"),
    }
}

/// Why the first of `scopes` deserve a second look.
fn reasons(scopes: ScopeSet) -> String {
    const SHOWN: usize = 3;
    let mut reasons: Vec<_> = scopes.iter().filter_map(Scope::sensitivity).collect();
    reasons.dedup();
    reasons.truncate(SHOWN);
    reasons.join("; ")
}
