//! From conditions to regions.

use super::{
    Answer, Diagram, MAX_QUESTIONS, MAX_STEPS, Node, Region, TooComplex, mentions::Mentions,
};
use crate::{
    EntityType, Program, Rule, Scope,
    condition::{Atom, Condition},
    program::Want,
};

/// The question for the identity; tags follow in the order of their keys.
pub(super) const IDENTITY: u32 = 0;

/// Makes regions of one entity type for the conditions of some programs.
#[derive(Debug)]
pub(crate) struct Builder<'p> {
    pub(crate) diagram: Diagram,
    pub(crate) entity_type: EntityType,
    mentions: Mentions<'p>,
    /// The tag keys that are compared with each other, sorted.
    compared: Vec<&'p str>,
    /// The first of the answers that nobody mentions.
    fresh: u32,
    /// How many of those there are.
    fresh_count: u32,
}

impl<'p> Builder<'p> {
    /// A builder for everything that `programs` say about entities of `entity_type`.
    pub(crate) fn new(
        programs: &[&'p Program],
        entity_type: EntityType,
    ) -> Result<Self, TooComplex> {
        Self::within(programs, &[], entity_type, MAX_STEPS)
    }

    /// The same for what `places` say as well, with at most `steps` steps.
    pub(crate) fn within(
        programs: &[&'p Program],
        places: &[&'p Condition],
        entity_type: EntityType,
        steps: usize,
    ) -> Result<Self, TooComplex> {
        let (mut mentions, mut compared, mut count) = (Mentions::default(), Vec::new(), 0);
        let sites = programs.iter().flat_map(|program| program.sites.iter());
        for condition in sites.map(|site| &site.condition).chain(places.iter().copied()) {
            condition.each_atom(&mut |of_type, atom| {
                if of_type != entity_type {
                    return;
                }
                match atom {
                    Atom::Constant(_) => {}
                    Atom::Is(id) => {
                        mentions.text(id);
                        count += 1;
                    }
                    Atom::HasTag(key) => {
                        mentions.key(key);
                        count += 1;
                    }
                    Atom::TagIs(key, value) => {
                        mentions.key(key);
                        mentions.text(value);
                        count += 2;
                    }
                    Atom::TagsMatch(left, right) => {
                        mentions.key(left);
                        mentions.key(right);
                        compared.extend([left.as_ref(), right.as_ref()]);
                        count += 2;
                    }
                }
            });
        }
        let mut diagram = Diagram::default();
        diagram.allow_steps(steps);
        diagram.count(count)?;
        compared.sort_unstable();
        compared.dedup();
        let mentions = mentions.in_order();
        if mentions.keys().len() > MAX_QUESTIONS {
            return Err(TooComplex);
        }
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX / 4);
        Ok(Self {
            diagram,
            entity_type,
            fresh: 1 + count(mentions.texts().len()),
            fresh_count: count(compared.len()).max(1),
            compared,
            mentions,
        })
    }

    /// The key that `question` asks for; `None` for the identity.
    pub(crate) fn key(&self, question: u32) -> Option<&'p str> {
        self.mentions.keys().get((question as usize).checked_sub(1)?).copied()
    }

    /// The text of an answer; `None` for no tag and for a value that nobody mentions.
    pub(crate) fn text(&self, answer: Answer) -> Option<&'p str> {
        self.mentions.texts().get((answer.0 as usize).checked_sub(1)?).copied()
    }

    /// The keys of tags, in the order in which they are asked for after the identity.
    pub(super) fn keys(&self) -> &[&'p str] {
        self.mentions.keys()
    }

    /// Whether some condition compares the tag `key` with another one.
    pub(super) fn is_compared(&self, key: &str) -> bool {
        self.compared.binary_search(&key).is_ok()
    }

    /// The answer that `text` is, where some condition mentions it.
    pub(super) fn mentioned(&self, text: &str) -> Option<Answer> {
        self.mentions.answer(text)
    }

    /// The answer at `place` among those that nobody mentions.
    pub(super) fn unmentioned_answer(&self, place: usize) -> Answer {
        let last = self.fresh_count - 1;
        Answer(self.fresh + u32::try_from(place).map_or(last, |place| place.min(last)))
    }

