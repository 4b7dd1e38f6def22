//! Rules that could go, each by itself, without anything changing.

mod cover;
mod effect;
mod naming;

use super::{Code, Diagnostic, Regions, Severity, Subject, fold::MANY, words};
use crate::{
    EntityType, Place, Program, ScopeSet, order,
    region::{Diagram, Region},
};

use effect::{Effects, Side};
use naming::Naming;

/// Of a definition of more rules than this, nothing is claimed.
const MAX_RULES: usize = 10_000;

/// Rules that repeat another of the same definition, and rules whose effect the others have as well.
///
/// Exact over every entity there could be, limits included. Nothing is claimed of a rule that can grant nothing
/// (other diagnostics say why) or that stands under a condition about the team, nor of one in a record that the definition includes in several ways, where it may
/// add something in one of them; those count among the others all the same.
pub(super) fn diagnose(
    subject: Subject<'_>,
    regions: &mut [Option<Regions<'_>>; 3],
) -> Vec<Diagnostic> {
    let rules = subject.program.rules();
    let mut on_organization = vec![Region::NONE; rules.len()];
    for index in &subject.matrix.organization().rules {
        if let Some(region) = on_organization.get_mut(*index) {
            *region = Region::ALL;
        }
    }
    let mut diagram = Diagram::default();
    let [stacks, environments, accounts] = regions;
    let mut sides = [
        Side::organization(&on_organization, &mut diagram),
        Side::entities(EntityType::Stack, stacks),
        Side::entities(EntityType::Environment, environments),
        Side::entities(EntityType::InsightsAccount, accounts),
    ];
    let (mut found, mut start, mut looks) = (Vec::new(), 0, naming::MAX_LOOKS);
    for definition in rules.chunk_by(|one, other| one.source == other.source) {
        let range = start..start + definition.len();
        start = range.end;
        if (2..=MAX_RULES).contains(&range.len()) {
            let effects = Effects::of(subject, range, &sides);
            superfluous(subject, &effects, &mut sides, &mut looks, &mut found);
        }
    }
    found
}

/// How many of the rules that grant the same are named.
const SHOWN: usize = 3;

/// A rule that could go.
struct Superfluous {
    code: Code,
    /// Its place among the effects.
    own: usize,
    /// For a repetition, the place of what it repeats.
    first: usize,
}

fn superfluous(
    subject: Subject<'_>,
    effects: &Effects,
    sides: &mut [Side<'_>; 4],
    looks: &mut usize,
    found: &mut Vec<Diagnostic>,
) {
    let mut list = Vec::new();
    let kept = effects.without_repetitions(|own, first| {
        list.push(Superfluous { code: Code::RepeatedRule, own, first });
    });
    let adds = effects.adding(&kept, sides);
    let adding_nothing = kept.iter().zip(&adds).filter(|(_, adds)| !**adds);
    list.extend(adding_nothing.map(|(own, _)| Superfluous {
        code: Code::RuleAddsNothing,
        own: *own,
        first: *own,
    }));
    // Rules that are alike are told together where they are many: a role of chosen entities has one for each.
    let program = subject.program;
    let key = |one: &Superfluous| {
        let rule = program.rule(effects.rule(one.own));
        let record = rule.and_then(|rule| program.record(rule));
        (one.code, record, rule.map_or(ScopeSet::EMPTY, |rule| rule.scopes), one.own)
    };
    order::sort_by(&mut list, &mut |left, right| key(left).cmp(&key(right)));
    let alike = |left: &Superfluous, right: &Superfluous| {
        let ((code, record, scopes, _), (other, others, more, _)) = (key(left), key(right));
        (code, record, scopes) == (other, others, more)
    };
    let mut naming = Naming { effects, kept: &kept, adds: &adds, sides, looks };
    for group in list.chunk_by(alike) {
        let told = if group.len() > MANY { 1 } else { group.len() };
        for one in group.iter().take(told) {
            let others = group.len() - told;
            found.extend(tell(subject, effects, &mut naming, one, others));
        }
    }
}

fn tell(
    subject: Subject<'_>,
    effects: &Effects,
    naming: &mut Naming<'_, '_>,
    one: &Superfluous,
    others: usize,
) -> Option<Diagnostic> {
    let Subject { organization, program, .. } = subject;
    let rule = program.rule(effects.rule(one.own))?;
    let place = program.place(rule)?;
    let name = |own| words::rule(organization, program, effects.rule(own), rule.scopes);
    let covers = match one.code {
        Code::RepeatedRule => vec![one.first],
        _ => naming.covers(one.own),
    };
    let names = covers.iter().take(SHOWN).map(|cover| name(*cover)).collect::<Vec<_>>().join("; ");
    let mut message = match (one.code, covers.len()) {
        (Code::RepeatedRule, _) => format!("this repeats an earlier rule, {names}"),
        (_, 0) => "this adds nothing: other rules together grant all of it".to_owned(),
        (_, 1) => format!("this adds nothing: another rule grants all of it, {names}"),
        _ => format!("this adds nothing: other rules together grant all of it, {names}"),
    };
    if covers.len() > SHOWN {
        message = format!("{message}; and {} more", covers.len() - SHOWN);
    }
    if let (Some(own), [cover]) = (effects.limit(one.own), covers.as_slice()) {
        match effects.limit(*cover) {
            None => message.push_str(", and without a limit on how long it stays open"),
            Some(limit) if limit > own => message.push_str(", and for longer"),
            Some(_) => {}
        }
    }
    if covers.iter().any(|cover| naming.is_superfluous(*cover)) && one.code != Code::RepeatedRule {
        message.push_str(" (the same is said of what would stay: not all of these rules can go)");
    }
    if others > 0 {
        let plural = if others == 1 { "rule that grants" } else { "rules that grant" };
        message = format!("{message} (and likewise {others} other {plural} the same)");
    }
    let mut found = Diagnostic::new(one.code, Severity::Warning, place, message);
    found.related =
        covers.iter().filter_map(|cover| place_of(program, effects.rule(*cover))).collect();
    Some(found)
}

fn place_of(program: &Program, index: usize) -> Option<Place> {
    program.place(program.rule(index)?)
}
