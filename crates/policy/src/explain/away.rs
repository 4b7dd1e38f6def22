//! What keeps rules away from something.

use crate::{Entity, Program, program::Guard};

/// The guards of a program that keep what is under them from an entity, or from the organization.
///
/// Each is looked at once for all rules: an option of a select stands under all those before it.
#[derive(Debug)]
pub(crate) struct Away<'p> {
    guards: &'p [Guard],
    /// For each guard, what keeps things away at it and around it.
    links: Vec<Option<Link>>,
}

/// Guards that keep something away.
#[derive(Debug, Clone, Copy)]
struct Link {
    innermost: usize,
    outermost: usize,
}

impl<'p> Away<'p> {
    pub(crate) fn of(program: &'p Program, entity: Option<&Entity>) -> Self {
        let mut links: Vec<Option<Link>> = Vec::with_capacity(program.guards.len());
        // A guard always comes after the one around it.
        for (index, guard) in program.guards.iter().enumerate() {
            let around = guard.outer.and_then(|outer| links.get(outer).copied().flatten());
            let link = if program.is_met(guard, entity) {
                around
            } else {
                let outermost = around.map_or(index, |around| around.outermost);
                Some(Link { innermost: index, outermost })
            };
            links.push(link);
        }
        Self { guards: &program.guards, links }
    }

    /// The guards that keep away what stands under `guard`, innermost first.
    pub(crate) fn around(&self, guard: Option<usize>) -> impl Iterator<Item = &'p Guard> {
        let mut next = guard;
        std::iter::from_fn(move || {
            let guard = self.guards.get(self.link(next)?.innermost)?;
            next = guard.outer;
            Some(guard)
        })
    }

    /// The outermost of them, with its index.
    pub(crate) fn outermost(&self, guard: Option<usize>) -> Option<(usize, &'p Guard)> {
        let index = self.link(guard)?.outermost;
        Some((index, self.guards.get(index)?))
    }

    fn link(&self, guard: Option<usize>) -> Option<Link> {
        self.links.get(guard?).copied().flatten()
    }
}