    /// What a region asks first, and the key where that is a tag.
    pub(crate) fn first_question(&self, region: Region) -> Option<(Option<&'p str>, Node<'_>)> {
        let node = self.diagram.node(region)?;
        Some((self.key(node.question), node))
    }

    /// Whether some condition compares tags with each other.
    pub(crate) const fn compares_tags(&self) -> bool {
        self.fresh_count > 1
    }

    /// Whether some condition mentions `text`.
    pub(crate) fn is_mentioned(&self, text: &str) -> bool {
        self.mentions.answer(text).is_some()
    }

    /// The answer that every region treats as any other: the last that nobody mentions.
    pub(crate) const fn any_other(&self) -> Answer {
        Answer(self.fresh + self.fresh_count - 1)
    }

    /// For each rule of `program` that is wanted, where it holds; nowhere for all others.
    pub(crate) fn rules(
        &mut self,
        program: &Program,
        wanted: &dyn Fn(&Rule) -> bool,
    ) -> Result<Vec<Region>, TooComplex> {
        let mut guards: Vec<Option<Region>> = vec![None; program.guards.len()];
        for rule in program.rules.iter().filter(|rule| wanted(rule)) {
            let mut next = rule.guard;
            while let Some(index) = next {
                let Some(guard @ None) = guards.get_mut(index) else { break };
                *guard = Some(Region::NONE);
                next = program.guards.get(index).and_then(|guard| guard.outer);
            }
        }
        // A guard always comes after the one around it.
        for (index, guard) in program.guards.iter().enumerate() {
            if !guards.get(index).is_some_and(Option::is_some) {
                continue;
            }
            let around = |outer: Option<usize>| match outer {
                None => Region::ALL,
                Some(outer) => guards.get(outer).copied().flatten().unwrap_or(Region::NONE),
            };
            let outer = around(guard.outer);
            let region = match program.sites.get(guard.site) {
                Some(site) if outer != Region::NONE => {
                    let own = match guard.want {
                        Want::True => self.where_is(&site.condition, true)?,
                        Want::False => self.where_is(&site.condition, false)?,
                        Want::NotTrue => {
                            let taken = self.where_is(&site.condition, true)?;
                            self.diagram.without(Region::ALL, taken)?
                        }
                    };
                    self.diagram.and(outer, own)?
                }
                _ => Region::NONE,
            };
            if let Some(guard) = guards.get_mut(index) {
                *guard = Some(region);
            }
        }
        let region = |rule: &Rule| match rule.guard {
            _ if !wanted(rule) => Region::NONE,
            None => Region::ALL,
            Some(guard) => guards.get(guard).copied().flatten().unwrap_or(Region::NONE),
        };
        Ok(program.rules.iter().map(region).collect())
    }

    /// Where `program` grants `scope`.
    pub(crate) fn granted(
        &mut self,
        program: &Program,
        scope: Scope,
    ) -> Result<Region, TooComplex> {
        let granting = self.rules(program, &|rule| rule.scopes.contains(scope))?;
        self.diagram.any(&granting)
    }

    /// What is in `granted` where `place` is definitely true, or everywhere where there is none.
    pub(crate) fn granted_in(
        &mut self,
        granted: Region,
        place: Option<&Condition>,
    ) -> Result<Region, TooComplex> {
        let Some(place) = place else { return Ok(granted) };
        let meant = self.where_is(place, true)?;
        self.diagram.and(granted, meant)
    }

    /// Where `condition` is definitely true, or definitely false.
    pub(crate) fn where_is(
        &mut self,
        condition: &Condition,
        truth: bool,
    ) -> Result<Region, TooComplex> {
        match (condition, truth) {
            (Condition::Not(node), truth) => self.where_is(node, !truth),
            (Condition::And(left, right), true) | (Condition::Or(left, right), false) => {
                let left = self.where_is(left, truth)?;
                let right = self.where_is(right, truth)?;
                self.diagram.and(left, right)
            }
            (Condition::And(left, right), false) | (Condition::Or(left, right), true) => {
                let left = self.where_is(left, truth)?;
                let right = self.where_is(right, truth)?;
                self.diagram.or(left, right)
            }
            (Condition::Atom(of_type, atom), true) if *of_type == self.entity_type => {
                self.atom(atom)
            }
            (condition, truth) => {
                let (holding, failing) = self.both(condition)?;
                Ok(if truth { holding } else { failing })
            }
        }
    }

