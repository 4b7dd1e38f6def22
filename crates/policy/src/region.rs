//! Regions: sets of entities of one type, also of those that do not exist yet.
//!
//! A region is a decision diagram: it asks for the identity first and then for one tag after another, always in
//! the same order, and leaves out every question whose answer does not matter. Equal nodes are one node, so two
//! conditions mean the same exactly when their regions are the same number.
//!
//! What can be answered is finite: the identities and tag values that the conditions mention, no tag at
//! all, and values that none of them mention, as many as there are keys when tags are compared with
//! each other. Any entity is, for these conditions, like one that is made of such answers.

mod build;
mod cases;
mod lead;
mod mentions;
mod nearest;
mod table;

pub(crate) use build::Builder;
pub use cases::{Case, Clause};
pub(crate) use lead::Moves;
pub(crate) use nearest::{Nearest, TagChange};

use table::{Done, Numbers};

/// A definition that distinguishes too many cases to be looked at one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the definitions distinguish too many cases to compare them: more than {MAX_NODES}")]
pub struct TooComplex;

/// How many different questions a comparison may come to.
const MAX_NODES: usize = 100_000;

/// How many tags a comparison may ask for; the stack of a WASM module bounds how deep questions nest.
const MAX_QUESTIONS: usize = 1000;

/// How many steps a comparison may take; each is a look at one question of each side.
pub(crate) const MAX_STEPS: usize = 2_000_000;

/// A region: the number of its diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Region(u32);

impl Region {
    /// No entity.
    pub(crate) const NONE: Self = Self(0);
    /// Every entity of the type.
    pub(crate) const ALL: Self = Self(1);
}

/// An answer to a question: an identity, the value of a tag, or that there is no tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Answer(u32);

impl Answer {
    /// There is no such tag.
    pub(crate) const ABSENT: Self = Self(0);
}

/// A question, and what follows from each answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node<'d> {
    question: u32,
    /// Answers that lead elsewhere than `rest`, sorted.
    pub(crate) branches: &'d [(Answer, Region)],
    /// Where every other answer leads; one that nobody mentions is always among those.
    pub(crate) rest: Region,
}

/// A node as it is kept: where its branches end, those of the node before being where they begin.
#[derive(Debug)]
struct Kept {
    question: u32,
    rest: Region,
    end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Operation {
    And,
    Or,
    /// In the left and not in the right.
    Without,
}

/// Every region of one comparison.
#[derive(Debug, Default)]
pub(crate) struct Diagram {
    /// The nodes from number 2 on; 0 and 1 are no entity and every entity.
    nodes: Vec<Kept>,
    /// The branches of all nodes, one node after another.
    branches: Vec<(Answer, Region)>,
    numbers: Numbers,
    done: Done,
    /// Branches of the nodes that are being made, innermost last.
    making: Vec<(Answer, Region)>,
    /// Those taken, and those that were not allowed from the start.
    steps: usize,
}

impl Diagram {
    /// Allows only so many steps from here on.
    pub(crate) const fn allow_steps(&mut self, steps: usize) {
        self.steps = MAX_STEPS.saturating_sub(steps);
    }

    fn node(&self, region: Region) -> Option<Node<'_>> {
        let place = (region.0 as usize).checked_sub(2)?;
        let kept = self.nodes.get(place)?;
        let start = match place.checked_sub(1) {
            Some(before) => self.nodes.get(before)?.end,
            None => 0,
        };
        let branches = self.branches.get(start..kept.end)?;
        Some(Node { question: kept.question, branches, rest: kept.rest })
    }

    /// How many steps it may still take.
    pub(crate) const fn left(&self) -> usize {
        MAX_STEPS.saturating_sub(self.steps)
    }

    /// One more than the highest number of a region.
    const fn len(&self) -> usize {
        self.nodes.len() + 2
    }

    const fn count(&mut self, steps: usize) -> Result<(), TooComplex> {
        self.steps += steps;
        if self.steps > MAX_STEPS { Err(TooComplex) } else { Ok(()) }
    }

    /// The region of those whose answer to `question` leads there; `branches` are sorted.
    fn decide(
        &mut self,
        question: u32,
        branches: &[(Answer, Region)],
        rest: Region,
    ) -> Result<Region, TooComplex> {
        let start = self.making.len();
        self.making.extend_from_slice(branches);
        self.finish(question, start, rest)
    }

    /// The region whose branches are those being made from `start` on.
    fn finish(&mut self, question: u32, start: usize, rest: Region) -> Result<Region, TooComplex> {
        self.count(1 + self.making.len() - start)?;
        let branches = self.making.get(start..).unwrap_or_default();
        if branches.is_empty() {
            return Ok(rest);
        }
        let node = Node { question, branches, rest };
        let hash = node.hash();
        if let Some(region) = self.numbers.find(hash, |region| self.node(region) == Some(node)) {
            self.making.truncate(start);
            return Ok(region);
        }
        if self.nodes.len() >= MAX_NODES {
            return Err(TooComplex);
        }
        let region = Region(u32::try_from(self.nodes.len() + 2).map_err(|_| TooComplex)?);
        self.branches.extend(self.making.drain(start..));
        self.nodes.push(Kept { question, rest, end: self.branches.len() });
        self.numbers.insert(hash, region);
        Ok(region)
    }

