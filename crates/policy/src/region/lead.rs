//! Where an entity may be so that changed tags bring it into a region.

use std::collections::HashMap;

use super::{Answer, Diagram, Region, TooComplex, build::IDENTITY};

/// Which changes of tags may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moves {
    /// A tag that is not there may be given a value.
    pub(crate) create: bool,
    /// A tag may be given another value.
    pub(crate) update: bool,
    /// A tag may be taken away.
    pub(crate) delete: bool,
}

impl Diagram {
    /// Every entity that is in `target`, or gets there by changes of its tags, all of them made at once.
    pub(crate) fn leading_to(
        &mut self,
        target: Region,
        moves: Moves,
    ) -> Result<Region, TooComplex> {
        self.leading_known(target, moves, &mut HashMap::new())
    }

    fn leading_known(
        &mut self,
        target: Region,
        moves: Moves,
        known: &mut HashMap<Region, Region>,
    ) -> Result<Region, TooComplex> {
        let Some(node) = self.node(target) else { return Ok(target) };
        if let Some(region) = known.get(&target) {
            return Ok(*region);
        }
        let (question, old_rest, old) = (node.question, node.rest, node.branches.to_vec());
        let rest = self.leading_known(old_rest, moves, known)?;
        let mut answers = Vec::with_capacity(old.len() + 1);
        for (answer, next) in old {
            answers.push((answer, self.leading_known(next, moves, known)?));
        }
        let region = if question == IDENTITY {
            // What an entity is cannot be changed.
            answers.retain(|(_, next)| *next != rest);
            self.decide(question, &answers, rest)?
        } else {
            self.before_tag(question, answers, rest, moves)?
        };
        known.insert(target, region);
        Ok(region)
    }

    /// The same for one tag, what follows from each of its answers being known: `answers` are sorted.
    fn before_tag(
        &mut self,
        question: u32,
        mut answers: Vec<(Answer, Region)>,
        rest: Region,
        moves: Moves,
    ) -> Result<Region, TooComplex> {
        if answers.first().is_none_or(|(answer, _)| *answer != Answer::ABSENT) {
            answers.insert(0, (Answer::ABSENT, rest));
        }
        let absent = answers.first().map_or(rest, |(_, next)| *next);
        // A value that nobody mentions is always among the rest.
        let values: Vec<_> = answers.iter().skip(1).map(|(_, next)| *next).chain([rest]).collect();
        let some_value = self.any(&values)?;
        let also = |diagram: &mut Self, region, may: bool, other| {
            if may { diagram.or(region, other) } else { Ok(region) }
        };
        let from_value = |diagram: &mut Self, region| {
            let updated = also(diagram, region, moves.update, some_value)?;
            also(diagram, updated, moves.delete, absent)
        };
        let new_rest = from_value(self, rest)?;
        for (answer, next) in &mut answers {
            *next = if *answer == Answer::ABSENT {
                also(self, *next, moves.create, some_value)?
            } else {
                from_value(self, *next)?
            };
        }
        answers.retain(|(_, next)| *next != new_rest);
        self.decide(question, &answers, new_rest)
    }
}