    /// Where `condition` is true and where it is false.
    fn both(&mut self, condition: &Condition) -> Result<(Region, Region), TooComplex> {
        const NOWHERE: (Region, Region) = (Region::NONE, Region::NONE);
        Ok(match condition {
            Condition::Constant(true) => (Region::ALL, Region::NONE),
            Condition::Constant(false) | Condition::Organization => (Region::NONE, Region::ALL),
            Condition::Never => NOWHERE,
            Condition::Atom(of_type, _) if *of_type != self.entity_type => NOWHERE,
            Condition::Atom(_, atom) => {
                let holding = self.atom(atom)?;
                (holding, self.diagram.without(Region::ALL, holding)?)
            }
            Condition::Not(node) => {
                let (holding, failing) = self.both(node)?;
                (failing, holding)
            }
            Condition::And(left, right) => {
                let ((left, not_left), (right, not_right)) = (self.both(left)?, self.both(right)?);
                (self.diagram.and(left, right)?, self.diagram.or(not_left, not_right)?)
            }
            Condition::Or(left, right) => {
                let ((left, not_left), (right, not_right)) = (self.both(left)?, self.both(right)?);
                (self.diagram.or(left, right)?, self.diagram.and(not_left, not_right)?)
            }
            Condition::Same(left, right) => {
                let ((left, not_left), (right, not_right)) = (self.both(left)?, self.both(right)?);
                let diagram = &mut self.diagram;
                let (yes, no) = (diagram.and(left, right)?, diagram.and(not_left, not_right)?);
                let (one, other) = (diagram.and(left, not_right)?, diagram.and(not_left, right)?);
                (diagram.or(yes, no)?, diagram.or(one, other)?)
            }
            Condition::FalseWhere(node) => {
                let (holding, failing) = self.both(node)?;
                (Region::NONE, self.diagram.or(holding, failing)?)
            }
        })
    }

    fn atom(&mut self, atom: &Atom) -> Result<Region, TooComplex> {
        match atom {
            Atom::Constant(value) => Ok(if *value { Region::ALL } else { Region::NONE }),
            Atom::Is(id) => self.answered(IDENTITY, id),
            Atom::HasTag(key) => {
                let question = self.question(key)?;
                self.diagram.decide(question, &[(Answer::ABSENT, Region::NONE)], Region::ALL)
            }
            Atom::TagIs(key, value) => {
                let question = self.question(key)?;
                self.answered(question, value)
            }
            Atom::TagsMatch(left, right) => {
                let (left, right) = (self.question(left)?, self.question(right)?);
                self.same(left.min(right), left.max(right))
            }
        }
    }

    fn question(&self, key: &str) -> Result<u32, TooComplex> {
        // INVARIANT: the builder was made for every program whose conditions it is given.
        self.mentions.question(key).ok_or(TooComplex)
    }

    fn answered(&mut self, question: u32, text: &str) -> Result<Region, TooComplex> {
        let answer = self.mentioned(text).ok_or(TooComplex)?;
        self.diagram.decide(question, &[(answer, Region::ALL)], Region::NONE)
    }

    /// Where two tags have one value.
    fn same(&mut self, first: u32, second: u32) -> Result<Region, TooComplex> {
        let any_other = self.any_other();
        let mut branches = vec![(Answer::ABSENT, Region::NONE)];
        for answer in (1..any_other.0).map(Answer) {
            branches.push((
                answer,
                self.diagram.decide(second, &[(answer, Region::ALL)], Region::NONE)?,
            ));
        }
        let others: Vec<_> =
            (0..any_other.0).map(|answer| (Answer(answer), Region::NONE)).collect();
        let rest = self.diagram.decide(second, &others, Region::ALL)?;
        self.diagram.decide(first, &branches, rest)
    }
}