    /// What is in both.
    pub(crate) fn and(&mut self, left: Region, right: Region) -> Result<Region, TooComplex> {
        self.combine(Operation::And, left.min(right), left.max(right))
    }

    /// What is in either.
    pub(crate) fn or(&mut self, left: Region, right: Region) -> Result<Region, TooComplex> {
        self.combine(Operation::Or, left.min(right), left.max(right))
    }

    /// What is in `left` and not in `right`.
    pub(crate) fn without(&mut self, left: Region, right: Region) -> Result<Region, TooComplex> {
        self.combine(Operation::Without, left, right)
    }

    /// What is in any of `regions`, joined in pairs so that no operand is walked through often.
    pub(crate) fn any(&mut self, regions: &[Region]) -> Result<Region, TooComplex> {
        match regions {
            [] => Ok(Region::NONE),
            [region] => Ok(*region),
            regions => {
                let (left, right) = regions.split_at(regions.len() / 2);
                let (left, right) = (self.any(left)?, self.any(right)?);
                self.or(left, right)
            }
        }
    }

    fn combine(
        &mut self,
        operation: Operation,
        left: Region,
        right: Region,
    ) -> Result<Region, TooComplex> {
        use Operation::{And, Or, Without};
        match (operation, left, right) {
            (And | Without, Region::NONE, _) | (Without, _, Region::ALL) => {
                return Ok(Region::NONE);
            }
            (And, Region::ALL, region)
            | (Or, Region::NONE, region)
            | (Without, region, Region::NONE) => {
                return Ok(region);
            }
            (Or, Region::ALL, _) => return Ok(Region::ALL),
            (And | Or, left, right) if left == right => return Ok(left),
            (Without, left, right) if left == right => return Ok(Region::NONE),
            _ => {}
        }
        if let Some(region) = self.done.find(operation, left, right) {
            return Ok(region);
        }
        let (left_node, right_node) = (self.node(left), self.node(right));
        let question = |node: Option<Node<'_>>| node.map_or(u32::MAX, |node| node.question);
        let first = question(left_node).min(question(right_node));
        // A region that does not ask it follows from every answer.
        let asks = |node: Option<Node<'_>>| question(node) == first;
        let mut lefts = if asks(left_node) { self.span(left) } else { 0..0 };
        let mut rights = if asks(right_node) { self.span(right) } else { 0..0 };
        let rest_of = |node: Option<Node<'_>>, region| {
            node.filter(|node| node.question == first).map_or(region, |node| node.rest)
        };
        let (left_rest, right_rest) = (rest_of(left_node, left), rest_of(right_node, right));
        // Where one side leads nowhere by default and has to lead somewhere, only its own answers count.
        let left_decides = operation != Operation::Or && left_rest == Region::NONE;
        let right_decides = operation == Operation::And && right_rest == Region::NONE;
        let rest = self.combine_ordered(operation, left_rest, right_rest)?;
        let start = self.making.len();
        loop {
            self.count(1)?;
            let (one, other) = (self.branch(&lefts), self.branch(&rights));
            let answer = match (one, other) {
                (None, None) => break,
                (None, Some(_)) if left_decides => break,
                (Some(_), None) if right_decides => break,
                (Some((answer, _)), None) | (None, Some((answer, _))) => answer,
                (Some((one, _)), Some((other, _))) if other < one && left_decides => {
                    rights.start += self.before(&rights, one);
                    continue;
                }
                (Some((one, _)), Some((other, _))) if one < other && right_decides => {
                    lefts.start += self.before(&lefts, other);
                    continue;
                }
                (Some((one, _)), Some((other, _))) => one.min(other),
            };
            let taken = |side: &mut std::ops::Range<usize>, found, rest| match found {
                Some((found, region)) if found == answer => {
                    side.start += 1;
                    region
                }
                _ => rest,
            };
            let left = taken(&mut lefts, one, left_rest);
            let right = taken(&mut rights, other, right_rest);
            let region = self.combine_ordered(operation, left, right)?;
            if region != rest {
                self.making.push((answer, region));
            }
        }
        let region = self.finish(first, start, rest)?;
        self.done.insert(operation, left, right, region);
        Ok(region)
    }

    /// Where the branches of a region are.
    fn span(&self, region: Region) -> std::ops::Range<usize> {
        let place = (region.0 as usize).wrapping_sub(2);
        let end = |place: usize| self.nodes.get(place).map_or(0, |node| node.end);
        end(place.wrapping_sub(1))..end(place)
    }

    fn branch(&self, side: &std::ops::Range<usize>) -> Option<(Answer, Region)> {
        if side.is_empty() { None } else { self.branches.get(side.start).copied() }
    }

    /// How many branches of `side` come before `answer`.
    fn before(&self, side: &std::ops::Range<usize>, answer: Answer) -> usize {
        let branches = self.branches.get(side.clone()).unwrap_or_default();
        branches.partition_point(|(other, _)| *other < answer)
    }

    fn combine_ordered(
        &mut self,
        operation: Operation,
        left: Region,
        right: Region,
    ) -> Result<Region, TooComplex> {
        match operation {
            Operation::And => self.and(left, right),
            Operation::Or => self.or(left, right),
            Operation::Without => self.without(left, right),
        }
    }
}
