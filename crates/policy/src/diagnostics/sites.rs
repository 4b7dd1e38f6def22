//! The conditions of a program, and the rules that stand under each.

use crate::{
    EntityType, Program,
    condition::{Atom, Condition},
    program::{Site, Want},
};

/// The conditions that something is granted under.
pub(super) struct Sites<'p> {
    /// In the order of the program.
    pub(super) used: Vec<Used<'p>>,
}

/// A condition that something is granted under.
pub(super) struct Used<'p> {
    /// Which site of the program.
    pub(super) index: usize,
    pub(super) site: &'p Site,
    /// The first rule under it.
    pub(super) first: usize,
    /// The last rule under it, or where an option of a select was not taken.
    pub(super) last: usize,
    /// What is granted under it.
    wanted: Wanted,
}

/// Which answers a question needs so that something is granted; neither where that cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Wanted {
    pub(super) yes: bool,
    pub(super) no: bool,
}

impl Wanted {
    pub(super) const YES: Self = Self { yes: true, no: false };
    pub(super) const NO: Self = Self { yes: false, no: true };

    const fn negated(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }
}

impl<'p> Sites<'p> {
    pub(super) fn of(program: &'p Program) -> Self {
        let mut used: Vec<_> = program
            .sites
            .iter()
            .enumerate()
            .map(|(index, site)| {
                let (first, last, wanted) = (usize::MAX, 0, Wanted::default());
                Used { index, site, first, last, wanted }
            })
            .collect();
        let written = |(index, rule): (usize, &'p crate::Rule)| {
            rule.is_defined().then_some((index, rule.guard))
        };
        let rules = program.rules().iter().enumerate();
        outwards(program, rules.clone().filter_map(written), &mut |rule, guard| {
            if let Some(used) = used.get_mut(guard.site) {
                used.first = used.first.min(rule);
                used.wanted.yes |= guard.want == Want::True;
                used.wanted.no |= guard.want == Want::False;
            }
        });
        outwards(program, rules.rev().filter_map(written), &mut |rule, guard| {
            if let Some(used) = used.get_mut(guard.site) {
                used.last = used.last.max(rule);
            }
        });
        used.retain(|used| used.first != usize::MAX);
        Self { used }
    }
}

/// Calls `see` with every guard, and the first of `rules` that stands under it.
fn outwards(
    program: &Program,
    rules: impl Iterator<Item = (usize, Option<usize>)>,
    see: &mut dyn FnMut(usize, &crate::program::Guard),
) {
    let mut seen = vec![false; program.guards.len()];
    for (rule, innermost) in rules {
        let mut next = innermost;
        while let Some((index, guard)) = next.and_then(|at| Some((at, program.guards.get(at)?))) {
            match seen.get_mut(index) {
                Some(seen) if !*seen => *seen = true,
                _ => break,
            }
            see(rule, guard);
            next = guard.outer;
        }
    }
}

impl<'p> Used<'p> {
    /// Calls `see` with every question that the condition asks, and the answers it needs.
    pub(super) fn each_asked(&self, see: &mut dyn FnMut(EntityType, &'p Atom, Wanted)) {
        each_asked(&self.site.condition, self.wanted, see);
    }

    /// The conditions around the first and the last rule under it, its own among them.
    pub(super) fn around(&self, program: &'p Program) -> impl Iterator<Item = &'p Condition> {
        /// Deeper than people write.
        const MAX_GUARDS: usize = 64;
        let chain = move |rule| program.guards_of(rule).take(MAX_GUARDS);
        let both = chain(self.first).chain(chain(self.last));
        both.map(|(site, _)| &site.condition).chain([&self.site.condition])
    }
}

/// Calls `see` with every question that `condition` asks, and the answers it needs to be `wanted` itself.
pub(super) fn each_asked<'c>(
    condition: &'c Condition,
    wanted: Wanted,
    see: &mut dyn FnMut(EntityType, &'c Atom, Wanted),
) {
    match condition {
        Condition::Constant(_) | Condition::Never | Condition::Organization => {}
        Condition::Atom(entity_type, atom) => see(*entity_type, atom, wanted),
        Condition::Not(node) => each_asked(node, wanted.negated(), see),
        Condition::And(left, right) | Condition::Or(left, right) => {
            each_asked(left, wanted, see);
            each_asked(right, wanted, see);
        }
        Condition::Same(left, right) => {
            each_asked(left, Wanted::default(), see);
            each_asked(right, Wanted::default(), see);
        }
        Condition::FalseWhere(node) => each_asked(node, Wanted::default(), see),
    }
}
