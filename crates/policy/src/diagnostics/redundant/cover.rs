//! Which regions are in the union of all others.

use crate::{
    TooComplex,
    region::{Diagram, Region},
};

/// The places of those regions that are wanted and are not within the union of all others.
///
/// Regions are joined in pairs. For each half, what the other half and everything beyond both cover of it is
/// handed down, never more than the half itself: so a thousand regions that have nothing in common cost about as
/// much as sorting them, although each is held against all others.
pub(super) fn uncovered(
    diagram: &mut Diagram,
    regions: &[Region],
    is_wanted: &[bool],
) -> Result<Vec<usize>, TooComplex> {
    let leaves = regions.len().next_power_of_two();
    let mut unions = vec![Region::NONE; leaves];
    let mut wanted = vec![false; leaves];
    unions.extend_from_slice(regions);
    unions.resize(2 * leaves, Region::NONE);
    wanted.extend_from_slice(is_wanted);
    wanted.resize(2 * leaves, false);
    let mut halves = Halves { diagram, leaves, unions, wanted, found: Vec::new() };
    for node in (1..leaves).rev() {
        let union = halves.diagram.or(halves.union(2 * node), halves.union(2 * node + 1))?;
        let is_wanted = halves.is_wanted(2 * node) || halves.is_wanted(2 * node + 1);
        if let (Some(at), Some(wanted)) = (halves.unions.get_mut(node), halves.wanted.get_mut(node))
        {
            (*at, *wanted) = (union, is_wanted);
        }
    }
    halves.look(1, Region::NONE)?;
    Ok(halves.found)
}

/// A binary tree over the regions: node 1 is all of them, and node n is the nodes 2n and 2n + 1 together.
struct Halves<'d> {
    diagram: &'d mut Diagram,
    /// The number of the first region.
    leaves: usize,
    unions: Vec<Region>,
    wanted: Vec<bool>,
    found: Vec<usize>,
}

impl Halves<'_> {
    fn union(&self, node: usize) -> Region {
        self.unions.get(node).copied().unwrap_or(Region::NONE)
    }

    fn is_wanted(&self, node: usize) -> bool {
        self.wanted.get(node).copied().unwrap_or(false)
    }

    /// Looks at what is below `node`; `covered` is what the others cover of it.
    fn look(&mut self, node: usize, covered: Region) -> Result<(), TooComplex> {
        if !self.is_wanted(node) || covered == self.union(node) {
            return Ok(());
        }
        if node >= self.leaves {
            self.found.push(node - self.leaves);
            return Ok(());
        }
        let halves = (self.union(2 * node), self.union(2 * node + 1));
        for (child, own, other) in
            [(2 * node, halves.0, halves.1), (2 * node + 1, halves.1, halves.0)]
        {
            if self.is_wanted(child) {
                let covered = self.diagram.or(covered, other)?;
                let covered = self.diagram.and(covered, own)?;
                self.look(child, covered)?;
            }
        }
        Ok(())
    }
}
