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

use std::collections::HashMap;

pub(crate) use build::Builder;
pub use cases::{Case, Clause};

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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Node {
    question: u32,
    /// Answers that lead elsewhere than `rest`, sorted.
    pub(crate) branches: Box<[(Answer, Region)]>,
    /// Where every other answer leads; one that nobody mentions is always among those.
    pub(crate) rest: Region,
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
    nodes: Vec<Node>,
    numbers: HashMap<Node, Region>,
    done: HashMap<(Operation, Region, Region), Region>,
    steps: usize,
}

impl Diagram {
    fn node(&self, region: Region) -> Option<&Node> {
        self.nodes.get(usize::try_from(region.0).ok()?.checked_sub(2)?)
    }

    const fn count(&mut self, steps: usize) -> Result<(), TooComplex> {
        self.steps += steps;
        if self.steps > MAX_STEPS { Err(TooComplex) } else { Ok(()) }
    }

    /// The region of those whose answer to `question` leads there.
    fn decide(
        &mut self,
        question: u32,
        mut branches: Vec<(Answer, Region)>,
        rest: Region,
    ) -> Result<Region, TooComplex> {
        self.count(1 + branches.len())?;
        branches.retain(|(_, region)| *region != rest);
        if branches.is_empty() {
            return Ok(rest);
        }
        branches.sort_unstable();
        let node = Node { question, branches: branches.into(), rest };
        if let Some(region) = self.numbers.get(&node) {
            return Ok(*region);
        }
        if self.nodes.len() >= MAX_NODES {
            return Err(TooComplex);
        }
        let region = Region(u32::try_from(self.nodes.len() + 2).map_err(|_| TooComplex)?);
        self.nodes.push(node.clone());
        self.numbers.insert(node, region);
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
        if let Some(region) = self.done.get(&(operation, left, right)) {
            return Ok(*region);
        }
        let question = |region| self.node(region).map_or(u32::MAX, |node| node.question);
        let first = question(left).min(question(right));
        let (left_branches, left_rest) = self.branches(left, first);
        let (right_branches, right_rest) = self.branches(right, first);
        self.count(1 + left_branches.len() + right_branches.len())?;
        let rest = self.combine_ordered(operation, left_rest, right_rest)?;
        let mut branches = Vec::with_capacity(left_branches.len() + right_branches.len());
        let (mut lefts, mut rights) =
            (left_branches.iter().peekable(), right_branches.iter().peekable());
        loop {
            let (answer, left, right) = match (lefts.peek(), rights.peek()) {
                (None, None) => break,
                (Some((answer, region)), None) => {
                    lefts.next();
                    (*answer, *region, right_rest)
                }
                (None, Some((answer, region))) => {
                    rights.next();
                    (*answer, left_rest, *region)
                }
                (Some((one, left)), Some((other, right))) => match one.cmp(other) {
                    std::cmp::Ordering::Less => {
                        lefts.next();
                        (*one, *left, right_rest)
                    }
                    std::cmp::Ordering::Greater => {
                        rights.next();
                        (*other, left_rest, *right)
                    }
                    std::cmp::Ordering::Equal => {
                        lefts.next();
                        rights.next();
                        (*one, *left, *right)
                    }
                },
            };
            branches.push((answer, self.combine_ordered(operation, left, right)?));
        }
        let region = self.decide(first, branches, rest)?;
        self.done.insert((operation, left, right), region);
        Ok(region)
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

    /// What follows from each answer to `question`; a region that does not ask it follows from every answer.
    fn branches(&self, region: Region, question: u32) -> (Box<[(Answer, Region)]>, Region) {
        match self.node(region) {
            Some(node) if node.question == question => (node.branches.clone(), node.rest),
            _ => (Box::default(), region),
        }
    }
}
