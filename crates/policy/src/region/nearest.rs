//! The fewest other tags that bring an entity into a region.
//!
//! Every tag of the entity is one of the answers that a diagram knows, so tags that bring it into the region are a
//! path to the end, and what they cost is how often the path leaves the answers that the entity gives today. A node
//! always has a higher number than those it leads to: one pass over the numbers finds the cost of every region.

use super::{Answer, Builder, Node, Region};
use crate::{Entity, Inventory};

/// Another value for a tag, or none where the tag is removed.
pub(crate) type TagChange = (String, Option<String>);

/// How far an entity is from every region of a diagram.
pub(crate) struct Nearest<'b, 'p> {
    builder: &'b Builder<'p>,
    entity: &'b Entity,
    /// What the entity answers to each question, the identity first.
    answers: Vec<Answer>,
    /// The values of compared tags that nobody mentions: the texts of the answers that nobody mentions.
    unmentioned: Vec<&'b str>,
    /// The number of tags to change, by the number of the region.
    costs: Vec<u32>,
}

/// No tags bring the entity there.
const NEVER: u32 = u32::MAX;

impl<'b, 'p> Nearest<'b, 'p> {
    /// How far `entity` is from the regions that `builder` has made so far.
    pub(crate) fn of(builder: &'b Builder<'p>, entity: &'b Entity) -> Self {
        let mut unmentioned = Vec::new();
        let tag = |key: &&str| match entity.tag(key) {
            None => Answer::ABSENT,
            Some(value) => builder.mentioned(value).unwrap_or_else(|| {
                if !builder.is_compared(key) {
                    return builder.any_other();
                }
                let known = unmentioned.iter().position(|known| *known == value);
                builder.unmentioned_answer(known.unwrap_or_else(|| {
                    unmentioned.push(value);
                    unmentioned.len() - 1
                }))
            }),
        };
        let tags: Vec<_> = builder.keys().iter().map(tag).collect();
        let identity = builder.mentioned(&entity.id).unwrap_or(builder.any_other());
        let answers = [identity].into_iter().chain(tags).collect();
        let mut nearest = Self { builder, entity, answers, unmentioned, costs: vec![NEVER, 0] };
        for number in 2..builder.diagram.len() {
            let node =
                u32::try_from(number).ok().and_then(|number| builder.diagram.node(Region(number)));
            let cost = node.map_or(NEVER, |node| nearest.cost_of(node));
            nearest.costs.push(cost);
        }
        nearest
    }

    /// How many tags have to change at the least; `None` where no tags bring the entity there.
    pub(crate) fn cost(&self, region: Region) -> Option<u32> {
        self.costs.get(region.0 as usize).copied().filter(|cost| *cost != NEVER)
    }

    fn cost_of(&self, node: Node<'_>) -> u32 {
        let cost = |region| self.cost(region).unwrap_or(NEVER);
        let kept = cost(self.kept(node));
        if node.question == 0 {
            return kept;
        }
        let others = node.branches.iter().map(|(_, next)| *next).chain([node.rest]);
        let least = others.map(cost).min().unwrap_or(NEVER);
        kept.min(least.saturating_add(1))
    }

    /// Where the entity's own answer leads.
    fn kept(&self, node: Node<'_>) -> Region {
        self.listed(node).unwrap_or(node.rest)
    }

    /// The same, where the answer is listed.
    fn listed(&self, node: Node<'_>) -> Option<Region> {
        let own = self.answers.get(node.question as usize)?;
        let place = node.branches.binary_search_by_key(own, |(answer, _)| *answer).ok()?;
        node.branches.get(place).map(|(_, next)| *next)
    }

    /// The smallest changes that bring the entity into `region`, at most `limit` of them, and whether there are no
    /// others as small.
    ///
    /// A tag that may have any other value gets one that is in use in `inventory`, where there is one.
    pub(crate) fn changes(
        &self,
        region: Region,
        limit: usize,
        inventory: &Inventory,
    ) -> (Vec<Vec<TagChange>>, bool) {
        let mut found = Vec::new();
        let walk = Walk { nearest: self, limit, inventory };
        let is_all = self.cost(region).is_none() || walk.from(region, &mut Vec::new(), &mut found);
        (found, is_all)
    }

    /// A value that is none of the `listed` ones, for a tag that gets `answer`.
    fn other_value(&self, key: &str, listed: &[(Answer, Region)], inventory: &Inventory) -> String {
        if !self.builder.is_compared(key) {
            let is_listed = |value: &str| {
                let answer = self.builder.mentioned(value);
                listed.iter().any(|(listed, _)| answer == Some(*listed))
            };
            let in_use = inventory.tag_values(self.entity.entity_type, key).into_iter();
            let others = in_use.filter(|(value, _)| !is_listed(value));
            // The value that most have; of those the first.
            let most = others.reduce(|most, other| if other.1 > most.1 { other } else { most });
            if let Some((value, _)) = most {
                return value.to_owned();
            }
        }
        self.text(self.builder.any_other())
    }

    fn text(&self, answer: Answer) -> String {
        if let Some(text) = self.builder.text(answer) {
            return text.to_owned();
        }
        let is = |place: &usize| self.builder.unmentioned_answer(*place) == answer;
        if let Some(text) =
            (0..self.unmentioned.len()).find(is).and_then(|place| self.unmentioned.get(place))
        {
            return (*text).to_owned();
        }
        let mut text = self.builder.unmentioned(answer.0);
        while self.unmentioned.contains(&text.as_str()) {
            text.push('\'');
        }
        text
    }
}

/// Looks for the smallest changes, and never goes where there are none.
struct Walk<'w, 'b, 'p> {
    nearest: &'w Nearest<'b, 'p>,
    limit: usize,
    inventory: &'w Inventory,
}

impl Walk<'_, '_, '_> {
    /// Adds what leads from `region` to the end as cheaply as can be; says whether that was all of it.
    fn from(
        &self,
        region: Region,
        changes: &mut Vec<TagChange>,
        found: &mut Vec<Vec<TagChange>>,
    ) -> bool {
        let nearest = self.nearest;
        let Some((key, node)) = nearest.builder.first_question(region) else {
            if found.len() == self.limit {
                return false;
            }
            found.push(changes.clone());
            return true;
        };
        let cost = nearest.cost(region);
        let is_on_the_way = |next, changed| nearest.cost(next).map(|rest| rest + changed) == cost;
        let listed = nearest.listed(node);
        let kept = listed.unwrap_or(node.rest);
        if is_on_the_way(kept, 0) && !self.from(kept, changes, found) {
            return false;
        }
        let Some(key) = key else { return true };
        let mut change = |value: Option<String>, next| {
            changes.push((key.to_owned(), value));
            let is_all = self.from(next, changes, found);
            changes.pop();
            is_all
        };
        let own = nearest.answers.get(node.question as usize);
        for (answer, next) in node.branches {
            if own != Some(answer) && is_on_the_way(*next, 1) {
                let value = (*answer != Answer::ABSENT).then(|| nearest.text(*answer));
                if !change(value, *next) {
                    return false;
                }
            }
        }
        // An answer that is not listed leads to the rest at no cost, so there is no need to change it.
        if listed.is_some() && is_on_the_way(node.rest, 1) {
            return change(
                Some(nearest.other_value(key, node.branches, self.inventory)),
                node.rest,
            );
        }
        true
    }
}
